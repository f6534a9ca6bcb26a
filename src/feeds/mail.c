#include "mail.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "decode.h"

#define PARTS_DEPTH_MAX 8
#define BOUNDARY_MAX 72 /* RFC 2046, 5.1.1: 70, and the two dashes */

/* A stretch of the mail's bytes: a part with its headers, or its body. */
struct stretch {
    const char *bytes;
    size_t length;
};

/* Behind the empty line that ends the headers. */
static struct stretch body_of(struct stretch part)
{
    for (size_t at = 0; at < part.length;) {
        const char *end = memchr(part.bytes + at, '\n', part.length - at);
        size_t stop = end ? (size_t)(end - part.bytes) : part.length;
        size_t length = stop - at;
        if (length == 0 || (length == 1 && part.bytes[at] == '\r'))
            return (struct stretch){part.bytes + stop + (end != NULL),
                                    part.length - stop - (end != NULL)};
        at = stop + 1;
    }
    return (struct stretch){part.bytes + part.length, 0};
}

/* A header, unfolded; NULL where there is none. The caller frees. */
static char *header_of(struct stretch part, const char *name)
{
    size_t head = part.length - body_of(part).length, size = strlen(name);
    for (size_t at = 0; at < head;) {
        const char *end = memchr(part.bytes + at, '\n', head - at);
        size_t stop = end ? (size_t)(end - part.bytes) : head;
        bool found = stop - at > size && strncasecmp(part.bytes + at, name, size) == 0 &&
                     part.bytes[at + size] == ':';
        while (stop + 1 < head && (part.bytes[stop + 1] == ' ' || part.bytes[stop + 1] == '\t')) {
            end = memchr(part.bytes + stop + 1, '\n', head - stop - 1);
            stop = end ? (size_t)(end - part.bytes) : head;
        }
        if (found)
            return memory_copy_bytes(part.bytes + at + size + 1, stop - at - size - 1);
        at = stop + 1;
    }
    return NULL;
}

