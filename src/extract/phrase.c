#include "phrase.h"

#include "names.h"
#include "verb.h"

#define ADJECTIVES_MAX 2 /* between an owner and his noun */

struct attribution phrase_name(const struct sentence_view *view, size_t i, double confidence)
{
    struct attribution found = nobody;
    found.confidence = confidence;
    if (i >= view->end)
        return nobody;
    if (sentence_view_is_word(view, i) && sentence_view_has(view, i, LANGUAGE_PRONOUNS)) {
        found.kind = SPEAKER_PRONOUN;
        found.first = i;
        found.end = i + 1;
        return found;
    }
    size_t length = name_length(view->text, view->tokens, i);
    if (length == 0 || i + length > view->end ||
        sentence_view_token(view, i + length - 1)->possessive)
        return nobody;
    found.kind = SPEAKER_NAME;
    found.first = i;
    found.end = i + length;
    return found;
}

bool phrase_is_determiner(const struct sentence_view *view, size_t i)
{
    return sentence_view_is_word(view, i) && sentence_view_has(view, i, LANGUAGE_DETERMINERS);
}

/* "Ada Brunner's", before a noun. */
static bool is_owner(const struct sentence_view *view, size_t i, size_t end)
{
    size_t length = i < end ? name_length(view->text, view->tokens, i) : 0;
    return length > 0 && i + length < end && sentence_view_token(view, i + length - 1)->possessive;
}

struct attribution phrase_role(const struct sentence_view *view, size_t i, size_t end)
{
    struct attribution found = nobody;
    bool owner = is_owner(view, i, end);
    if (end <= i + 1 || !(phrase_is_determiner(view, i) || owner))
        return nobody;
    found.kind = SPEAKER_ROLE;
    found.first = i;
    found.end = end;
    found.confidence = SURE_CLAUSE;
    return found;
}

/* Where the words go on in which a name that ends at `end` is no more than the owner of who is
 * named behind it: "Clinton campaign manager NAME", "Air Force 1st Lt. NAME", "Mill First Bank
 * analyst NAME". 0: it is no owner. */
static size_t behind_owner(const struct sentence_view *view, size_t end)
{
    if (sentence_view_is(view, end, TOKEN_WORD) && !verb_is_cue(view, end) &&
        !sentence_view_has(view, end, LANGUAGE_BETWEEN) &&
        !sentence_view_has(view, end, LANGUAGE_PREPOSITIONS) &&
        !sentence_view_has(view, end, LANGUAGE_FUNCTION_WORDS))
        return end;
    if (sentence_view_is(view, end, TOKEN_NUMBER) && sentence_view_is(view, end + 1, TOKEN_CAPITAL))
        return end + 1;
    size_t i = end;
    while (sentence_view_is(view, i, TOKEN_CAPITAL))
        i++;
    bool told = i > end && phrase_tells_who(view, i);
    return told && sentence_view_is(view, i + 1, TOKEN_CAPITAL) ? i + 1 : 0;
}

struct attribution phrase_named(const struct sentence_view *view, size_t i)
{
    enum {
        WORDS_MAX = 8
    };
    for (size_t k = i; k < view->end && k < i + WORDS_MAX &&
                       (sentence_view_is_word(view, k) || sentence_view_is(view, k, TOKEN_NUMBER));
         k++) {
        if (verb_is_cue(view, k) || sentence_view_has(view, k, LANGUAGE_PREPOSITIONS) ||
            sentence_view_has(view, k, LANGUAGE_SUBORDINATORS))
            break;
        struct attribution found = phrase_name(view, k, SURE_BESIDE);
        if (found.kind != SPEAKER_NAME)
            continue;
        size_t behind = behind_owner(view, found.end);
        if (behind > 0) {
            k = behind - 1;
            continue;
        }
        return found;
    }
    return nobody;
}

struct attribution phrase_apposed(const struct sentence_view *view, size_t end)
{
    if (!sentence_view_is(view, end, TOKEN_COMMA))
        return nobody;
    struct attribution found = phrase_name(view, end + 1, SURE_BESIDE);
    bool closed = found.kind == SPEAKER_NAME &&
                  (found.end >= view->end || sentence_view_is(view, found.end, TOKEN_COMMA) ||
                   sentence_view_is(view, found.end, TOKEN_END));
    return closed ? found : nobody;
}

size_t phrase_start(const struct sentence_view *view, size_t end)
{
    size_t i = end;
    while (i > view->first && sentence_view_is_word(view, i - 1) && !verb_is_cue(view, i - 1) &&
           !sentence_view_has(view, i - 1, LANGUAGE_PRONOUNS) &&
           !sentence_view_has(view, i - 1, LANGUAGE_SUBORDINATORS))
        i--;
    return i;
}

/* The last word of a noun phrase before its first preposition. */
static size_t head_of(const struct sentence_view *view, size_t start, size_t end)
{
    size_t i = start;
    while (i + 1 < end && !sentence_view_has(view, i + 1, LANGUAGE_PREPOSITIONS))
        i++;
    return i;
}

