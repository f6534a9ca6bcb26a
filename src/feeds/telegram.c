#include "telegram.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/memory.h"

#define LINES_MAX 4096
#define STX 0x02
#define ETX 0x03
#define EOT 0x04

/* A line of the text, its white space at the ends cut off, and how it began. */
struct line {
    const char *text;
    size_t length;
    bool indented;
    int number; /* in the document */
};

struct telegram {
    const char *head; /* all before the text */
    size_t head_length;
    struct line lines[LINES_MAX];
    size_t count;
    bool whole; /* its end was read, or its last line's where controls were lost */
};

static bool is_blank(char c)
{
    return (unsigned char)c <= ' ';
}

static void add_line(struct telegram *telegram, const char *start, const char *end, int number)
{
    const char *from = start;
    while (from < end && is_blank(*from))
        from++;
    while (end > from && is_blank(end[-1]))
        end--;
    if (telegram->count < LINES_MAX)
        telegram->lines[telegram->count++] =
            (struct line){from, (size_t)(end - from), from - start >= 2 || *start == '\t', number};
}

/* The text stands between STX and ETX; where controls were lost, behind the first line of the
 * heading (of ANPA 1312 the second). */
static bool cut(const struct source *source, bool anpa, struct telegram *telegram)
{
    const char *text = source->text, *end = text + source->length;
    const char *from = memchr(text, STX, source->length);
    const char *first = from;
    for (int i = 0; !from && i < (anpa ? 2 : 1); i++) {
        first = first ? first : text;
        while (first < end && is_blank(*first))
            first++;
        const char *line = memchr(first, '\n', (size_t)(end - first));
        if (!line)
            return false;
        first = line + 1;
        if (i == (anpa ? 1 : 0))
            from = line;
    }
    telegram->head = text;
    telegram->head_length = (size_t)(from - text);
    const char *stop = memchr(from, ETX, (size_t)(end - from));
    if (!stop)
        stop = memchr(from, EOT, (size_t)(end - from));
    telegram->whole = stop || (end > from && end[-1] == '\n');
    end = stop ? stop : end;
    int number = 1;
    for (const char *at = text; at < from; at++)
        number += *at == '\n';
    for (const char *at = from; at < end; number++) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        const char *line_end = line ? line : end;
        add_line(telegram, at, line_end, number);
        at = line_end + 1;
    }
    return telegram->count > 0;
}

/* Wires of old write quotation marks and dashes with what a teleprinter had. */
static void put_wire(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (i + 1 < length && text[i] == '`' && text[i + 1] == '`') {
            buffer_add_string(out, "“");
            i++;
        } else if (i + 1 < length && text[i] == '\'' && text[i + 1] == '\'') {
            buffer_add_string(out, "”");
            i++;
        } else if (text[i] == '`') {
            buffer_add_string(out, "‘");
        } else if (text[i] == '_') {
            buffer_add_string(out, "—");
        } else {
            buffer_add_byte(out, text[i]);
        }
    }
}

static bool begins(const struct line *line, const char *word)
{
    return line->length >= strlen(word) && strncasecmp(line->text, word, strlen(word)) == 0;
}

static bool ends(const struct line *line, char mark)
{
    return line->length > 0 && line->text[line->length - 1] == mark;
}

/* Lines of a paragraph are joined; an indented one begins the next. */
static char *body_of(struct source *source, const struct telegram *telegram, size_t from, bool wire)
{
    struct buffer out = {0};
    bool due = false;
    for (size_t i = from; i < telegram->count; i++) {
        const struct line *line = &telegram->lines[i];
        if (line->length == 0) {
            due = true;
            continue;
        }
        if (out.length > 0)
            buffer_add_string(&out, due || line->indented ? "\n\n" : " ");
        due = false;
        if (wire)
            put_wire(&out, line->text, line->length);
        else
            buffer_add(&out, line->text, line->length);
    }
    char *body = build_body(source, out.data ? out.data : "", out.length, WRITING_PLAIN);
    buffer_finish(&out);
    return body;
}

