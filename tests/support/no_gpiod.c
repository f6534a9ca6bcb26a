/* Where a test does not bring its own fake of libgpiod, there are no lines. */
#include "../../src/panel/lines_gpiod.h"

struct lines *lines_gpiod_prepare(const struct board *board, bool by_library, struct diag *diag)
{
    (void)board, (void)by_library;
    diag_error(diag, "no GPIO in this test");
    return NULL;
}

bool lines_gpiod_request(struct lines *lines, uint64_t used, const char *consumer,
                         struct diag *diag)
{
    (void)lines, (void)used, (void)consumer;
    return diag_error(diag, "no GPIO in this test");
}

const char lines_gpiod_library[] = "none";

enum lines_way lines_gpiod_way(const struct lines *lines)
{
    (void)lines;
    return LINES_BY_LIBRARY;
}

enum lines_way lines_gpiod_expected_way(bool by_library)
{
    (void)by_library;
    return LINES_BY_LIBRARY;
}

void lines_gpiod_cost(enum lines_way way, const struct board *board, uint64_t used, int columns,
                      struct lines_cost *cost)
{
    (void)way, (void)board, (void)used, (void)columns, (void)cost;
}

bool lines_gpiod_regroup(struct lines *lines, const char *consumer, const struct lines_cost *cost,
                         struct diag *diag)
{
    (void)lines, (void)consumer, (void)cost;
    return diag_error(diag, "no GPIO in this test");
}

void lines_gpiod_crash(struct lines *lines)
{
    (void)lines;
}

bool lines_gpiod_has_crashed(struct lines *lines)
{
    (void)lines;
    return false;
}

bool lines_gpiod_label(struct lines *lines, uint64_t used, char label[LINES_LABEL_SIZE])
{
    (void)lines, (void)used, (void)label;
    return false;
}

unsigned lines_gpiod_offset(const struct lines *lines, enum board_line line)
{
    (void)lines;
    return (unsigned)line;
}

const char *lines_gpiod_devices(void)
{
    return "/none";
}
