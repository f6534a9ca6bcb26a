/* A frame: what is on the wall at one instant. height x width RGB888, origin
 * top left, rows packed. */
#ifndef DISPLAY_FRAME_H
#define DISPLAY_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct frame {
    int width;
    int height;
    uint8_t *rgb; /* height * width * 3 bytes, owned */
};

void frame_init(struct frame *frame, int width, int height); /* black */
void frame_finish(struct frame *frame);
bool frame_equal(const struct frame *a, const struct frame *b);
void frame_copy(struct frame *to, const struct frame *from); /* same size (assert) */

static inline uint8_t *frame_pixel(const struct frame *frame, int x, int y)
{
    return frame->rgb + ((size_t)y * (size_t)frame->width + (size_t)x) * 3;
}

#endif
