#include "base/base64.h"

#include <stdint.h>
#include <string.h>

#define GROUP 3 /* bytes, in so many and one characters of six bits */
#define BITS 6
#define MASK 0x3fu

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void put_group(struct buffer *out, const uint8_t *bytes, size_t count)
{
    char text[GROUP + 1];
    uint32_t group = 0;
    for (size_t i = 0; i < GROUP; i++)
        group = group << 8 | (i < count ? bytes[i] : 0u);
    for (size_t i = 0; i <= GROUP; i++)
        text[i] = i <= count ? digits[group >> (BITS * (GROUP - i)) & MASK] : '=';
    buffer_add(out, text, sizeof text);
}

void base64_put(struct buffer *out, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    for (; size > GROUP; size -= GROUP, at += GROUP)
        put_group(out, at, GROUP);
    if (size > 0)
        put_group(out, at, size);
}

/* Four characters; *last: padding is allowed, and told. False where they are none. */
static bool take_group(struct buffer *out, const char *text, bool last)
{
    uint32_t group = 0;
    size_t padding = 0;
    for (size_t i = 0; i <= GROUP; i++) {
        const char *digit = text[i] ? strchr(digits, text[i]) : NULL;
        bool pads = last && text[i] == '=' && i > 1;
        if ((!digit && !pads) || (digit && padding > 0))
            return false;
        padding += pads;
        group = group << BITS | (digit ? (uint32_t)(digit - digits) : 0u);
    }
    for (size_t i = 0; i < GROUP - padding; i++)
        buffer_add_byte(out, (char)(uint8_t)(group >> (8 * (GROUP - 1 - i))));
    return (group & ((1u << (8 * padding)) - 1)) == 0;
}

bool base64_take(struct buffer *out, const char *text)
{
    size_t length = strlen(text);
    bool good = length % (GROUP + 1) == 0;
    for (size_t at = 0; good && at < length; at += GROUP + 1)
        good = take_group(out, text + at, at + GROUP + 1 == length);
    return good;
}
