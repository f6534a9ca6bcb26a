/* The wall as a picture, out of what the ticker tells. */
#ifndef SERVE_STILL_H
#define SERVE_STILL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "config/config.h"
#include "display/frame.h"
#include "serve/visible.h"

/* What is on the wall now, for the caller to unref; NULL where no ticker has told of it, or it is
 * dark. */
struct scene *still_scene(const struct visible *visible);

/* Draws what is on the wall now as it looks at an instant (ns since 1970, UTC); the caller finishes
 * the frame. False where no ticker has told of it, or it is dark. */
bool still_draw(const struct visible *visible, int64_t wall_ns, struct frame *frame);

/* Adds a frame as a PNG; false where it can't be made. */
bool still_png(const struct config_picture *picture, const struct frame *frame, struct buffer *png);

/* What writes a picture into a file adds its bytes instead; the ending is with its dot. False where
 * it can't be made. */
bool still_bytes(bool (*write)(void *user, const char *path), void *user, const char *ending,
                 struct buffer *bytes);

#endif
