/* Lines that are written down: a Value Change Dump (IEEE 1364-2005, 18) with
 * the connector's names, on a clock of its own that moves as the kernel's would.
 */
#ifndef PANEL_LINES_VCD_H
#define PANEL_LINES_VCD_H

#include "base/diag.h"
#include "config/board.h"
#include "hub75/lines.h"

struct config_hub75;

/* The time of the trace begins at 0. `used` are the lines that are recorded.
 * The board gives the order of the lines within a call. NULL with an error.
 * Writes that fail come back from set() as -errno. */
struct lines *lines_vcd_open(const char *path, const struct board *board,
                             const struct config_hub75 *timing, uint64_t used, struct diag *diag);

/* Writes out what is buffered: 0 or -errno. Before lines_close, which can't tell. */
int lines_vcd_flush(struct lines *lines);

#endif
