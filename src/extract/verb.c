#include "verb.h"

/* The token before, over adverbs and the like that are no form of "be". */
static size_t skip_back(const struct sentence_view *view, size_t i)
{
    while (i > view->first && sentence_view_is_word(view, i - 1) &&
           sentence_view_has(view, i - 1, LANGUAGE_BETWEEN) &&
           !sentence_view_has(view, i - 1, LANGUAGE_BE))
        i--;
    return i;
}

/* "was called", "has been told": its subject is not who says it. */
static bool is_passive(const struct sentence_view *view, size_t i)
{
    size_t before = skip_back(view, i);
    return sentence_view_has(view, i, LANGUAGE_CUES) && before > view->first &&
           sentence_view_is_word(view, before - 1) &&
           sentence_view_has(view, before - 1, LANGUAGE_BE) &&
           !sentence_view_ends_in(view, i, LANGUAGE_PROGRESSIVE_ENDINGS);
}

/* A verb that is a noun here ("his claims"), or a passive. */
static bool is_no_verb(const struct sentence_view *view, size_t i)
{
    if (i == view->first || !sentence_view_is_word(view, i - 1))
        return false;
    bool owned = sentence_view_token(view, i - 1)->possessive &&
                 !sentence_view_has(view, i - 1, LANGUAGE_PRONOUNS);
    bool governed = sentence_view_has(view, i - 1, LANGUAGE_DETERMINERS) ||
                    sentence_view_has(view, i - 1, LANGUAGE_PREPOSITIONS);
    return (sentence_view_has(view, i, LANGUAGE_NOUNS) && (owned || governed)) ||
           is_passive(view, i);
}

static bool is_infinitive(const struct sentence_view *view, size_t i)
{
    return i > view->first && sentence_view_is_word(view, i - 1) &&
           sentence_view_has(view, i - 1, LANGUAGE_INFINITIVE);
}

bool verb_is_cue(const struct sentence_view *view, size_t i)
{
    return sentence_view_is(view, i, TOKEN_WORD) && sentence_view_has(view, i, LANGUAGE_CUES) &&
           !is_infinitive(view, i) && !is_no_verb(view, i);
}

bool verb_is_participle(const struct sentence_view *view, size_t i)
{
    return sentence_view_is(view, i, TOKEN_WORD) &&
           (sentence_view_has(view, i, LANGUAGE_PARTICIPLES) ||
            (sentence_view_has(view, i, LANGUAGE_CUES) && is_infinitive(view, i)));
}

bool verb_is_progressive(const struct sentence_view *view, size_t i)
{
    size_t before = skip_back(view, i);
    return before > view->first && sentence_view_is_word(view, before - 1) &&
           (sentence_view_has(view, before - 1, LANGUAGE_BE) ||
            (sentence_view_token(view, before - 1)->possessive &&
             sentence_view_has(view, before - 1, LANGUAGE_PRONOUNS)));
}

bool verb_is_others(const struct sentence_view *view, size_t i)
{
    return sentence_view_has(view, i, LANGUAGE_OTHERS) || is_passive(view, i);
}

bool verb_is_denied(const struct sentence_view *view, size_t verb)
{
    size_t before = verb;
    while (before > view->first && sentence_view_is_word(view, before - 1) &&
           sentence_view_has(view, before - 1, LANGUAGE_BETWEEN))
        if (sentence_view_has(view, --before, LANGUAGE_NEGATIONS) ||
            sentence_view_has(view, before, LANGUAGE_HANGING))
            return true;
    return false;
}

bool verb_stands_before(const struct sentence_view *view, size_t cue)
{
    for (size_t i = view->first; i < cue; i++)
        if (verb_is_cue(view, i))
            return true;
    return false;
}

size_t verb_skip_auxiliaries(const struct sentence_view *view, size_t i)
{
    size_t verb = i;
    while (verb < view->end && sentence_view_is_word(view, verb) && !verb_is_cue(view, verb) &&
           sentence_view_has(view, verb, LANGUAGE_BETWEEN))
        verb++;
    return verb_is_cue(view, verb) ? verb : i;
}