static int hex_of(char c)
{
    if (isdigit((unsigned char)c))
        return c - '0';
    return isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

/* Quoted-printable (RFC 2045, 6.7); of a header "_" is a blank (RFC 2047, 4.2). */
static void from_quoted(const char *text, size_t length, bool header, struct buffer *out)
{
    for (size_t i = 0; i < length; i++) {
        bool mark = text[i] == '=';
        int high = mark && i + 2 < length + 1 && i + 1 < length ? hex_of(text[i + 1]) : -1;
        int low = high >= 0 && i + 2 < length ? hex_of(text[i + 2]) : -1;
        if (low >= 0) {
            buffer_add_byte(out, (char)(high * 16 + low));
            i += 2;
        } else if (mark && !header && i + 1 < length &&
                   (text[i + 1] == '\n' || (i + 2 < length && text[i + 1] == '\r'))) {
            i += text[i + 1] == '\n' ? 1 : 2;
        } else {
            buffer_add_byte(out, header && text[i] == '_' ? ' ' : text[i]);
        }
    }
}

/* =?charset?B?letters?=; behind it, or NULL where it is none. */
static const char *take_word(struct source *source, const char *at, struct buffer *out)
{
    const char *charset = at + 2, *kind = strchr(charset, '?');
    const char *text = kind && kind[1] && kind[2] == '?' ? kind + 3 : NULL;
    const char *end = text ? strstr(text, "?=") : NULL;
    if (!end)
        return NULL;
    struct buffer bytes = {0};
    char way = (char)tolower((unsigned char)kind[1]);
    char *type = memory_format("text/plain; charset=%.*s", (int)(kind - charset), charset);
    bool good = true;
    if (way == 'b')
        good = base64_take(&bytes, text, (size_t)(end - text));
    else
        from_quoted(text, (size_t)(end - text), true, &bytes);
    good = good && (bytes.length == 0 ||
                    decode(source->hints->name, bytes.data, bytes.length, type, out, source->diag));
    buffer_finish(&bytes);
    free(type);
    return good ? end + 2 : NULL;
}

/* A header's words decoded; blanks between two encoded ones are none. */
static char *words_of(struct source *source, const char *header, char **hold)
{
    struct buffer out = {0};
    for (const char *at = header; at && *at;) {
        const char *behind = strncmp(at, "=?", 2) == 0 ? take_word(source, at, &out) : NULL;
        if (!behind) {
            buffer_add_byte(&out, *at++);
            continue;
        }
        at = behind + strspn(behind, " \t\r\n");
        if (strncmp(at, "=?", 2) != 0)
            at = behind;
    }
    char *line = build_line(source, out.data ? out.data : "", out.length, WRITING_PLAIN, hold);
    buffer_finish(&out);
    return line;
}

/* The boundary that a Content-Type names, with the dashes before it. */
static bool boundary_of(const char *type, char boundary[BOUNDARY_MAX + 1])
{
    const char *at = type ? strcasestr(type, "boundary=") : NULL;
    if (!at)
        return false;
    at += strlen("boundary=");
    bool quoted = *at == '"';
    at += quoted;
    size_t length = strcspn(at, quoted ? "\"" : "; \t\r\n");
    if (length == 0 || length > BOUNDARY_MAX - 2)
        return false;
    memcpy(boundary, "--", 2);
    memcpy(boundary + 2, at, length);
    boundary[length + 2] = '\0';
    return true;
}

/* The next part between the boundaries, from *at on. */
static bool next_part(struct stretch body, const char *boundary, size_t *at, struct stretch *part)
{
    size_t size = strlen(boundary);
    const char *start = memmem(body.bytes + *at, body.length - *at, boundary, size);
    if (!start)
        return false;
    size_t from = (size_t)(start - body.bytes) + size;
    if (body.length - from >= 2 && memcmp(body.bytes + from, "--", 2) == 0)
        return false;
    const char *line = memchr(body.bytes + from, '\n', body.length - from);
    from = line ? (size_t)(line - body.bytes) + 1 : body.length;
    const char *end = memmem(body.bytes + from, body.length - from, boundary, size);
    size_t stop = end ? (size_t)(end - body.bytes) : body.length;
    *part = (struct stretch){body.bytes + from, stop - from};
    *at = stop;
    return true;
}

static bool is_type(const char *type, const char *start)
{
    return type && strncasecmp(type + strspn(type, " \t"), start, strlen(start)) == 0;
}

/* The part of that type, plain text where nothing else is said; itself or inside of it. */
static bool find_part(struct stretch part, const char *wanted, int depth, struct stretch *found)
{
    char boundary[BOUNDARY_MAX + 1];
    char *type = header_of(part, "Content-Type");
    bool plain = !type && strcmp(wanted, "text/plain") == 0;
    bool here = plain || is_type(type, wanted), inside = boundary_of(type, boundary);
    free(type);
    if (here)
        *found = part;
    if (here || !inside || depth == PARTS_DEPTH_MAX)
        return here;
    struct stretch body = body_of(part), next;
    for (size_t at = 0; next_part(body, boundary, &at, &next);)
        if (find_part(next, wanted, depth + 1, found))
            return true;
    return false;
}

/* The text of a part as UTF-8; false where its encoding is not known. */
static bool text_of(struct source *source, struct stretch part, struct buffer *text)
{
    char *type = header_of(part, "Content-Type");
    char *way = header_of(part, "Content-Transfer-Encoding");
    struct stretch body = body_of(part);
    struct buffer bytes = {0};
    bool good = true;
    if (way && strcasestr(way, "base64"))
        good = base64_take(&bytes, body.bytes, body.length);
    else if (way && strcasestr(way, "quoted-printable"))
        from_quoted(body.bytes, body.length, false, &bytes);
    else
        buffer_add(&bytes, body.bytes, body.length);
    good = good && (bytes.length == 0 || decode(source->hints->name, bytes.data, bytes.length, type,
                                                text, source->diag));
    buffer_finish(&bytes);
    free(way);
    free(type);
    return good;
}

/* Without what it quotes (">" in front), and up to the signature ("-- "). */
static void own_words(const char *text, size_t length, struct buffer *out)
{
    for (size_t at = 0; at < length;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t stop = end ? (size_t)(end - text) : length;
        size_t size = stop - at;
        size -= size > 0 && text[stop - 1] == '\r';
        if (size == 3 && memcmp(text + at, "-- ", 3) == 0)
            return;
        if (text[at] != '>') {
            buffer_add(out, text + at, size);
            buffer_add_byte(out, '\n');
        }
        at = stop + 1;
    }
}

static void read_body(struct source *source, struct stretch mail, struct feed_item *item)
{
    struct stretch part;
    struct buffer text = {0}, own = {0};
    bool plain = find_part(mail, "text/plain", 0, &part);
    bool any = plain || find_part(mail, "text/html", 0, &part);
    if (any && text_of(source, part, &text) && text.length > 0) {
        if (plain)
            own_words(text.data, text.length, &own);
        else
            buffer_add(&own, text.data, text.length);
        item->body = build_body(source, own.data ? own.data : "", own.length,
                                plain ? WRITING_PLAIN : WRITING_HTML);
    }
    item->summary = memory_copy_string(item->body);
    buffer_finish(&text);
    buffer_finish(&own);
}

bool mail_read(struct source *source)
{
    struct stretch mail = {source->bytes, source->size}; /* its parts have encodings of their own */
    struct stretch head = {source->text, source->length};
    struct feed_item *item = build_item(source, 1);
    source->feed->kind = FEED_MAIL;
    source->feed->format = "mail";
    source->feed->whole = true;
    if (!item)
        return false;
    char *subject = header_of(head, "Subject"), *from = header_of(head, "From");
    char *id = header_of(head, "Message-ID"), *date = header_of(head, "Date");
    item->title = words_of(source, subject, &item->hold);
    item->source = words_of(source, from, NULL);
    item->id = words_of(source, id, NULL);
    build_instant(source, &item->published_ms, date, 1);
    read_body(source, mail, item);
    free(subject);
    free(from);
    free(id);
    free(date);
    return true;
}
