#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h> /* with the forms of uninorm.h */
#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/memory.h"

static const uint8_t *units(const char *text)
{
    return (const uint8_t *)text;
}

size_t utf8_decode(const char *text, size_t length, uint32_t *code)
{
    if (length == 0)
        return 0;
    ucs4_t value = (uint8_t)text[0];
    int size = value < 0x80 ? 1 : u8_mbtoucr(&value, units(text), length);
    if (size < 0)
        return 0;
    *code = value;
    return (size_t)size;
}

size_t utf8_encode(uint32_t code, char out[4])
{
    int size = u8_uctomb((uint8_t *)out, code, 4);
    return size < 0 ? 0 : (size_t)size;
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

bool utf8_is_letter(uint32_t code)
{
    if (code < 0x80)
        return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M);
}

bool utf8_is_ignorable(uint32_t code)
{
    return code >= 0x80 && uc_is_property_default_ignorable_code_point(code);
}

uint32_t utf8_lower(uint32_t code)
{
    if (code < 0x80)
        return code >= 'A' && code <= 'Z' ? code + 0x20 : code;
    return uc_tolower(code);
}

int utf8_columns(uint32_t code)
{
    int columns = uc_width(code, "UTF-8");
    return columns < 0 ? 1 : columns; /* a control character is printed as a sign */
}

size_t utf8_validate(const char *text, size_t length)
{
    const uint8_t *broken = u8_check(units(text), length);
    return broken ? (size_t)(broken - units(text)) : length;
}

size_t utf8_count(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80; /* each begins with another byte */
    return count;
}

bool utf8_is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

static bool is_typed_control(uint32_t code)
{
    return utf8_is_control(code) || code == 0x61c || code == 0x200e || code == 0x200f;
}

static bool is_blank(uint32_t code)
{
    return uc_is_property_white_space(code) || utf8_is_ignorable(code) || code == 0x2800 ||
           code == 0x115f || code == 0x1160 || code == 0x3164 || code == 0xffa0;
}

/* Where the first character stands of which `is` is `wanted`; else the length. */
static size_t find(const char *text, size_t length, bool (*is)(uint32_t code), bool wanted)
{
    size_t at = 0;
    uint32_t code = 0;
    for (size_t size; (size = utf8_decode(text + at, length - at, &code)) > 0; at += size)
        if (is(code) == wanted)
            break;
    return at;
}

size_t utf8_find_control(const char *text, size_t length)
{
    return find(text, length, utf8_is_control, true);
}

size_t utf8_find_typed_control(const char *text, size_t length)
{
    return find(text, length, is_typed_control, true);
}

bool utf8_is_blank(const char *text, size_t length)
{
    return find(text, length, is_blank, false) == length;
}

const char *utf8_alphabet(uint32_t code)
{
    static const char *const alphabets[] = {"Latin", "Cyrillic", "Greek", "Armenian"};
    const uc_script_t *script = uc_script(code);
    for (size_t i = 0; script && i < sizeof alphabets / sizeof *alphabets; i++)
        if (strcmp(script->name, alphabets[i]) == 0)
            return alphabets[i];
    return NULL;
}

char *utf8_capitals(const char *text)
{
    size_t size = 0;
    uint8_t *upper = u8_toupper((const uint8_t *)text, strlen(text), NULL, NULL, NULL, &size);
    char *copy = upper ? memory_copy_bytes((const char *)upper, size) : memory_copy_string(text);
    free(upper);
    return copy;
}

char *utf8_fold(const char *text, size_t length, size_t *folded)
{
    uint8_t *fold = u8_casefold(units(text), length, NULL, UNINORM_NFKC, NULL, folded);
    const char *from = fold ? (const char *)fold : text;
    *folded = fold ? *folded : length;
    char *copy = memory_copy_bytes(from, *folded);
    free(fold);
    return copy;
}
