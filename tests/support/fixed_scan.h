/* A fixed scan of binary-code modulation: a frame as slots, for each scan row 11 planes, each lit
 * twice as long as the one before it. It needs no plan, and is what a plan is held against.
 */
#ifndef SUPPORT_FIXED_SCAN_H
#define SUPPORT_FIXED_SCAN_H

#include <stdint.h>

#include "display/frame.h"
#include "hub75/panel.h"
#include "hub75/slots.h"

struct fixed_scan {
    const struct panel *panel; /* not owned */
    uint8_t *patterns;         /* scan row, plane, column, lane: one byte */
    struct slots slots;
};

void fixed_scan_init(struct fixed_scan *fixed, const struct panel *panel);
void fixed_scan_finish(struct fixed_scan *fixed);

/* The slots of a frame of the wall's size: plane k is lit for 2^k units, and the period is what
 * that takes at call_ns a call. */
void fixed_scan_fill(struct fixed_scan *fixed, const struct frame *frame, int64_t unit_ns,
                     int64_t call_ns);

#endif
