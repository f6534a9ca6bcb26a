#include "names.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

#define NAMES_MAX 500 /* of an article; a list of names is no news */
#define NAME_WORDS_MAX 8
#define FULL_WORDS_MAX 4 /* of a person; longer ones are institutions */
#define SHORT_NAME 2     /* bytes of an initial with its stop */
#define PLAIN 2
#define PERSON 8    /* a person's name counts so many times as much as any other */
#define DOMINANCE 2 /* mentioned so many times as often as the next of that name */

/* A capital that is no more than the beginning of a sentence is no name. */
static bool is_name_word(const char *text, const struct token *token)
{
    bool short_form = token->end - token->start > SHORT_NAME && text[token->end - 1] == '.' &&
                      !memchr(text + token->start, '.', token->end - token->start - 1) &&
                      !token_in(token, LANGUAGE_TITLES);
    bool adverb = token->first && token_in(token, LANGUAGE_BETWEEN) &&
                  !token_in(token, LANGUAGE_MALE) && !token_in(token, LANGUAGE_FEMALE);
    return token->kind == TOKEN_CAPITAL && !short_form && !adverb &&
           !token_in(token, LANGUAGE_FUNCTION_WORDS);
}

static bool is_first_name(const struct token *token)
{
    return token_in(token, LANGUAGE_MALE) || token_in(token, LANGUAGE_FEMALE);
}

/* "New" of "the New York Times": a word that may begin a sentence is part of a name where it has a
 * capital elsewhere, and a name goes on behind it. */
static bool joins_name(const char *text, const struct tokens *tokens, size_t i)
{
    static const enum language_list never[] = {
        LANGUAGE_BETWEEN,    LANGUAGE_DETERMINERS, LANGUAGE_PREPOSITIONS, LANGUAGE_SUBORDINATORS,
        LANGUAGE_CONDITIONS, LANGUAGE_OPENERS,     LANGUAGE_SUBJECTS,     LANGUAGE_LEANING};
    const struct token *token = &tokens->items[i];
    if (token->kind != TOKEN_CAPITAL || token->first || i + 1 >= tokens->count ||
        !is_name_word(text, token + 1))
        return false;
    if (is_first_name(token) && !token_in(token - 1, LANGUAGE_PREPOSITIONS))
        return true; /* Will, May */
    for (size_t k = 0; k < sizeof never / sizeof *never; k++)
        if (token_in(token, never[k]))
            return false;
    return token_in(token, LANGUAGE_FUNCTION_WORDS);
}

/* Whether "the", and an adjective at most, stands before the token. */
static bool is_determined(const struct tokens *tokens, size_t i)
{
    const struct token *token = &tokens->items[i];
    size_t before = i - token->sentence_first;
    return (before > 0 && token_in(token - 1, LANGUAGE_DETERMINERS)) ||
           (before > 1 && token[-1].kind == TOKEN_WORD &&
            token_in(token - 2, LANGUAGE_DETERMINERS));
}

/* "van" of "Ada van Holm": a small word within a name. It is none behind what tells who somebody
 * is, where that has a determiner or a first name follows: "der Anwalt von Peter Holm"; nor is a
 * determiner, "Peter Holm der Zeitung", but behind another: "Ada von der Mühle". */
static bool is_particle(const struct tokens *tokens, size_t first, size_t i)
{
    const struct token *token = &tokens->items[i];
    if (i + 1 >= tokens->count || i == first || !token_in(token, LANGUAGE_NAME_PARTICLES))
        return false;
    const struct token *before = token - 1;
    if (token_in(token, LANGUAGE_DETERMINERS) && !token_in(before, LANGUAGE_NAME_PARTICLES))
        return false;
    bool role = token_in(before, LANGUAGE_TITLES) || token_in(before, LANGUAGE_PEOPLE);
    bool determined = is_determined(tokens, first);
    return !(role && (determined || is_first_name(token + 1))) &&
           !(determined && i == first + 1 && token_in(token, LANGUAGE_PREPOSITIONS) &&
             !is_first_name(before));
}

/* "HRW": "Joe Stork von HRW" is of it, and not called so. */
static bool is_shouted_word(const char *text, const struct token *token)
{
    for (size_t i = token->start; i < token->end; i++)
        if (!isupper((unsigned char)text[i]))
            return false;
    return token->end - token->start > 1;
}

