#include "marks.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A style: how it opens and how it closes. The first that fits is taken. `mixed`
 * closes it as well: marks that a text has typed in two ways. */
struct style {
    const char *open, *close, *mixed;
};

static const struct style styles[] = {
    {"“", "”", "\""},   {"„", "“", NULL},   {"„", "”", NULL},   {"\"", "\"", "”"},
    {"«", "»", NULL},   {"»", "«", NULL},   {"「", "」", NULL}, {"『", "』", NULL},
    {"``", "''", NULL}, {"''", "''", NULL}, {"‚", "‘", NULL},   {"‘", "’", NULL},
};

#define STYLES (sizeof styles / sizeof *styles)
#define SPACED 0xc2 /* first byte of a no-break space, as in « French » */

struct scanner {
    const char *text;
    size_t paragraph_start, end;
    struct quotations *out;
    size_t paragraph;
    /* What a search of this paragraph has found out, so that none is made
     * twice: no mark closes a single one from here on; the next mark that
     * closes a low one. */
    size_t no_single_close;
    size_t low_close;
    size_t again; /* where a mark opens that was not closed before: the speech goes on */
};

static bool at(const struct scanner *scanner, size_t i, const char *mark)
{
    if (i >= scanner->end || scanner->text[i] != *mark)
        return false;
    size_t length = strlen(mark);
    return i + length <= scanner->end && memcmp(scanner->text + i, mark, length) == 0;
}

