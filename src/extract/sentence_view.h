/* A sentence as it is looked at, token by token, to find out who says what is quoted in it. */
#ifndef EXTRACT_SENTENCE_VIEW_H
#define EXTRACT_SENTENCE_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "config/language.h"
#include "token.h"

struct sentence_view {
    const char *text;
    const struct tokens *tokens;
    const struct language *language;
    size_t first, end; /* of the sentence */
};

/* Tokens are counted as in tokens->items; view->first <= i < view->end but where a function says
 * otherwise. All that is given belongs to the caller and outlives the view. */
const struct token *sentence_view_token(const struct sentence_view *view, size_t i);

/* Whether the word stands in a list of the language. */
bool sentence_view_has(const struct sentence_view *view, size_t i, enum language_list list);

/* Of any i: false from view->end on. */
bool sentence_view_is(const struct sentence_view *view, size_t i, enum token_kind kind);
bool sentence_view_is_word(const struct sentence_view *view, size_t i);

/* Whether the word ends in one of the list, and is longer than it. */
bool sentence_view_ends_in(const struct sentence_view *view, size_t i, enum language_list endings);

/* Behind the brackets that open at `i`, "(R-Ohio)"; `i` where none do. */
size_t sentence_view_skip_brackets(const struct sentence_view *view, size_t i);

/* Back over "(R-Ohio)" that ends before `i`. */
size_t sentence_view_brackets_back(const struct sentence_view *view, size_t i);

/* Back over what stands between two dashes before `i`. */
size_t sentence_view_dashes_back(const struct sentence_view *view, size_t i);

/* A quotation whose words begin with a small letter: part of the sentence round it. */
bool sentence_view_begins_small(const struct sentence_view *view, size_t i);

/* A quotation whose words end in a comma: "..., " */
bool sentence_view_ends_with_comma(const struct sentence_view *view, size_t i);

/* The sentence round a token, as far as it is looked at. */
struct sentence_view sentence_view_of(const char *text, const struct tokens *tokens, size_t index,
                                      const struct language *language);

#endif
