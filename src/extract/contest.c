#include "contest.h"

#include <stdlib.h>
#include <string.h>

#include "sentence_view.h"
#include "verb.h"
#include "verb_second.h"

#define DOUBT_OF_TWO 2000 /* thousandths of a logarithm of odds: of such, 82 of 90 were right */
#define BESIDE_WORDS 8    /* of a sentence behind the quotation */

/* NAME, who told ...: whether somebody's relative clause with a verb of saying holds the quotation.
 */
static bool in_relative_clause(const struct sentence_view *view, size_t from, size_t index)
{
    for (size_t i = from; i < index; i++) {
        if (!sentence_view_is_word(view, i) || !sentence_view_has(view, i, LANGUAGE_RELATIVES))
            continue;
        for (size_t k = i + 1; k < index && !sentence_view_is(view, k, TOKEN_COMMA); k++)
            if (verb_is_cue(view, k))
                return true;
    }
    return false;
}

/* Somebody's words: "condemned NAME's talk of". */
static bool has_owner(const struct sentence_view *view, size_t from, size_t index)
{
    for (size_t i = from; i < index; i++)
        if (sentence_view_is(view, i, TOKEN_CAPITAL) && sentence_view_token(view, i)->possessive)
            return true;
    return false;
}

/* The candidate stands in a clause about another: "NAME, whose brother, NAME, ..., says". */
static bool behind_relative(const struct sentence_view *view, size_t first)
{
    for (size_t i = view->first + 1; i < first; i++)
        if (sentence_view_is_word(view, i) && sentence_view_has(view, i, LANGUAGE_RELATIVES) &&
            sentence_view_is(view, i - 1, TOKEN_COMMA))
            return true;
    return false;
}

/* "As NAME passed NAME, the children shouted": a noun phrase of its own before the verb. */
static bool has_other_subject(const struct sentence_view *view, size_t end, size_t cue)
{
    size_t i = cue;
    while (i > end && sentence_view_is_word(view, i - 1))
        i--;
    return i > end && i < cue && sentence_view_is(view, i - 1, TOKEN_COMMA) &&
           sentence_view_has(view, i, LANGUAGE_DETERMINERS);
}

/* "Asked by NAME whether it was “...”, NAME said": the words are whose question it was. */
static bool is_asked(const struct sentence_view *view, size_t index, size_t cue)
{
    for (size_t i = view->first; cue > index && i + 1 < index; i++)
        if (sentence_view_is_word(view, i + 1) && sentence_view_has(view, i + 1, LANGUAGE_AGENT) &&
            sentence_view_is_word(view, i) &&
            (sentence_view_has(view, i, LANGUAGE_CUES) || view->first == i))
            return true;
    return false;
}

/* Whom "he" means, where somebody unnamed is nearer, or nothing tells that the name is a person's.
 */
static bool is_doubtful(const struct candidate *candidate)
{
    bool person = candidate_has(candidate, FEATURE_gender_fits) ||
                  candidate_has(candidate, FEATURE_titled) ||
                  candidate_has(candidate, FEATURE_speaks);
    bool met = candidate_has(candidate, FEATURE_meets) && /* "NAME beat him." */
               candidate_has(candidate, FEATURE_unnamed_near) &&
               !candidate_has(candidate, FEATURE_speaks);
    bool initials = candidate_has(candidate, FEATURE_shouted) && /* "the DJ" */
                    candidate_has(candidate, FEATURE_single);
    return !person || met || initials || candidate_has(candidate, FEATURE_unnamed_subject);
}

int contest_doubt(const struct candidate *candidate)
{
    bool two = candidate->class == SPEAKER_CLASS_PRONOUN && /* "NAME met NAME." */
               candidate_has(candidate, FEATURE_fits_rival) &&
               !candidate_has(candidate, FEATURE_spoke_last);
    return two ? DOUBT_OF_TWO : 0;
}

/* A surname that two bear who were spoken of lately, or whoever is spoken of in the words
 * themselves: beside the quotation stands who says it of himself. */
static bool is_confused(const struct candidate *candidate)
{
    return candidate_has(candidate, FEATURE_bare_rivalled) ||
           candidate_has(candidate, FEATURE_ambiguous) ||
           (candidate->class != SPEAKER_CLASS_BESIDE &&
            candidate_has(candidate, FEATURE_named_inside));
}