/* "Mike Brown": "Meinung von Mike Brown" is his, and no name. */
static bool begins_person(const struct tokens *tokens, size_t i)
{
    return is_first_name(&tokens->items[i]) && i + 1 < tokens->count &&
           tokens->items[i + 1].kind == TOKEN_CAPITAL;
}

/* "von" and "der" of "von der Mühle". */
static bool joins_as_particle(const char *text, const struct tokens *tokens, size_t first, size_t i)
{
    if (!is_particle(tokens, first, i))
        return false;
    size_t next = i + 1;
    next += is_particle(tokens, first, next);
    return next < tokens->count && is_name_word(text, &tokens->items[next]) &&
           !is_shouted_word(text, &tokens->items[next]) && !begins_person(tokens, next);
}

/* "Jr." behind a name, a comma before it or not: how many tokens; 0: none. */
static size_t suffix_length(const struct tokens *tokens, size_t i)
{
    size_t comma = i < tokens->count && tokens->items[i].kind == TOKEN_COMMA;
    bool suffix =
        i + comma < tokens->count && token_in(&tokens->items[i + comma], LANGUAGE_SUFFIXES);
    return suffix ? comma + 1 : 0;
}

/* "Leaving Peter Holm behind,": the name begins at Peter. */
static bool begins_with_participle(const struct tokens *tokens, size_t i)
{
    const struct token *token = &tokens->items[i];
    return token->first && token->progressive && !is_first_name(token) && i + 1 < tokens->count &&
           token[1].kind == TOKEN_CAPITAL && is_first_name(token + 1);
}

size_t name_length(const char *text, const struct tokens *tokens, size_t first)
{
    size_t end = first;
    if (tokens->items[first].kind != TOKEN_CAPITAL || begins_with_participle(tokens, first))
        return 0;
    while (end < tokens->count && end - first < NAME_WORDS_MAX) {
        const struct token *token = &tokens->items[end];
        bool joins = joins_as_particle(text, tokens, first, end);
        if (!joins && !is_name_word(text, token) && !joins_name(text, tokens, end))
            break;
        end++;
        if (token->possessive)
            return end - first;
    }
    return end > first ? end - first + suffix_length(tokens, end) : 0;
}

/* "Ada King", "Mr. King": a title at the end of a name is none. */
static bool is_family_name(const char *text, const struct tokens *tokens, size_t first, size_t i)
{
    if (i == first)
        return false;
    const struct token *before = &tokens->items[i - 1];
    bool dotted = text[tokens->items[i].end - 1] == '.';
    return !dotted && (token_in(before, LANGUAGE_HE) || token_in(before, LANGUAGE_SHE) ||
                       is_first_name(before));
}

/* The last title of the sequence and all before it go: "U.S. President"; and what
 * tells what somebody is before a first name: "Senate Candidate Ada Brunner". */
size_t name_first(const char *text, const struct tokens *tokens, size_t first, size_t end)
{
    size_t last = end;
    if (last > first && token_in(&tokens->items[last - 1], LANGUAGE_SUFFIXES))
        last--;
    for (size_t i = last; i > first; i--)
        if (token_in(&tokens->items[i - 1], LANGUAGE_TITLES) &&
            !(i == last && is_family_name(text, tokens, first, i - 1)))
            return i;
    size_t i = first;
    while (i + 1 < end && (token_in(&tokens->items[i], LANGUAGE_BODIES) ||
                           token_in(&tokens->items[i], LANGUAGE_PEOPLE)))
        i++;
    if (i > first && is_first_name(&tokens->items[i]))
        return i;
    return first;
}

static enum gender title_gender(const struct token *token)
{
    if (token_in(token, LANGUAGE_HE))
        return GENDER_MALE;
    return token_in(token, LANGUAGE_SHE) ? GENDER_FEMALE : GENDER_UNKNOWN;
}

enum gender name_titled(const char *text, const struct tokens *tokens, size_t first, size_t end)
{
    size_t before = first;
    before -= before > 0 && tokens->items[before - 1].kind == TOKEN_COMMA; /* "his wife, Ada" */
    before -= before > 0 && tokens->items[before - 1].kind == TOKEN_WORD;
    size_t name = name_first(text, tokens, first, end);
    for (size_t i = before; i < name; i++) {
        enum gender gender = title_gender(&tokens->items[i]);
        if (gender != GENDER_UNKNOWN)
            return gender;
    }
    return GENDER_UNKNOWN;
}

