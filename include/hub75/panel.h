/* The panel's geometry: which pixel of the wall stands where in the shift
 * registers.
 *
 * The wall is a grid of panels. A chain (one lane of the connector) may be
 * folded into several rows of panels; lanes lie below each other. The connector
 * is at the right, as a viewer sees it, of the topmost row; what is shifted
 * first ends up farthest away from it. In a serpentine wall every second row of
 * panels runs back, its panels upside down. `rotation` turns the whole wall.
 */
#ifndef HUB75_PANEL_H
#define HUB75_PANEL_H

#include <stdint.h>

#include "base/diag.h"

struct config_panel;

#define PANEL_HALVES 2 /* R1 G1 B1 drive the upper half of a panel, R2 G2 B2 the lower */

struct panel {
    int width_px, height_px; /* of the wall, after rotation */
    int scan_rows;           /* addresses */
    int columns;             /* shifted for each scan row, all panels of a chain */
    int lanes;
    int channel_of[3]; /* the line (0 R, 1 G, 2 B) that drives red, green, blue */
    uint8_t *orders;   /* [column][lane] -> enum config_order; NULL: all as channel_of */
    /* [scan row][column][lane][half] -> y * width_px + x of the wall. */
    uint32_t *pixels;
    struct config_panel *config; /* a copy of its own, wired, strings not kept */
};

/* Of a checked configuration; never NULL then. The caller destroys. NULL with
 * an error for a shape that configuration_check would refuse. One that was not checked
 * is wired by its keys. */
struct panel *panel_create(const struct config_panel *config, struct diag *diag);

/* NULL is allowed. */
void panel_destroy(struct panel *panel);

/* The wall's width after rotation: that of its frames. */
int panel_width_px(const struct panel *panel);

/* And its height. */
int panel_height_px(const struct panel *panel);

/* The pixel, y * width_px + x, of a place in the registers; half: 0 the upper, 1 the lower. */

static inline uint32_t panel_pixel(const struct panel *panel, int row, int column, int lane,
                                   int half)
{
    size_t place = ((size_t)row * (size_t)panel->columns + (size_t)column) * (size_t)panel->lanes +
                   (size_t)lane;
    return panel->pixels[place * PANEL_HALVES + (size_t)half];
}

#endif
