#include "attribution_behind.h"

#include "verb.h"
#include "verb_second.h"

struct attribution attribution_behind_inverted(const struct sentence_view *view, size_t i)
{
    i = verb_skip_auxiliaries(view, i);
    if (!verb_is_cue(view, i))
        return nobody;
    struct attribution found = phrase_name(view, i + 1, SURE_BESIDE);
    if (found.kind != SPEAKER_PRONOUN)
        found = phrase_named(view, i + 1);
    if (found.kind == SPEAKER_NONE && i + 1 < view->end) {
        size_t end = i + 1;
        while (end < view->end && sentence_view_is_word(view, end))
            end++;
        found = phrase_role(view, i + 1, end);
        found.confidence = SURE_BESIDE;
        struct attribution name = found.kind == SPEAKER_ROLE ? phrase_apposed(view, end) : nobody;
        found = name.kind == SPEAKER_NAME ? name : found;
    }
    found.cue = i;
    return found;
}

/* "of the Sierra Club", where a verb of saying comes at once behind it. */
static size_t skip_phrase(const struct sentence_view *view, size_t i)
{
    enum {
        PHRASE_MAX = 8
    };
    if (!sentence_view_is_word(view, i) || !sentence_view_has(view, i, LANGUAGE_PREPOSITIONS))
        return i;
    for (size_t k = i; k < view->end && k < i + PHRASE_MAX && sentence_view_is_word(view, k); k++) {
        if (verb_is_cue(view, k))
            return k;
        if (phrase_tells_who(view, k) && sentence_view_is(view, k + 1, TOKEN_CAPITAL))
            return i; /* "of the Sierra Club director NAME" */
    }
    return i;
}

/* The verb behind a subject that ends at `i`, over adverbs and an apposition
 * between commas. SIZE_MAX: none. */
static size_t verb_after(const struct sentence_view *view, size_t i)
{
    enum {
        APPOSITION_MAX = 30,
        PIECES_MAX = 3
    };
    i = sentence_view_skip_brackets(view, i);
    i = skip_phrase(view, i);
    for (int pieces = 0;
         pieces < PIECES_MAX && sentence_view_is(view, i, TOKEN_COMMA) && !verb_is_cue(view, i + 1);
         pieces++) {
        size_t k = i + 1;
        while (k < view->end && k < i + APPOSITION_MAX && !sentence_view_is(view, k, TOKEN_COMMA) &&
               !sentence_view_is(view, k, TOKEN_QUOTATION))
            k++;
        if (!sentence_view_is(view, k, TOKEN_COMMA))
            return SIZE_MAX;
        i = sentence_view_is(view, k + 1, TOKEN_WORD) && verb_is_cue(view, k + 1) ? k + 1 : k;
    }
    i += sentence_view_is(view, i, TOKEN_COMMA);
    while (i < view->end && sentence_view_is_word(view, i) && !verb_is_cue(view, i) &&
           sentence_view_has(view, i, LANGUAGE_BETWEEN))
        i++;
    return verb_is_cue(view, i) ? i : SIZE_MAX;
}

/* "..." NAME said */
static struct attribution direct(const struct sentence_view *view, size_t i)
{
    struct attribution found = phrase_name(view, i, SURE_BESIDE);
    size_t verb = found.kind == SPEAKER_NONE ? SIZE_MAX : verb_after(view, found.end);
    if (verb == SIZE_MAX) {
        found = phrase_named(view, i);
        verb = found.kind == SPEAKER_NONE ? SIZE_MAX : verb_after(view, found.end);
    }
    if (verb != SIZE_MAX) {
        found.cue = verb;
        return found;
    }
    size_t end = i;
    while (end < view->end && sentence_view_is_word(view, end) && !verb_is_cue(view, end))
        end++;
    if (phrase_role(view, i, end).kind == SPEAKER_ROLE) {
        found = phrase_apposed(view, end);
        found.cue = found.kind == SPEAKER_NAME ? verb_after(view, found.end) : SIZE_MAX;
        if (found.cue != SIZE_MAX)
            return found;
    }
    if (!verb_is_cue(view, end))
        return nobody;
    found = phrase_role(view, i, end);
    found.confidence = SURE_BESIDE;
    found.cue = end;
    return found;
}