char *name_text(const char *text, const struct tokens *tokens, size_t first, size_t end)
{
    struct buffer out = {0};
    first = name_first(text, tokens, first, end);
    for (size_t i = first; i < end; i++) {
        const struct token *token = &tokens->items[i];
        if (token->kind == TOKEN_COMMA)
            continue; /* "Brunner, Jr." */
        if (out.length > 0)
            buffer_add_byte(&out, ' ');
        buffer_add(&out, text + token->start, token->end - token->start);
    }
    if (out.length > 0)
        return buffer_detach(&out);
    buffer_finish(&out);
    return NULL;
}

static size_t count_words(const char *name)
{
    size_t words = 1;
    for (; *name; name++)
        words += *name == ' ';
    return words;
}

const struct name *names_find(const struct names *names, const char *text)
{
    for (size_t i = 0; i < names->count; i++)
        if (*names->items[i].text == *text && strcmp(names->items[i].text, text) == 0)
            return &names->items[i];
    return NULL;
}

static struct name *find(struct names *names, const char *text)
{
    const struct name *name = names_find(names, text);
    return name ? &names->items[name - names->items] : NULL;
}

void names_speak(struct names *names, const char *text)
{
    struct name *name = find(names, text);
    if (name)
        name->speaks++;
}

/* The bytes of a name before its "Jr.", all of them where it has none. */
static size_t base_length(const char *name, const struct language *language)
{
    const char *last = strrchr(name, ' ');
    return last && language_has(language, LANGUAGE_SUFFIXES, last + 1, strlen(last + 1))
               ? (size_t)(last - name)
               : strlen(name);
}

/* Of the first byte of each word a bit: names that share words share bits. */
static uint32_t first_letters(const char *name)
{
    uint32_t letters = 0;
    for (const char *at = name; *at; at++)
        if (at == name || at[-1] == ' ')
            letters |= UINT32_C(1) << (*at & 31);
    return letters;
}

/* Takes the string. NULL when there are too many names. */
static struct name *add(struct names *names, char *text, const struct language *language)
{
    struct name *name = find(names, text);
    if (name || names->count >= NAMES_MAX) {
        free(text);
    } else {
        if (names->count == names->capacity) {
            names->capacity = names->capacity ? 2 * names->capacity : 32;
            names->items = memory_resize(names->items, names->capacity, sizeof *names->items);
        }
        assert(names->items);
        name = &names->items[names->count++];
        *name = (struct name){
            .text = text, .base = base_length(text, language), .letters = first_letters(text)};
        name->words = count_words(text) - (text[name->base] != '\0');
    }
    if (name)
        name->mentions++;
    return name;
}

/* "Lord Holm", as it stands. */
static void keep_style(struct name *name, const char *text, const struct tokens *tokens,
                       size_t title)
{
    const struct token *token = &tokens->items[title];
    bool worn = token->kind == TOKEN_CAPITAL && !token->possessive &&
                !token_in(token, LANGUAGE_COURTESIES) && !is_determined(tokens, title);
    if (!worn || strchr(name->text, ' '))
        return;
    free(name->styled);
    name->styled =
        memory_format("%.*s %s", (int)(token->end - token->start), text + token->start, name->text);
}

/* The last title among the tokens of a name, if there is one. */
static void keep_title(struct name *name, const char *text, const struct tokens *tokens,
                       size_t first, size_t end)
{
    size_t behind = name_first(text, tokens, first, end);
    if (behind == first)
        return;
    const struct token *token = &tokens->items[behind - 1];
    size_t length = token->end - token->start;
    bool deputy = behind - 1 > first; /* "Vice President" is another office */
    if (length >= sizeof name->title || deputy)
        return;
    keep_style(name, text, tokens, behind - 1);
    for (size_t i = 0; i < length; i++)
        name->title[i] = (char)tolower((unsigned char)text[token->start + i]);
    name->title[length] = '\0';
}

