#include "pace.h"

#include <assert.h>
#include <math.h>

#define THREE_FOR_TWO 1.5 /* refreshes a step */
#define ROUNDING 1e-6     /* of a share that is whole but for it */
#define LONGER 1.05       /* what nobody sees as another rate */

double pace_at_most(double step_ns, double most_ns)
{
    assert(step_ns >= 0 && most_ns > 0);
    return step_ns > 0 ? step_ns / ceil(step_ns / most_ns - ROUNDING) : most_ns;
}

double pace_at_least(double step_ns, double least_ns)
{
    assert(step_ns >= 0 && least_ns > 0);
    double refreshes = step_ns / least_ns + ROUNDING;
    if (refreshes < 1)
        return least_ns;
    if (refreshes >= THREE_FOR_TWO && refreshes < 2)
        return step_ns / THREE_FOR_TWO;
    return step_ns / floor(refreshes);
}

double pace_longer(double step_ns, double period_ns)
{
    assert(step_ns >= 0 && period_ns > 0);
    double refreshes = step_ns / period_ns;
    if (refreshes < 1 + ROUNDING)
        return period_ns * LONGER;
    if (refreshes < 2 - ROUNDING)
        return step_ns;
    return step_ns / (refreshes < 2 + ROUNDING ? THREE_FOR_TWO : ceil(refreshes - ROUNDING) - 1);
}

bool pace_is_kept(double step_ns, double period_ns)
{
    assert(step_ns >= 0 && period_ns > 0);
    double refreshes = step_ns / period_ns;
    double whole = round(refreshes);
    return step_ns == 0 || fabs(refreshes - THREE_FOR_TWO) < ROUNDING ||
           (whole >= 1 && fabs(refreshes - whole) < ROUNDING);
}
