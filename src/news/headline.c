#include "news/headline.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/language.h"
#include "marks.h"
#include "sentence.h"
#include "token.h"

#define TITLE_MAX 150 /* bytes: a longer first line is no title */

struct lead {
    const struct article *article;
    const char *text;
    const struct language *language;
    struct quotations quotations;
    struct tokens tokens;
};

/* A first line that does not end as a sentence does, before other paragraphs. */
static bool is_title(const struct lead *lead, const struct article_paragraph *paragraph,
                     size_t count)
{
    return count > 1 && paragraph->end - paragraph->start <= TITLE_MAX &&
           !strchr(".:;,", lead->text[paragraph->end - 1]);
}

static bool is_dash(const struct lead *lead, size_t i)
{
    const struct token *token = &lead->tokens.items[i];
    return token->kind == TOKEN_DASH && lead->text[token->start] != '-';
}

/* The dateline before the lead: `LONDON (Wire) — The ...`. Its tokens. */
static size_t dateline(const struct lead *lead, const struct sentence *sentence)
{
    enum {
        MOST = 10
    };
    for (size_t i = 1; i + 1 < sentence->count && i < MOST; i++) {
        const struct token *token = &lead->tokens.items[i];
        if (token->kind == TOKEN_WORD || token->kind == TOKEN_END || token->kind == TOKEN_QUOTATION)
            return 0;
        if (is_dash(lead, i))
            return lead->tokens.items[i + 1].kind == TOKEN_CAPITAL ? i + 1 : 0;
    }
    return 0;
}

/* Copies tokens [first, end) without what stands in brackets. */
static char *without_brackets(const struct lead *lead, size_t start, size_t end)
{
    struct buffer out = {0};
    int depth = 0;
    for (size_t i = start; i < end; i++) {
        char c = lead->text[i];
        if (c == '(')
            depth++;
        if (depth == 0 && !(c == ' ' && out.length > 0 && out.data[out.length - 1] == ' '))
            buffer_add_byte(&out, c == '\n' ? ' ' : c);
        if (c == ')' && depth > 0) {
            depth--;
            bool joined = i + 1 < end && strchr(",.;:", lead->text[i + 1]);
            if (depth == 0 && joined && out.length > 0 && out.data[out.length - 1] == ' ')
                out.length--; /* "Agency (AB), said": no space before the comma */
        }
    }
    buffer_add_byte(&out, '\0'); /* the length may have shrunk */
    return buffer_detach(&out);
}

/* Where a last relative clause begins (its comma), which adds but does not
 * change: ", which ..." up to the sentence's end, with no quotation in it. */
static size_t relative_clause(const struct lead *lead, const struct sentence *sentence)
{
    size_t end = sentence->first + sentence->count;
    for (size_t i = end; i-- > sentence->first + 1;) {
        if (lead->tokens.items[i].kind == TOKEN_QUOTATION)
            return 0;
        if (lead->tokens.items[i - 1].kind != TOKEN_COMMA)
            continue;
        const struct token *word = &lead->tokens.items[i];
        return language_has(lead->language, LANGUAGE_RELATIVES, lead->text + word->start,
                            word->end - word->start)
                   ? lead->tokens.items[i - 1].start
                   : 0;
    }
    return 0;
}

static bool fits(const char *text, size_t max_chars)
{
    size_t length = strlen(text);
    return length > 0 && utf8_count(text, length) <= max_chars;
}

/* The lead sentence, shorter by one more deletion each time until it fits. The
 * caller frees; NULL when it never does. */
static char *shorten(const struct lead *lead, const struct sentence *sentence, size_t max_chars)
{
    size_t skip = sentence->first == 0 ? dateline(lead, sentence) : 0;
    size_t start = lead->tokens.items[sentence->first + skip].start;
    char *text = memory_copy_bytes(lead->text + start, sentence->end - start);
    if (fits(text, max_chars))
        return text;
    free(text);
    text = without_brackets(lead, start, sentence->end);
    if (fits(text, max_chars))
        return text;
    free(text);
    size_t clause = relative_clause(lead, sentence);
    if (!clause)
        return NULL;
    text = without_brackets(lead, start, clause);
    if (fits(text, max_chars))
        return text;
    free(text);
    return NULL;
}

static bool has_words(const struct lead *lead, const struct sentence *sentence)
{
    enum {
        LEAST = 2
    };
    int words = 0;
    for (size_t i = 0; i < sentence->count && words < LEAST; i++) {
        enum token_kind kind = lead->tokens.items[sentence->first + i].kind;
        words += kind == TOKEN_WORD || kind == TOKEN_CAPITAL || kind == TOKEN_QUOTATION;
    }
    return words >= LEAST;
}

static char *lead_sentence(struct lead *lead, size_t index, size_t max_chars)
{
    size_t count;
    const struct article_paragraph *paragraph = article_paragraphs(lead->article, &count) + index;
    size_t first = 0;
    while (first < lead->quotations.count && lead->quotations.items[first].paragraph < index)
        first++;
    tokens_read(lead->text, paragraph->start, paragraph->end, lead->language, &lead->quotations,
                first, &lead->tokens);
    if (lead->tokens.count == 0)
        return NULL;
    struct sentence sentence = sentence_of(&lead->tokens, 0);
    enum token_kind last = lead->tokens.items[sentence.first + sentence.count - 1].kind;
    if ((last != TOKEN_END && last != TOKEN_QUOTATION) || !has_words(lead, &sentence))
        return NULL; /* no sentence: a list, a caption, words without end */
    return shorten(lead, &sentence, max_chars);
}

/* A headline needs no full stop; an abbreviation keeps its own. */
static void drop_full_stop(const struct lead *lead, char *text)
{
    size_t length = strlen(text);
    if (length < 2 || text[length - 1] != '.')
        return;
    size_t word = length - 1;
    while (word > 0 && text[word - 1] != ' ')
        word--;
    bool dotted = memchr(text + word, '.', length - 1 - word) != NULL;
    if (!dotted &&
        !language_has(lead->language, LANGUAGE_ABBREVIATIONS, text + word, length - word))
        text[length - 1] = '\0';
}

static void give(const struct lead *lead, char *text, struct article_paragraph paragraph,
                 struct snippets *out)
{
    for (char *c = text; *c; c++)
        if (*c == '\n')
            *c = ' ';
    drop_full_stop(lead, text);
    struct snippet *snippet = snippets_add(out);
    snippet->kind = SNIPPET_HEADLINE;
    snippet->text = text;
    snippet->start = article_source_offset(lead->article, paragraph.start);
    snippet->end = article_source_offset(lead->article, paragraph.end);
    snippet->confidence = 1;
}

bool headline_extract(const struct article *article, size_t max_chars, struct snippets *out)
{
    size_t count, length;
    const struct article_paragraph *paragraphs = article_paragraphs(article, &count);
    struct lead lead = {.article = article, .text = article_text(article, &length)};
    lead.language = language_guess(lead.text, length);
    quotations_find(article, &lead.quotations);
    char *text = NULL;
    if (is_title(&lead, &paragraphs[0], count))
        text = memory_copy_bytes(lead.text + paragraphs[0].start,
                                 paragraphs[0].end - paragraphs[0].start);
    if (text && !fits(text, max_chars)) {
        free(text);
        text = NULL;
    }
    if (!text)
        text = lead_sentence(&lead, 0, max_chars);
    if (text)
        give(&lead, text, paragraphs[0], out);
    quotations_finish(&lead.quotations);
    tokens_finish(&lead.tokens);
    return text != NULL;
}