/* A headline With a Capital on Each Word tells no name's end. */
static bool is_headline(const struct tokens *tokens)
{
    size_t capitals = 0, words = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        capitals += tokens->items[i].kind == TOKEN_CAPITAL;
        words += tokens->items[i].kind == TOKEN_CAPITAL || tokens->items[i].kind == TOKEN_WORD;
    }
    return words > 3 && capitals * 4 > words * 3;
}

/* Of a headline only a first name and the word behind it. */
static size_t headline_name(const struct tokens *tokens, size_t first, size_t length)
{
    return length > 1 && is_first_name(&tokens->items[first]) ? 2 : 0;
}

void names_collect(struct names *names, const char *text, const struct tokens *tokens,
                   const struct language *language)
{
    bool headline = is_headline(tokens);
    for (size_t i = 0; i < tokens->count;) {
        size_t length = name_length(text, tokens, i);
        if (headline)
            length = headline_name(tokens, i, length);
        char *text_of = length ? name_text(text, tokens, i, i + length) : NULL;
        struct name *name = text_of ? add(names, text_of, language) : NULL;
        enum gender titled = name ? name_titled(text, tokens, i, i + length) : GENDER_UNKNOWN;
        if (titled != GENDER_UNKNOWN)
            name->titled = titled;
        if (name) {
            name->initials += tokens->items[i].first;
            keep_title(name, text, tokens, i, i + length);
        }
        i += length ? length : 1;
    }
}

bool name_is_body(const char *name, const struct language *language)
{
    for (const char *at = name; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (language_has(language, LANGUAGE_BODIES, at, strcspn(at, " ")))
            return true;
    }
    return false;
}

/* "LINDMOOR": a dateline, a headline, a short form. */
static bool is_shouted(const char *name)
{
    bool small = false;
    for (const char *at = name; *at; at++)
        small |= !isupper((unsigned char)*at) && *at != ' ' && *at != '.';
    return !small;
}

void names_know(struct names *names, const struct language *language)
{
    for (size_t i = 0; i < names->count; i++) {
        struct name *item = &names->items[i];
        item->gender = names_gender(names, item->text, language);
        item->body = name_is_body(item->text, language);
        item->word = language_lists(language, item->text, strcspn(item->text, " ")) != 0;
        item->person = (item->gender != GENDER_UNKNOWN || item->title[0]) && !item->body;
    }
}

void names_finish(struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        free(names->items[i].text);
        free(names->items[i].styled);
    }
    free(names->items);
    *names = (struct names){0};
}

/* Whether `word` of that length is one of the words of `name`. */
static bool has_word(const char *name, const char *word, size_t length)
{
    for (const char *at = name; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, word, length) == 0 && (at[length] == ' ' || at[length] == '\0'))
            return true;
    }
    return false;
}

static bool has_all_words(const char *name, const char *words)
{
    for (const char *at = words; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (!has_word(name, at, strcspn(at, " ")))
            return false;
    }
    return true;
}

static bool has_suffix(const struct name *name)
{
    return name->text[name->base] != '\0';
}

bool names_are_one(const struct name *a, const struct name *b)
{
    if (has_suffix(a) != has_suffix(b))
        return false;
    return a->words <= b->words ? has_all_words(b->text, a->text) : has_all_words(a->text, b->text);
}

/* Its "Jr." left out. */
static bool ends_with_word(const struct name *name, const char *word, size_t size)
{
    return name->base > size && name->text[name->base - size - 1] == ' ' &&
           name->text[name->base - size] == *word && /* most differ here */
           memcmp(name->text + name->base - size, word, size) == 0;
}

/* Whether `item` may be the full form: by all of its words, or, of a single
 * word, as its last (or its first). */
static bool may_be(const struct name *item, const char *name, size_t length, size_t words,
                   bool by_first)
{
    if (item->words < 2 || item->words > FULL_WORDS_MAX || item->words < words)
        return false;
    if (words > 1)
        return has_all_words(item->text, name);
    return by_first ? *item->text == *name && strncmp(item->text, name, length) == 0 &&
                          item->text[length] == ' '
                    : ends_with_word(item, name, length);
}

static bool opposite(enum gender a, enum gender b)
{
    return a != GENDER_UNKNOWN && b != GENDER_UNKNOWN && a != b;
}

/* "Again Brunner": no more than a sentence that begins with another word and a capital. */
static bool may_begin_sentence(const struct name *item)
{
    return item->word && item->initials == item->mentions && item->gender == GENDER_UNKNOWN;
}

