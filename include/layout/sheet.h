/* A contact sheet: the configured wall with each kind of item, in mid-air, and the same as other
 * eyes see it. */
#ifndef LAYOUT_SHEET_H
#define LAYOUT_SHEET_H

#include <stdbool.h>

#include "base/diag.h"
#include "display/frame.h"
#include "layout/zones.h"

struct config;

/* One row of walls for each item, one column for each pair of eyes; the first column is the wall as
 * it is. What can't be shown has a dark wall, and a warning. Where panel.pitch_mm and
 * panel.viewing_m are known the last one is the wall from there, by an eye that resolves
 * SHEET_EYE_MINUTES. False with an error. The caller finishes the frame where it is true. */
bool sheet_draw(const struct config *config, struct layout_zones *zones, int wall_width,
                int wall_height, struct frame *frame, struct diag *diag);

/* Minutes of arc, where light has fallen to its half: between the 0.5 of a sharp eye and the 1.0 of
 * ISO 8596's 6/6. */
#define SHEET_EYE_MINUTES 0.75

#endif
