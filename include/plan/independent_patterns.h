/* What a refresh would cost with as many patterns as are linearly independent,
 * each shifted whole: two calls a column. A measure to hold the plan against; with
 * partial shifts it may go below.
 */
#ifndef PLAN_INDEPENDENT_PATTERNS_H
#define PLAN_INDEPENDENT_PATTERNS_H

#include "hub75/slots.h"

/* Calls: the rank of the slots' patterns (bits R1 G1 ... of each column and lane,
 * over the rationals) times 2 columns. */
int independent_patterns_calls(const struct slots *slots, int columns, int lanes);

#endif
