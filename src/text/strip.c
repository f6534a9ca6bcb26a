#include "text/strip.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

void strip_add_image(struct strip *strip, struct strip_image image)
{
    assert(image.rgba && image.width > 0 && image.height > 0);
    strip->images = memory_resize(strip->images, strip->image_count + 1, sizeof *strip->images);
    strip->images[strip->image_count++] = image;
    if (image.width > strip->image_width)
        strip->image_width = image.width;
    if (strip->line_count > 0)
        strip->lines[strip->line_count - 1].image_count++;
}

struct strip *strip_ref(struct strip *strip)
{
    assert(strip->references > 0);
    strip->references++;
    return strip;
}

void strip_unref(struct strip *strip)
{
    assert(!strip || strip->references > 0);
    if (!strip || --strip->references > 0)
        return;
    for (size_t i = 0; i < strip->image_count; i++)
        free(strip->images[i].rgba);
    free(strip->images);
    free(strip->coverage);
    free(strip->lines);
    free(strip->spans);
    free(strip->clusters);
    free(strip->pages);
    free(strip);
}
