#include "base/utf8.h"

/* RFC 3629, section 4: the second byte's range depends on the first. */
struct lead {
    uint8_t size;
    uint8_t second_min;
    uint8_t second_max;
    uint8_t bits; /* of the first byte that belong to the code point */
};

static struct lead lead_of(uint8_t first)
{
    if (first >= 0xc2 && first <= 0xdf)
        return (struct lead){2, 0x80, 0xbf, 0x1f};
    if (first >= 0xe0 && first <= 0xef)
        return (struct lead){3, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf, 0x0f};
    if (first >= 0xf0 && first <= 0xf4)
        return (struct lead){4, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf, 0x07};
    return (struct lead){0, 0, 0, 0};
}

size_t utf8_decode(const char *text, size_t length, uint32_t *code)
{
    const uint8_t *bytes = (const uint8_t *)text;
    if (length == 0)
        return 0;
    if (bytes[0] < 0x80) {
        *code = bytes[0];
        return 1;
    }
    struct lead lead = lead_of(bytes[0]);
    if (lead.size == 0 || lead.size > length)
        return 0;
    if (bytes[1] < lead.second_min || bytes[1] > lead.second_max)
        return 0;
    uint32_t value = bytes[0] & lead.bits;
    for (size_t i = 1; i < lead.size; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (bytes[i] & 0x3fu);
    }
    *code = value;
    return lead.size;
}

static char continuation(uint32_t code, unsigned shift)
{
    return (char)(0x80u | (code >> shift & 0x3fu));
}

size_t utf8_encode(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0u | code >> 6);
        out[1] = continuation(code, 0);
        return 2;
    }
    if (code < 0x10000) {
        if (code >= 0xd800 && code <= 0xdfff)
            return 0;
        out[0] = (char)(0xe0u | code >> 12);
        out[1] = continuation(code, 6);
        out[2] = continuation(code, 0);
        return 3;
    }
    if (code > 0x10ffff)
        return 0;
    out[0] = (char)(0xf0u | code >> 18);
    out[1] = continuation(code, 12);
    out[2] = continuation(code, 6);
    out[3] = continuation(code, 0);
    return 4;
}

size_t utf8_validate(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        uint32_t code;
        size_t size = utf8_decode(text + at, length - at, &code);
        if (size == 0)
            return at;
        at += size;
    }
    return length;
}

static int is_continuation(char byte)
{
    return ((uint8_t)byte & 0xc0) == 0x80;
}

size_t utf8_count(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += !is_continuation(text[i]);
    return count;
}

size_t utf8_floor(const char *text, size_t length, size_t wanted)
{
    if (wanted >= length)
        return length;
    while (wanted > 0 && is_continuation(text[wanted]))
        wanted--;
    return wanted;
}

bool utf8_is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

size_t utf8_find_control(const char *text, size_t length)
{
    size_t at = 0;
    uint32_t code = 0;
    for (size_t size; (size = utf8_decode(text + at, length - at, &code)) > 0; at += size)
        if (utf8_is_control(code))
            break;
    return at;
}
