#include "output/sent.h"

#include <assert.h>
#include <zlib.h>

uint32_t sent_sum(const struct frame *frame)
{
    assert(frame->rgb);
    size_t size = (size_t)frame->width * (size_t)frame->height * 3;
    return (uint32_t)crc32_z(0, frame->rgb, size);
}

void sent_count_sum(struct output_sent *sent, uint32_t sum, bool fresh)
{
    if (!fresh && sent->frames > 0 && sum == sent->last)
        return;
    sent->frames++;
    sent->pixels += sum;
    sent->last = sum;
}

void sent_count(struct output_sent *sent, const struct frame *frame)
{
    sent_count_sum(sent, sent_sum(frame), sent->fresh);
    sent->fresh = false;
}
