#include "base/base64.h"

#include <nettle/base64.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"

/* Six bits that are left are a letter alone, which stands for nothing. */
#define LETTER_BITS 6

void base64_put(struct buffer *out, const void *bytes, size_t size)
{
    size_t room = BASE64_ENCODE_RAW_LENGTH(size);
    char *text = memory_alloc(room + 1, 1);
    base64_encode_raw(text, size, bytes);
    buffer_add(out, text, room);
    free(text);
}

bool base64_take(struct buffer *out, const char *text, size_t length)
{
    struct base64_decode_ctx decoding;
    size_t got = 0;
    uint8_t *bytes = memory_alloc(BASE64_DECODE_LENGTH(length) + 1, 1);
    base64_decode_init(&decoding);
    bool good = base64_decode_update(&decoding, &got, bytes, length, text) == 1;
    bool ended = good && (base64_decode_final(&decoding) == 1 ||
                          (decoding.padding == 0 && decoding.bits < LETTER_BITS));
    if (good)
        buffer_add(out, (const char *)bytes, got);
    free(bytes);
    return ended;
}
