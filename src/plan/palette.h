/* The colours that a scene may show, and in which scan rows, over its whole life. */
#ifndef PLAN_PALETTE_H
#define PLAN_PALETTE_H

#include <stdbool.h>
#include <stdint.h>

#include "config/board.h"
#include "display/scene.h"
#include "hub75/panel.h"

#define PALETTE_MAX 64
#define PALETTE_HALVES (BOARD_LANES_MAX * PANEL_HALVES)
#define PALETTE_ROWS 32 /* scan rows: 1:32 is the most that five address lines give */

struct palette {
    struct config_colour colours[PALETTE_MAX];
    int count;
    bool overflow;               /* there are more: the colours are not known */
    uint64_t rows[PALETTE_ROWS]; /* a bit for each colour that may stand in that scan row */
    /* The same of each lane and half of it, lane by lane. */
    uint64_t halves[PALETTE_ROWS][PALETTE_HALVES];
};

/* Of a scene of the wall's size (assert); what the palette was is overwritten. */
void palette_of_scene(struct palette *palette, const struct panel *panel,
                      const struct scene *scene);

#endif
