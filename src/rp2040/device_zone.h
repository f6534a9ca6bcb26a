/* A scene's zones as the device draws them: sixteen colours, columns of four bits
 * a pixel. */
#ifndef RP2040_DEVICE_ZONE_H
#define RP2040_DEVICE_ZONE_H

#include "display/scene.h"
#include "rp2040/wire.h"

#define DEVICE_ZONE_HEIGHT_MAX 1000 /* of a strip: a column fits a message */

struct device_zone {
    struct wire_zone wire;
    uint8_t number[TEXT_ROLES][256]; /* the colour of a role and coverage */
    int colours;
    uint32_t told; /* columns up to it are on the device */
};

/* False where the device can't draw it: pictures, too many colours or pages, or a
 * strip that would not fit in `memory` bytes. now_ns: columns that have gone by
 * then are left out. */
bool device_zone_init(struct device_zone *zone, const struct zone *from, int index,
                      const struct wire_caps *caps, size_t memory, int64_t now_ns);

/* Writes WIRE_PAGES of a zone of MOTION_PAGES. */
void device_zone_pages(const struct zone *from, int index, struct wire_cursor *body);

/* Bytes of the device's memory. */
size_t device_zone_memory(const struct device_zone *zone);

/* The first column not yet gone. */
uint32_t device_zone_needed(const struct device_zone *zone, const struct zone *from, int64_t t_ns);

/* Writes columns from zone->told on: as many as there are, and fit the body, and
 * `most`. Returns how many. */
uint32_t device_zone_columns(const struct device_zone *zone, const struct zone *from, uint32_t most,
                             struct wire_cursor *body);

#endif
