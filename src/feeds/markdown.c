#include "markdown.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

struct line {
    const char *text;
    size_t length;
};

static bool next_line(const struct source *source, size_t *at, struct line *line)
{
    if (*at >= source->length)
        return false;
    const char *start = source->text + *at;
    const char *end = memchr(start, '\n', source->length - *at);
    size_t length = end ? (size_t)(end - start) : source->length - *at;
    *at += length + 1;
    while (length > 0 && isspace((unsigned char)start[length - 1]))
        length--;
    *line = (struct line){start, length};
    return true;
}

static bool is_rule(const struct line *line, const char *marks)
{
    size_t count = 0;
    for (size_t i = 0; i < line->length; i++)
        if (!strchr(marks, line->text[i]))
            return false;
        else
            count += line->text[i] != ' ';
    return count >= 3;
}

static bool begins(const struct line *line, const char *mark)
{
    size_t size = strlen(mark);
    return line->length >= size && memcmp(line->text, mark, size) == 0;
}

static void cut_front(struct line *line, size_t count)
{
    line->text += count;
    line->length -= count;
    while (line->length > 0 && *line->text == ' ') {
        line->text++;
        line->length--;
    }
}

/* [words](address) are the words; ![words](address) is a picture, and nothing. Behind it, or 0. */
static size_t put_link(const char *text, size_t length, bool picture, struct buffer *out)
{
    const char *end = memchr(text, ']', length);
    if (!end || (size_t)(end - text) + 1 >= length || end[1] != '(')
        return 0;
    const char *close = memchr(end, ')', length - (size_t)(end - text));
    if (!close)
        return 0;
    if (!picture)
        buffer_add(out, text + 1, (size_t)(end - text) - 1);
    return (size_t)(close - text) + 1;
}

static bool is_word_byte(char c)
{
    return isalnum((unsigned char)c) || (c & 0x80);
}

/* Whether the marks at text[at] open or close an emphasis: * and _ beside a word, not inside. */
static bool is_emphasis(const char *text, size_t length, size_t at)
{
    char mark = text[at];
    size_t end = at;
    while (end < length && text[end] == mark)
        end++;
    size_t start = at;
    while (start > 0 && text[start - 1] == mark)
        start--;
    bool before = start > 0 && is_word_byte(text[start - 1]);
    bool after = end < length && is_word_byte(text[end]);
    bool blank_before = start == 0 || isspace((unsigned char)text[start - 1]);
    bool blank_after = end == length || isspace((unsigned char)text[end]);
    if (blank_before && blank_after)
        return false;
    return mark == '*' || !(before && after);
}

static void put_inline(const struct line *line, struct buffer *out)
{
    const char *text = line->text;
    for (size_t i = 0; i < line->length; i++) {
        size_t left = line->length - i, taken = 0;
        char c = text[i];
        if (c == '\\' && left > 1 && ispunct((unsigned char)text[i + 1]))
            buffer_add_byte(out, text[++i]);
        else if (c == '!' && left > 1 && text[i + 1] == '[' &&
                 (taken = put_link(text + i + 1, left - 1, true, out)) > 0)
            i += taken;
        else if (c == '[' && (taken = put_link(text + i, left, false, out)) > 0)
            i += taken - 1;
        else if (c == '`' || ((c == '*' || c == '_') && is_emphasis(text, line->length, i)))
            continue;
        else
            buffer_add_byte(out, c);
    }
}

static char *inline_line(struct source *source, const struct line *line, char **hold)
{
    struct buffer out = {0};
    put_inline(line, &out);
    char *result = build_line(source, out.data ? out.data : "", out.length, WRITING_HTML, hold);
    buffer_finish(&out);
    return result;
}

