/* Colours as people see them whose eyes lack one of the three kinds of cones.
 *
 * G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for Simulation
 * of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15(6),
 * 2009, with severity 1.0; the LEDs are taken for sRGB's primaries.
 */
#ifndef DISPLAY_SIGHT_H
#define DISPLAY_SIGHT_H

#include "config/colour.h"
#include "display/frame.h"

enum sight {
    SIGHT_NORMAL,
    SIGHT_PROTAN, /* without cones for long waves */
    SIGHT_DEUTAN, /* for middle ones */
    SIGHT_TRITAN, /* for short ones */
    SIGHTS,
};

/* "normal", "protan", "deutan", "tritan". */
const char *sight_name(enum sight sight);

/* The colour that looks to everybody as `colour` does to those. */
struct config_colour sight_seen(enum sight sight, struct config_colour colour);

/* The picture as an eye sees it whose image of a point is half_px wide where its light has fallen
 * to the half (a normal distribution); less than half a px changes nothing. */
void sight_blur(struct frame *frame, double half_px);

#endif
