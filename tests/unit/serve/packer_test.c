/* Event streams that are packed: each unpacks to what was said, whoever else is there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "base/buffer.h"
#include "check.h"
#include "serve/packer.h"

#define STREAMS 7
#define ROUNDS 400
#define ROOM 4096
#define GZIP (16 + MAX_WBITS) /* as inflateInit2 wants to be told */

/* A stream, and who reads it. */
struct reader {
    struct packed_stream stream;
    z_stream zlib;
    struct buffer said, heard;
};

static uint32_t state = 7;

static uint32_t any(uint32_t most)
{
    state = state * 1664525 + 1013904223; /* Numerical Recipes, 7.1 */
    return (state >> 16) % (most + 1);
}

static void say(struct buffer *text)
{
    buffer_format(text, "event: scene\ndata: {\"width\":256,\"start_ns\":%u}\n\n", any(65535));
    for (uint32_t i = any(3) ? 0 : any(9000); i > 0; i--)
        buffer_add_byte(text, (char)('A' + any(25)));
}

static void begin(struct reader *reader)
{
    *reader = (struct reader){0};
    assert_int_equal(inflateInit2(&reader->zlib, GZIP), Z_OK);
}

/* Whatever comes is unpacked at once: nobody waits for more. */
static int hear(struct reader *reader, const struct buffer *packed)
{
    int code = Z_OK;
    Bytef room[ROOM];
    reader->zlib.next_in = (Bytef *)packed->data;
    reader->zlib.avail_in = (uInt)packed->length;
    do {
        reader->zlib.next_out = room;
        reader->zlib.avail_out = sizeof room;
        code = inflate(&reader->zlib, Z_SYNC_FLUSH);
        buffer_add(&reader->heard, (const char *)room, sizeof room - reader->zlib.avail_out);
    } while (code == Z_OK && reader->zlib.avail_out == 0);
    return code;
}

static void add(struct packer *packer, struct reader *reader, const struct buffer *text)
{
    struct buffer packed = {0};
    packer_add(packer, &reader->stream, text, &packed);
    buffer_add(&reader->said, text->data, text->length);
    assert_int_equal(hear(reader, &packed), Z_OK);
    assert_int_equal(reader->heard.length, reader->said.length);
    assert_memory_equal(reader->heard.data, reader->said.data, reader->said.length);
    buffer_finish(&packed);
}

static void end(struct reader *reader)
{
    struct buffer packed = {0};
    packer_end(&reader->stream, &packed);
    if (packed.length)
        assert_int_equal(hear(reader, &packed), Z_STREAM_END);
    inflateEnd(&reader->zlib);
    buffer_finish(&reader->said);
    buffer_finish(&reader->heard);
    buffer_finish(&packed);
}

static void whoever_comes_and_goes_each_stream_unpacks_to_what_was_said(void **unused)
{
    struct packer *packer = packer_create();
    struct reader readers[STREAMS];
    (void)unused;
    for (int i = 0; i < STREAMS; i++)
        begin(&readers[i]);
    for (int round = 0; round < ROUNDS; round++) {
        struct buffer text = {0};
        say(&text);
        for (int i = 0; i < STREAMS; i++) {
            uint32_t what = any(40);
            if (what == 0) {
                end(&readers[i]);
                begin(&readers[i]);
            } else if (what == 1) {
                packer_forget(&readers[i].stream);
            }
            if (what > 3)
                add(packer, &readers[i], &text);
        }
        buffer_finish(&text);
    }
    for (int i = 0; i < STREAMS; i++)
        end(&readers[i]);
    packer_destroy(packer);
}

static void what_was_said_before_is_sent_as_next_to_nothing(void **unused)
{
    struct packer *packer = packer_create();
    struct reader reader;
    struct buffer text = {0};
    struct buffer packed = {0};
    (void)unused;
    begin(&reader);
    for (int i = 0; i < 2000; i++)
        buffer_add_byte(&text, (char)('A' + any(25)));
    add(packer, &reader, &text);
    packer_add(packer, &reader.stream, &text, &packed);
    assert_in_range(packed.length, 1, 100);
    assert_int_equal(hear(&reader, &packed), Z_OK);
    buffer_finish(&text);
    buffer_finish(&packed);
    packer_forget(&reader.stream);
    end(&reader);
    packer_destroy(packer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Whoever comes and goes, each stream unpacks to what was said",
             whoever_comes_and_goes_each_stream_unpacks_to_what_was_said),
        TEST("What was said before is sent as next to nothing",
             what_was_said_before_is_sent_as_next_to_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
