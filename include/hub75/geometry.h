/* The panel's geometry as arithmetic: no memory, no system, so that a
 * microcontroller can do it too. What a wall is: hub75/panel.h.
 *
 * Everything is of a wall that can be (panel_is_possible of config/panel_ranges.h), its wiring
 * filled in.
 */
#ifndef HUB75_GEOMETRY_H
#define HUB75_GEOMETRY_H

#include <stdbool.h>

#include "config/panel_keys.h"

struct geometry_point {
    int x, y;
};

/* Columns of a chain that are shifted for each scan row. */
int geometry_columns(const struct config_panel *config);

/* Of the wall, after rotation. */
struct geometry_point geometry_size(const struct config_panel *config);

/* Where on the wall the LED stands that a place in the registers lights. Of a panel with one half
 * only, half 1 is the same LED as half 0: its lines are not connected. */
struct geometry_point geometry_pixel(const struct config_panel *config, int row, int column,
                                     int lane, int half);

struct geometry_rectangle {
    int x, y, width, height;
};

/* Where on the wall a panel hangs: the index-th of its chain, 0 nearest to the connector. */
struct geometry_rectangle geometry_panel(const struct config_panel *config, int lane, int index);

/* panel.order "GRB" says that the line R lights green, and so on: the line
 * (0 R, 1 G, 2 B) that drives red, green, blue. */
void geometry_channels(enum config_order order, int channel_of[3]);

/* The order of the panel that has a place in the registers: its own, or that of the wall. */
enum config_order geometry_order(const struct config_panel *config, int column, int lane);

#endif
