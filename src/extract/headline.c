#include "extract/headline.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/language.h"
#include "extract/front_matter.h"
#include "marks.h"
#include "sentence.h"
#include "token.h"

#define SENTENCE_MAX 2000 /* bytes: a longer one is not looked at */

struct lead {
    const struct article *article;
    const char *text;
    const struct language *language;
    struct quotations quotations;
    struct tokens tokens;
    size_t max_chars;
};

static bool has(const struct lead *lead, size_t i, enum language_list list)
{
    return token_in(&lead->tokens.items[i], list);
}

static bool is_mark(const struct lead *lead, size_t i, char mark)
{
    return lead->tokens.items[i].kind == TOKEN_OTHER &&
           lead->text[lead->tokens.items[i].start] == mark;
}

static bool has_capitals(const struct lead *lead, const struct token *place)
{
    bool capitals = place->end - place->start > 1;
    for (size_t k = place->start; k < place->end; k++)
        capitals &= !islower((unsigned char)lead->text[k]);
    return capitals;
}

/* The mark behind a dateline; a hyphen only where the place is in CAPITALS. */
static bool ends_dateline(const struct lead *lead, size_t i)
{
    const struct token *token = &lead->tokens.items[i];
    bool capitals = has_capitals(lead, &lead->tokens.items[0]);
    return (token->kind == TOKEN_DASH && (capitals || lead->text[token->start] != '-')) ||
           is_mark(lead, i, '_');
}

/* The dateline before the lead: `LONDON (Wire) — The ...`. Its tokens. */
static size_t dateline(const struct lead *lead, const struct sentence *sentence)
{
    enum {
        MOST = 10,
        FEW = 4 /* where the place is not in CAPITALS: more are a title's first half */
    };
    size_t most = has_capitals(lead, &lead->tokens.items[0]) ? MOST : FEW;
    for (size_t i = 1; i + 1 < sentence->count && i < most; i++) {
        const struct token *token = &lead->tokens.items[i];
        if (token->kind == TOKEN_WORD || token->kind == TOKEN_END || token->kind == TOKEN_QUOTATION)
            return 0;
        if (ends_dateline(lead, i)) {
            while (i + 2 < sentence->count && ends_dateline(lead, i + 1))
                i++; /* "--" */
            return lead->tokens.items[i + 1].kind == TOKEN_CAPITAL ? i + 1 : 0;
        }
    }
    return 0;
}

/* Whether tokens [first, end) only add something: no quotation, nobody who says it, nothing that
 * changes what the rest means. */
static bool only_adds(const struct lead *lead, size_t first, size_t end)
{
    static const enum language_list changing[] = {LANGUAGE_HANGING, LANGUAGE_OTHERS,
                                                  LANGUAGE_RELAYS, LANGUAGE_PARTICIPLES};
    if (first < end && has(lead, first, LANGUAGE_CONDITIONS))
        return false;
    for (size_t i = first; i < end; i++) {
        if (lead->tokens.items[i].kind == TOKEN_QUOTATION ||
            (has(lead, i, LANGUAGE_CUES) && !has(lead, i, LANGUAGE_NOUNS)))
            return false;
        for (size_t k = 0; k < sizeof changing / sizeof *changing; k++)
            if (has(lead, i, changing[k]))
                return false;
    }
    return true;
}

/* The last token of an aside that begins at `i` and may go: "(built in 1784)"; ", 62" before
 * another comma. 0: none begins there. */
static size_t aside(const struct lead *lead, size_t i, size_t end)
{
    const struct token *tokens = lead->tokens.items;
    if (i + 2 < end && tokens[i].kind == TOKEN_COMMA && tokens[i + 1].kind == TOKEN_NUMBER &&
        tokens[i + 2].kind == TOKEN_COMMA)
        return i + 1;
    if (!is_mark(lead, i, '('))
        return 0;
    int depth = 1;
    for (size_t k = i + 1; k < end; k++) {
        depth += is_mark(lead, k, '(') - is_mark(lead, k, ')');
        if (depth == 0)
            return only_adds(lead, i + 1, k) ? k : 0;
    }
    return 0;
}

/* Copies tokens [first, end) without asides. */
static char *without_asides(const struct lead *lead, size_t first, size_t end)
{
    const struct token *tokens = lead->tokens.items;
    struct buffer out = {0};
    size_t at = tokens[first].start;
    for (size_t i = first; i < end; i++) {
        size_t last = i > first ? aside(lead, i, end) : 0;
        if (last == 0)
            continue;
        buffer_add(&out, lead->text + at, tokens[i - 1].end - at);
        at = tokens[last].end;
        i = last;
    }
    buffer_add(&out, lead->text + at, tokens[end - 1].end - at);
    return buffer_detach(&out);
}

/* Where a last clause begins (its comma) that adds but does not change anything: ", which ...",
 * ", after ...", up to `end`; 0: none. */
