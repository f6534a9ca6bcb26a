/* A paragraph as tokens: words, punctuation, and quotations as single ones, so
 * that a name inside a quotation is never taken for its speaker. */
#ifndef EXTRACT_TOKEN_H
#define EXTRACT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/language.h"
#include "marks.h"

enum token_kind {
    TOKEN_WORD,
    TOKEN_CAPITAL, /* a word that begins with a capital */
    TOKEN_NUMBER,
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_DASH,
    TOKEN_END, /* of a sentence */
    TOKEN_OTHER,
    TOKEN_QUOTATION,
};

struct token {
    enum token_kind kind;
    size_t start, end; /* bytes of the article's text; without a possessive 's */
    size_t quotation;  /* index, of a TOKEN_QUOTATION */
    uint64_t lists;    /* of the language, that a word stands in: bits */
    bool possessive;
    bool progressive; /* a capital word that ends as a participle does: Leaving, Sterling */
    bool first;       /* of its sentence */
    size_t sentence_first, sentence_end; /* tokens of its sentence */
    bool ends;                           /* a quotation whose words end a sentence */
    bool stops;                          /* with a full stop: no "S said" may follow */
};

/* Whether the word stands in a list of the language. */
static inline bool token_in(const struct token *token, enum language_list list)
{
    return token->lists >> list & 1;
}

struct tokens {
    struct token *items;
    size_t count, capacity;
};

/* The tokens of text[start, end), into `out` (what was there is forgotten).
 * quotations: those of this stretch. */
void tokens_read(const char *text, size_t start, size_t end, const struct language *language,
                 const struct quotations *quotations, size_t first_quotation, struct tokens *out);
/* Whether the word ends in one of the list, and is longer than it. */
bool word_ends_in(const struct language *language, const char *text, const struct token *token,
                  enum language_list endings);

/* Whether the first letter of text[start, end), behind marks only, is a small one. */
bool begins_small(const char *text, size_t start, size_t end);
/* Whether the script that a word begins in knows capitals. */
bool has_case(const char *word, size_t length);

/* What the words of a quotation end in, marks nested in it left out: one of `.!?,`, `-` for an
 * ellipsis, 0 for anything else. */
char quotation_stop(const char *text, const struct quotation *quotation);

void tokens_finish(struct tokens *tokens);

#endif
