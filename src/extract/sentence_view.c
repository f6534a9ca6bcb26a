#include "sentence_view.h"

#include <string.h>

#include "sentence.h"

#define BRACKETS_MAX 8 /* tokens */
#define LOOK_BACK 150  /* tokens: a longer sentence is no sentence */

const struct token *sentence_view_token(const struct sentence_view *view, size_t i)
{
    return &view->tokens->items[i];
}

bool sentence_view_has(const struct sentence_view *view, size_t i, enum language_list list)
{
    return token_in(sentence_view_token(view, i), list);
}

bool sentence_view_is(const struct sentence_view *view, size_t i, enum token_kind kind)
{
    return i < view->end && sentence_view_token(view, i)->kind == kind;
}

bool sentence_view_is_word(const struct sentence_view *view, size_t i)
{
    return sentence_view_is(view, i, TOKEN_WORD) || sentence_view_is(view, i, TOKEN_CAPITAL);
}

/* A bracket or another single mark, as it is written. */
static bool is_mark(const struct sentence_view *view, size_t i, char mark)
{
    return sentence_view_is(view, i, TOKEN_OTHER) &&
           view->text[sentence_view_token(view, i)->start] == mark;
}

bool sentence_view_ends_in(const struct sentence_view *view, size_t i, enum language_list endings)
{
    return word_ends_in(view->language, view->text, sentence_view_token(view, i), endings);
}

size_t sentence_view_skip_brackets(const struct sentence_view *view, size_t i)
{
    if (!is_mark(view, i, '('))
        return i;
    for (size_t k = i + 1; k < view->end && k < i + BRACKETS_MAX; k++)
        if (is_mark(view, k, ')'))
            return k + 1;
    return i;
}

size_t sentence_view_brackets_back(const struct sentence_view *view, size_t i)
{
    if (i == view->first || !is_mark(view, i - 1, ')'))
        return i;
    for (size_t k = i - 1; k > view->first && k + BRACKETS_MAX > i; k--)
        if (is_mark(view, k - 1, '('))
            return k - 1;
    return i;
}

size_t sentence_view_dashes_back(const struct sentence_view *view, size_t i)
{
    if (i == view->first || !sentence_view_is(view, i - 1, TOKEN_DASH))
        return i;
    size_t k = i - 1;
    while (k > view->first && sentence_view_is(view, k - 1, TOKEN_DASH))
        k--; /* "--" */
    while (k > view->first && !sentence_view_is(view, k - 1, TOKEN_DASH))
        k--;
    while (k > view->first && sentence_view_is(view, k - 1, TOKEN_DASH))
        k--;
    return k > view->first ? k : i;
}

bool sentence_view_begins_small(const struct sentence_view *view, size_t i)
{
    const struct token *token = sentence_view_token(view, i);
    return begins_small(view->text, token->start, token->end);
}

bool sentence_view_ends_with_comma(const struct sentence_view *view, size_t i)
{
    const struct token *token = sentence_view_token(view, i);
    for (size_t k = token->end; k > token->start; k--)
        if ((view->text[k - 1] & 0x80) == 0 && !strchr("\"'", view->text[k - 1]))
            return view->text[k - 1] == ',';
    return false;
}

struct sentence_view sentence_view_of(const char *text, const struct tokens *tokens, size_t index,
                                      const struct language *language)
{
    struct sentence sentence = sentence_of(tokens, index);
    struct sentence_view view = {text, tokens, language, sentence.first,
                                 sentence.first + sentence.count};
    if (index > LOOK_BACK && view.first < index - LOOK_BACK)
        view.first = index - LOOK_BACK;
    if (view.end > index + LOOK_BACK)
        view.end = index + LOOK_BACK;
    return view;
}
