#include "mention.h"

#include <stdlib.h>
#include <string.h>

#include "config/language.h"

void mention_add(struct work *work, const char *full, bool subject, bool speaker)
{
    enum gender gender = names_gender(&work->names, full, work->language);
    struct mention item = work->place;
    item.full = full;
    item.gender = gender;
    item.subject = subject;
    item.speaker = speaker;
    people_add(&work->people, item);
}

enum gender pronoun_gender(const struct work *work, const struct token *token)
{
    size_t length = token->end - token->start;
    if (language_has(work->language, LANGUAGE_HE, work->text + token->start, length))
        return GENDER_MALE;
    if (language_has(work->language, LANGUAGE_SHE, work->text + token->start, length))
        return GENDER_FEMALE;
    return GENDER_UNKNOWN;
}

/* Whether a verb of saying follows a name, quotation or not. */
static bool says(const struct work *work, size_t index)
{
    const struct tokens *tokens = &work->tokens;
    for (; index < tokens->count; index++) {
        const struct token *token = &tokens->items[index];
        const char *word = work->text + token->start;
        size_t length = token->end - token->start;
        if (token->kind != TOKEN_WORD)
            return false;
        if (language_has(work->language, LANGUAGE_CUES, word, length))
            return true;
        if (!language_has(work->language, LANGUAGE_BETWEEN, word, length))
            return false;
    }
    return false;
}

static bool in_list(const struct work *work, size_t i, enum language_list list)
{
    const struct token *token = &work->tokens.items[i];
    return language_has(work->language, list, work->text + token->start, token->end - token->start);
}

/* Whether a verb of saying stands before a name: `noted the mill's Ada Brunner`. */
static bool said_by(const struct work *work, size_t index)
{
    enum {
        NEAR = 4
    };
    const struct token *tokens = work->tokens.items;
    for (size_t i = index; i-- > tokens[index].sentence_first && i + NEAR >= index;) {
        if (tokens[i].kind != TOKEN_WORD && tokens[i].kind != TOKEN_CAPITAL &&
            tokens[i].kind != TOKEN_NUMBER)
            return false;
        if (in_list(work, i, LANGUAGE_CUES))
            return i > 0 &&
                   (tokens[i - 1].kind == TOKEN_COMMA || tokens[i - 1].kind == TOKEN_QUOTATION);
    }
    return false;
}

/* Whether something before the name makes it an object or a part of a noun. */
static bool is_governed(const struct work *work, size_t first)
{
    const struct token *tokens = work->tokens.items;
    return !tokens[first].first && tokens[first - 1].kind == TOKEN_WORD &&
           (in_list(work, first - 1, LANGUAGE_PREPOSITIONS) ||
            in_list(work, first - 1, LANGUAGE_DETERMINERS));
}

/* Whether a verb seems to follow the tokens [first, end), which no preposition
 * governs. */
static bool is_subject(const struct work *work, size_t first, size_t end)
{
    enum {
        BEGINNING = 5
    };
    const struct token *tokens = work->tokens.items;
    if (end >= work->tokens.count || tokens[end - 1].possessive || is_governed(work, first))
        return false;
    bool verb = tokens[end].kind == TOKEN_WORD && !in_list(work, end, LANGUAGE_PREPOSITIONS) &&
                (!in_list(work, end, LANGUAGE_FUNCTION_WORDS) ||
                 in_list(work, end, LANGUAGE_BETWEEN) || in_list(work, end, LANGUAGE_BE));
    bool aside = tokens[end].kind == TOKEN_COMMA || tokens[end].kind == TOKEN_OTHER;
    return verb || (aside && first - tokens[first].sentence_first < BEGINNING);
}

/* The name that begins at a token; how many tokens it has. */
size_t mention_name(struct work *work, size_t index)
{
    const struct tokens *tokens = &work->tokens;
    size_t length = name_length(work->text, tokens, index, work->language);
    char *name =
        length ? name_text(work->text, tokens, index, index + length, work->language) : NULL;
    enum gender gender =
        length ? name_titled(work->text, tokens, index, index + length, work->language)
               : GENDER_UNKNOWN;
    const char *full = NULL;
    enum name_match match = name ? names_resolve(&work->names, name, gender, &full) : NAME_UNKNOWN;
    const char *recent =
        match == NAME_LIKELY || match == NAME_AMBIGUOUS ? people_latest(&work->people, name) : NULL;
    full = recent ? recent : full;
    if (name && match == NAME_UNKNOWN)
        full = names_person(&work->names, name, work->language);
    bool speaks = length && (says(work, index + length) || said_by(work, index));
    if (name && !full && speaks)
        full = names_known(&work->names, name);
    bool first_name = full && !strchr(full, ' ') && match == NAME_UNKNOWN &&
                      gender == GENDER_UNKNOWN && !speaks &&
                      !is_subject(work, index, index + length);
    if (full && !first_name && !name_is_body(full, work->language))
        mention_add(work, full, is_subject(work, index, index + length), speaks);
    free(name);
    return length;
}

/* "he" outside of a quotation keeps whom it means in mind. */
void mention_pronoun(struct work *work, size_t index)
{
    const struct token *token = &work->tokens.items[index];
    bool wanted = (token->kind == TOKEN_WORD || token->kind == TOKEN_CAPITAL) &&
                  in_list(work, index, LANGUAGE_PRONOUNS);
    double confidence = 0;
    const char *meant =
        wanted ? people_meant(&work->people, pronoun_gender(work, token), &work->place, &confidence)
               : NULL;
    if (meant)
        mention_add(work, meant, true, says(work, index + 1));
}
