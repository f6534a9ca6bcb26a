/* A scene as JSON, for those who draw it elsewhere: the sister of display/scene_bytes.h.
 *
 * `{"width", "height", "still_ns", "background", "zones": [{"x", "y", "width", "height", "strip",
 * "strip_y", "motion": {"kind", ...}, "colours", "background", "image_loss"}]}`, which
 * src/control/README.md describes. Instants are ns since the scene's own valid_from_ns, so that
 * they are exact in a JavaScript number for 104 days.
 */
#ifndef CONTROL_SCENE_JSON_H
#define CONTROL_SCENE_JSON_H

#include <stddef.h>

#include <jansson.h>

#include "display/scene.h"
#include "display/scene_bytes.h"

#define SCENE_KEY_TEXT_SIZE (2 * SCENE_KEY_SIZE + 1)

/* A key in hexadecimal digits, as a scene names its strips. */
void scene_key_text(const uint8_t key[SCENE_KEY_SIZE], char text[SCENE_KEY_TEXT_SIZE]);

/* The key of a strip: the SHA-256 of its bytes (text/strip_bytes.h). */
struct scene_key scene_key_of(const struct strip *strip);

/* `{"size", "zlib"}`: its bytes, packed (RFC 1950) and in base64. The caller json_decrefs. */
json_t *scene_strip_to_json(const struct strip *strip);

/* The other way, packed as they are there: a reference for the caller; NULL where they are no
 * strip's. */
struct strip *scene_strip_unpack(const void *packed, size_t size);

/* `keys`: one for each strip of the scene (assert). The caller json_decrefs. */
json_t *scene_to_json(const struct scene *scene, const struct scene_key *keys, size_t key_count);

#endif
