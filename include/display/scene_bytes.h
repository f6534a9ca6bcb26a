/* Scenes as bytes, to be kept: what stood on a wall from when to when, with each
 * strip named by a key under which its own bytes (text/strip_bytes.h) are kept.
 *
 * Version 1, numbers as of base/bytes.h: 1; when it ended, in ns since the origin
 * (signed); how many keys, each SCENE_KEY_SIZE bytes; then
 * moments until the end: ns since the origin (signed), 0 for dark or 1 and a scene:
 * width, height, 0 or 1 and the ns since the origin from which it stands still,
 * background (RGB), how many zones: x, y, width, height, 0 or 1 + the index of its
 * strip's key, strip_y (signed), kind of motion, start in ns since the origin
 * (signed), start_px, speed (signed), transition, its ms, colours of the roles and
 * of the background. Version 2, where pictures are dimmed: each zone's image_loss behind those.
 * Version 3, where zones lie above each other or dock: behind that 0 or 1 (nothing but ink),
 * stop_px (signed), stand_px. All instants are of the moment's own clock.
 */
#ifndef DISPLAY_SCENE_BYTES_H
#define DISPLAY_SCENE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "display/scene.h"

#define SCENE_KEY_SIZE 32

/* From at_ns on this is on the wall. */
struct scene_moment {
    int64_t at_ns;
    struct scene *scene; /* a reference; NULL: dark */
};

struct scene_key {
    const struct strip *strip;
    uint8_t key[SCENE_KEY_SIZE];
};

/* `keys`: one for each strip of the scenes (assert). origin_ns: which instant is
 * 0 in the bytes. */
void scene_bytes_write(const struct scene_moment *moments, size_t count, int64_t origin_ns,
                       int64_t end_ns, const struct scene_key *keys, size_t key_count,
                       struct buffer *out);

/* Gives the strip of a key, a reference for the caller; NULL: there is none. */
typedef struct strip *scene_strip_fn(void *user, const uint8_t key[SCENE_KEY_SIZE]);

struct scene_record {
    int64_t end_ns;               /* what was shown last ends then */
    struct scene_moment *moments; /* in the order in which they were written */
    size_t count;
    bool strips_missing; /* the zones of those show only their background */
};

/* Reads with origin_ns for 0 (at most 200 years from 0). False where the bytes are
 * none that scene_bytes_write gives: whatever they are, scenes that come back can be drawn. The
 * caller finishes the record in any case. */
bool scene_bytes_read(const void *bytes, size_t size, int64_t origin_ns, scene_strip_fn *strip_of,
                      void *user, struct scene_record *record);
void scene_record_finish(struct scene_record *record);

#endif
