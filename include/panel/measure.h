/* What calls of this board's lines cost on this machine, measured. */
#ifndef PANEL_MEASURE_H
#define PANEL_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"

struct config;

#define PANEL_MEASURED_LINES 8 /* data lines, then address lines */

struct panel_measured {
    int64_t ns[PANEL_MEASURED_LINES]; /* of a call that changes 1, 2, ... lines */
    int count;                        /* of them: as many as the panel has */
    int64_t call_ns, line_ns;         /* the straight line through them: for hub75 */
    const char *library;              /* that found and holds the lines; a constant */
    const char *way;                  /* who sets them; a constant */
};

/* Requests the configured board's lines and times calls with the output off: the panel stays dark,
 * and is left dark. False with errors, also where another program holds them. */
bool panel_measure(const struct config *config, struct panel_measured *measured, struct diag *diag);

#endif
