#include "mention.h"

#include <stdlib.h>
#include <string.h>

#include "config/language.h"

#define LEARNT 0.70 /* so sure, a pronoun tells the gender of whom it means */

static void add(struct reading *reading, struct mention item)
{
    if (item.gender == GENDER_UNKNOWN && *item.full)
        item.gender = names_gender(&reading->names, item.full, reading->language);
    item.paragraph = reading->place.paragraph;
    item.sentence = reading->place.sentence;
    people_add(&reading->people, item);
}

void mention_add(struct reading *reading, const char *full, enum gender gender, bool subject,
                 bool speaker)
{
    add(reading,
        (struct mention){.full = full, .gender = gender, .subject = subject, .speaker = speaker});
}

enum gender pronoun_gender(const struct token *token)
{
    if (token_in(token, LANGUAGE_HE))
        return GENDER_MALE;
    if (token_in(token, LANGUAGE_SHE))
        return GENDER_FEMALE;
    return GENDER_UNKNOWN;
}

/* Whether a verb of saying follows a name, quotation or not. */
static bool says(const struct reading *reading, size_t index)
{
    const struct tokens *tokens = &reading->tokens;
    for (; index < tokens->count; index++) {
        const struct token *token = &tokens->items[index];
        if (token->kind != TOKEN_WORD)
            return false;
        if (token_in(token, LANGUAGE_CUES))
            return true;
        if (!token_in(token, LANGUAGE_BETWEEN))
            return false;
    }
    return false;
}

static bool in_list(const struct reading *reading, size_t i, enum language_list list)
{
    return token_in(&reading->tokens.items[i], list);
}

/* Whether a verb of saying stands before a name: `noted the mill's Ada Brunner`. */
static bool said_by(const struct reading *reading, size_t index)
{
    enum {
        NEAR = 4
    };
    const struct token *tokens = reading->tokens.items;
    for (size_t i = index; i-- > tokens[index].sentence_first && i + NEAR >= index;) {
        if (tokens[i].kind != TOKEN_WORD && tokens[i].kind != TOKEN_CAPITAL &&
            tokens[i].kind != TOKEN_NUMBER)
            return false;
        if (in_list(reading, i, LANGUAGE_CUES))
            return i > 0 &&
                   (tokens[i - 1].kind == TOKEN_COMMA || tokens[i - 1].kind == TOKEN_QUOTATION);
    }
    return false;
}

/* "A letter from NAME": whose words are told of. */
static bool is_author(const struct reading *reading, size_t index)
{
    enum {
        NEAR = 4 /* "from the keeper NAME" */
    };
    const struct token *tokens = reading->tokens.items;
    for (size_t i = index; i > tokens[index].sentence_first && i + NEAR > index; i--)
        if (in_list(reading, i - 1, LANGUAGE_PREPOSITIONS))
            return i - 1 > tokens[index].sentence_first &&
                   (in_list(reading, i - 1, LANGUAGE_AGENT) ||
                    in_list(reading, i - 1, LANGUAGE_ORIGIN)) &&
                   in_list(reading, i - 2, LANGUAGE_SPEECHES);
    return false;
}

/* Whether something before the name makes it an object or a part of a noun: any word
 * but those that a clause begins behind, or that tell what somebody is. */
static bool is_governed(const struct reading *reading, size_t first)
{
    const struct token *tokens = reading->tokens.items;
    static const enum language_list leading[] = {
        LANGUAGE_SUBORDINATORS, LANGUAGE_OPENERS, LANGUAGE_TITLES, LANGUAGE_PEOPLE, LANGUAGE_HE,
        LANGUAGE_SHE,           LANGUAGE_CUES};
    if (tokens[first].first || tokens[first - 1].kind != TOKEN_WORD)
        return false;
    for (size_t i = 0; i < sizeof leading / sizeof *leading; i++)
        if (in_list(reading, first - 1, leading[i]))
            return false;
    return true;
}

bool mention_is_subject(const struct reading *reading, size_t first, size_t end)
{
    enum {
        BEGINNING = 7
    };
    const struct token *tokens = reading->tokens.items;
    if (end >= reading->tokens.count || tokens[end - 1].possessive || is_governed(reading, first))
        return false;
    bool verb = tokens[end].kind == TOKEN_WORD && !in_list(reading, end, LANGUAGE_PREPOSITIONS) &&
                (!in_list(reading, end, LANGUAGE_FUNCTION_WORDS) ||
                 in_list(reading, end, LANGUAGE_BETWEEN) || in_list(reading, end, LANGUAGE_BE));
    bool aside = tokens[end].kind == TOKEN_COMMA || tokens[end].kind == TOKEN_OTHER ||
                 (tokens[first].first && in_list(reading, end, LANGUAGE_PREPOSITIONS));
    return verb || (aside && first - tokens[first].sentence_first < BEGINNING);
}

