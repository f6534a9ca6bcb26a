/* Bit planes: a frame as the patterns of a fixed binary-code-modulation scan,
 * 11 planes of the same picture, each lit twice as long as the one before it.
 * A microcontroller can play them without looking at the picture.
 */
#ifndef HUB75_PLANES_H
#define HUB75_PLANES_H

#include <stdint.h>

#include "display/frame.h"
#include "hub75/light.h"
#include "hub75/panel.h"
#include "hub75/slots.h"

struct planes {
    const struct panel *panel; /* not owned */
    size_t row_size;           /* bytes of one pattern: columns x lanes */
    uint8_t *bits;             /* plane, scan row, column, lane: one byte; plane 0 is the dimmest */
    uint8_t *spread;           /* tables, see planes.c */
};

void planes_init(struct planes *planes, const struct panel *panel); /* dark */
void planes_finish(struct planes *planes);

/* Fills in a frame of the wall's size (assert). */
void planes_from_frame(struct planes *planes, const struct frame *frame);

static inline const uint8_t *planes_pattern(const struct planes *planes, int plane, int row)
{
    size_t rows = (size_t)planes->panel->scan_rows;
    return planes->bits + ((size_t)plane * rows + (size_t)row) * planes->row_size;
}

/* How many slots planes_to_slots writes. */
size_t planes_slot_count(const struct planes *planes);

/* The fixed scan: for each row all planes, plane k lit for 2^k units, the unit
 * at least unit_ns. slots->items has room for planes_slot_count; patterns point
 * into planes. period_ns is set to what the scan needs at call_ns a call, or to
 * wanted_ns where that is longer. */
void planes_to_slots(const struct planes *planes, int64_t unit_ns, int64_t call_ns,
                     int64_t wanted_ns, struct slots *slots);

#endif