static char *line_of(struct source *source, const struct line *line, bool wire)
{
    struct buffer out = {0};
    const char *text = line->text;
    size_t length = line->length;
    while (length > 0 && wire && (*text == '^' || *text == 0x1f)) {
        text++;
        length--;
    }
    while (length > 0 && wire && (text[length - 1] == '<' || text[length - 1] == '='))
        length--;
    if (wire)
        put_wire(&out, text, length);
    else
        buffer_add(&out, text, length);
    char *result = build_line(source, out.data ? out.data : "", out.length, WRITING_PLAIN, NULL);
    buffer_finish(&out);
    return result;
}

/* --- ANPA 1312 --- */

/* Flash, bulletin, urgent, and what is not in a hurry. */
static int urgency_of(char level)
{
    switch (level) {
    case 'f':
        return 1;
    case 'b':
        return 2;
    case 'u':
        return 3;
    default:
        return 0;
    }
}

/* "r z" of the heading: the level stands before the category. */
static void read_level(const struct telegram *telegram, struct feed_item *item)
{
    for (size_t i = 1; i + 2 < telegram->head_length; i++) {
        const char *at = telegram->head + i;
        bool apart = is_blank(at[-1]) && at[1] == ' ' && isalpha((unsigned char)at[2]);
        bool whole = i + 3 >= telegram->head_length || is_blank(at[3]);
        if (apart && whole && strchr("fburdash", at[0])) {
            item->urgency = urgency_of(at[0]);
            return;
        }
    }
}

static bool is_version(const char *part)
{
    return strcasestr(part, "Ld") || strcasestr(part, "Writethru") || strcasestr(part, "Lead") ||
           strspn(part, " 0123456789-<") == strlen(part);
}

/* The keyword line "BC-Harbour Strike, 1st Ld-Writethru, 416<" names the story: what says which
 * telling of it this is, and how many words it has, is no part of the name. */
static void read_keyword(struct source *source, const struct line *line, struct feed_item *item)
{
    char *keyword = line_of(source, line, true);
    if (!keyword)
        return;
    struct buffer id = {0};
    if (strcasestr(keyword, "KILL") || strcasestr(keyword, "WITHDRAWN"))
        item->status = FEED_CANCELED;
    else if (strcasestr(keyword, "ADVISORY") || strcasestr(keyword, "BUDGET"))
        build_hold(item, "it is a notice to editors");
    for (char *at = keyword; at;) {
        char *comma = strchr(at, ',');
        if (comma)
            *comma = '\0';
        if (at == keyword || !is_version(at))
            buffer_format(&id, "%s%s", at == keyword ? "" : ",", at);
        at = comma ? comma + 1 : NULL;
    }
    item->id = build_line(source, id.data ? id.data : "", id.length, WRITING_PLAIN, NULL);
    buffer_finish(&id);
    free(keyword);
}

static bool is_note(const struct line *line)
{
    return begins(line, "eds") || begins(line, "^eds") || begins(line, "editors") ||
           begins(line, "^editors") || begins(line, "ap photo") || begins(line, "^ap photo") ||
           begins(line, "with photo");
}

static char *byline_of(struct source *source, const struct line *line)
{
    char *author = line_of(source, line, true);
    if (author && strncasecmp(author, "by ", 3) == 0)
        memmove(author, author + 3, strlen(author + 3) + 1);
    return author;
}

static void read_anpa(struct source *source, const struct telegram *telegram,
                      struct feed_item *item)
{
    size_t i = 0;
    while (i < telegram->count && telegram->lines[i].length == 0)
        i++;
    if (i < telegram->count &&
        (ends(&telegram->lines[i], '<') || begins(&telegram->lines[i], "BC-") ||
         begins(&telegram->lines[i], "AM-") || begins(&telegram->lines[i], "PM-")))
        read_keyword(source, &telegram->lines[i++], item);
    for (; i < telegram->count; i++) {
        const struct line *line = &telegram->lines[i];
        if (ends(line, '<') && is_note(line))
            build_default(&item->note, line_of(source, line, true));
        else if (ends(line, '<'))
            build_default(&item->title, line_of(source, line, true));
        else if (ends(line, '='))
            build_default(&item->author, byline_of(source, line));
        else if (line->length > 0)
            break;
    }
    item->body = body_of(source, telegram, i, true);
    read_level(telegram, item);
}