/* --- ... --- before the text: its title and its language. */
static size_t front_matter(struct source *source, struct feed_item *item)
{
    size_t at = 0;
    struct line line;
    if (!next_line(source, &at, &line) || !(is_rule(&line, "-") || is_rule(&line, "+")))
        return 0;
    while (next_line(source, &at, &line) && !is_rule(&line, "-") && !is_rule(&line, "+")) {
        const char *mark = memchr(line.text, ':', line.length);
        if (!mark)
            mark = memchr(line.text, '=', line.length);
        if (!mark)
            continue;
        struct line value = line;
        cut_front(&value, (size_t)(mark - line.text) + 1);
        bool quoted = value.length > 1 && (*value.text == '"' || *value.text == '\'');
        if (quoted)
            value = (struct line){value.text + 1, value.length - 2};
        if (begins(&line, "title"))
            build_default(&item->title,
                          build_line(source, value.text, value.length, WRITING_PLAIN, &item->hold));
        else if (begins(&line, "lang"))
            build_default(&item->language,
                          build_line(source, value.text, value.length, WRITING_PLAIN, NULL));
    }
    return at;
}

struct text {
    struct buffer out;
    bool fence, blank;
};

/* Marks in front of a line: > of a quotation, - * + and 1. of a list, # of a heading. */
static bool cut_marks(struct line *line)
{
    bool block = false;
    while (line->length > 0 && *line->text == ' ')
        cut_front(line, 1);
    while (begins(line, ">"))
        cut_front(line, 1);
    if (begins(line, "#")) {
        while (begins(line, "#"))
            cut_front(line, 1);
        while (line->length > 0 && line->text[line->length - 1] == '#')
            line->length--;
        return true;
    }
    if (begins(line, "- ") || begins(line, "* ") || begins(line, "+ ")) {
        cut_front(line, 2);
        block = true;
    }
    size_t digits = 0;
    while (digits < line->length && isdigit((unsigned char)line->text[digits]))
        digits++;
    bool number = digits > 0 && digits + 1 < line->length &&
                  (line->text[digits] == '.' || line->text[digits] == ')') &&
                  line->text[digits + 1] == ' ';
    if (number)
        cut_front(line, digits + 2);
    return block || number;
}

static void put_line(struct text *text, struct line line)
{
    if (begins(&line, "```") || begins(&line, "~~~")) {
        text->fence = !text->fence;
        text->blank = true;
        return;
    }
    bool heading = begins(&line, "#");
    bool rule = is_rule(&line, "- ") || is_rule(&line, "* ") || is_rule(&line, "=");
    if (text->fence || rule || line.length == 0) {
        text->blank = true;
        return;
    }
    bool block = cut_marks(&line);
    if (text->out.length > 0)
        buffer_add_string(&text->out, text->blank || block ? "<p>" : " ");
    put_inline(&line, &text->out);
    text->blank = heading;
}

/* "# Title", or "Title" above a line of "=". */
static size_t read_title(struct source *source, size_t at, struct feed_item *item)
{
    struct line line = {0}, under = {0};
    size_t before = at;
    while (next_line(source, &at, &line) && line.length == 0)
        before = at;
    size_t behind = at;
    if (begins(&line, "# ")) {
        cut_marks(&line);
    } else if (!(line.length > 0 && next_line(source, &behind, &under) &&
                 (is_rule(&under, "=") || is_rule(&under, "-")))) {
        return before;
    }
    build_default(&item->title, inline_line(source, &line, &item->hold));
    return behind;
}

/* A text whose first line stands alone has it as its title. */
static size_t first_line(struct source *source, size_t at, struct feed_item *item)
{
    const size_t most = 200;
    struct line line = {0}, next = {0};
    size_t behind = at;
    bool alone = next_line(source, &behind, &line) && line.length > 0 && line.length <= most;
    size_t further = behind;
    alone = alone && (!next_line(source, &further, &next) || next.length == 0);
    if (!alone)
        return at;
    item->title = inline_line(source, &line, &item->hold);
    return behind;
}

bool markdown_read(struct source *source)
{
    struct feed_item *item = build_item(source, 1);
    source->feed->kind = FEED_MARKDOWN;
    source->feed->format = "Markdown";
    source->feed->whole = true;
    if (!item)
        return false;
    size_t at = read_title(source, front_matter(source, item), item);
    if (!item->title)
        at = first_line(source, at, item);
    struct text text = {.fence = false};
    struct line line;
    while (next_line(source, &at, &line))
        put_line(&text, line);
    item->body =
        build_body(source, text.out.data ? text.out.data : "", text.out.length, WRITING_HTML);
    item->summary = memory_copy_string(item->body);
    buffer_finish(&text.out);
    return true;
}
