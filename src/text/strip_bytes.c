#include "text/strip_bytes.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"

#define VERSION 1
#define VERSION_COLUMNS 2
#define COLUMN_BITS 24 /* three bytes are four letters of base64 */

/* A place in or near a strip. */
#define PLACE_MAX 65535
/* Fewer than the rows that carry them: a bound for what is allocated. */
#define PARTS_MAX 65535
#define IMAGE_MAX_PX 4096
/* All pages of a strip together: 50 days, which no product of ours overflows at. */
#define HOLD_MAX_MS INT64_C(4294967296)

static void write_spans(const struct strip *strip, struct buffer *out)
{
    bytes_put(out, strip->span_count);
    for (size_t i = 0; i < strip->span_count; i++) {
        bytes_put_signed(out, strip->spans[i].x);
        bytes_put(out, strip->spans[i].role);
    }
}

static void write_images(const struct strip *strip, struct buffer *out)
{
    bytes_put(out, strip->image_count);
    for (size_t i = 0; i < strip->image_count; i++) {
        const struct strip_image *image = &strip->images[i];
        bytes_put_signed(out, image->x);
        bytes_put_signed(out, image->y);
        bytes_put(out, (uint64_t)image->width);
        bytes_put(out, (uint64_t)image->height);
        bytes_put_block(out, image->rgba, (size_t)image->width * (size_t)image->height * 4);
    }
}

static void write_lines(const struct strip *strip, struct buffer *out)
{
    bytes_put(out, strip->line_count);
    for (size_t i = 0; i < strip->line_count; i++) {
        const struct strip_line *line = &strip->lines[i];
        bytes_put(out, (uint64_t)line->y);
        bytes_put(out, (uint64_t)line->height);
        bytes_put(out, line->span);
        bytes_put(out, line->span_count);
        bytes_put(out, line->image);
        bytes_put(out, line->image_count);
    }
}

static void write_head(const struct strip *strip, uint64_t version, struct buffer *out)
{
    bytes_put(out, version);
    bytes_put(out, (uint64_t)strip->width);
    bytes_put(out, (uint64_t)strip->height);
    bytes_put_signed(out, strip->baseline);
    bytes_put(out, strip->right_to_left);
}

static void write_parts(const struct strip *strip, struct buffer *out)
{
    write_spans(strip, out);
    write_images(strip, out);
    write_lines(strip, out);
    bytes_put(out, strip->page_count);
    for (size_t i = 0; i < strip->page_count; i++) {
        bytes_put(out, (uint64_t)strip->pages[i].y);
        bytes_put(out, (uint64_t)strip->pages[i].hold_ms);
    }
}

void strip_bytes_write(const struct strip *strip, struct buffer *out)
{
    write_head(strip, VERSION, out);
    bytes_put_block(out, strip->coverage, (size_t)strip->width * (size_t)strip->height);
    write_parts(strip, out);
}

/* Which values the coverage has: `ranks` of each that is there; how many. */
static size_t rank_values(const struct strip *strip, uint8_t ranks[UINT8_MAX + 1],
                          struct buffer *out)
{
    bool there[UINT8_MAX + 1] = {false};
    size_t count = 0;
    for (size_t i = 0; i < (size_t)strip->width * (size_t)strip->height; i++)
        there[strip->coverage[i]] = true;
    for (int value = 0; value <= UINT8_MAX; value++)
        count += there[value];
    bytes_put(out, count);
    count = 0;
    for (unsigned value = 0; value <= UINT8_MAX; value++)
        if (there[value]) {
            bytes_put(out, value);
            ranks[value] = (uint8_t)count++;
        }
    return count;
}

void strip_bytes_write_columns(const struct strip *strip, struct buffer *out)
{
    uint8_t ranks[UINT8_MAX + 1] = {0};
    int bits = 1;
    write_head(strip, VERSION_COLUMNS, out);
    size_t count = rank_values(strip, ranks, out);
    while (count > (size_t)1 << bits)
        bits *= 2;
    size_t size = ((size_t)strip->height * (size_t)bits + COLUMN_BITS - 1) / COLUMN_BITS *
                  (COLUMN_BITS / CHAR_BIT);
    uint8_t *column = memory_alloc(size, 1);
    for (int x = 0; x < strip->width; x++) {
        memset(column, 0, size);
        for (int y = 0; y < strip->height; y++)
            column[y * bits / CHAR_BIT] |=
                (uint8_t)(ranks[strip->coverage[(size_t)y * (size_t)strip->width + (size_t)x]]
                          << (y * bits % CHAR_BIT));
        bytes_put_block(out, column, size);
    }
    free(column);
    write_parts(strip, out);
}

