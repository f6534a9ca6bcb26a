/* The outputs that there are: each room's constructor, gathered for
 * output_open. Each gives NULL with an error in diag when it can't. */
#ifndef OUTPUT_OUTPUTS_H
#define OUTPUT_OUTPUTS_H

#include "output/output.h"
#include "plan/cost.h"

typedef struct output *output_open_fn(const char *arg, const struct config *config,
                                      const struct clock *clock, int width, int height,
                                      struct diag *diag);

output_open_fn null_open;        /* shows nothing */
output_open_fn terminal_open;    /* half blocks on the controlling terminal */
output_open_fn picture_open_png; /* arg: folder, a PNG whenever the picture changes */
output_open_fn picture_open_gif; /* arg: file, 25 frames a second */
output_open_fn panel_open_vcd;   /* arg: file, the connector's lines */
output_open_fn panel_open_gpiod; /* the connector's lines by libgpiod */
output_open_fn rp2040_open;      /* arg: serial port or number of a device with our firmware */

/* Completes a cost (call_ns and line_ns are given) with the groups in which the
 * configured board's lines are held, and names the library that does. NULL, and
 * the cost as it was, where the board does not have the lines for this panel. */
const char *panel_lines_cost(const struct config *config, struct lines_cost *cost);

/* Whether a guard keeps the panel dark since a ticker's death. */
bool panel_guard_holds(const struct config *config);

#endif
