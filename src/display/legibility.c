#include "display/legibility.h"

#define MM_PER_INCH 25.4
#define M_PER_FOOT 0.3048

/* So many inches up to a distance, and more with each foot beyond. */
static double height_mm(double viewing_m, double inches, double from_feet, double inches_a_foot)
{
    double beyond = viewing_m / M_PER_FOOT - from_feet;
    return (inches + (beyond > 0 ? beyond * inches_a_foot : 0)) * MM_PER_INCH;
}

double legibility_ada_mm(double viewing_m)
{
    return height_mm(viewing_m, 5.0 / 8, 6, 1.0 / 8);
}

double legibility_california_mm(double viewing_m)
{
    return height_mm(viewing_m, 2, 10, 1.0 / 5);
}
