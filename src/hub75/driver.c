#include "hub75/driver.h"

#include <assert.h>
#include <stddef.h>

#include "config/panel_keys.h"

/* The values that panels with these chips are known to need, as published by
 * owners of such panels: register 11 (clocks under the latch) sets the current,
 * register 12 turns the outputs on; the FM6127 has a third. */
const struct driver_write *driver_writes(enum config_driver driver)
{
    static const struct driver_write writes[][DRIVER_WRITES] = {
        [CONFIG_DRIVER_PLAIN] = {{0, 0}},
        [CONFIG_DRIVER_FM6126A] = {{0x7fff, 11}, {0x0040, 12}},
        [CONFIG_DRIVER_FM6127] = {{0xffce, 11}, {0xe062, 12}, {0x5f00, 10}},
    };
    assert((size_t)driver < sizeof writes / sizeof *writes);
    return writes[driver];
}

bool driver_data(const struct driver_write *write, int column)
{
    return write->bits >> (15 - column % 16) & 1;
}

bool driver_latch(const struct driver_write *write, int column, int columns)
{
    assert(column >= 0 && column < columns);
    return column >= columns - write->latched;
}
