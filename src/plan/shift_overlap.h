#ifndef PLAN_SHIFT_OVERLAP_H
#define PLAN_SHIFT_OVERLAP_H

#include <stdint.h>

/* How many columns at the start of `next` stand in the registers already, as the
 * end of `last`: they need not be shifted. Both are columns x lanes bytes. */
int shift_overlap(const uint8_t *last, const uint8_t *next, int columns, int lanes);

#endif
