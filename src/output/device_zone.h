/* A scene's zones as the device draws them: sixteen colours, columns of four bits
 * a pixel. */
#ifndef OUTPUT_DEVICE_ZONE_H
#define OUTPUT_DEVICE_ZONE_H

#include "display/scene.h"
#include "output/wire.h"

struct device_zone {
    struct wire_zone wire;
    uint8_t number[TEXT_ROLES][256]; /* the colour of a role and coverage */
    int colours;
    uint32_t told; /* columns up to it are on the device */
};

/* False where the device can't draw it: too many colours, or a strip that would
 * not fit in `memory` bytes. now_ns: columns that have gone by then are left out. */
bool device_zone_init(struct device_zone *zone, const struct zone *from, int index, size_t memory,
                      int64_t now_ns);

/* Bytes of the device's memory. */
size_t device_zone_memory(const struct device_zone *zone);

/* The first column not yet gone. */
uint32_t device_zone_needed(const struct device_zone *zone, const struct zone *from, int64_t t_ns);

/* Writes columns from zone->told on: as many as there are, and fit the body, and
 * `most`. Returns how many. */
uint32_t device_zone_columns(const struct device_zone *zone, const struct zone *from, uint32_t most,
                             struct wire_cursor *body);

#endif
