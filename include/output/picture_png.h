/* A picture of the wall as a file, LED by LED. */
#ifndef OUTPUT_PICTURE_PNG_H
#define OUTPUT_PICTURE_PNG_H

#include <stdbool.h>

#include "base/diag.h"
#include "display/frame.h"

/* Writes a frame as a PNG (ISO/IEC 15948), `scale` (1 to 32) picture px for each LED:
 * (1 to DOTS_SCALE_MAX of dots.h): round dots on a dark ground from 3 px on where `dots` is set,
 * else squares. Under a temporary name first, so that `path` is whole or untouched. False with an
 * error. */
bool picture_write_png(const char *path, const struct frame *frame, int scale, bool dots,
                       struct diag *diag);

#endif