/* How much speaks for a name: how often it stands there, and that it is known for
 * a person's. */
static size_t weight_of(const struct name *item)
{
    if (may_begin_sentence(item) && item->words == 2)
        return 1;
    return item->person ? PERSON * item->mentions : PLAIN * item->mentions;
}

/* The one that is meant: the only one, or by far the most mentioned. */
static enum name_match choose(const struct names *names, const char *name, enum gender gender,
                              bool by_first, const char **full)
{
    const struct name *best = NULL;
    size_t second = 0;
    const size_t words = count_words(name), length = strlen(name);
    const uint32_t letters = first_letters(name);
    const struct name *known = names_find(names, name);
    for (size_t i = 0; i < names->count; i++) {
        const struct name *item = &names->items[i];
        if ((item->letters & letters) != letters)
            continue;
        if (known && words > 1 && has_suffix(item) && !has_suffix(known))
            continue; /* the son's full name stands for no father */
        if (!may_be(item, name, length, words, by_first) || (by_first && item->body) ||
            opposite(gender, item->gender))
            continue;
        bool same = best && names_are_one(best, item);
        if (!best || weight_of(item) > weight_of(best)) {
            second = best && !same && weight_of(best) > second ? weight_of(best) : second;
            best = item;
        } else if (!same && weight_of(item) > second) {
            second = weight_of(item);
        }
    }
    if (!best)
        return NAME_UNKNOWN;
    *full = best->text;
    if (second * DOMINANCE > weight_of(best))
        return NAME_AMBIGUOUS;
    return second > 0 ? NAME_LIKELY : NAME_UNIQUE;
}

enum name_match names_resolve(const struct names *names, const char *name, enum gender gender,
                              const char **full)
{
    *full = NULL;
    const struct name *item = gender == GENDER_UNKNOWN ? names_find(names, name) : NULL;
    if (item)
        gender = item->titled; /* "Mr." stood before the same short name elsewhere */
    enum name_match match = choose(names, name, gender, false, full);
    if (match == NAME_UNKNOWN && count_words(name) == 1)
        match = choose(names, name, gender, true, full);
    return match;
}

const char *names_styled(const struct names *names, const char *name)
{
    const char *full;
    const struct name *item = names_find(names, name);
    if (!item || names_resolve(names, name, GENDER_UNKNOWN, &full) != NAME_UNKNOWN)
        return NULL;
    return item->styled;
}

const char *names_person(const struct names *names, const char *name,
                         const struct language *language)
{
    const struct name *item = names_find(names, name);
    bool person = item && !is_shouted(name) &&
                  (item->titled != GENDER_UNKNOWN || item->title[0] ||
                   names_gender(names, name, language) != GENDER_UNKNOWN);
    return person ? item->text : NULL;
}

const char *names_known(const struct names *names, const char *name)
{
    const struct name *item = names_find(names, name);
    return item ? item->text : NULL;
}

const char *names_titled(const struct names *names, const char *title)
{
    const char *bearer = NULL;
    for (size_t i = 0; i < names->count; i++) {
        const char *full = names->items[i].text;
        if (strcmp(names->items[i].title, title) != 0)
            continue;
        enum name_match match = names_resolve(names, names->items[i].text, GENDER_UNKNOWN, &full);
        if (match == NAME_UNKNOWN || match == NAME_AMBIGUOUS)
            full = names->items[i].text;
        if (bearer && strcmp(bearer, full) != 0)
            return NULL;
        bearer = full;
    }
    return bearer;
}

enum gender names_gender(const struct names *names, const char *full,
                         const struct language *language)
{
    size_t first = strcspn(full, " ");
    if (language_has(language, LANGUAGE_MALE, full, first))
        return GENDER_MALE;
    if (language_has(language, LANGUAGE_FEMALE, full, first))
        return GENDER_FEMALE;
    const char *last = strrchr(full, ' ');
    for (size_t i = 0; i < names->count; i++) {
        const struct name *item = &names->items[i];
        if (item->titled != GENDER_UNKNOWN &&
            (strcmp(item->text, full) == 0 || (last && strcmp(item->text, last + 1) == 0)))
            return item->titled;
    }
    return GENDER_UNKNOWN;
}