static size_t last_clause(const struct lead *lead, size_t first, size_t end)
{
    for (size_t i = end; i-- > first + 1;) {
        if (lead->tokens.items[i - 1].kind != TOKEN_COMMA)
            continue;
        bool clause = has(lead, i, LANGUAGE_RELATIVES) || has(lead, i, LANGUAGE_SUBORDINATORS);
        return clause && only_adds(lead, i, end) ? i - 1 : 0;
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
    size_t first = sentence->first + skip;
    size_t start = lead->tokens.items[first].start;
    if (sentence->end - start > SENTENCE_MAX)
        return NULL;
    char *text = memory_copy_bytes(lead->text + start, sentence->end - start);
    size_t end = sentence->first + sentence->count;
    while (!fits(text, max_chars) && end > first) {
        free(text);
        text = without_asides(lead, first, end);
        end = fits(text, max_chars) ? end : last_clause(lead, first, end);
    }
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

static void read_tokens(struct lead *lead, size_t index)
{
    size_t count;
    const struct article_paragraph *paragraph = article_paragraphs(lead->article, &count) + index;
    size_t first = 0;
    while (first < lead->quotations.count && lead->quotations.items[first].paragraph < index)
        first++;
    tokens_read(lead->text, paragraph->start, paragraph->end, lead->language, &lead->quotations,
                first, &lead->tokens);
}

/* All of the paragraph, if it has at most so many characters. */
static char *whole_paragraph(const struct lead *lead, size_t index, size_t most)
{
    size_t count = 0;
    const struct article_paragraph *paragraph = article_paragraphs(lead->article, &count) + index;
    char *text =
        memory_copy_bytes(lead->text + paragraph->start, paragraph->end - paragraph->start);
    if (fits(text, most))
        return text;
    free(text);
    return NULL;
}

/* "he", "she's": the token without what an apostrophe adds is a pronoun for somebody. */
static bool is_pronoun(const struct lead *lead, size_t i)
{
    const struct token *token = &lead->tokens.items[i];
    size_t length = 0;
    while (token->start + length < token->end &&
           isalpha((unsigned char)lead->text[token->start + length]))
        length++;
    uint64_t lists = language_lists(lead->language, lead->text + token->start, length);
    return (lists >> LANGUAGE_PRONOUNS | lists >> LANGUAGE_THEY) & 1;
}

/* Whether nobody can know of whom it speaks: it begins with a pronoun, or has one and no name. */
static bool hangs_on_another(const struct lead *lead, const struct sentence *sentence)
{
    bool pronoun = false;
    for (size_t i = 0; i < sentence->count; i++) {
        const struct token *token = &lead->tokens.items[sentence->first + i];
        if (token->kind != TOKEN_WORD && token->kind != TOKEN_CAPITAL)
            continue;
        bool here = is_pronoun(lead, sentence->first + i);
        if (here && i == 0)
            return true;
        bool opens = i == 0 && has(lead, sentence->first, LANGUAGE_FUNCTION_WORDS);
        if (!here && !opens && token->kind == TOKEN_CAPITAL)
            return false;
        pronoun |= here && !has(lead, sentence->first + i, LANGUAGE_SUBORDINATORS);
    }
    return pronoun;
}

/* The first sentence; behind a dateline that seems to be one: "LA CROSSE, Wisc. - The ..." */
static struct sentence first_sentence(const struct lead *lead)
{
    enum {
        DATELINE_TOKENS = 8
    };
    const struct tokens *tokens = &lead->tokens;
    struct sentence sentence = sentence_of(tokens, 0);
    size_t next = sentence.first + sentence.count;
    if (sentence.count > DATELINE_TOKENS || next + 1 >= tokens->count ||
        tokens->items[next].kind != TOKEN_DASH || !has_capitals(lead, &tokens->items[0]))
        return sentence;
    while (next + 1 < tokens->count && tokens->items[next].kind == TOKEN_DASH)
        next++;
    sentence = sentence_of(tokens, next);
    sentence.count -= next - sentence.first;
    sentence.first = next;
    return sentence;
}

static char *lead_sentence(struct lead *lead, size_t index)
{
    read_tokens(lead, index);
    if (lead->tokens.count == 0)
        return NULL;
    struct sentence sentence = first_sentence(lead);
    const struct token *last = &lead->tokens.items[sentence.first + sentence.count - 1];
    bool ends = last->kind == TOKEN_END || last->kind == TOKEN_QUOTATION;
    /* Where it may end with an abbreviation, or go on: the longer one. */
    if (!ends && lead->text[last->end - 1] == '.')
        return whole_paragraph(lead, index, lead->max_chars);
    if (!ends || !has_words(lead, &sentence) || hangs_on_another(lead, &sentence))
        return NULL; /* no sentence: a list, a caption, words without end; or of nobody knows whom
                      */
    return shorten(lead, &sentence, lead->max_chars);
}

/* A title with a full stop, of two sentences perhaps, or what the lead says first. */
static char *title_or_lead(struct lead *lead, size_t index)
{
    enum {
        TITLE_CHARS = 120
    };
    char *text = NULL;
    size_t count = 0;
    article_paragraphs(lead->article, &count);
    if (index + 1 < count && front_matter_ends_sentence(lead->article, index)) {
        size_t most = lead->max_chars < TITLE_CHARS ? lead->max_chars : TITLE_CHARS;
        read_tokens(lead, index);
        struct sentence all = {.first = 0, .count = lead->tokens.count};
        if (has_words(lead, &all) && dateline(lead, &all) == 0 && !hangs_on_another(lead, &all) &&
            first_sentence(lead).first == 0)
            text = whole_paragraph(lead, index, most);
    }
    return text ? text : lead_sentence(lead, index);
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

/* The mark of a list before a line, and the blanks behind it: "- ", "* ", "• ". */
static size_t item_mark(const char *text, size_t length)
{
    static const char *const marks[] = {"- ", "* ", "+ ", "• ", "– ", "· ", "▪ "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (length > strlen(marks[i]) && memcmp(text, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

static char *title(const struct lead *lead, struct article_paragraph paragraph)
{
    size_t length = paragraph.end - paragraph.start;
    const char *text = lead->text + paragraph.start;
    size_t mark = item_mark(text, length);
    length -= text[length - 1] == ';'; /* before the title's second line */
    return memory_copy_bytes(text + mark, length - mark);
}

bool headline_is_list(const struct article *article, size_t max_chars)
{
    size_t count = 0, titles = 0;
    article_paragraphs(article, &count);
    for (size_t i = count; i-- > 0;) { /* an article's last paragraph is no title: done soon */
        bool front = front_matter_is(article, i);
        bool like_title = front_matter_is_like_title(article, i, max_chars);
        if (!front && !like_title)
            return false;
        titles += !front && like_title;
    }
    return titles > 1;
}

static void give_list(const struct lead *lead, struct snippets *out)
{
    size_t count = 0;
    const struct article_paragraph *paragraphs = article_paragraphs(lead->article, &count);
    for (size_t i = 0; i < count; i++)
        if (!front_matter_is(lead->article, i))
            give(lead, title(lead, paragraphs[i]), paragraphs[i], out);
}

/* The next paragraph from `index` on that says something; the count of all where there is none. */
static size_t next_telling(const struct article *article, size_t index)
{
    size_t count = 0;
    article_paragraphs(article, &count);
    while (index < count && front_matter_is(article, index))
        index++;
    return index;
}

/* The first paragraph that says something, as a title or by its first sentence. */
static bool give_first(struct lead *lead, struct snippets *out)
{
    size_t count = 0;
    const struct article_paragraph *paragraphs = article_paragraphs(lead->article, &count);
    size_t index = next_telling(lead->article, 0);
    if (index == count)
        return false;
    bool is_title = front_matter_is_like_title(lead->article, index, lead->max_chars);
    if (!is_title) /* a title is given as it is, its quotations too */
        quotations_find(lead->article, &lead->quotations);
    char *text = is_title ? title(lead, paragraphs[index]) : title_or_lead(lead, index);
    if (text)
        give(lead, text, paragraphs[index], out);
    return text != NULL;
}

static struct lead lead_of(const struct article *article, size_t max_chars)
{
    size_t length = 0;
    return (struct lead){.article = article,
                         .text = article_text(article, &length),
                         .language = language_named(article_language(article)),
                         .max_chars = max_chars};
}

void headline_extract_list(const struct article *article, size_t max_chars, struct snippets *out)
{
    struct lead lead = lead_of(article, max_chars);
    give_list(&lead, out);
}

bool headline_extract(const struct article *article, size_t max_chars, struct snippets *out)
{
    struct lead lead = lead_of(article, max_chars);
    bool found = give_first(&lead, out);
    quotations_finish(&lead.quotations);
    tokens_finish(&lead.tokens);
    return found;
}

char *headline_lead(const struct article *article, size_t max_chars)
{
    enum {
        LEAD_BYTES = 400 /* a paragraph of news; more tells no more of which story it is */
    };
    size_t count = 0;
    size_t length = 0;
    const struct article_paragraph *paragraphs = article_paragraphs(article, &count);
    if (headline_is_list(article, max_chars))
        return memory_copy_string("");
    size_t index = next_telling(article, next_telling(article, 0) + 1);
    if (index >= count)
        return NULL;
    const char *text = article_text(article, &length) + paragraphs[index].start;
    length = paragraphs[index].end - paragraphs[index].start;
    if (length > LEAD_BYTES)
        for (length = LEAD_BYTES; ((unsigned char)text[length] & 0xc0) == 0x80;)
            length--; /* not within a character */
    return memory_copy_bytes(text, length);
}
