/* Lines that are set in the chip's registers, some ten times faster than by calls of the system.
 * libgpiod holds them (lines_gpiod.h), so that nobody else has them and the guard takes them over
 * as ever; only what set() changes is written past the kernel.
 *
 * A call of set() is one write of the clear register, then one of the set register; what goes the
 * same way changes at once. No register is read.
 */
#ifndef PANEL_LINES_MAPPED_H
#define PANEL_LINES_MAPPED_H

#include "base/diag.h"
#include "config/board.h"
#include "hub75/lines.h"
#include "plan/cost.h"

/* For the lines of `used`, which lines_gpiod_request gave to `held`; that outlives them. NULL with
 * errors that say what to do. lines_close unmaps, and lets go of nothing. */
struct lines *lines_mapped_open(struct lines *held, uint64_t used, struct diag *diag);

/* Measures in the dark, with nothing latched: makes each write as often as it takes for a level to
 * stand pulse_ns at least, and fills in what that costs. */
void lines_mapped_settle(struct lines *lines, int pulse_ns, struct lines_cost *cost);

#endif
