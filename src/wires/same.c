#include "same.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"

/* What mailers, networks and publishers add to count who came from where. */
static const char *const counting[] = {
    "utm_", "at_",   "fbclid", "gclid", "dclid", "msclkid", "mc_cid",     "mc_eid", "igshid",
    "ns_",  "cmpid", "xtor",   "ref=",  "ref_",  "rss=",    "source=rss", "ftag"};

static bool counts(const char *parameter)
{
    for (size_t i = 0; i < sizeof counting / sizeof *counting; i++)
        if (strncasecmp(parameter, counting[i], strlen(counting[i])) == 0)
            return true;
    return false;
}

static void add_query(struct buffer *out, const char *query, size_t length)
{
    char mark = '?';
    for (size_t at = 0; at < length;) {
        const char *end = memchr(query + at, '&', length - at);
        size_t part = end ? (size_t)(end - query) - at : length - at;
        if (part > 0 && !counts(query + at)) {
            buffer_add_byte(out, mark);
            buffer_add(out, query + at, part);
            mark = '&';
        }
        at += part + 1;
    }
}

char *same_link(const char *link)
{
    struct buffer out = {0};
    if (!link)
        return NULL;
    const char *start = strstr(link, "://");
    start = start ? start + 3 : link;
    if (strncasecmp(start, "www.", 4) == 0)
        start += 4;
    size_t host = strcspn(start, "/?#");
    for (size_t i = 0; i < host; i++)
        buffer_add_byte(&out,
                        (char)(start[i] >= 'A' && start[i] <= 'Z' ? start[i] + 32 : start[i]));
    size_t path = strcspn(start + host, "?#");
    size_t kept = path;
    while (kept > 0 && start[host + kept - 1] == '/')
        kept--;
    buffer_add(&out, start + host, kept);
    const char *query = start + host + path;
    if (*query == '?')
        add_query(&out, query + 1, strcspn(query + 1, "#"));
    return buffer_detach(&out);
}

char *same_title(const char *title)
{
    struct buffer out = {0};
    size_t length = 0;
    char *folded = title ? utf8_fold(title, strlen(title), &length) : NULL;
    bool gap = false;
    for (size_t at = 0; at < length;) {
        uint32_t code = 0;
        size_t size = utf8_decode(folded + at, length - at, &code);
        bool word = size > 0 && (utf8_is_letter(code) || (code >= '0' && code <= '9'));
        if (word && gap && out.length > 0)
            buffer_add_byte(&out, ' ');
        if (word)
            buffer_add(&out, folded + at, size);
        gap = !word && (gap || !utf8_is_ignorable(code));
        at += size ? size : 1;
    }
    free(folded);
    if (out.length == 0) {
        buffer_finish(&out);
        return NULL;
    }
    return buffer_detach(&out);
}
