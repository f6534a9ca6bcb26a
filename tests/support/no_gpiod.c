/* Where a test does not bring its own fake of libgpiod, there are no lines. */
#include "../../src/output/lines_gpiod.h"

struct lines *lines_gpiod_prepare(const struct board *board, struct diag *diag)
{
    (void)board;
    diag_error(diag, "no GPIO in this test");
    return NULL;
}

bool lines_gpiod_request(struct lines *lines, uint32_t used, const char *consumer,
                         struct diag *diag)
{
    (void)lines, (void)used, (void)consumer;
    return diag_error(diag, "no GPIO in this test");
}
