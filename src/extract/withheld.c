#include "withheld.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "line.h"
#include "news/when.h"

#define HEAD_LINES 10          /* in which a mark that withholds the article may stand, at most */
#define HEAD_OTHERS 1          /* sentences among them */
#define TAIL_LINES ((size_t)4) /* in which a correction or such a mark stands, at the end */
#define NOTE 1                 /* the number of an editors' note in the lists `corrections` */
#define ANYWHERE 10 /* added to a phrase that means it wherever it stands in such a line */

static const char *const withheld_names[WITHHELD_KINDS] = {
    [WITHHELD_EMBARGO] = "it is under embargo",
    [WITHHELD_KILL] = "its sender has killed it",
    [WITHHELD_ADVISORY] = "it is an advisory to editors",
    [WITHHELD_SATIRE] = "it is satire",
    [WITHHELD_UNPUBLISHED] = "it is not for publication",
};

/* Whether the phrase at the line's beginning is a mark, and not a title's first word: nothing or a
 * mark behind it, or CAPITALS before small letters. */
static bool is_mark(struct line line, size_t length, bool above_title)
{
    struct line rest = line_behind(line, length), phrase = {line.text, length};
    char mark = line_next_mark(rest);
    if (mark == '\0' || strchr(":-])|*.!/", mark))
        return true;
    if (isdigit((unsigned char)mark))
        return true;
    return !line_has_small(phrase) &&
           (line_has_small(rest) || above_title || memchr(phrase.text, ' ', length));
}

static enum withheld withheld_by(struct line line, bool above_title)
{
    struct word word;
    bool first = true;
    if (line.length > LINE_MAX_BYTES)
        return WITHHELD_NOT;
    for (size_t at = 0; line_next_word(line, &at, &word); first = false) {
        int number = 0;
        struct line rest = line_behind(line, word.start);
        size_t length = line_begins_with(rest, LANGUAGE_WITHHELD, &number);
        if (length > 0 && number >= ANYWHERE)
            return (enum withheld)(number - ANYWHERE);
        if (length > 0 && first && is_mark(rest, length, above_title))
            return (enum withheld)number;
    }
    return WITHHELD_NOT;
}

enum withheld withheld_at(const struct article *article, size_t index)
{
    return withheld_by(line_of(article, index), line_stands_above_title(article, index));
}

/* The mark that withholds the article, and its line: in the head, which ends where paragraphs
 * begin, or in the last lines. WITHHELD_NOT: none. */
static enum withheld find_mark(const struct article *article, struct line *line)
{
    size_t count = 0, others = 0;
    bool head = true;
    article_paragraphs(article, &count);
    for (size_t i = 0; i < count; i++) {
        if (!head && i + TAIL_LINES < count)
            i = count - TAIL_LINES;
        *line = line_of(article, i);
        enum withheld kind = withheld_at(article, i);
        if (kind != WITHHELD_NOT)
            return kind;
        others += line_ends_sentence(*line);
        head =
            head && i + 1 < HEAD_LINES && others <= HEAD_OTHERS && line->length <= LINE_MAX_BYTES;
    }
    return WITHHELD_NOT;
}

static void hold(struct snippet *snippet, const char *reason)
{
    if (!snippet->hold)
        snippet->hold = memory_copy_string(reason);
}

static void hold_all(const struct article *article, struct snippets *out, size_t first)
{
    struct line line = {0};
    int64_t instant_ms = 0;
    enum withheld kind = find_mark(article, &line);
    if (kind == WITHHELD_NOT)
        return;
    bool timed = kind == WITHHELD_EMBARGO && when_instant(line.text, line.length, &instant_ms);
    char *reason = memory_format("%s: \"%.*s\"", withheld_names[kind], (int)line.length, line.text);
    for (size_t i = first; i < out->count; i++) {
        if (timed)
            out->items[i].not_before_ms = instant_ms;
        else
            hold(&out->items[i], reason);
    }
    free(reason);
}

bool withheld_is_correction(struct line line, bool *note)
{
    struct line words = line_behind(line, line_first_letter(line));
    int number = 0;
    size_t length = line_begins_with(words, LANGUAGE_CORRECTIONS, &number);
    *note = number == NOTE;
    if (length > 0 && memchr(words.text, ' ', length)) /* no title begins so */
        return true;
    char mark = length > 0 ? line_next_mark(line_behind(words, length)) : 'x';
    return length > 0 && (mark == '\0' || strchr(":.-([", mark));
}

/* Whether the line gives the words again, but for the mark at their end. */
static bool repeats(struct line line, const char *quote)
{
    size_t length = quote ? strlen(quote) : 0;
    while (length > 0 && strchr(".,!?;", quote[length - 1]))
        length--;
    return length > 0 && memmem(line.text, line.length, quote, length) != NULL;
}

static bool names(struct line line, const char *speaker)
{
    const char *surname = strrchr(speaker, ' ');
    surname = surname ? surname + 1 : speaker;
    return memmem(line.text, line.length, surname, strlen(surname)) != NULL;
}

/* Whether the line tells of sayings: said, attributed, quotation. */
static bool tells_of_words(struct line line)
{
    struct word word;
    for (size_t at = 0; line_next_word(line, &at, &word);)
        if (line_has_listed(LANGUAGE_SPEECHES, line, word) ||
            line_begins_with(line_behind(line, word.start), LANGUAGE_MISQUOTED, NULL) > 0)
            return true;
    return false;
}

/* What a correction takes back: what it gives back of it, or whom it names; all quotations, where
 * it tells of words and names nobody who speaks. */
static void hold_corrected(struct line line, bool note, struct snippets *out, size_t first)
{
    static const char reason[] = "a correction in the article may take it back";
    bool named = false, of_words = tells_of_words(line);
    for (size_t i = first; i < out->count; i++) {
        struct snippet *snippet = &out->items[i];
        bool speaker = snippet->speaker && (of_words || !note) && names(line, snippet->speaker);
        bool words = repeats(line, snippet->quote);
        named |= speaker || words;
        if (speaker || words)
            hold(snippet, reason);
    }
    for (size_t i = first; !named && of_words && i < out->count; i++)
        if (out->items[i].kind == SNIPPET_QUOTE)
            hold(&out->items[i], reason);
}

void withheld_hold(const struct article *article, struct snippets *out, size_t first)
{
    size_t count = 0;
    article_paragraphs(article, &count);
    hold_all(article, out, first);
    for (size_t i = 0; i < count; i++) {
        if (i == TAIL_LINES && count > (size_t)2 * TAIL_LINES)
            i = count - TAIL_LINES;
        struct line line = line_of(article, i);
        bool note = false;
        if (withheld_is_correction(line, &note))
            hold_corrected(line, note, out, first);
    }
}
