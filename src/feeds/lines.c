#include "lines.h"

#include <ctype.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

#define HEADLINE_MAX 200 /* bytes; a longer line is one of an article */

struct line {
    const char *text;
    size_t length;
    int number;
};

static bool next_line(const struct source *source, size_t *at, struct line *line)
{
    if (*at >= source->length)
        return false;
    const char *start = source->text + *at;
    const char *end = memchr(start, '\n', source->length - *at);
    size_t length = end ? (size_t)(end - start) : source->length - *at;
    *at += length + 1;
    while (length > 0 && isspace((unsigned char)*start)) {
        start++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)start[length - 1]))
        length--;
    *line = (struct line){start, length, line->number + 1};
    return true;
}

static void add(struct source *source, const char *text, size_t length, int line)
{
    struct feed_item *item = build_item(source, line);
    if (!item)
        return;
    item->title = build_line(source, text, length, WRITING_PLAIN, &item->hold);
    if (!item->title)
        build_drop(source);
}

/* "First headline ** Second headline **" */
static void read_starred(struct source *source)
{
    int line = 1;
    for (size_t at = 0; at < source->length;) {
        const char *start = source->text + at;
        const char *mark = memmem(start, source->length - at, "**", 2);
        size_t length = mark ? (size_t)(mark - start) : source->length - at;
        size_t blanks = 0;
        for (; blanks < length && isspace((unsigned char)start[blanks]); blanks++)
            line += start[blanks] == '\n';
        add(source, start + blanks, length - blanks, line);
        for (size_t i = blanks; i < length; i++)
            line += start[i] == '\n';
        at += length;
        while (at < source->length && source->text[at] == '*')
            at++;
    }
}

/* Stars apart from words separate; beside them they are bold words of Markdown. */
static bool is_starred(const struct source *source)
{
    bool any = false;
    const char *at = source->text;
    while ((at = strstr(at, "**"))) {
        const char *end = at + strspn(at, "*");
        bool before = at == source->text || isspace((unsigned char)at[-1]);
        bool after = !*end || isspace((unsigned char)*end);
        if (!before && !after)
            return false;
        any = any || (before && after) || (after && end[0] == '\0');
        at = end;
    }
    return any;
}

static bool ends_sentence(const struct line *line)
{
    char last = line->text[line->length - 1];
    return last == '.' || last == '"' ||
           (line->length > 2 && memcmp(line->text + line->length - 3, "”", 3) == 0);
}

/* Two lines at least, none too long, few of which end as sentences do, and no blank line after a
 * first one alone, which is an article's title. */
static bool is_list(const struct source *source)
{
    size_t at = 0, count = 0, sentences = 0, gaps = 0;
    struct line line = {0};
    bool blank = false;
    while (next_line(source, &at, &line)) {
        if (line.length == 0) {
            blank = count > 0;
            continue;
        }
        if (line.length > HEADLINE_MAX)
            return false;
        gaps += blank;
        blank = false;
        sentences += ends_sentence(&line);
        count++;
    }
    bool spaced = gaps > 0 && gaps + 1 < count;
    return count >= 2 && !spaced && sentences * 4 <= count && !(count == 2 && gaps > 0);
}

static void read_list(struct source *source)
{
    size_t at = 0;
    struct line line = {0};
    while (next_line(source, &at, &line))
        if (line.length > 0)
            add(source, line.text, line.length, line.number);
}

/* The first line is its title where it is one: short, and no sentence, or alone. */
static void read_article(struct source *source)
{
    size_t at = 0, behind;
    struct line line = {0}, next = {0};
    struct feed_item *item = build_item(source, 1);
    if (!item)
        return;
    while (next_line(source, &at, &line) && line.length == 0)
        ;
    behind = at;
    bool alone = !next_line(source, &behind, &next) || next.length == 0;
    item->line = line.number;
    bool titled =
        line.length > 0 && line.length <= HEADLINE_MAX && (alone || !ends_sentence(&line));
    if (titled)
        item->title = build_line(source, line.text, line.length, WRITING_PLAIN, &item->hold);
    size_t from = titled && at < source->length ? at : titled ? source->length : 0;
    item->body = build_body(source, source->text + from, source->length - from, WRITING_PLAIN);
    item->summary = memory_copy_string(item->body);
}

bool lines_read(struct source *source)
{
    struct feed *feed = source->feed;
    bool starred = is_starred(source), list = starred || is_list(source);
    size_t broken = utf8_validate(source->text, source->length);
    feed->whole = broken == source->length;
    feed->kind = list ? FEED_LINES : FEED_TEXT;
    feed->format = list ? "headlines" : "plain text";
    if (starred)
        read_starred(source);
    else if (list)
        read_list(source);
    else
        read_article(source);
    return true;
}
