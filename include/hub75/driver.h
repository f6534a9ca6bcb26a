/* What a panel's chips want to be told before they light: panel.driver. */
#ifndef HUB75_DRIVER_H
#define HUB75_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "config/panel_keys.h"

/* A register of the chips: 16 bits, the highest first, that repeat along the
 * columns, the latch high over the last `latched` clocks: that many select it. */
struct driver_write {
    uint16_t bits;
    int latched; /* 0: there is no such write */
};

#define DRIVER_WRITES 3

/* The writes, in order, up to the first with latched 0 or DRIVER_WRITES; they are static. */
const struct driver_write *driver_writes(enum config_driver driver);

/* The level of all data lines at a column of a write, 0 first. */
bool driver_data(const struct driver_write *write, int column);

/* The latch's level there, of so many columns. */
bool driver_latch(const struct driver_write *write, int column, int columns);

#endif
