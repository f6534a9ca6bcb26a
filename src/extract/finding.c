#include "finding.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

char *reading_copy(const struct reading *reading, size_t start, size_t end)
{
    assert(start <= end);
    char *copy = memory_copy_bytes(reading->text + start, end - start);
    for (char *c = copy; *c; c++)
        if (*c == '\n')
            *c = ' ';
    return copy;
}

bool starts_sentence(const char *words)
{
    uint32_t code = 0;
    utf8_decode(words, strnlen(words, 4), &code); /* the article may be long */
    return (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9') || code >= 0xc0;
}
