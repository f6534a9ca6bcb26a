/* What the panel outputs share: a scene's picture at an instant, made ready for
 * the scan player. */
#ifndef OUTPUT_PANEL_STAGE_H
#define OUTPUT_PANEL_STAGE_H

#include "config/board.h"
#include "config/config.h"
#include "display/scene.h"
#include "hub75/panel.h"
#include "hub75/planes.h"
#include "hub75/scan.h"

/* The wall and its lines. */
struct wall {
    const struct config *config;
    struct panel *panel;
    struct board board;
    uint32_t used; /* lines that are needed, as of enum board_line */
    int64_t call_ns;
};

bool wall_open(struct wall *wall, const struct config *config, int64_t call_ns, struct diag *diag);
void wall_close(struct wall *wall);

/* One picture, ready to be scanned. */
struct stage {
    struct frame frame;
    struct planes planes;
    struct slots slots;
    int64_t from_ns; /* shown from then on */
    uint32_t generation;
};

void stage_init(struct stage *stage, const struct wall *wall);
void stage_finish(struct stage *stage);

/* Draws the scene (NULL: dark) as it is at t_ns. */
void stage_fill(struct stage *stage, const struct wall *wall, const struct scene *scene,
                int64_t t_ns);

#endif
