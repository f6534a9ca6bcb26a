#include "news/person_name.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

bool person_name_mixes(const char *name, const char **one, const char **other)
{
    size_t length = strlen(name);
    uint32_t code = 0;
    *one = *other = NULL;
    for (size_t at = 0, size; (size = utf8_decode(name + at, length - at, &code)) > 0; at += size) {
        const char *alphabet = utf8_alphabet(code);
        if (!*one)
            *one = alphabet;
        else if (alphabet && alphabet != *one)
            *other = alphabet;
        if (*other)
            return true;
    }
    return false;
}

unsigned person_name_hidden_end(const char *name)
{
    size_t length = strlen(name);
    uint32_t first = 0;
    uint32_t last = 0;
    size_t size = utf8_decode(name, length, &first);
    if (size > 0 && utf8_is_blank(name, size))
        return first;
    size_t tail = length;
    while (tail > 0 && ((unsigned char)name[--tail] & 0xc0) == 0x80)
        ; /* a continuation byte, RFC 3629, 3 */
    utf8_decode(name + tail, length - tail, &last);
    return length > 0 && utf8_is_blank(name + tail, length - tail) ? last : 0;
}