/* A noun phrase without an article: "officials in Lindmoor", "other leaders". */
static struct attribution bare_role(const struct sentence_view *view, size_t start, size_t end)
{
    while (start < end && sentence_view_has(view, start, LANGUAGE_BETWEEN))
        start++;
    if (start >= end || sentence_view_has(view, start, LANGUAGE_PREPOSITIONS) ||
        sentence_view_has(view, start, LANGUAGE_PRONOUNS) ||
        sentence_view_has(view, start, LANGUAGE_SUBORDINATORS) ||
        sentence_view_has(view, start, LANGUAGE_SUBJECTS) ||
        sentence_view_has(view, start, LANGUAGE_OPENERS) ||
        phrase_is_determiner(view, head_of(view, start, end)) || /* "its" alone */
        !sentence_view_ends_in(view, head_of(view, start, end), LANGUAGE_PLURAL_ENDINGS))
        return nobody;
    return (struct attribution){
        .kind = SPEAKER_ROLE, .first = start, .end = end, .cue = SIZE_MAX, .confidence = SURE_FAR};
}

bool phrase_tells_who(const struct sentence_view *view, size_t i)
{
    return sentence_view_is(view, i, TOKEN_WORD) &&
           (sentence_view_has(view, i, LANGUAGE_TITLES) ||
            sentence_view_has(view, i, LANGUAGE_PEOPLE) ||
            sentence_view_has(view, i, LANGUAGE_HE) || sentence_view_has(view, i, LANGUAGE_SHE));
}

/* Whether nothing stands before a name in its phrase but what tells who it is. */
static bool leads_phrase(const struct sentence_view *view, size_t start, size_t name)
{
    for (size_t i = start; i < name; i++)
        if (!phrase_is_determiner(view, i) && !phrase_tells_who(view, i) &&
            !sentence_view_has(view, i, LANGUAGE_OPENERS))
            return false;
    return true;
}

/* "of West Virginia", between a name and its verb. */
static bool is_tail(const struct sentence_view *view, size_t start, size_t end)
{
    if (!sentence_view_has(view, start, LANGUAGE_PREPOSITIONS))
        return false;
    for (size_t i = start; i < end; i++)
        if (sentence_view_has(view, i, LANGUAGE_OPENERS) ||
            sentence_view_has(view, i, LANGUAGE_PARTICIPLES))
            return false;
    return true;
}

struct attribution phrase_speaker(const struct sentence_view *view, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        size_t length = name_length(view->text, view->tokens, i);
        if (length == 0)
            continue;
        size_t before = i;
        while (before > start && sentence_view_has(view, before - 1, LANGUAGE_DETERMINERS))
            before--;
        bool governed =
            before > start && sentence_view_has(view, before - 1, LANGUAGE_PREPOSITIONS);
        bool owner = sentence_view_token(view, i + length - 1)->possessive;
        if (!governed && !owner &&
            (i + length >= end || /* "NAME, Jr.," goes over the comma */
             (leads_phrase(view, start, i) && is_tail(view, i + length, end))))
            return phrase_name(view, i, SURE_CLAUSE);
        i += length - 1;
    }
    for (size_t i = start; i < end; i++)
        if ((phrase_is_determiner(view, i) || sentence_view_token(view, i)->possessive) &&
            (i == start || !sentence_view_has(view, i - 1, LANGUAGE_PREPOSITIONS)))
            return phrase_role(view, i, end);
    return bare_role(view, start, end);
}

bool phrase_is_body(const struct sentence_view *view, const struct attribution *found)
{
    for (size_t i = found->first; i < found->end; i++)
        if (found->kind == SPEAKER_NAME && sentence_view_has(view, i, LANGUAGE_BODIES))
            return true;
    return false;
}

struct attribution phrase_body(const struct sentence_view *view, size_t i)
{
    struct attribution found = phrase_name(view, i, SURE_FAR);
    bool whole = found.end >= view->end || !sentence_view_is(view, found.end, TOKEN_WORD) ||
                 sentence_view_has(view, found.end, LANGUAGE_PREPOSITIONS) ||
                 sentence_view_has(view, found.end, LANGUAGE_BETWEEN) ||
                 verb_is_cue(view, found.end);
    return whole && phrase_is_body(view, &found) ? found : nobody;
}

struct attribution phrase_owner(const struct sentence_view *view, size_t noun)
{
    size_t end = noun;
    while (end > view->first && sentence_view_is(view, end - 1, TOKEN_WORD) &&
           noun - end < ADJECTIVES_MAX && !sentence_view_token(view, end - 1)->possessive)
        end--;
    if (end == view->first || !sentence_view_token(view, end - 1)->possessive)
        return nobody;
    size_t start = end;
    while (start > view->first && sentence_view_is(view, start - 1, TOKEN_CAPITAL) &&
           (start == end || !sentence_view_token(view, start - 1)->possessive))
        start--;
    for (; start < end; start++)
        if (start + name_length(view->text, view->tokens, start) == end)
            return (struct attribution){.kind = SPEAKER_NAME,
                                        .first = start,
                                        .end = end,
                                        .cue = SIZE_MAX,
                                        .confidence = SURE_FAR};
    return nobody;
}
