#include "reference.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

struct reference {
    const char *name;
    char text[REFERENCE_SIZE - 1]; /* the longest are two characters of three bytes */
    bool bare;                     /* the semicolon may be missing */
};

static const struct reference references[] = {
#include "references.inc"
};

enum {
    REFERENCE_COUNT = sizeof references / sizeof *references,
    NAME_MAX = 32 /* of which the longest has one less */
};

/* HTML Standard, 13.2.5.80: numbers that mean what Windows-1252 has at that byte. */
static const uint16_t windows_numbers[32] = {
    0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};

static const struct reference *find(const char *name, size_t length)
{
    size_t low = 0, high = REFERENCE_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *at = references[middle].name;
        int order = strncmp(at, name, length);
        if (order == 0)
            order = at[length] != '\0';
        if (order == 0)
            return &references[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *reference_named(const char *name, size_t length)
{
    const struct reference *found = length > 0 && length < NAME_MAX ? find(name, length) : NULL;
    return found ? found->text : NULL;
}

static size_t put_code(uint32_t code, char out[REFERENCE_SIZE])
{
    if (code >= 0x80 && code <= 0x9f)
        code = windows_numbers[code - 0x80];
    size_t size = code == 0 ? 0 : utf8_encode(code, out);
    if (size == 0)
        size = utf8_encode(UTF8_REPLACEMENT, out);
    out[size] = '\0';
    return size;
}

/* &#8217; &#x2019; with or without the semicolon. */
static size_t read_number(const char *text, size_t length, char out[REFERENCE_SIZE])
{
    const uint32_t too_much = 0x110000;
    bool hex = length > 2 && (text[2] == 'x' || text[2] == 'X');
    size_t start = hex ? 3 : 2, at = start;
    uint32_t code = 0;
    for (; at < length; at++) {
        unsigned char c = (unsigned char)text[at];
        if (!(hex ? isxdigit(c) : isdigit(c)))
            break;
        uint32_t digit = isdigit(c) ? c - (uint32_t)'0' : (c | 0x20u) - (uint32_t)'a' + 10;
        code = code * (hex ? 16 : 10) + digit;
        code = code < too_much ? code : too_much;
    }
    if (at == start)
        return 0;
    put_code(code, out);
    return at + (at < length && text[at] == ';');
}

/* The longest name of old that the letters begin with; its length. */
static size_t read_bare(const char *name, size_t length, const struct reference **found)
{
    for (; length > 1; length--) {
        const struct reference *at = find(name, length);
        if (at && at->bare) {
            *found = at;
            return length;
        }
    }
    return 0;
}

size_t reference_read(const char *text, size_t length, bool in_attribute, char out[REFERENCE_SIZE])
{
    if (length < 3)
        return 0;
    if (text[1] == '#')
        return read_number(text, length, out);
    size_t end = 1;
    while (end < length && end <= NAME_MAX && isalnum((unsigned char)text[end]))
        end++;
    const struct reference *found = NULL;
    bool closed = end < length && text[end] == ';';
    size_t size = end - 1;
    if (closed && size > 0 && size < NAME_MAX)
        found = find(text + 1, size);
    size_t taken = found ? end + 1 : 0;
    if (!found) {
        size = read_bare(text + 1, size < NAME_MAX ? size : NAME_MAX - 1, &found);
        taken = size + 1;
        bool goes_on =
            taken < length && (isalnum((unsigned char)text[taken]) || text[taken] == '=');
        if (!found || (in_attribute && goes_on))
            return 0;
    }
    memcpy(out, found->text, sizeof found->text);
    out[sizeof found->text] = '\0';
    return taken;
}