static bool stands_alone(const struct sentence_view *view, const struct attribution *found)
{
    return found->kind == SPEAKER_NAME &&
           (found->end >= view->end || sentence_view_is(view, found->end, TOKEN_END) ||
            sentence_view_is(view, found->end, TOKEN_COMMA));
}

/* "..." - NAME, and nothing more: a list of quotations. */
static struct attribution signed_by(const struct sentence_view *view, size_t i, bool leads)
{
    if (!sentence_view_is(view, i, TOKEN_DASH))
        return nobody;
    while (sentence_view_is(view, i, TOKEN_DASH))
        i++;
    struct attribution found = phrase_name(view, i, SURE_BESIDE);
    if (leads && !stands_alone(view, &found))
        found = phrase_named(view, i); /* "Wedding planner NAME" */
    return stands_alone(view, &found) ? found : nobody;
}

/* Whether a word of [i, end) takes back what is said: neither, never, might. */
static bool takes_back(const struct sentence_view *view, size_t i, size_t end)
{
    for (; i < end; i++)
        if (sentence_view_is_word(view, i) && (sentence_view_has(view, i, LANGUAGE_NEGATIONS) ||
                                               sentence_view_has(view, i, LANGUAGE_HANGING)))
            return true;
    return false;
}

/* Whether the verb at `verb` has a subject of its own among the words from `first` on: a pronoun, a
 * name or a noun phrase that no preposition governs ("on a conference call"). */
static bool has_subject(const struct sentence_view *view, size_t first, size_t verb)
{
    size_t end = verb;
    while (end > first && sentence_view_has(view, end - 1, LANGUAGE_BETWEEN))
        end--;
    if (end == first)
        return false;
    if (sentence_view_has(view, end - 1, LANGUAGE_PRONOUNS) ||
        sentence_view_has(view, end - 1, LANGUAGE_SUBJECTS) ||
        sentence_view_has(view, end - 1, LANGUAGE_THEY))
        return true;
    size_t start = end;
    while (start > first && !sentence_view_has(view, start - 1, LANGUAGE_PREPOSITIONS))
        start--;
    struct attribution found = phrase_speaker(view, start, end);
    if (start == first)
        return found.kind != SPEAKER_NONE;
    return found.kind == SPEAKER_NAME && found.first > start + phrase_is_determiner(view, start);
}

/* Whether the word at `i`, in a clause whose verb stands before `first`, tells what somebody else
 * said, or what is not said: "recalled NAME saying", "declined to say", "recalled being told". */
static bool tells_anew(const struct sentence_view *view, size_t first, size_t i)
{
    bool infinitive = sentence_view_has(view, i, LANGUAGE_CUES) &&
                      sentence_view_has(view, i - 1, LANGUAGE_INFINITIVE);
    bool passive =
        i > first && sentence_view_has(view, i, LANGUAGE_CUES) && verb_is_others(view, i);
    bool verb = verb_is_cue(view, i) || verb_is_participle(view, i);
    return infinitive || passive || (verb && has_subject(view, first, i));
}

/* Whether the words from `i` on, behind a verb of saying and its subject, have a finite verb: what
 * somebody else said, or what is said of somebody; or a "not" that belongs to the verb before. */
static bool has_verb(const struct sentence_view *view, size_t i, bool sentence)
{
    for (size_t first = i;
         sentence_view_is_word(view, i) || sentence_view_is(view, i, TOKEN_NUMBER); i++) {
        if (sentence_view_has(view, i, LANGUAGE_CONJUNCTIONS) ||
            (sentence_view_has(view, i, LANGUAGE_SUBORDINATORS) &&
             (i > first || !phrase_is_determiner(view, i))))
            return false;
        if (sentence_view_has(view, i, LANGUAGE_NEGATIONS) || tells_anew(view, first, i))
            return true;
        if (sentence && sentence_view_is(view, i, TOKEN_WORD) &&
            !sentence_view_has(view, i, LANGUAGE_PREPOSITIONS) &&
            (sentence_view_has(view, i, LANGUAGE_BE) ||
             sentence_view_has(view, i, LANGUAGE_HANGING) ||
             (sentence_view_has(view, i, LANGUAGE_BETWEEN) &&
              sentence_view_has(view, i, LANGUAGE_FUNCTION_WORDS))))
            return true;
    }
    return false;
}

