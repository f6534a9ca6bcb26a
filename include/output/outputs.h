/* The outputs that there are: each room's constructor, gathered for
 * output_open. Each gives NULL with an error in diag when it can't. */
#ifndef OUTPUT_OUTPUTS_H
#define OUTPUT_OUTPUTS_H

#include "output/output.h"

typedef struct output *output_open_fn(const char *arg, const struct config *config,
                                      const struct clock *clock, int width, int height,
                                      struct diag *diag);

output_open_fn null_open;        /* shows nothing */
output_open_fn terminal_open;    /* half blocks on the controlling terminal */
output_open_fn picture_open_png; /* arg: folder, a PNG whenever the picture changes */
output_open_fn picture_open_gif; /* arg: file, 25 frames a second */
output_open_fn panel_open_vcd;   /* arg: file, the connector's lines */
output_open_fn panel_open_gpiod; /* the connector's lines by libgpiod */

/* Whether a guard keeps the panel dark since a ticker's death. */
bool panel_guard_holds(const struct config *config);

#endif