/* The name that begins at a token; how many tokens it has. */
size_t mention_name(struct reading *reading, size_t index)
{
    const struct tokens *tokens = &reading->tokens;
    size_t length = name_length(reading->text, tokens, index);
    char *name = length ? name_text(reading->text, tokens, index, index + length) : NULL;
    enum gender gender =
        length ? name_titled(reading->text, tokens, index, index + length) : GENDER_UNKNOWN;
    const char *full = NULL;
    enum name_match match =
        name ? names_resolve(&reading->names, name, gender, &full) : NAME_UNKNOWN;
    const char *recent =
        match == NAME_LIKELY ? people_latest(&reading->people, name, gender) : NULL;
    full = recent ? recent : full;
    if (match == NAME_AMBIGUOUS)
        full = ""; /* somebody whom "she" may mean, but it is not certain who */
    if (name && match == NAME_UNKNOWN)
        full = names_person(&reading->names, name, reading->language);
    bool owner = length && tokens->items[index + length - 1].possessive;
    bool speaks =
        length && !owner &&
        (says(reading, index + length) || said_by(reading, index) || is_author(reading, index));
    if (name && !full && speaks)
        full = names_known(&reading->names, name);
    if (full && speaks)
        names_speak(&reading->names, full);
    bool subject = length && mention_is_subject(reading, index, index + length);
    if (name && !full && subject && !strchr(name, ' ') && !name_is_body(name, reading->language))
        full = ""; /* a surname, of whom it is not told */
    bool first_name = full && *full && !strchr(full, ' ') && match == NAME_UNKNOWN &&
                      gender == GENDER_UNKNOWN && !speaks && !subject;
    if (full && !first_name && !name_is_body(full, reading->language))
        mention_add(reading, full, gender, speaks || subject, speaks);
    free(name);
    return length;
}

/* Where the owner begins whose last word is at `last`: a name, "the mill's". */
static size_t owner_start(const struct reading *reading, size_t last)
{
    const struct token *tokens = reading->tokens.items;
    size_t start = last;
    while (start > tokens[last].sentence_first && tokens[start - 1].kind == TOKEN_CAPITAL)
        start--;
    bool determined =
        start > tokens[last].sentence_first && in_list(reading, start - 1, LANGUAGE_DETERMINERS);
    return start - determined;
}

/* Where the noun phrase of the noun at `index` begins: "an old man", "Ada Brunner's old
 * man"; `index` where it has neither a determiner nor an owner. */
static size_t phrase_start(const struct reading *reading, size_t index)
{
    enum {
        ADJECTIVES_MAX = 2
    };
    const struct token *tokens = reading->tokens.items;
    size_t first = tokens[index].sentence_first;
    for (size_t i = index; i > first && i + ADJECTIVES_MAX >= index; i--) {
        if (tokens[i - 1].kind != TOKEN_WORD && tokens[i - 1].kind != TOKEN_CAPITAL)
            break;
        if (in_list(reading, i - 1, LANGUAGE_DETERMINERS))
            return i - 1;
        if (tokens[i - 1].possessive && !in_list(reading, i - 1, LANGUAGE_PRONOUNS))
            return owner_start(reading, i - 1);
    }
    return index;
}

/* "A baker": somebody new. */
static bool is_somebody(const struct reading *reading, size_t start, size_t index)
{
    return start < index && in_list(reading, index, LANGUAGE_PEOPLE) &&
           !in_list(reading, start, LANGUAGE_DEFINITE);
}

/* "The woman", "his wife": somebody whom a pronoun may mean and nobody has named. */
void mention_noun(struct reading *reading, size_t index)
{
    bool he = in_list(reading, index, LANGUAGE_HE), she = in_list(reading, index, LANGUAGE_SHE);
    if (reading->tokens.items[index].kind != TOKEN_WORD ||
        in_list(reading, index, LANGUAGE_PRONOUNS))
        return;
    size_t start = phrase_start(reading, index);
    if (he == she && !is_somebody(reading, start, index))
        return;
    size_t next = index + 1;
    next += next < reading->tokens.count && reading->tokens.items[next].kind == TOKEN_COMMA;
    bool named =
        next < reading->tokens.count && name_length(reading->text, &reading->tokens, next) > 0;
    if (start == index || named)
        return;
    bool governed =
        !reading->tokens.items[start].first && in_list(reading, start - 1, LANGUAGE_PREPOSITIONS);
    bool told = said_by(reading, start);
    bool acts =
        reading->tokens.items[start].first ||
        (index + 1 < reading->tokens.count && reading->tokens.items[index + 1].kind == TOKEN_WORD &&
         !in_list(reading, index + 1, LANGUAGE_PREPOSITIONS));
    mention_add(reading, "",
                he == she ? GENDER_UNKNOWN
                : he      ? GENDER_MALE
                          : GENDER_FEMALE,
                !governed && (acts || told), told || says(reading, index + 1));
}

/* "him": somebody else than whom the sentence names before. */
static void mention_object(struct reading *reading, size_t index)
{
    if (reading->tokens.items[index].kind == TOKEN_WORD &&
        in_list(reading, index, LANGUAGE_OBJECTS))
        people_meet(&reading->people, reading->place.sentence);
}

/* "he" outside of a quotation keeps whom it means in mind, also where that is not plain. */
void mention_pronoun(struct reading *reading, size_t index)
{
    const struct token *token = &reading->tokens.items[index];
    bool wanted = (token->kind == TOKEN_WORD || token->kind == TOKEN_CAPITAL) &&
                  in_list(reading, index, LANGUAGE_PRONOUNS);
    double confidence = 0;
    mention_object(reading, index);
    enum gender gender = wanted ? pronoun_gender(token) : GENDER_UNKNOWN;
    const char *meant =
        wanted ? people_meant(&reading->people, gender, &reading->place, &confidence) : NULL;
    if (meant || (wanted && token->first)) /* its clause is about somebody */
        add(reading,
            (struct mention){.full = meant ? meant : "",
                             .gender = !meant || confidence > LEARNT ? gender : GENDER_UNKNOWN,
                             .subject = true,
                             .speaker = says(reading, index + 1),
                             .pronoun = true});
}