/* Where every noun has a capital a name must be known for a person's. */
static bool is_person(const struct candidate *candidate)
{
    bool known = candidate_has(candidate, FEATURE_first_known) ||
                 candidate_has(candidate, FEATURE_titled) ||
                 candidate_has(candidate, FEATURE_person);
    if (candidate->class == SPEAKER_CLASS_BESIDE)
        known |=
            candidate_has(candidate, FEATURE_full) && !candidate_has(candidate, FEATURE_determined);
    return known && !candidate_has(candidate, FEATURE_body) &&
           !candidate_has(candidate, FEATURE_governed);
}

/* Where the verb stands second: a compound's part ("„...“-Bau"), a word alone, and what a
 * preposition governs behind the verb and its subject ("sagte NAME vom „...“") are no speech. */
static bool is_term(const struct reading *reading, const struct sentence_view *view, size_t index,
                    const struct attribution *attribution)
{
    enum {
        NEAR = 3
    };
    const struct finding *finding = &reading->findings[view->tokens->items[index].quotation];
    const struct quotation *quotation = finding->quotation;
    if (finding->whole)
        return false;
    if (view->text[quotation->close] == '-' ||
        !memchr(view->text + quotation->start, ' ', quotation->end - quotation->start))
        return true;
    if (attribution->cue == SIZE_MAX || attribution->first <= attribution->cue)
        return false;
    for (size_t i = index; i > attribution->end && i + NEAR > index; i--)
        if (sentence_view_is_word(view, i - 1) &&
            sentence_view_has(view, i - 1, LANGUAGE_PREPOSITIONS))
            return true;
    return false;
}

/* "..., sagte NAME laut Lindmoorer Blatt": who relays it may be meant, and may be wrong. */
static bool is_relayed(const struct sentence_view *view)
{
    for (size_t i = view->first; i < view->end; i++)
        if (sentence_view_is_word(view, i) && sentence_view_has(view, i, LANGUAGE_RELAYS))
            return true;
    return false;
}

/* "NAME und NAME sagten": several. */
static bool has_plural_verb(const struct sentence_view *view, size_t cue)
{
    static const char plural[] = "en";
    const size_t length = sizeof plural - 1;
    if (cue == SIZE_MAX)
        return false;
    const struct token *verb = sentence_view_token(view, cue);
    return verb->end - verb->start > length &&
           memcmp(view->text + verb->end - length, plural, length) == 0;
}

/* "the 24-year-old Swiss": described, and not named. */
static bool is_described(const struct sentence_view *view, const struct candidate *candidate)
{
    size_t first = candidate->first;
    if (candidate->end != first + 1 || first < view->first + 2 ||
        candidate_has(candidate, FEATURE_full) || candidate_has(candidate, FEATURE_first_known) ||
        sentence_view_has(view, first - 1, LANGUAGE_TITLES) ||
        sentence_view_has(view, first - 1, LANGUAGE_PEOPLE))
        return false;
    bool adjective = sentence_view_is(view, first - 1, TOKEN_WORD) ||
                     sentence_view_is(view, first - 1, TOKEN_NUMBER);
    return adjective && sentence_view_has(view, first - 2, LANGUAGE_DETERMINERS);
}

bool contest_candidate(const struct reading *reading, size_t index,
                       const struct attribution *attribution, const struct candidate *candidate)
{
    static const char again[] = "RT @";
    const struct sentence_view view =
        sentence_view_of(reading->text, &reading->tokens, index, reading->language);
    const struct quotation *quotation =
        &reading->quotations.items[reading->tokens.items[index].quotation];
    size_t cue = attribution->cue;
    if (strncmp(reading->text + quotation->start, again, sizeof again - 1) == 0)
        return true;
    bool told = candidate_has(candidate, FEATURE_told) &&
                candidate_has(candidate, FEATURE_word_follows); /* "..." she was told */
    if (is_confused(candidate) || told ||
        (candidate->class == SPEAKER_CLASS_PRONOUN && is_doubtful(candidate)))
        return true;
    bool plain = attribution->plain && candidate_has(candidate, FEATURE_rule);
    if (verb_second_is(view.language) &&
        ((!plain && !is_person(candidate)) || is_term(reading, &view, index, attribution) ||
         is_relayed(&view) || contest_doubt(candidate) > 0 ||
         (attribution->kind == SPEAKER_NAME && has_plural_verb(&view, cue))))
        return true;
    if (candidate->end == 0 || cue == SIZE_MAX)
        return false;
    if (is_described(&view, candidate))
        return true;
    if (cue < index && candidate->end <= cue)
        return has_owner(&view, cue, index) || in_relative_clause(&view, cue, index) ||
               behind_relative(&view, candidate->first) ||
               has_other_subject(&view, candidate->end, cue);
    return is_asked(&view, index, cue);
}

