#include "wires/opml.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"

#define BLANKS " \t\r\n"
#define ELEMENT "<outline"

/* The character that an entity stands for and how long it is; 0: it is none. */
static size_t entity_at(const char *text, uint32_t *code)
{
    static const struct {
        const char *name;
        char stands_for;
    } names[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(text, names[i].name, strlen(names[i].name)) == 0) {
            *code = (unsigned char)names[i].stands_for;
            return strlen(names[i].name);
        }
    if (strncmp(text, "&#", 2) != 0)
        return 0;
    bool hex = text[2] == 'x' || text[2] == 'X';
    char *end;
    unsigned long number = strtoul(text + (hex ? 3 : 2), &end, hex ? 16 : 10);
    *code = number < ' ' || number > UINT32_MAX ? UTF8_REPLACEMENT : (uint32_t)number;
    return *end == ';' ? (size_t)(end + 1 - text) : 0;
}

/* What is no UTF-8 becomes U+FFFD, and a control a space: lists come from strangers, and what is
 * read here is printed on a terminal, and written into a configuration. The text is freed. */
static char *clean(char *text)
{
    struct buffer out = {0};
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t code = UTF8_REPLACEMENT;
        char bytes[4];
        size_t size = utf8_decode(text + at, length - at, &code);
        if (size == 0)
            code = UTF8_REPLACEMENT;
        else if (utf8_is_control(code))
            code = ' ';
        buffer_add(&out, bytes, utf8_encode(code, bytes));
        at += size ? size : 1;
    }
    free(text);
    return buffer_detach(&out);
}

/* An attribute's value, on one line; the caller frees. */
static char *value_of(const char *text, size_t length)
{
    struct buffer out = {0};
    char *copy = memory_copy_bytes(text, length); /* ends where it ends */
    for (const char *at = copy; *at;) {
        uint32_t code = (unsigned char)*at;
        char bytes[4];
        size_t size = *at == '&' ? entity_at(at, &code) : 0;
        if (size > 0)
            buffer_add(&out, bytes, utf8_encode(code, bytes));
        else
            buffer_add_byte(&out, strchr(BLANKS, *at) ? ' ' : *at);
        at += size ? size : 1;
    }
    free(copy);
    return clean(buffer_detach(&out));
}

/* The next attribute of an element: its name, its value's place. False at the element's end. */
struct attribute {
    const char *name, *value;
    size_t name_length, value_length;
};

static bool next_attribute(const char **at, struct attribute *attribute)
{
    const char *text = *at + strspn(*at, BLANKS);
    attribute->name = text;
    attribute->name_length = strcspn(text, "=/>" BLANKS);
    if (attribute->name_length == 0)
        return false;
    text += attribute->name_length;
    text += strspn(text, BLANKS);
    if (*text != '=')
        return false;
    text++;
    text += strspn(text, BLANKS);
    char quote = *text;
    const char *end = quote == '"' || quote == '\'' ? strchr(text + 1, quote) : NULL;
    if (!end)
        return false;
    attribute->value = text + 1;
    attribute->value_length = (size_t)(end - text - 1);
    *at = end + 1;
    return true;
}

static bool is_named(const struct attribute *attribute, const char *name)
{
    return attribute->name_length == strlen(name) &&
           strncasecmp(attribute->name, name, attribute->name_length) == 0;
}

static const char *read_outline(const char *at, char **url, char **title)
{
    struct attribute attribute;
    while (next_attribute(&at, &attribute)) {
        bool titled = is_named(&attribute, "title") || (is_named(&attribute, "text") && !*title);
        char **to = is_named(&attribute, "xmlUrl") ? url : titled ? title : NULL;
        if (!to)
            continue;
        free(*to);
        *to = value_of(attribute.value, attribute.value_length);
    }
    return at;
}

size_t opml_each(const char *text, size_t length,
                 void (*fn)(void *user, const char *url, const char *title), void *user)
{
    size_t count = 0;
    char *copy = memory_copy_bytes(text, length);
    for (const char *at = copy; (at = strstr(at, ELEMENT)) != NULL;) {
        char *url = NULL;
        char *title = NULL;
        at = read_outline(at + strlen(ELEMENT), &url, &title);
        if (url && *url) {
            fn(user, url, title && *title ? title : NULL);
            count++;
        }
        free(url);
        free(title);
    }
    free(copy);
    return count;
}
