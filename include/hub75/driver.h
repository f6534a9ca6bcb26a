/* The levels of a write to a register of the panel's chips (struct wiring_write), column by column.
 */
#ifndef HUB75_DRIVER_H
#define HUB75_DRIVER_H

#include <stdbool.h>

#include "config/panel_wiring.h"

/* The level of all data lines at a column of a write, 0 first. */
bool driver_data(const struct wiring_write *write, int column);

/* The latch's level there, of so many columns. */
bool driver_latch(const struct wiring_write *write, int column, int columns);

#endif
