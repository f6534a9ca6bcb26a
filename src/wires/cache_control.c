#include "cache_control.h"

#include <string.h>
#include <strings.h>

/* A directive's name and its length, behind blanks. */
static int64_t seconds_of(const char *text, size_t length)
{
    int64_t number = 0;
    size_t at = length > 0 && text[0] == '"';
    for (; at < length && text[at] >= '0' && text[at] <= '9'; at++)
        number = number < INT32_MAX / 10 ? number * 10 + (text[at] - '0') : INT32_MAX;
    return number;
}

static int is_named(const char *text, size_t length, const char *name)
{
    size_t named = strlen(name);
    return length >= named && strncasecmp(text, name, named) == 0 &&
           (length == named || text[named] == '=' || text[named] == ' ');
}

int64_t cache_control_max_age(const char *value, size_t length)
{
    static const char age[] = "max-age=";
    int64_t found = 0;
    for (size_t at = 0; at < length; at++) {
        while (at < length && (value[at] == ' ' || value[at] == '\t'))
            at++;
        const char *comma = memchr(value + at, ',', length - at);
        size_t part = comma ? (size_t)(comma - value) - at : length - at;
        if (is_named(value + at, part, "no-cache") || is_named(value + at, part, "no-store"))
            return 0;
        if (part >= sizeof age - 1 && strncasecmp(value + at, age, sizeof age - 1) == 0)
            found = seconds_of(value + at + sizeof age - 1, part - (sizeof age - 1));
        at += part;
    }
    return found;
}
