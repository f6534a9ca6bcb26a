/* The pace of refreshes beside the crawl's: a step stands for a whole number of them, or
 * two steps stand for three, so that all steps look alike. Periods in ns; `step_ns`: how long
 * the fastest zone stands before its next px, 0: nothing moves. */
#ifndef PLAN_PACE_H
#define PLAN_PACE_H

#include <stdbool.h>

/* The longest period that is no longer than most_ns: a whole part of the step. */
double pace_at_most(double step_ns, double most_ns);

/* The shortest that is no shorter than least_ns; one longer than a step keeps no pace. */
double pace_at_least(double step_ns, double least_ns);

/* The next longer one; where nothing moves, or beyond a step, a little more. */
double pace_longer(double step_ns, double period_ns);

/* Whether all steps look alike: a step, or two of them, stand for whole refreshes. */
bool pace_is_kept(double step_ns, double period_ns);

#endif
