/* How high capitals must be to be read from a distance, by two public rules.
 * Both are of signs whose characters stand 40 to 70 inches (1015 to 1780 mm)
 * above the floor; signs that hang higher need more. */
#ifndef DISPLAY_LEGIBILITY_H
#define DISPLAY_LEGIBILITY_H

/* 2010 ADA Standards for Accessible Design, 703.5.5 and its table: 5/8 inch below
 * 72 inches of distance, from there 1/8 inch more a foot. Millimetres. */
double legibility_ada_mm(double viewing_m);

/* California Building Code, 11B-703.8.4 and its table, for low-resolution
 * variable message signs: 2 inches below 10 feet, from there 1/5 inch more a
 * foot. Millimetres. */
double legibility_california_mm(double viewing_m);

#endif
