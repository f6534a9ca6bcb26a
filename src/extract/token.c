#include "token.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/utf8.h"

#define ARABIC_COMMA 0x060c
#define ARABIC_SEMICOLON 0x061b
#define ARABIC_QUESTION 0x061f
#define DOTTED_MAX 8  /* bytes of a short form with stops in it (z.b., p.m.) */
#define HEBREW 0x0590 /* first of the scripts without capitals */

static struct token *add(struct tokens *tokens, enum token_kind kind, size_t start, size_t end)
{
    if (tokens->count == tokens->capacity) {
        tokens->capacity = tokens->capacity ? 2 * tokens->capacity : 64;
        tokens->items = memory_resize(tokens->items, tokens->capacity, sizeof *tokens->items);
    }
    struct token *token = &tokens->items[tokens->count++];
    *token = (struct token){.kind = kind, .start = start, .end = end};
    return token;
}

/* Latin-1 and Latin Extended-A capitals, Greek and Cyrillic ones: enough to see
 * a name. */
static bool is_capital(uint32_t code)
{
    if (code < 0x80)
        return isupper((int)code) != 0;
    if (code < 0x100)
        return code >= 0xc0 && code <= 0xde && code != 0xd7;
    if (code < 0x180)
        return code < 0x138 || (code >= 0x14a && code < 0x178) ? code % 2 == 0 : code % 2 == 1;
    return (code >= 0x391 && code <= 0x3a9) || (code >= 0x400 && code <= 0x42f);
}

static bool is_letter(uint32_t code)
{
    if (code < 0x80)
        return isalpha((int)code) != 0;
    if (code == ARABIC_COMMA || code == ARABIC_SEMICOLON || code == ARABIC_QUESTION)
        return false;
    return code >= 0xc0 && !(code >= 0x2000 && code < 0x2c00) && !(code >= 0x3000 && code < 0x3040);
}