/* Whether the words behind the quotation in its sentence may tell who says it. */
static bool is_followed(const struct tokens *tokens, size_t index)
{
    const struct token *next = &tokens->items[index + 1];
    return index + 1 < tokens->count && !next->first && next->kind != TOKEN_END &&
           next->kind != TOKEN_QUOTATION;
}

/* Whether the name at a token is part of the speaker's, or his of it. */
static bool is_his(const struct reading *reading, const struct token *token, const char *speaker)
{
    char *word = reading_copy(reading, token->start, token->end);
    bool his = strstr(speaker, word) != NULL;
    free(word);
    return his;
}

/* "..., said NAME, and NAME laughed.": whether another person does something behind the speaker, in
 * the tokens [first, end). */
static bool has_second_person(const struct reading *reading, size_t first, size_t end,
                              const char *speaker)
{
    const struct token *tokens = reading->tokens.items;
    bool joined = false;
    for (size_t i = first; i < end; i++) {
        joined |= token_in(&tokens[i], LANGUAGE_CONJUNCTIONS);
        bool person = tokens[i].kind == TOKEN_CAPITAL && (token_in(&tokens[i], LANGUAGE_MALE) ||
                                                          token_in(&tokens[i], LANGUAGE_FEMALE));
        if (joined && person && !is_his(reading, &tokens[i], speaker))
            return true;
    }
    return false;
}

/* Whether a sentence in the tokens [first, end) is not about the speaker: what comes behind it may
 * be anybody's. */
static bool has_sentence_without(const struct reading *reading, size_t first, size_t end,
                                 const char *speaker)
{
    const struct token *tokens = reading->tokens.items;
    for (size_t at = first, behind; at < end; at = behind) {
        bool his = false;
        behind = tokens[at].sentence_end;
        for (size_t i = at; i < behind; i++)
            his |= token_in(&tokens[i], LANGUAGE_PRONOUNS) || token_in(&tokens[i], LANGUAGE_HE) ||
                   token_in(&tokens[i], LANGUAGE_SHE) ||
                   (tokens[i].kind == TOKEN_CAPITAL && is_his(reading, &tokens[i], speaker));
        if (!his)
            return true;
    }
    return false;
}

/* Whether somebody else is spoken of between the sentence of the quotation before and this one. */
static bool is_parted(const struct reading *reading, size_t index, const char *speaker)
{
    const struct token *tokens = reading->tokens.items;
    size_t before = index;
    while (before > 0 && tokens[before - 1].kind != TOKEN_QUOTATION)
        before--;
    if (before == 0)
        return false;
    size_t behind = tokens[before - 1].sentence_end;
    if (has_second_person(reading, before, behind < index ? behind : index, speaker) ||
        has_sentence_without(reading, behind, tokens[index].sentence_first, speaker))
        return true;
    for (size_t i = behind; i < index; i++) {
        bool name = tokens[i].kind == TOKEN_CAPITAL &&
                    name_length(reading->text, &reading->tokens, i) > 0 &&
                    !is_his(reading, &tokens[i], speaker);
        if (name || token_in(&tokens[i], LANGUAGE_PEOPLE) ||
            token_in(&tokens[i], LANGUAGE_NEGATIONS) || token_in(&tokens[i], LANGUAGE_HANGING))
            return true;
    }
    return false;
}

/* "That is what NAME thinks." behind the quotation. */
static bool is_told_behind(const struct reading *reading, size_t index)
{
    const struct tokens *tokens = &reading->tokens;
    size_t next = tokens->items[index].sentence_end;
    if (next + 1 >= tokens->count || !token_in(&tokens->items[next], LANGUAGE_DEFINITE) ||
        !token_in(&tokens->items[next + 1], LANGUAGE_BE))
        return false;
    for (size_t i = next + 2; i < tokens->count && i < next + BESIDE_WORDS; i++)
        if (name_length(reading->text, tokens, i) > 0)
            return true;
    return false;
}

bool contest_inheritance(const struct reading *reading, size_t index, const char *speaker)
{
    return is_followed(&reading->tokens, index) || is_parted(reading, index, speaker) ||
           is_told_behind(reading, index);
}