static void *copy_block(struct bytes *bytes, size_t size)
{
    const uint8_t *block = bytes_take_block(bytes, size);
    void *copy = memory_alloc(block ? size : 0, 1);
    if (block)
        memcpy(copy, block, size);
    return copy;
}

/* How many things of `least` bytes at least follow: never more than there are bytes. */
static size_t take_count(struct bytes *bytes, size_t least)
{
    size_t left = (size_t)(bytes->end - bytes->at) / least;
    return (size_t)bytes_take(bytes, left < PARTS_MAX ? left : PARTS_MAX);
}

static void read_spans(struct strip *strip, struct bytes *bytes)
{
    size_t count = take_count(bytes, 2);
    strip->spans = memory_alloc(count, sizeof *strip->spans);
    strip->span_count = count;
    for (size_t i = 0; i < count; i++) {
        strip->spans[i].x = (int)bytes_take_signed(bytes, -PLACE_MAX, PLACE_MAX);
        strip->spans[i].role = (enum text_role)bytes_take(bytes, TEXT_ROLES - 1);
    }
}

static void read_images(struct strip *strip, struct bytes *bytes)
{
    size_t count = take_count(bytes, 4);
    strip->images = memory_alloc(count, sizeof *strip->images);
    for (; strip->image_count < count && !bytes->bad; strip->image_count++) {
        struct strip_image *image = &strip->images[strip->image_count];
        image->x = (int)bytes_take_signed(bytes, -PLACE_MAX, PLACE_MAX);
        image->y = (int)bytes_take_signed(bytes, -PLACE_MAX, PLACE_MAX);
        image->width = (int)bytes_take(bytes, IMAGE_MAX_PX);
        image->height = (int)bytes_take(bytes, IMAGE_MAX_PX);
        image->rgba = copy_block(bytes, (size_t)image->width * (size_t)image->height * 4);
        if (image->width > strip->image_width)
            strip->image_width = image->width;
    }
}

/* A range [first, first + count) of `all` things. */
static size_t take_range(struct bytes *bytes, size_t all, size_t *first)
{
    *first = (size_t)bytes_take(bytes, all);
    return (size_t)bytes_take(bytes, all - *first);
}

static void read_lines(struct strip *strip, struct bytes *bytes)
{
    strip->line_count = take_count(bytes, 6);
    strip->lines = memory_alloc(strip->line_count, sizeof *strip->lines);
    for (size_t i = 0; i < strip->line_count; i++) {
        struct strip_line *line = &strip->lines[i];
        line->y = (int)bytes_take(bytes, (uint64_t)strip->height);
        line->height = (int)bytes_take(bytes, (uint64_t)(strip->height - line->y));
        line->span_count = take_range(bytes, strip->span_count, &line->span);
        line->image_count = take_range(bytes, strip->image_count, &line->image);
    }
}

static void read_pages(struct strip *strip, struct bytes *bytes)
{
    int64_t left_ms = HOLD_MAX_MS;
    strip->page_count = take_count(bytes, 2);
    strip->pages = memory_alloc(strip->page_count, sizeof *strip->pages);
    for (size_t i = 0; i < strip->page_count; i++) {
        strip->pages[i].y = (int)bytes_take(bytes, PLACE_MAX);
        strip->pages[i].hold_ms =
            (int32_t)bytes_take(bytes, (uint64_t)(left_ms < INT32_MAX ? left_ms : INT32_MAX));
        left_ms -= strip->pages[i].hold_ms;
    }
}

struct strip *strip_bytes_read(const void *data, size_t size)
{
    struct bytes bytes = bytes_of(data, size);
    struct strip *strip = memory_alloc(1, sizeof *strip);
    strip->references = 1;
    if (bytes_take(&bytes, VERSION) != VERSION)
        bytes.bad = true;
    strip->width = (int)bytes_take(&bytes, STRIP_MAX_WIDTH_PX);
    strip->height = (int)bytes_take(&bytes, STRIP_MAX_HEIGHT_PX);
    strip->baseline = (int)bytes_take_signed(&bytes, -PLACE_MAX, PLACE_MAX);
    strip->right_to_left = bytes_take(&bytes, 1) != 0;
    strip->coverage = copy_block(&bytes, (size_t)strip->width * (size_t)strip->height);
    read_spans(strip, &bytes);
    read_images(strip, &bytes);
    read_lines(strip, &bytes);
    read_pages(strip, &bytes);
    if (!bytes.bad && bytes.at == bytes.end)
        return strip;
    strip_unref(strip);
    return NULL;
}