bool begins_small(const char *text, size_t start, size_t end)
{
    uint32_t code = 0;
    size_t at = start;
    while (at < end) {
        size_t size = utf8_decode(text + at, end - at, &code);
        if (is_letter(code))
            break;
        if (size == 0 || code == ' ' || (code < 0x80 && isalnum((int)code)))
            return false;
        at += size;
    }
    return at < end && !is_capital(code) && has_case(text + at, end - at);
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static bool is_apostrophe(uint32_t code)
{
    return code == '\'' || code == 0x2019;
}

/* An ASCII letter or digit: whatever the locale, and quick. */
static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether the mark joins what stands at its sides to one word: a figure, a time, a score (12.75,
 * 10:15, 1.299,95), an address (example.org), a hyphen, an apostrophe. */
static bool joins(uint32_t code, uint32_t before, uint32_t next)
{
    if (code == '-' || code == '&' || is_apostrophe(code))
        return is_letter(next) || is_digit(next);
    if (code == '.' && (is_digit(next) || (next >= 'a' && next <= 'z')))
        return is_digit(before) || (before >= 'a' && before <= 'z');
    return (code == ',' || code == ':' || code == '/') && is_digit(before) && is_digit(next);
}

/* The end of the word at `at`: letters, digits, and the marks inside of it. */
static size_t word_end(const char *text, size_t at, size_t end)
{
    uint32_t before = 0;
    while (at < end) {
        uint32_t code = 0, next = 0;
        if (is_alnum(text[at])) {
            before = (unsigned char)text[at++];
            continue;
        }
        size_t size = utf8_decode(text + at, end - at, &code);
        if (size == 0)
            break;
        if (!is_letter(code) &&
            (at + size >= end || !utf8_decode(text + at + size, end - at - size, &next) ||
             !joins(code, before, next)))
            break;
        at += size;
        before = code;
    }
    return at;
}

/* The first character behind the spaces from `at` on; 0: the text ends. *place: where it stands. */
static uint32_t next_character(const char *text, size_t at, size_t end, size_t *place)
{
    uint32_t code = 0;
    while (at < end && (text[at] == ' ' || text[at] == '\n'))
        at++;
    *place = at;
    return at < end && utf8_decode(text + at, end - at, &code) ? code : 0;
}

/* Whether what follows a full stop goes on with the sentence, whatever stands before it: a small
 * letter does, and a figure. Where the end is unsure, the longer sentence is taken. */
static bool goes_on(const char *text, size_t at, size_t end)
{
    size_t place;
    uint32_t code = next_character(text, at, end, &place);
    return is_digit(code) ||
           (is_letter(code) && !is_capital(code) && has_case(text + place, end - place));
}

static bool has_vowel(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((word[i] & 0x80) || strchr("aeiouyAEIOUY", word[i]))
            return true;
    return false;
}

/* Whether the word before has a capital: "Wick Sound." is a name, whose stop ends a sentence. */
static bool follows_capital(const char *text, size_t start)
{
    size_t at = start > 0 ? start - 1 : 0; /* the space */
    if (at == 0 || !is_alnum(text[at - 1]))
        return false;
    while (at > 0 && is_alnum(text[at - 1]))
        at--;
    return isupper((unsigned char)text[at]) != 0;
}

/* A short form that no list has, by its shape: letters without a vowel, or a short word with a
 * capital before another one that begins no sentence (Supt. Ann Oak). The words of the lists are
 * none: what is known without its stop ends a sentence. */
static bool is_short_form(const char *text, size_t start, size_t word, size_t end,
                          const struct language *language)
{
    enum {
        LETTERS_MAX = 5
    };
    size_t place, length = word - start;
    uint32_t code = next_character(text, word + 1, end, &place);
    if (length < 2 || length > LETTERS_MAX || !isalpha((unsigned char)text[start]) ||
        !isalpha((unsigned char)text[word - 1]) || !is_capital(code) ||
        isupper((unsigned char)text[word - 1]))
        return false;
    size_t next = word_end(text, place, end);
    if (language_has(language, LANGUAGE_FUNCTION_WORDS, text + place, next - place))
        return false;
    return !has_vowel(text + start, length) ||
           (isupper((unsigned char)text[start]) && !follows_capital(text, start) &&
            (language_lists(language, text + start, length) & ~(UINT64_C(1) << LANGUAGE_TITLES)) ==
                0 &&
            language_lists(language, text + place, next - place) >> LANGUAGE_MALE & 3);
}

/* "3." of "am 3. Dezember": a language that writes its ordinals so, or may. */
static bool is_ordinal(const char *text, size_t start, size_t word, size_t end,
                       const struct language *language)
{
    enum {
        DIGITS_MAX = 2
    };
    size_t place;
    uint32_t code = next_character(text, word + 1, end, &place);
    if (word - start > DIGITS_MAX || !is_capital(code) ||
        language->lists[LANGUAGE_ORDINAL_ENDINGS].count > 0)
        return false;
    return !language_has(language, LANGUAGE_FUNCTION_WORDS, text + place,
                         word_end(text, place, end) - place);
}

/* A full stop that belongs to the word: initials (J., U.S.), known short forms and what looks like
 * one, an ordinal, a date (3.12.). */
static size_t abbreviation_end(const char *text, size_t start, size_t word, size_t end,
                               const struct language *language)
{
    size_t at = word;
    while (at < end && text[at] == '.' && at + 1 < end && isalpha((unsigned char)text[at + 1])) {
        size_t next = word_end(text, at + 1, end);
        if (next - at > 3)
            break;
        at = next;
    }
    if (at >= end || text[at] != '.')
        return at == word ? word : at;
    bool number = is_digit((unsigned char)text[start]);
    if (number)
        return goes_on(text, word + 1, end) || is_ordinal(text, start, word, end, language)
                   ? word + 1
                   : word;
    bool initial = word - start == 1 && isupper((unsigned char)text[start]);
    bool dotted = at > word || memchr(text + start, '.', word - start);
    const char *hyphen = memrchr(text + start, '-', at - start);
    size_t part = hyphen ? (size_t)(hyphen + 1 - text) : start; /* R-Fla. */
    if (initial || (dotted && word - start < DOTTED_MAX) ||
        language_has(language, LANGUAGE_ABBREVIATIONS, text + part, at + 1 - part) ||
        is_short_form(text, start, word, end, language))
        return at + 1;
    return word;
}

/* The apostrophe behind an s and before a noun: Holms' lawyer. Its bytes; 0: there is none. A mark
 * that closes a quotation is none: it is no token of its own. */
static size_t bare_possessive(const char *text, size_t start, size_t word, size_t end)
{
    uint32_t code = 0, next = 0;
    size_t size = utf8_decode(text + word, end - word, &code);
    if (word == start || text[word - 1] != 's' || size == 0 || !is_apostrophe(code) ||
        word + size >= end || text[word + size] != ' ')
        return 0;
    utf8_decode(text + word + size + 1, end - word - size - 1, &next);
    return is_letter(next) ? size : 0;
}

/* Bytes of the apostrophe that text[start, end) ends in; 0: it ends in none. */
static size_t apostrophe_before(const char *text, size_t start, size_t end)
{
    static const char curly[] = "’";
    const size_t length = sizeof curly - 1;
    if (end > start && text[end - 1] == '\'')
        return 1;
    bool is_curly = end >= start + length && memcmp(text + end - length, curly, length) == 0;
    return is_curly ? length : 0;
}

/* "Holm's", and "Holm'll", whose verb is no part of a name either. */
static void strip_endings(const char *text, struct token *token)
{
    static const char *const verbs[] = {"ll", "ve", "re"};
    size_t end = token->end;
    char last = text[end - 1];
    if (last == 's' || last == 'd') {
        size_t mark = apostrophe_before(text, token->start, end - 1);
        if (mark > 0 && end - 1 - mark > token->start) {
            token->end = end - 1 - mark;
            token->possessive = last == 's';
        }
        return;
    }
    size_t mark = end - token->start > 2 ? apostrophe_before(text, token->start, end - 2) : 0;
    for (size_t i = 0; mark > 0 && i < sizeof verbs / sizeof *verbs; i++)
        if (memcmp(text + end - 2, verbs[i], 2) == 0 && end - 2 - mark > token->start) {
            token->end = end - 2 - mark;
            return;
        }
}

bool has_case(const char *word, size_t length)
{
    uint32_t code = 0;
    utf8_decode(word, length, &code);
    return code < HEBREW || (code >= 0x1e00 && code < 0x2000); /* Latin and Greek additions */
}

static bool is_first_name(const struct language *language, const char *word, size_t length)
{
    return language_has(language, LANGUAGE_MALE, word, length) ||
           language_has(language, LANGUAGE_FEMALE, word, length);
}

/* In a script without capitals a name is a known first name, and the word behind one. */
static bool is_caseless_name(const struct tokens *tokens, const char *text, size_t start,
                             size_t end, const struct language *language)
{
    static const enum language_list not_names[] = {LANGUAGE_FUNCTION_WORDS, LANGUAGE_PREPOSITIONS,
                                                   LANGUAGE_CUES, LANGUAGE_TITLES};
    const char *word = text + start;
    if (has_case(word, end - start))
        return false;
    if (is_first_name(language, word, end - start))
        return true;
    for (size_t i = 0; i < sizeof not_names / sizeof *not_names; i++)
        if (language_has(language, not_names[i], word, end - start))
            return false;
    const struct token *last = tokens->count > 0 ? &tokens->items[tokens->count - 1] : NULL;
    return last && last->kind == TOKEN_CAPITAL &&
           is_first_name(language, text + last->start, last->end - last->start);
}

bool word_ends_in(const struct language *language, const char *text, const struct token *token,
                  enum language_list endings)
{
    const struct language_words *list = &language->lists[endings];
    for (size_t k = 0; k < list->count; k++) {
        size_t length = strlen(list->items[k]);
        if (token->end - token->start > length &&
            memcmp(text + token->end - length, list->items[k], length) == 0)
            return true;
    }
    return false;
}

/* "Tourmanager", "FIFA-Chef": a title as the last part of a compound. */
static bool is_compound_title(const char *text, const struct token *token,
                              const struct language *language)
{
    enum {
        LEAST = 4 /* letters */
    };
    const struct language_words *titles = &language->lists[LANGUAGE_TITLES];
    size_t length = token->end - token->start;
    char last = text[token->end - 1];
    for (size_t i = 0; i < titles->count; i++) {
        size_t size = strlen(titles->items[i]);
        if (size >= LEAST && size < length && titles->items[i][size - 1] == last &&
            strncasecmp(text + token->end - size, titles->items[i], size) == 0)
            return true;
    }
    return false;
}

/* "Karl-Heinz", of two first names: the lists of the first. */
static uint64_t double_name(const char *text, const struct token *token,
                            const struct language *language)
{
    const char *word = text + token->start;
    size_t length = token->end - token->start;
    const char *hyphen = memchr(word, '-', length);
    if (!hyphen || hyphen == word)
        return 0;
    size_t first = (size_t)(hyphen - word), behind = length - first - 1;
    return is_first_name(language, hyphen + 1, behind) && is_first_name(language, word, first)
               ? language_lists(language, word, first)
               : 0;
}

static size_t add_word(struct tokens *out, const char *text, size_t at, size_t end, uint32_t code,
                       const struct language *language)
{
    size_t word = word_end(text, at, end);
    size_t stop = abbreviation_end(text, at, word, end, language);
    bool number = is_digit(code);
    bool name = is_capital(code) || is_caseless_name(out, text, at, stop, language);
    struct token *token = add(out,
                              number ? TOKEN_NUMBER
                              : name ? TOKEN_CAPITAL
                                     : TOKEN_WORD,
                              at, stop);
    strip_endings(text, token);
    token->lists = language_lists(language, text + token->start, token->end - token->start);
    if (token->kind == TOKEN_CAPITAL && token->lists == 0)
        token->lists = double_name(text, token, language);
    if (token->kind == TOKEN_CAPITAL && language->lists[LANGUAGE_NOUN_CAPITALS].count > 0 &&
        is_compound_title(text, token, language))
        token->lists |= UINT64_C(1) << LANGUAGE_TITLES;
    token->progressive = token->kind == TOKEN_CAPITAL &&
                         word_ends_in(language, text, token, LANGUAGE_PROGRESSIVE_ENDINGS);
    size_t apostrophe = number ? 0 : bare_possessive(text, at, stop, end);
    token->possessive |= apostrophe > 0;
    return stop + apostrophe;
}

static enum token_kind punctuation(uint32_t code)
{
    switch (code) {
    case ',':
    case ARABIC_COMMA:
    case 0xff0c:
        return TOKEN_COMMA;
    case ':':
        return TOKEN_COLON;
    case '.':
    case '!':
    case '?':
    case ARABIC_QUESTION:
    case 0x3002:
        return TOKEN_END;
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case '-':
        return TOKEN_DASH;
    default:
        return TOKEN_OTHER;
    }
}

/* The bytes of the mark that a nested quotation is closed with before `end`; 0: there is none. */
static size_t nested_mark(const char *text, size_t start, size_t end)
{
    static const char *const marks[] = {"'", "\"", "’", "”", "“", "‘", "»", "«", "›", "‹"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = strlen(marks[i]);
        if (end - start > length && memcmp(text + end - length, marks[i], length) == 0)
            return length;
    }
    return 0;
}

char quotation_stop(const char *text, const struct quotation *quotation)
{
    static const char ellipsis[] = "…";
    const size_t length = sizeof ellipsis - 1, start = quotation->start;
    size_t end = quotation->end;
    for (size_t mark; (mark = nested_mark(text, start, end)) > 0;)
        end -= mark;
    if (end == start)
        return '\0';
    bool dots = end > start + 1 && memcmp(text + end - 2, "..", 2) == 0;
    if (dots || (end >= start + length && memcmp(text + end - length, ellipsis, length) == 0))
        return '-';
    return strchr(".!?,", text[end - 1]) ? text[end - 1] : '\0';
}

static void add_quotation(struct tokens *out, const char *text, const struct quotation *quotation,
                          size_t index)
{
    struct token *token = add(out, TOKEN_QUOTATION, quotation->open, quotation->close);
    token->quotation = index;
    char stop = quotation_stop(text, quotation);
    token->ends = stop && stop != ',';
    token->stops = stop == '.';
}

/* Whether a verb of saying follows soon: `"Are you sure?" Smith asked`. */
static bool verb_follows(const struct tokens *tokens, size_t i)
{
    enum {
        NEAR = 4
    };
    for (size_t k = i; k < tokens->count && k < i + NEAR; k++) {
        const struct token *token = &tokens->items[k];
        if (token->kind == TOKEN_END || token->kind == TOKEN_QUOTATION)
            return false;
        if (token->kind == TOKEN_WORD && token_in(token, LANGUAGE_CUES))
            return true;
    }
    return false;
}

static bool is_closer(const char *text, const struct token *token)
{
    return token->kind == TOKEN_OTHER && strchr(")]}", text[token->start]);
}

/* A short form's full stop may end the sentence as well: "in the U.S. The". */
static bool short_form_ends(const char *text, const struct token *last, const struct token *token)
{
    return last->kind == TOKEN_CAPITAL && text[last->end - 1] == '.' &&
           token->kind == TOKEN_CAPITAL && token_in(token, LANGUAGE_FUNCTION_WORDS);
}

static bool begins_sentence(const char *text, const struct tokens *tokens, size_t i)
{
    const struct token *token = &tokens->items[i];
    if (i == 0)
        return true;
    const struct token *last = token - 1;
    if (is_closer(text, token) || token->kind == TOKEN_END)
        return false;
    if (is_closer(text, last) && i >= 2 && tokens->items[i - 2].kind == TOKEN_END)
        return true;
    if (last->kind == TOKEN_QUOTATION && last->ends)
        return token->kind == TOKEN_QUOTATION ||
               (token->kind == TOKEN_CAPITAL && (last->stops || !verb_follows(tokens, i)));
    return last->kind == TOKEN_END || short_form_ends(text, last, token);
}

static void mark_sentences(struct tokens *tokens, const char *text)
{
    size_t first = 0;
    for (size_t i = 0; i <= tokens->count; i++) {
        bool begins = i < tokens->count && begins_sentence(text, tokens, i);
        if (i < tokens->count)
            tokens->items[i].first = begins;
        if (!begins && i < tokens->count)
            continue;
        for (size_t k = first; k < i; k++) {
            tokens->items[k].sentence_first = first;
            tokens->items[k].sentence_end = i;
        }
        first = i;
    }
}

/* "der Obermüller Peter Holm", where nouns have capitals: what stands before a first name and
 * another capital tells who it is. */
static void mark_roles(struct tokens *tokens)
{
    for (size_t i = 0; i + 2 < tokens->count; i++) {
        struct token *token = &tokens->items[i];
        const uint64_t names = UINT64_C(1) << LANGUAGE_MALE | UINT64_C(1) << LANGUAGE_FEMALE;
        bool noun =
            token->kind == TOKEN_CAPITAL && !token->possessive &&
            (token->lists == 0 || token_in(token, LANGUAGE_FUNCTION_WORDS)); /* am Freitag */
        if (noun && token[1].kind == TOKEN_CAPITAL && (token[1].lists & names) &&
            token[2].kind == TOKEN_CAPITAL)
            token->lists |= UINT64_C(1) << LANGUAGE_TITLES;
    }
}

void tokens_read(const char *text, size_t start, size_t end, const struct language *language,
                 const struct quotations *quotations, size_t first_quotation, struct tokens *out)
{
    size_t next = first_quotation;
    out->count = 0;
    for (size_t at = start; at < end;) {
        uint32_t code = 0;
        if (next < quotations->count && quotations->items[next].open == at) {
            add_quotation(out, text, &quotations->items[next], next);
            at = quotations->items[next++].close;
            continue;
        }
        size_t size = utf8_decode(text + at, end - at, &code);
        if (is_letter(code) || is_digit(code))
            at = add_word(out, text, at, end, code, language);
        else if (code == ' ' || code == '\n' || code == 0xa0)
            at += size;
        else {
            enum token_kind kind = punctuation(code);
            bool end_mark = kind == TOKEN_END && !goes_on(text, at + size, end);
            add(out, kind == TOKEN_END && !end_mark ? TOKEN_OTHER : kind, at, at + size);
            at += size;
        }
    }
    mark_sentences(out, text);
    if (language->lists[LANGUAGE_NOUN_CAPITALS].count > 0)
        mark_roles(out);
}

void tokens_finish(struct tokens *tokens)
{
    free(tokens->items);
    *tokens = (struct tokens){0};
}
