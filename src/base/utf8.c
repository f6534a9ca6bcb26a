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

size_t utf8_decode_before(const char *text, size_t at, uint32_t *code)
{
    enum {
        LONGEST = 4
    };
    for (size_t size = 1; size <= LONGEST && size <= at; size++) {
        uint32_t here = 0;
        if (utf8_decode(text + at - size, size, &here) == size) {
            *code = here;
            return size;
        }
    }
    return 0;
}

/* Blocks, and single characters in them, that are punctuation, symbols or digits. */
static const uint32_t no_letters[][2] = {
    {0x0000, 0x00a9}, {0x00ab, 0x00b4}, {0x00b6, 0x00b9},   {0x00bb, 0x00bf}, {0x00d7, 0x00d7},
    {0x00f7, 0x00f7}, {0x02c2, 0x02c5}, {0x037e, 0x037e},   {0x0387, 0x0387}, {0x055a, 0x055f},
    {0x0589, 0x058f}, {0x05be, 0x05be}, {0x05c0, 0x05c0},   {0x05c3, 0x05c3}, {0x05f3, 0x05f4},
    {0x0600, 0x060f}, {0x061b, 0x061f}, {0x0660, 0x066d},   {0x06d4, 0x06d4}, {0x06f0, 0x06f9},
    {0x0700, 0x070d}, {0x0964, 0x096f}, {0x0e3f, 0x0e3f},   {0x0e4f, 0x0e5b}, {0x0f01, 0x0f17},
    {0x104a, 0x104f}, {0x1360, 0x1368}, {0x166d, 0x166e},   {0x17d4, 0x17db}, {0x1800, 0x180a},
    {0x2000, 0x2070}, {0x2072, 0x207e}, {0x2080, 0x208f},   {0x20a0, 0x20cf}, {0x2190, 0x2bff},
    {0x2e00, 0x2e7f}, {0x2ff0, 0x3004}, {0x3007, 0x3030},   {0x303d, 0x3040}, {0x30a0, 0x30a0},
    {0x30fb, 0x30fb}, {0xfe10, 0xfe1f}, {0xfe30, 0xfe6f},   {0xff00, 0xff20}, {0xff3b, 0xff40},
    {0xff5b, 0xff65}, {0xffe0, 0xffff}, {0x1f000, 0x1faff},
};

bool utf8_is_letter(uint32_t code)
{
    if (code < 0x80)
        return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
    for (size_t i = 0; i < sizeof no_letters / sizeof *no_letters; i++)
        if (code <= no_letters[i][1])
            return code < no_letters[i][0];
    return true;
}

uint32_t utf8_lower(uint32_t code)
{
    if (code < 0x80)
        return code >= 'A' && code <= 'Z' ? code + 0x20 : code;
    if (code >= 0xc0 && code <= 0xde && code != 0xd7)
        return code + 0x20;
    if (code == 0x130) /* I with a dot */
        return 'i';
    if (code == 0x178)
        return 0xff;
    if ((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17e))
        return code + code % 2;
    if ((code >= 0x100 && code < 0x178) || (code >= 0x1e00 && code < 0x1f00) ||
        (code >= 0x460 && code < 0x530))
        return code | 1;
    if (code >= 0x391 && code <= 0x3ab)
        return code + 0x20;
    if (code >= 0x400 && code < 0x430)
        return code < 0x410 ? code + 0x50 : code + 0x20;
    return code >= 0x531 && code <= 0x556 ? code + 0x30 : code;
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
