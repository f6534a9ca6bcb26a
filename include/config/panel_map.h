/* The order of a panel's registers, as a panel's file writes it:
 *
 *   8: [12 +][8 +][4 +][0 +]
 *
 * sweeps over the columns in blocks of 8, the leftmost first, and lights in each block its columns
 * in rising order (+; -: falling) 12, 8, 4 and 0 rows below the base row. What is clocked in first,
 * and ends up farthest from the panel's input, comes first. "8 right to left: ..." begins with the
 * rightmost block; 4[0..7] are columns 0 to 7 of the block (of the panel, where no block is named);
 * ';' ends a sweep, and the next one follows.
 */
#ifndef CONFIG_PANEL_MAP_H
#define CONFIG_PANEL_MAP_H

#include <stdbool.h>

#include "config/panel_wiring.h"

#define PANEL_MAP_WHY_SIZE 160

/* Adds the sweeps of a text to a wiring whose columns are set. False with `why`: what was found,
 * and what is allowed. Whether all of it is whole wiring_check says. */
bool panel_map_parse(const char *text, struct panel_wiring *wiring, char why[PANEL_MAP_WHY_SIZE]);

#endif
