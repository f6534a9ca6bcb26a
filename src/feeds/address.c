#include "address.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

/* The parts of an address (RFC 3986, 3); a part that is not there has no start. */
struct parts {
    const char *scheme, *authority, *path, *query, *fragment;
    size_t scheme_length, authority_length, path_length, query_length, fragment_length;
};

static size_t scheme_length(const char *text)
{
    size_t at = 0;
    if (!isalpha((unsigned char)text[0]))
        return 0;
    while (isalnum((unsigned char)text[at]) || (text[at] && strchr("+-.", text[at])))
        at++;
    return text[at] == ':' ? at : 0;
}

static struct parts parts_of(const char *text)
{
    struct parts parts = {0};
    size_t scheme = scheme_length(text);
    if (scheme > 0) {
        parts.scheme = text;
        parts.scheme_length = scheme;
        text += scheme + 1;
    }
    if (strncmp(text, "//", 2) == 0) {
        parts.authority = text + 2;
        parts.authority_length = strcspn(text + 2, "/?#");
        text += 2 + parts.authority_length;
    }
    parts.path = text;
    parts.path_length = strcspn(text, "?#");
    text += parts.path_length;
    if (*text == '?') {
        parts.query = text;
        parts.query_length = strcspn(text, "#");
        text += parts.query_length;
    }
    if (*text == '#') {
        parts.fragment = text;
        parts.fragment_length = strlen(text);
    }
    return parts;
}

/* RFC 3986, 5.2.4: "." and ".." are walked. */
static void put_walked(const char *path, size_t length, struct buffer *out)
{
    size_t start = out->length;
    for (size_t at = 0; at < length;) {
        const char *slash = memchr(path + at, '/', length - at);
        size_t end = slash ? (size_t)(slash - path) + 1 : length;
        size_t name = end - at - (slash ? 1 : 0);
        bool one = name == 1 && path[at] == '.', two = name == 2 && memcmp(path + at, "..", 2) == 0;
        if (two) {
            size_t to = out->length > start ? out->length - 1 : start;
            while (to > start + 1 && out->data[to - 1] != '/')
                to--;
            if (to > start)
                out->length = to;
        } else if (!one) {
            buffer_add(out, path + at, end - at);
        }
        at = end;
    }
    if (out->data)
        out->data[out->length] = '\0';
}

static void put_path(const struct parts *parts, const struct parts *base, struct buffer *out)
{
    struct buffer merged = {0};
    if (parts->path_length > 0 && parts->path[0] != '/') {
        size_t folder = base->path_length;
        while (folder > 0 && base->path[folder - 1] != '/')
            folder--;
        if (folder > 0)
            buffer_add(&merged, base->path, folder);
        else
            buffer_add_byte(&merged, '/');
    }
    buffer_add(&merged, parts->path, parts->path_length);
    put_walked(merged.data ? merged.data : "", merged.length, out);
    buffer_finish(&merged);
}

static void put_absolute(const struct parts *parts, const struct parts *base, struct buffer *out)
{
    buffer_add(out, base->scheme, base->scheme_length);
    buffer_add_string(out, "://");
    if (parts->authority)
        buffer_add(out, parts->authority, parts->authority_length);
    else
        buffer_add(out, base->authority, base->authority_length);
    if (parts->authority) {
        put_walked(parts->path, parts->path_length, out);
    } else if (parts->path_length > 0) {
        put_path(parts, base, out);
    } else {
        buffer_add(out, base->path, base->path_length);
        if (!parts->query && base->query)
            buffer_add(out, base->query, base->query_length);
    }
    buffer_add(out, parts->query ? parts->query : "", parts->query_length);
    buffer_add(out, parts->fragment ? parts->fragment : "", parts->fragment_length);
}

char *address_absolute(const char *address, const char *base)
{
    struct buffer clean = {0};
    for (const char *at = address ? address : ""; *at; at++)
        if ((unsigned char)*at > ' ')
            buffer_add_byte(&clean, *at);
    if (clean.length == 0) {
        buffer_finish(&clean);
        return NULL;
    }
    struct parts parts = parts_of(clean.data), from = parts_of(base ? base : "");
    if (parts.scheme || !from.scheme || !from.authority)
        return buffer_detach(&clean);
    struct buffer out = {0};
    put_absolute(&parts, &from, &out);
    buffer_finish(&clean);
    return buffer_detach(&out);
}
