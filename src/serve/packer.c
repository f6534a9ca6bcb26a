#include "serve/packer.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "base/memory.h"

/* What unpacks looks back so far at most (RFC 1951, 2). */
#define WINDOW_SIZE ((size_t)32768)
#define MEMORY_LEVEL 8 /* as zlib has it unless told: 256 KiB */
#define ROOM 64        /* for what a flush adds, and what can't be packed */

/* Several streams have the same: it does not change. */
struct packer_window {
    size_t references, size;
    char bytes[];
};

struct packer {
    z_stream zlib;
    /* What was packed last, behind which window, and what came of it. */
    struct packer_window *before, *after;
    struct buffer text, packed;
};

static struct packer_window *hold(struct packer_window *window)
{
    if (window)
        window->references++;
    return window;
}

static void drop(struct packer_window *window)
{
    if (window && --window->references == 0)
        free(window);
}

static bool is_same(const struct packer_window *a, const struct packer_window *b)
{
    return a == b || (a && b && a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0);
}

/* The last of both. */
static struct packer_window *extend(const struct packer_window *before, const struct buffer *text)
{
    size_t fresh = text->length < WINDOW_SIZE ? text->length : WINDOW_SIZE;
    size_t old = before ? before->size : 0;
    old = old < WINDOW_SIZE - fresh ? old : WINDOW_SIZE - fresh;
    struct packer_window *window = memory_alloc(1, sizeof *window + old + fresh);
    *window = (struct packer_window){.references = 1, .size = old + fresh};
    if (old)
        memcpy(window->bytes, before->bytes + before->size - old, old);
    memcpy(window->bytes + old, text->data + text->length - fresh, fresh);
    return window;
}

struct packer *packer_create(void)
{
    struct packer *packer = memory_alloc(1, sizeof *packer);
    /* Bare (RFC 1951): what is around it is written here, since there are many streams. */
    if (deflateInit2(&packer->zlib, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        abort(); /* there is no memory */
    return packer;
}

void packer_destroy(struct packer *packer)
{
    if (!packer)
        return;
    deflateEnd(&packer->zlib);
    drop(packer->before);
    drop(packer->after);
    buffer_finish(&packer->text);
    buffer_finish(&packer->packed);
    free(packer);
}

static void pack(struct packer *packer, struct packer_window *before, const struct buffer *text)
{
    z_stream *zlib = &packer->zlib;
    deflateReset(zlib);
    if (before)
        deflateSetDictionary(zlib, (const Bytef *)before->bytes, (uInt)before->size);
    size_t room = deflateBound(zlib, (uLong)text->length) + ROOM;
    Bytef *bytes = memory_alloc(room, 1);
    zlib->next_in = (Bytef *)text->data;
    zlib->avail_in = (uInt)text->length;
    zlib->next_out = bytes;
    zlib->avail_out = (uInt)room;
    deflate(zlib, Z_SYNC_FLUSH);
    assert(zlib->avail_in == 0 && zlib->avail_out > 0);
    buffer_clear(&packer->packed);
    buffer_add(&packer->packed, (const char *)bytes, room - zlib->avail_out);
    free(bytes);
    buffer_clear(&packer->text);
    buffer_add(&packer->text, text->data, text->length);
    struct packer_window *after = extend(before, text);
    hold(before);
    drop(packer->before);
    drop(packer->after);
    packer->before = before;
    packer->after = after;
}

void packer_add(struct packer *packer, struct packed_stream *stream, const struct buffer *text,
                struct buffer *out)
{
    /* Packed by deflate, no name, no time, by whatever system (RFC 1952, 2.3). */
    static const unsigned char head[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255};
    if (text->length == 0)
        return;
    if (!stream->begun)
        buffer_add(out, (const char *)head, sizeof head);
    stream->begun = true;
    if (!packer->after || !is_same(packer->before, stream->window) ||
        packer->text.length != text->length ||
        memcmp(packer->text.data, text->data, text->length) != 0)
        pack(packer, stream->window, text);
    buffer_add(out, packer->packed.data, packer->packed.length);
    drop(stream->window);
    stream->window = hold(packer->after);
    stream->crc = (uint32_t)crc32(stream->crc, (const Bytef *)text->data, (uInt)text->length);
    stream->size += (uint32_t)text->length;
}

void packer_forget(struct packed_stream *stream)
{
    drop(stream->window);
    stream->window = NULL;
}

static void put_number(struct buffer *out, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        buffer_add_byte(out, (char)(number >> (CHAR_BIT * i) & UINT8_MAX));
}

void packer_end(struct packed_stream *stream, struct buffer *out)
{
    static const unsigned char last[] = {3, 0}; /* a block of nothing (RFC 1951, 3.2.6) */
    if (stream->begun) {
        buffer_add(out, (const char *)last, sizeof last);
        put_number(out, stream->crc);
        put_number(out, stream->size);
    }
    packer_forget(stream);
    *stream = (struct packed_stream){0};
}
