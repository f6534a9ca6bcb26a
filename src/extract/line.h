/* The lines of an article's file, of any language: what they look like, and what words they have.
 * Read by front_matter and withheld. A line is a paragraph of the article, which it points into and
 * which outlives it. */
#ifndef EXTRACT_LINE_H
#define EXTRACT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/language.h"
#include "news/article.h"

#define LINE_MAX_BYTES 200 /* a longer line tells something */

/* A paragraph. */
struct line {
    const char *text;
    size_t length;
};

/* A word of a line: letters, or letters and digits. */
struct word {
    size_t start, end;
    bool capital, digits, letters, upper; /* upper: capitals only */
    bool caseless;                        /* of a script without capitals */
};

struct line line_of(const struct article *article, size_t index);

/* The line from byte `at` on. */
struct line line_behind(struct line line, size_t at);

/* The line from its first word on, to its last; what stands around are marks. */
struct line line_bare(struct line line);

/* The next word from *at on, which moves behind it; false at the end. */
bool line_next_word(struct line line, size_t *at, struct word *word);

/* The byte where its first word begins; its length where it has none. */
size_t line_first_letter(struct line line);
size_t line_word_count(struct line line);
char line_last_byte(struct line line);

/* The last character, marks that close a quotation or a bracket left out; 0: there is none. */
uint32_t line_last_character(struct line line);

/* Of such a character: a full stop, of all scripts; what a title does not end with, as it would go
 * on. */
bool line_stops(uint32_t code);
bool line_goes_on(uint32_t code);
bool line_ends_sentence(struct line line);

/* The first character that is no blank, as its like in ASCII; 0 at the end. */
char line_next_mark(struct line line);

/* Bytes of the line's beginning that are a phrase of the list, in any language; *number as in
 * languages_phrase. */
size_t line_begins_with(struct line line, enum language_list list, int *number);

/* Whether any language has the word of the line in the list. */
bool line_has_listed(enum language_list list, struct line line, struct word word);

/* Whether each word begins with a capital; whether one has small letters. */
bool line_has_capitals_only(struct line line);
bool line_has_small(struct line line);

/* Whether the paragraph below looks as a title does, by its shape alone. */
bool line_stands_above_title(const struct article *article, size_t index);

#endif