/* --- IPTC 7901 --- */

/* "bdt0123 3 pl 245 bdt 0456": source and number, priority, category, words. */
static void read_heading(struct source *source, const struct telegram *telegram,
                         struct feed_item *item)
{
    const size_t name_max = 16;
    const char *at = telegram->head, *end = at + telegram->head_length;
    while (at < end && (is_blank(*at) || *at == STX))
        at++;
    const char *name = at;
    while (at < end && !is_blank(*at))
        at++;
    if ((size_t)(at - name) <= name_max)
        item->id = build_line(source, name, (size_t)(at - name), WRITING_PLAIN, NULL);
    size_t letters = 0;
    while (name + letters < at && isalpha((unsigned char)name[letters]))
        letters++;
    if (letters > 0 && letters <= name_max)
        item->source = build_line(source, name, letters, WRITING_PLAIN, NULL);
    while (at < end && *at == ' ')
        at++;
    if (at < end && *at >= '1' && *at <= '9')
        item->urgency = *at++ - '0';
    while (at < end && *at == ' ')
        at++;
    const char *category = at;
    while (at < end && isalpha((unsigned char)*at))
        at++;
    if (at > category && (size_t)(at - category) <= name_max)
        item->category = build_line(source, category, (size_t)(at - category), WRITING_PLAIN, NULL);
}

/* Keywords with slashes, no sentence: "Hafen/Streik/" */
static bool is_slug(const struct line *line)
{
    const char *slash = memchr(line->text, '/', line->length);
    return slash &&
           (ends(line, '/') || line->text[0] == '/' || !memchr(line->text, ' ', line->length));
}

static void read_iptc(struct source *source, const struct telegram *telegram,
                      struct feed_item *item)
{
    const size_t title_lines = 3;
    struct buffer title = {0};
    size_t i = 0, taken = 0;
    while (i < telegram->count && (telegram->lines[i].length == 0 || is_slug(&telegram->lines[i])))
        i++;
    for (; i < telegram->count && telegram->lines[i].length > 0 && taken < title_lines;
         i++, taken++) {
        if (taken > 0 && telegram->lines[i].indented)
            break;
        buffer_add_string(&title, taken > 0 ? " " : "");
        buffer_add(&title, telegram->lines[i].text, telegram->lines[i].length);
    }
    bool ended = i == telegram->count ? telegram->whole
                                      : !telegram->lines[i].length || telegram->lines[i].indented;
    if (ended)
        item->title = build_line(source, title.data ? title.data : "", title.length, WRITING_PLAIN,
                                 &item->hold);
    buffer_finish(&title);
    if (i < telegram->count && telegram->lines[i].length > 0 &&
        (begins(&telegram->lines[i], "By ") || begins(&telegram->lines[i], "Von ")))
        item->author = line_of(source, &telegram->lines[i++], false);
    item->body = body_of(source, telegram, ended ? i : 0, false);
    read_heading(source, telegram, item);
}

bool telegram_read(struct source *source, const char *kind)
{
    bool anpa = strstr(kind, "ANPA") != NULL;
    struct telegram *telegram = memory_alloc(1, sizeof *telegram);
    bool read = cut(source, anpa, telegram);
    struct feed_item *item = read ? build_item(source, telegram->lines[0].number) : NULL;
    source->feed->kind = FEED_TELEGRAM;
    source->feed->format = anpa ? "ANPA 1312" : "IPTC 7901";
    source->feed->whole = telegram->whole;
    if (item && anpa)
        read_anpa(source, telegram, item);
    else if (item)
        read_iptc(source, telegram, item);
    if (item)
        item->summary = memory_copy_string(item->body);
    free(telegram);
    return read || diag_add_at(source->diag, DIAG_ERROR, source->hints->name, 0,
                               "a wire telegram without a text");
}
