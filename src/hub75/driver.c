#include "hub75/driver.h"

#include <assert.h>

bool driver_data(const struct wiring_write *write, int column)
{
    const int last = WIRING_WRITE_BITS - 1;
    return write->bits >> (last - column % WIRING_WRITE_BITS) & 1;
}

bool driver_latch(const struct wiring_write *write, int column, int columns)
{
    assert(column >= 0 && column < columns);
    return column >= columns - write->latched;
}
