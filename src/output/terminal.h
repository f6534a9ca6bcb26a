/* The terminal output's inside, for its test. */
#ifndef OUTPUT_TERMINAL_H
#define OUTPUT_TERMINAL_H

#include "output/output.h"

/* As terminal_open, on a terminal that is open already (owned from now on,
 * O_NONBLOCK). */
struct output *terminal_open_fd(int fd, bool true_colour, const struct clock *clock, int width,
                                int height);

#endif