static bool is_word_byte(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* The first byte of a letter of a script in which a particle follows a closing mark
 * at once: kana, Chinese characters, Hangul (U+3000 to U+D7FF). */
static bool is_unparted(char c)
{
    return (unsigned char)c >= 0xe3 && (unsigned char)c <= 0xed;
}

/* The byte before, ' ' at the paragraph's start. */
static char before(const struct scanner *scanner, size_t i)
{
    return i > scanner->paragraph_start ? scanner->text[i - 1] : ' ';
}

static char after(const struct scanner *scanner, size_t i)
{
    return i < scanner->end ? scanner->text[i] : ' ';
}

/* A dash or an opening bracket ends in one of these bytes (UTF-8 of the dashes:
 * e2 80 93, e2 80 94). */
static bool may_stand_before_open(const struct scanner *scanner, size_t i)
{
    char c = before(scanner, i);
    if (isspace((unsigned char)c) || strchr("([{-/:", c))
        return true;
    return i >= scanner->paragraph_start + 3 &&
           (at(scanner, i - 3, "–") || at(scanner, i - 3, "—"));
}

/* Whether a mark that looks the same at both ends opens here. */
static bool opens(const struct scanner *scanner, size_t i, const struct style *style)
{
    char next = after(scanner, i + strlen(style->open));
    if (strcmp(style->open, style->close) == 0)
        return may_stand_before_open(scanner, i) && !isspace((unsigned char)next);
    if (strcmp(style->open, "‘") == 0 || strcmp(style->open, "‚") == 0)
        return may_stand_before_open(scanner, i) && is_word_byte(next);
    if (strcmp(style->open, "»") == 0)
        return may_stand_before_open(scanner, i) && is_word_byte(next) &&
               (unsigned char)next != SPACED;
    return true;
}

/* A mark that looks the same at both ends closes behind a word, or where no
 * other word follows at once. */
static bool closes_straight(const struct scanner *scanner, size_t i, size_t length)
{
    return !isspace((unsigned char)before(scanner, i)) || !is_word_byte(after(scanner, i + length));
}

/* The length of the mark that closes here; 0: none does. */
static size_t closes(const struct scanner *scanner, size_t i, const struct style *style)
{
    const char *mark = at(scanner, i, style->close) ? style->close : style->mixed;
    if (!mark || !at(scanner, i, mark))
        return 0;
    size_t length = strlen(mark);
    if (strcmp(mark, "\"") == 0 || strcmp(mark, "''") == 0)
        return closes_straight(scanner, i, length) ? length : 0;
    if (strcmp(mark, "’") == 0 || strcmp(mark, "‘") == 0) /* else an apostrophe */
        return is_word_byte(after(scanner, i + length)) && !is_unparted(after(scanner, i + length))
                   ? 0
                   : length;
    return length;
}

/* The last byte before `i` that is no space. */
static char last_before(const struct scanner *scanner, size_t i)
{
    while (i > scanner->paragraph_start && scanner->text[i - 1] == ' ')
        i--;
    return before(scanner, i);
}

/* The last byte of an ellipsis in UTF-8, e2 80 a6, among the stops of ASCII. */
static bool is_stop(char c)
{
    return c && strchr(".?!\xa6", c);
}

/* Whether a mark that looks the same at both ends opens anew where none has closed: behind a stop,
 * or behind what tells who speaks. */
static bool opens_again(const struct scanner *scanner, size_t i, const struct style *style)
{
    char last = last_before(scanner, i);
    return strcmp(style->open, style->close) == 0 && at(scanner, i, style->open) &&
           before(scanner, i) == ' ' &&
           !isspace((unsigned char)after(scanner, i + strlen(style->open))) &&
           (is_stop(last) || last == ':' || last == ',');
}

/* All marks begin with one of these bytes. */
static bool may_be_mark(char c)
{
    return c == '"' || c == '\'' || c == '`' || (c & 0x80);
}

/* Where it closes, or the end of the paragraph. A mark of the same kind that
 * opens again inside is a nested quotation. */
static size_t find_close(const struct scanner *scanner, size_t i, const struct style *style,
                         size_t *length)
{
    size_t depth = 1;
    *length = 0;
    bool nests = strcmp(style->open, style->close) != 0 && strcmp(style->open, "‘") != 0;
    for (; i < scanner->end; i++) {
        if (!may_be_mark(scanner->text[i]))
            continue;
        size_t mark = closes(scanner, i, style);
        if (mark && --depth == 0) {
            *length = mark;
            return i;
        }
        if (!mark && opens_again(scanner, i, style))
            return i;
        if (nests && at(scanner, i, style->open))
            depth++;
    }
    return scanner->end;
}

/* „ closes with “ in German, with ” in Polish or Dutch: whichever comes first. */
static const struct style *resolve_low(struct scanner *scanner, size_t i)
{
    if (!at(scanner, i, "„"))
        return NULL;
    size_t k = scanner->low_close > i ? scanner->low_close : i + strlen("„");
    while (k < scanner->end && !at(scanner, k, "“") && !at(scanner, k, "”"))
        k++;
    scanner->low_close = k;
    return at(scanner, k, "”") ? &styles[2] : &styles[1];
}

static const struct style *style_at(struct scanner *scanner, size_t i)
{
    const struct style *low = resolve_low(scanner, i);
    if (low)
        return low;
    for (size_t s = 0; s < STYLES; s++)
        if (at(scanner, i, styles[s].open) && opens(scanner, i, &styles[s]))
            return &styles[s];
    return NULL;
}

static struct quotation *add(struct quotations *out)
{
    if (out->count == out->capacity) {
        out->capacity = out->capacity ? 2 * out->capacity : 16;
        out->items = memory_resize(out->items, out->capacity, sizeof *out->items);
    }
    struct quotation *quotation = &out->items[out->count++];
    *quotation = (struct quotation){0};
    return quotation;
}

/* Space inside of the marks (« so ») is not part of the words. */
static bool is_space_at(const char *text, size_t i, size_t *size)
{
    static const char *const spaces[] = {" ", "\n", "\xc2\xa0", "\xe2\x80\xaf"};
    for (size_t s = 0; s < sizeof spaces / sizeof *spaces; s++) {
        *size = strlen(spaces[s]);
        if (strncmp(text + i, spaces[s], *size) == 0)
            return true;
    }
    return false;
}

static void trim(const char *text, struct quotation *quotation)
{
    size_t size;
    while (quotation->start < quotation->end && is_space_at(text, quotation->start, &size) &&
           quotation->start + size <= quotation->end)
        quotation->start += size;
    for (size_t back = 1; back <= 3 && quotation->end >= quotation->start + back; back++)
        if (is_space_at(text, quotation->end - back, &size) && size == back) {
            quotation->end -= back;
            back = 0;
        }
}

/* Where the last sentence ends that is whole before `end`; `end` where there is none. */
static size_t last_stop(const struct scanner *scanner, size_t start, size_t end)
{
    for (size_t i = end; i > start + 1; i--)
        if (scanner->text[i - 1] == ' ' && is_stop(scanner->text[i - 2]))
            return i - 1;
    return end;
}

/* The words of a quotation that was not closed before a mark opens again at `end`: they go on
 * there, or end with their last whole sentence, since what tells who speaks next stands behind it.
 */
static void end_before_next(struct scanner *scanner, struct quotation *quotation)
{
    if (is_stop(last_before(scanner, quotation->end))) {
        scanner->again = quotation->end;
        quotation->goes_on = true;
        quotation->reopened = true;
    } else {
        quotation->end = last_stop(scanner, quotation->start, quotation->end);
        quotation->unclosed = true;
    }
    trim(scanner->text, quotation);
    quotation->close = quotation->end;
}

static size_t take(struct scanner *scanner, size_t i, const struct style *style)
{
    size_t start = i + strlen(style->open);
    bool single = strcmp(style->open, "‘") == 0 || strcmp(style->open, "‚") == 0;
    if (single && scanner->no_single_close == scanner->end)
        return start;
    size_t length;
    size_t end = find_close(scanner, start, style, &length);
    bool closed = end < scanner->end;
    if (!closed && single) { /* an apostrophe that curls the wrong way */
        scanner->no_single_close = end;
        return start;
    }
    if (start >= end)
        return closed && length > 0 ? end + length : start;
    struct quotation *quotation = add(scanner->out);
    *quotation = (struct quotation){
        .open = i,
        .start = start,
        .end = end,
        .close = end + length,
        .paragraph = scanner->paragraph,
        .unclosed = !closed,
        .continues = i == scanner->again && i > scanner->paragraph_start,
    };
    if (closed && length == 0)
        end_before_next(scanner, quotation);
    else
        trim(scanner->text, quotation);
    return quotation->close;
}

/* An unclosed quotation whose next paragraph opens again goes on there. */
static void join_paragraphs(const char *text, struct quotations *quotations,
                            const struct article_paragraph *paragraphs)
{
    for (size_t i = 0; i + 1 < quotations->count; i++) {
        struct quotation *a = &quotations->items[i];
        struct quotation *b = a + 1;
        bool same_mark = a->start - a->open == b->start - b->open &&
                         memcmp(text + a->open, text + b->open, a->start - a->open) == 0;
        if (a->unclosed && same_mark && b->paragraph == a->paragraph + 1 &&
            b->open == paragraphs[b->paragraph].start) {
            a->unclosed = false;
            a->goes_on = true;
            b->continues = true;
        }
    }
}

void quotations_find(const struct article *article, struct quotations *out)
{
    size_t count, length;
    const struct article_paragraph *paragraphs = article_paragraphs(article, &count);
    struct scanner scanner = {.text = article_text(article, &length), .out = out};
    for (scanner.paragraph = 0; scanner.paragraph < count; scanner.paragraph++) {
        scanner.paragraph_start = paragraphs[scanner.paragraph].start;
        scanner.end = paragraphs[scanner.paragraph].end;
        scanner.low_close = scanner.paragraph_start;
        scanner.again = scanner.paragraph_start;
        for (size_t i = scanner.paragraph_start; i < scanner.end;) {
            const struct style *style = may_be_mark(scanner.text[i]) ? style_at(&scanner, i) : NULL;
            i = style ? take(&scanner, i, style) : i + 1;
        }
    }
    join_paragraphs(scanner.text, out, paragraphs);
}

void quotations_finish(struct quotations *quotations)
{
    free(quotations->items);
    *quotations = (struct quotations){0};
}
