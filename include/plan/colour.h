/* How far two colours of the panel are apart, to the eye.
 *
 * The LEDs are taken for sRGB's primaries and white (IEC 61966-2-1, D65), their
 * light for linear; CIELAB by CIE 15:2004, 8.2.1.
 */
#ifndef PLAN_COLOUR_H
#define PLAN_COLOUR_H

#include <stdbool.h>
#include <stdint.h>

struct colour_lab {
    double l, a, b;
};

/* Of linear light, 0 to LIGHT_FULL a channel. */
struct colour_lab colour_to_lab(const uint16_t light[3]);

/* CIE 1976: the distance in CIELAB. */
double colour_de76(struct colour_lab x, struct colour_lab y);

/* CIE DE2000: CIE 142-2001, with all weights 1. */
double colour_de2000(struct colour_lab x, struct colour_lab y);

/* Whether most people would call them by another name: amber and red. */
bool colour_name_differs(struct colour_lab x, struct colour_lab y);

#endif
