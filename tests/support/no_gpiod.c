/* Where a test does not bring its own fake of libgpiod, there are no lines. */
#include "../../src/output/lines_gpiod.h"

struct lines *lines_gpiod_open(const struct board *board, uint32_t used, struct diag *diag)
{
    (void)board, (void)used;
    diag_error(diag, "no GPIO in this test");
    return NULL;
}
