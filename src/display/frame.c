#include "display/frame.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static size_t frame_size(const struct frame *frame)
{
    return (size_t)frame->width * (size_t)frame->height * 3;
}

void frame_init(struct frame *frame, int width, int height)
{
    assert(width > 0 && height > 0);
    *frame = (struct frame){.width = width, .height = height};
    frame->rgb = memory_alloc(frame_size(frame), 1);
}

void frame_finish(struct frame *frame)
{
    free(frame->rgb);
    *frame = (struct frame){0};
}

void frame_clear(struct frame *frame)
{
    assert(frame->rgb);
    memset(frame->rgb, 0, frame_size(frame));
}

bool frame_equal(const struct frame *a, const struct frame *b)
{
    return a->width == b->width && a->height == b->height &&
           memcmp(a->rgb, b->rgb, frame_size(a)) == 0;
}

void frame_copy(struct frame *to, const struct frame *from)
{
    assert(to->width == from->width && to->height == from->height);
    memcpy(to->rgb, from->rgb, frame_size(from));
}

void frame_exchange(struct frame *a, struct frame *b)
{
    assert(a->width == b->width && a->height == b->height);
    struct frame held = *a;
    *a = *b;
    *b = held;
}