/* NAME and NAME */
static bool is_shared(const struct sentence_view *view, size_t end)
{
    return sentence_view_is_word(view, end) &&
           sentence_view_has(view, end, LANGUAGE_CONJUNCTIONS) &&
           phrase_named(view, end + 1).kind == SPEAKER_NAME;
}

/* Whether the words are not, or not only, his who is the subject of the verb behind them: what was
 * found in the clause that begins at `from`. `sentence`: the quotation ends one, so that the next
 * may be another. */
static bool is_others(const struct sentence_view *view, size_t from, bool sentence,
                      const struct attribution *found)
{
    if (found->kind == SPEAKER_NONE || found->cue == SIZE_MAX)
        return false;
    bool inverted = found->cue < found->first;
    size_t last = inverted ? found->end : found->cue + 1;
    return takes_back(view, from, found->first) || verb_is_denied(view, found->cue) ||
           verb_is_others(view, found->cue) || is_shared(view, last) ||
           has_verb(view, last, sentence && !inverted);
}

static struct attribution unless_others(const struct sentence_view *view, size_t from, size_t index,
                                        struct attribution found)
{
    bool sentence = sentence_view_token(view, index)->ends;
    if (is_others(view, from, sentence, &found))
        found = (struct attribution){.cue = found.cue, .others = true};
    found.after = true;
    return found;
}

struct attribution attribution_behind_find(const struct sentence_view *view, size_t index)
{
    size_t i = index + 1;
    struct attribution signature = signed_by(view, i, index == view->first);
    if (signature.kind != SPEAKER_NONE) {
        signature.after = true;
        return signature;
    }
    if (sentence_view_is(view, i, TOKEN_COMMA) || sentence_view_is(view, i, TOKEN_DASH))
        i++;
    bool second = verb_second_is(view->language);
    struct attribution found = second ? verb_second_behind(view, index, i) : nobody;
    if (found.kind == SPEAKER_NONE && !found.others)
        found = attribution_behind_inverted(view, i);
    if (found.kind == SPEAKER_NONE && !found.others && !second)
        found = direct(view, i);
    return unless_others(view, i, index, found);
}

/* Whether what is behind the verb at `i` ends its clause: `..., S said.` */
static bool closes_clause(const struct sentence_view *view, size_t i)
{
    if (i >= view->end)
        return true;
    enum token_kind kind = sentence_view_token(view, i)->kind;
    return kind == TOKEN_END || kind == TOKEN_COMMA || kind == TOKEN_QUOTATION ||
           sentence_view_has(view, i, LANGUAGE_PREPOSITIONS) ||
           sentence_view_has(view, i, LANGUAGE_BETWEEN);
}

struct attribution attribution_behind_trailing(const struct sentence_view *view, size_t index)
{
    for (size_t i = index + 1; i + 1 < view->end; i++) {
        if (!sentence_view_is(view, i, TOKEN_COMMA))
            continue;
        struct attribution found = attribution_behind_inverted(view, i + 1);
        if (found.kind == SPEAKER_NONE && !verb_second_is(view->language))
            found = direct(view, i + 1);
        size_t last = found.kind == SPEAKER_NONE ? 0
                      : found.cue > found.end    ? found.cue + 1
                      : found.cue >= found.first ? found.cue + 1
                                                 : found.end;
        if (found.kind == SPEAKER_NONE || !closes_clause(view, last))
            continue;
        found = unless_others(view, i + 1, index, found);
        if (found.confidence > SURE_CLAUSE)
            found.confidence = SURE_CLAUSE;
        return found;
    }
    return nobody;
}

struct attribution attribution_behind_manner(const struct sentence_view *view, size_t index)
{
    size_t i = index + 1;
    i += sentence_view_is(view, i, TOKEN_COMMA);
    if (!sentence_view_is_word(view, i) || !sentence_view_has(view, i, LANGUAGE_MANNER))
        return nobody;
    return unless_others(view, i + 1, index, direct(view, i + 1));
}
