/* What the panel outputs share: a scene's picture at an instant, made ready for
 * the scan player. */
#ifndef PANEL_SCANNED_WALL_H
#define PANEL_SCANNED_WALL_H

#include "config/board.h"
#include "display/scene.h"
#include "hub75/panel.h"
#include "hub75/scan.h"
#include "output/output.h"
#include "plan/plan.h"
#include "plan/remedy.h"
#include "plan/step.h"

struct config;
struct config_panel;

/* Periods are whole ns: after many refreshes a step may be due this much before
 * the refresh that is meant for it. */
#define STEP_ROUNDING_NS (100 * INT64_C(1000))

/* The wall and its lines. */
struct wall {
    const struct config *config;
    struct panel *panel;
    struct board board;
    uint32_t used;     /* lines that are needed, as of enum board_line */
    struct plan *plan; /* used by the loop's thread only */
    size_t slots;      /* of the last picture */
    struct lines_cost cost;
    struct remedy remedies[REMEDIES_MAX]; /* once somebody has asked for them */
    size_t remedy_count;
    bool remedied;
};

bool wall_open(struct wall *wall, const struct config *config, struct lines_cost cost,
               struct diag *diag);
void wall_close(struct wall *wall);

/* What calls cost, once it is measured; the scene must be shown again. */
void wall_set_cost(struct wall *wall, struct lines_cost cost);

/* A new scene (NULL: dark): decides how it is shown, and says in the log what
 * people must know of it. */
void wall_show(struct wall *wall, const struct scene *scene);

/* Makes the panel deeply dark, whatever its lines are at. 0 or -errno. */
int wall_darken(const struct wall *wall, struct lines *lines);

/* For status: the scene (as wall_show got it) as planned, and what would help where
 * something gave way. */
void wall_status(struct wall *wall, const struct scene *scene, struct output_status *status);

/* One picture, ready to be scanned. */
struct stage {
    struct frame frame;
    struct plan_step step;
    int64_t period_ns;
    int64_t from_ns; /* shown from then on */
    uint32_t sum;    /* of its pixels (output_sum) */
    bool fresh;      /* the first of a scene */
    unsigned show;   /* number of the scene; 0: dark */
    uint32_t generation;
};

void stage_init(struct stage *stage, const struct wall *wall);
void stage_finish(struct stage *stage);

/* Draws the scene (NULL: dark) that the wall was shown as it is at t_ns. */
void stage_fill(struct stage *stage, struct wall *wall, const struct scene *scene, int64_t t_ns);

#endif
