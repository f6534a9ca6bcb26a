/* What the panel outputs share: the wall as it is scanned, its lines and its plan.
 *
 * Of the loop's thread. */
#ifndef PANEL_SCANNED_WALL_H
#define PANEL_SCANNED_WALL_H

#include "config/board.h"
#include "display/scene.h"
#include "hub75/lines.h"
#include "hub75/panel.h"
#include "output/output.h"
#include "plan/plan.h"
#include "plan/remedy.h"
#include "plan/step.h"

struct config;
struct config_panel;

#define SCANNED_WALL_TOLD 64 /* as many colours as a scene is known to have */

struct scanned_wall {
    const struct config *config;
    struct panel *panel;
    struct board board;
    uint64_t used;     /* lines that are needed, as of enum board_line */
    struct plan *plan; /* used by the loop's thread only */
    size_t slots;      /* of the last picture */
    struct lines_cost cost;
    struct remedy remedies[REMEDIES_MAX]; /* once somebody has asked for them */
    size_t remedy_count;
    bool remedied;
    struct config_colour told[SCANNED_WALL_TOLD]; /* that are not shown as they are asked for */
    size_t told_count;
};

/* False with errors in diag; to be closed in any case. config outlives it. */
bool scanned_wall_open(struct scanned_wall *wall, const struct config *config,
                       struct lines_cost cost, struct diag *diag);
void scanned_wall_close(struct scanned_wall *wall);

/* What calls cost now; the scene must be shown again. */
void scanned_wall_set_cost(struct scanned_wall *wall, struct lines_cost cost);

/* The same when it is measured at a start: how bright full light is hangs on it. */
void scanned_wall_settle(struct scanned_wall *wall, struct lines_cost cost);

/* What its lines would cost as registers, a write of which takes write_ns. False, and *cost stays:
 * this board's lines have none that are known. */
bool scanned_wall_registers(const struct scanned_wall *wall, int64_t write_ns,
                            struct lines_cost *cost);

/* A new scene (NULL: dark): decides how it is shown, and says in the log what
 * people must know of it. */
void scanned_wall_show(struct scanned_wall *wall, const struct scene *scene);

/* Makes the panel deeply dark, whatever its lines are at. 0 or -errno. */
int scanned_wall_darken(const struct scanned_wall *wall, struct lines *lines);

/* For status: the scene (as scanned_wall_show got it) as planned, and what would help where
 * something gave way. */
void scanned_wall_status(struct scanned_wall *wall, const struct scene *scene,
                         struct output_status *status);

#endif
