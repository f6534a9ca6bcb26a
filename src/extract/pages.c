#include "pages.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "config/language.h"

#define SENTENCE_WORDS_MAX 400 /* a longer one is paged at its end alone */

static bool begins_subject(const struct token *token)
{
    return token_in(token, LANGUAGE_SUBJECTS) || token_in(token, LANGUAGE_DETERMINERS);
}

/* Whether a clause of its own begins here: "and we", "but the town", "and with time the town",
 * "because". */
static bool begins_clause(const struct tokens *tokens, size_t i)
{
    const struct token *token = &tokens->items[i];
    if (token->kind != TOKEN_WORD || token_in(token, LANGUAGE_CONDITIONS))
        return false;
    if (token_in(token, LANGUAGE_SUBORDINATORS))
        return true;
    const struct token *subject = token + 1;
    if (i + 1 >= tokens->count || !token_in(token, LANGUAGE_OPENERS))
        return false;
    bool phrase = i + 3 < tokens->count && token_in(subject, LANGUAGE_PREPOSITIONS) &&
                  subject[1].kind == TOKEN_WORD && !begins_subject(subject + 1) &&
                  !token_in(subject + 1, LANGUAGE_PREPOSITIONS);
    return begins_subject(subject) || (phrase && begins_subject(subject + 2));
}

/* "If the river rises, we close": what follows in the same sentence may hang on it as well. */
static bool hangs_on_condition(const struct tokens *tokens, size_t end)
{
    size_t first = tokens->items[end].sentence_first;
    if (end - first > SENTENCE_WORDS_MAX)
        return true;
    for (size_t i = first; i < end; i++)
        if (token_in(&tokens->items[i], LANGUAGE_CONDITIONS) &&
            token_in(&tokens->items[i], LANGUAGE_SUBORDINATORS))
            return true;
    return false;
}

/* Where a page may end: behind this token. In a sentence whose pages air one after the other
 * behind any comma or colon as well. */
static bool is_boundary(const char *text, const struct tokens *tokens, size_t i, bool sentence)
{
    const struct token *token = &tokens->items[i];
    if (token[1].first || text[token->start] == ';')
        return true;
    if (sentence)
        return token->kind == TOKEN_COMMA || token->kind == TOKEN_COLON;
    bool long_dash = token->kind == TOKEN_DASH && text[token->start] != '-';
    return (long_dash || token->kind == TOKEN_COMMA) && begins_clause(tokens, i + 1) &&
           !hangs_on_condition(tokens, i);
}

struct snippet_page page_of(const struct reading *reading, const struct finding *finding,
                            size_t first, size_t end)
{
    const struct quotation *quotation = finding->quotation;
    bool before = first > quotation->start || quotation->continues ||
                  (!finding->whole && !starts_sentence(reading->text + quotation->start));
    bool behind = end < quotation->end || quotation->goes_on;
    char *words = reading_copy(reading, first, end);
    size_t length = strlen(words);
    if (length > 0 && words[length - 1] == ',')
        words[length - 1] = '\0'; /* it belonged to the sentence around the quotation */
    char *open = reading_copy(reading, quotation->open, quotation->start);
    char *close = reading_copy(reading, quotation->end, quotation->close);
    bool curly = (*open & 0x80) != 0 && (*close & 0x80) != 0; /* straight ones are set curly */
    struct snippet composed = {0};
    char *marked = memory_format("%s%s%s", before ? "… " : "", words, behind ? " …" : "");
    snippet_compose_quote(&composed, marked, finding->speaker, curly ? open : NULL,
                          curly ? close : NULL);
    const struct snippet_page page = {composed.text, composed.speaker_span};
    composed.text = NULL;
    snippet_finish(&composed);
    free(words);
    free(open);
    free(close);
    free(marked);
    return page;
}

/* What is cut into pages: the words of a quotation, or a sentence. */
struct paged {
    const struct reading *reading;
    const struct finding *finding; /* NULL: a sentence */
    const char *text;
    size_t start, end;
    size_t max_chars;
};

/* A page of a sentence, with an ellipsis where there was more. A sentence has its speaker's name
 * among its own words. */
static struct snippet_page sentence_page(const struct paged *paged, size_t first, size_t end)
{
    char *words = memory_copy_bytes(paged->text + first, end - first);
    const struct snippet_page page = {.text =
                                          memory_format("%s%s%s", first > paged->start ? "… " : "",
                                                        words, end < paged->end ? " …" : "")};
    free(words);
    return page;
}

/* The longest run of whole clauses from token `from` on that fits a page; 0: not
 * even one does. The page's text for the caller to free. */
static size_t fill_page(const struct paged *paged, const struct tokens *tokens, size_t from,
                        struct snippet_page *page)
{
    size_t taken = 0;
    size_t first = from > 0 ? tokens->items[from].start : paged->start;
    *page = (struct snippet_page){0};
    for (size_t i = from; i < tokens->count; i++) {
        bool last = i + 1 == tokens->count;
        if (!last && !is_boundary(paged->text, tokens, i, !paged->finding))
            continue;
        size_t end = last ? paged->end : tokens->items[i].end;
        const struct snippet_page longer = paged->finding
                                               ? page_of(paged->reading, paged->finding, first, end)
                                               : sentence_page(paged, first, end);
        if (utf8_count(longer.text, strlen(longer.text)) > paged->max_chars) {
            free(longer.text);
            return taken;
        }
        free(page->text);
        *page = longer;
        taken = i + 1;
    }
    return taken;
}

static void drop_pages(struct snippet *snippet)
{
    for (size_t i = 0; i < snippet->page_count; i++)
        free(snippet->pages[i].text);
    free(snippet->pages);
    snippet->pages = NULL;
    snippet->page_count = 0;
}

static bool add_all(const struct paged *paged, struct snippet *snippet)
{
    struct tokens tokens = {0};
    const struct quotations none = {0};
    tokens_read(paged->text, paged->start, paged->end, paged->reading->language, &none, 0, &tokens);
    size_t at = 0;
    while (at < tokens.count) {
        struct snippet_page page;
        size_t next = fill_page(paged, &tokens, at, &page);
        if (next == 0)
            break;
        snippet_add_page(snippet, &page);
        free(page.text);
        at = next;
    }
    bool whole = at == tokens.count && snippet->page_count > 1;
    tokens_finish(&tokens);
    if (!whole)
        drop_pages(snippet);
    return whole;
}

bool pages_add(const struct reading *reading, const struct finding *finding, size_t max_chars,
               struct snippet *snippet)
{
    const struct paged paged = {.reading = reading,
                                .finding = finding,
                                .text = reading->text,
                                .start = finding->quotation->start,
                                .end = finding->quotation->end,
                                .max_chars = max_chars};
    return add_all(&paged, snippet);
}

bool pages_add_sentence(const struct reading *reading, size_t max_chars, struct snippet *snippet)
{
    const struct paged paged = {.reading = reading,
                                .text = snippet->text,
                                .end = strlen(snippet->text),
                                .max_chars = max_chars};
    return add_all(&paged, snippet);
}
