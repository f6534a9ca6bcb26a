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

/* A black one, of at least 1 x 1 px; frame_finish frees its pixels (a zeroed frame has none). */
void frame_init(struct frame *frame, int width, int height);
void frame_finish(struct frame *frame);

/* All black. */
void frame_clear(struct frame *frame);

/* Whether size and pixels are the same. */
bool frame_equal(const struct frame *a, const struct frame *b);

/* The pixels of another of the same size. */
void frame_copy(struct frame *to, const struct frame *from);

/* Each gets the other's pixels; nothing is copied. */
void frame_exchange(struct frame *a, struct frame *b);

/* R, G and B at column x of row y, inside of the frame; the frame's while it lives. */
static inline uint8_t *frame_pixel(const struct frame *frame, int x, int y)
{
    return frame->rgb + ((size_t)y * (size_t)frame->width + (size_t)x) * 3;
}

#endif
