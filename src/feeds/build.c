#include "build.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "feeds/stamp.h"
#include "html.h"
#include "title.h"

struct feed_item *build_item(struct source *source, int line)
{
    struct feed *feed = source->feed;
    if (feed->count == FEED_ITEMS_MAX) {
        if (!source->full)
            diag_add_at(source->diag, DIAG_WARNING, source->hints->name, line,
                        "has more than %u items: the first %u are read", FEED_ITEMS_MAX,
                        FEED_ITEMS_MAX);
        source->full = true;
        feed->whole = false;
        return NULL;
    }
    size_t step = 16;
    if (feed->count % step == 0)
        feed->items = memory_resize(feed->items, feed->count + step, sizeof *feed->items);
    struct feed_item *item = &feed->items[feed->count++];
    *item = (struct feed_item){.line = line};
    return item;
}

void build_drop(struct source *source)
{
    feed_item_finish(&source->feed->items[--source->feed->count]);
}

static const char replacement[] =
    "\xef\xbf\xbd"; /* U+FFFD in UTF-8: for bytes that are no character */

/* White space that collapses: ASCII's, and the blanks of Unicode that a line has, but not those
 * that hold two words together. */
static bool is_blank(uint32_t code)
{
    return code <= ' ' || code == 0x2028 || code == 0x2029 || code == 0x85;
}

static void put_line(const char *text, size_t length, struct buffer *out)
{
    size_t start = out->length;
    bool blank = false;
    for (size_t at = 0; at < length;) {
        uint32_t code = UTF8_REPLACEMENT;
        size_t size = utf8_decode(text + at, length - at, &code);
        bool gone = utf8_is_control(code) && !is_blank(code);
        if (is_blank(code)) {
            blank = true;
        } else if (!gone) {
            if (blank && out->length > start)
                buffer_add_byte(out, ' ');
            blank = false;
            if (size > 0)
                buffer_add(out, text + at, size);
            else
                buffer_add_string(out, replacement);
        }
        at += size ? size : 1;
    }
}

static char *detach(struct source *source, struct buffer *out)
{
    bool much = out->length > FEED_TEXT_MAX;
    if (much)
        diag_add_at(source->diag, DIAG_WARNING, source->hints->name, 0,
                    "has a text of more than %u KiB: it is left out", FEED_TEXT_MAX >> 10);
    if (!much && out->length > 0)
        return buffer_detach(out);
    buffer_finish(out);
    return NULL;
}

static bool has_replacement(const char *text)
{
    return text && strstr(text, replacement);
}

static void set_hold(char **hold, const char *why)
{
    if (hold && !*hold)
        *hold = memory_copy_string(why);
}

char *build_line(struct source *source, const char *text, size_t length, enum writing writing,
                 char **hold)
{
    struct buffer plain = {0}, line = {0};
    bool whole = true;
    if (writing == WRITING_HTML)
        whole = html_line(text, length, &plain);
    else if (writing == WRITING_TITLE)
        whole = title_read(text, length, &plain);
    else
        buffer_add(&plain, text, length);
    put_line(plain.data ? plain.data : "", plain.length, &line);
    buffer_finish(&plain);
    char *result = detach(source, &line);
    if (!whole)
        set_hold(hold, "its title ends inside of a tag: half of it may be missing");
    if (has_replacement(result))
        set_hold(hold, "its title has bytes that are no characters");
    return result;
}

/* Paragraphs of a plain text stay apart: a line a line, blank lines one. */
static void put_lines(const char *text, size_t length, struct buffer *out)
{
    size_t start = out->length, blank = 0;
    for (size_t at = 0; at < length;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t stop = end ? (size_t)(end - text) : length;
        size_t before = out->length;
        struct buffer line = {0};
        put_line(text + at, stop - at, &line);
        if (line.length == 0) {
            blank++;
        } else {
            if (before > start)
                buffer_add_string(out, blank > 0 ? "\n\n" : "\n");
            buffer_add(out, line.data, line.length);
            blank = 0;
        }
        buffer_finish(&line);
        at = stop + 1;
    }
}

char *build_body(struct source *source, const char *text, size_t length, enum writing writing)
{
    struct buffer plain = {0}, lines = {0};
    if (writing == WRITING_PLAIN)
        buffer_add(&plain, text, length);
    else
        html_paragraphs(text, length, &plain);
    put_lines(plain.data ? plain.data : "", plain.length, &lines);
    buffer_finish(&plain);
    return detach(source, &lines);
}

void build_set(char **place, char *value)
{
    if (!value)
        return;
    free(*place);
    *place = value;
}

void build_default(char **place, char *value)
{
    if (*place)
        free(value);
    else
        *place = value;
}

void build_replaces(struct feed_item *item, const char *id)
{
    const size_t most = 64; /* as many as an alert of a long storm names */
    if (!id || !*id || item->replace_count == most)
        return;
    item->replaces = memory_resize(item->replaces, item->replace_count + 1, sizeof *item->replaces);
    item->replaces[item->replace_count++] = memory_copy_string(id);
}

void build_instant(struct source *source, int64_t *place, const char *text, int line)
{
    int64_t instant_ms;
    if (*place || !text || !*text)
        return;
    if (stamp_read(text, &instant_ms))
        *place = instant_ms;
    else
        diag_add_at(source->diag, DIAG_WARNING, source->hints->name, line,
                    "\"%.40s\" is no date: none is taken", text);
}

void build_held(struct feed_item *item, char *why)
{
    build_default(&item->hold, why);
}
