#include "verb_second.h"

#include <string.h>

#include "names.h"
#include "phrase.h"
#include "verb.h"

#define ADJECTIVES_MAX 5
#define PIECE_MAX 30 /* tokens between two commas */
#define PHRASE_MAX 6 /* tokens of "in Berlin" between a verb and its subject */

/* A noun phrase that may be a subject: "ein Sprecher des Hafens, Peter Holm,". */
struct group {
    size_t first, end;
    size_t name, name_end; /* of who is named in it; equal: nobody is */
    bool determined;       /* it begins with an article */
    bool titled;           /* a word of it tells what somebody is */
};

bool verb_second_is(const struct language *language)
{
    return language->lists[LANGUAGE_NOUN_CAPITALS].count > 0;
}

static bool ends_with(const struct sentence_view *view, size_t i, const char *ending)
{
    const struct token *token = sentence_view_token(view, i);
    size_t length = strlen(ending);
    return token->end - token->start > length &&
           memcmp(view->text + token->end - length, ending, length) == 0;
}

/* Words that are neither a verb nor an adjective. */
static bool is_small_word(const struct sentence_view *view, size_t i)
{
    static const enum language_list lists[] = {LANGUAGE_BE,           LANGUAGE_INVERTING,
                                               LANGUAGE_OTHERS,       LANGUAGE_HANGING,
                                               LANGUAGE_PREPOSITIONS, LANGUAGE_CONJUNCTIONS,
                                               LANGUAGE_FUTURE,       LANGUAGE_SUBORDINATORS,
                                               LANGUAGE_PRONOUNS,     LANGUAGE_BETWEEN,
                                               LANGUAGE_CONDITIONS,   LANGUAGE_DETERMINERS,
                                               LANGUAGE_RELATIVES,    LANGUAGE_FUNCTION_WORDS,
                                               LANGUAGE_NEGATIONS,    LANGUAGE_NAME_PARTICLES};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        if (sentence_view_has(view, i, lists[k]))
            return true;
    return false;
}

/* A verb that no list has, told by its place and its ending. */
static bool may_be_verb(const struct sentence_view *view, size_t i)
{
    return sentence_view_is(view, i, TOKEN_WORD) && !is_small_word(view, i) &&
           (ends_with(view, i, "t") || ends_with(view, i, "te"));
}

/* A verb of one person, and no "so". */
static bool is_singular(const struct sentence_view *view, size_t i)
{
    const struct token *token = sentence_view_token(view, i);
    return token->end - token->start > 2 && !ends_with(view, i, "en");
}

static size_t skip_adjectives(const struct sentence_view *view, size_t i)
{
    size_t end = i;
    while (end < i + ADJECTIVES_MAX && (sentence_view_is(view, end, TOKEN_NUMBER) ||
                                        (sentence_view_is(view, end, TOKEN_WORD) &&
                                         !is_small_word(view, end) && !verb_is_cue(view, end))))
        end++;
    return end;
}

/* The capitals at `i`: who is named in them. False: there are none. */
static bool read_nouns(const struct sentence_view *view, size_t i, struct group *group)
{
    size_t length = i < view->end ? name_length(view->text, view->tokens, i) : 0;
    if (length == 0 || i + length > view->end)
        return false;
    size_t end = i + length, name = name_first(view->text, view->tokens, i, end);
    const struct token *first = sentence_view_token(view, i);
    bool known = token_in(first, LANGUAGE_MALE) || token_in(first, LANGUAGE_FEMALE);
    for (size_t k = i; k < end; k++)
        group->titled |= sentence_view_has(view, k, LANGUAGE_TITLES);
    bool named = name < end && (name > i || !group->determined || (known && length > 1));
    group->name = i;
    group->name_end = named ? end : i;
    group->end = end;
    return !sentence_view_token(view, end - 1)->possessive;
}

/* "des Hafens", "von der Fähre" behind a noun phrase that ends at `i`; `i` where nothing does. */
static size_t skip_modifier(const struct sentence_view *view, size_t i, enum language_list before)
{
    size_t at = sentence_view_skip_brackets(view, i);
    bool phrase = sentence_view_is(view, at, TOKEN_WORD) && sentence_view_has(view, at, before);
    size_t noun = at + phrase;
    bool determined = sentence_view_is(view, noun, TOKEN_WORD) && phrase_is_determiner(view, noun);
    if (!phrase && !determined)
        return at;
    noun = skip_adjectives(view, noun + determined);
    size_t length = sentence_view_is(view, noun, TOKEN_CAPITAL)
                        ? name_length(view->text, view->tokens, noun)
                        : 0;
    return length > 0 && noun + length <= view->end ? noun + length : i;
}

/* The noun phrase at `i` without what stands behind a comma. `before`: the words that lead what
 * belongs to its noun. */
static bool read_phrase(const struct sentence_view *view, size_t i, enum language_list before,
                        struct group *group)
{
    *group = (struct group){.first = i};
    group->determined = sentence_view_is_word(view, i) && phrase_is_determiner(view, i);
    if (group->determined && !sentence_view_has(view, i, LANGUAGE_NOUN_CAPITALS))
        return false; /* no subject's article */
    size_t noun = group->determined ? skip_adjectives(view, i + 1) : i;
    if (group->determined && sentence_view_is(view, noun, TOKEN_WORD) &&
        phrase_is_determiner(view, noun))
        noun = skip_adjectives(view, noun + 1); /* "einer der Helfer" */
    if (!read_nouns(view, noun, group))
        return false;
    for (size_t end = group->end;; group->end = end) {
        end = skip_modifier(view, group->end, before);
        if (end == group->end)
            return true;
    }
}

/* Behind the comma that closes what begins behind the one at `comma`; SIZE_MAX: none does. */
static size_t piece_end(const struct sentence_view *view, size_t comma)
{
    for (size_t i = comma + 1; i < view->end && i < comma + PIECE_MAX; i++) {
        if (sentence_view_is(view, i, TOKEN_COMMA))
            return i + 1;
        if (sentence_view_is(view, i, TOKEN_QUOTATION) || sentence_view_is(view, i, TOKEN_COLON))
            break;
    }
    return SIZE_MAX;
}

/* ", Peter Holm," or ", ein Fischer," behind a noun phrase: who is named in either. */
static void read_apposition(const struct sentence_view *view, struct group *group)
{
    struct group inner;
    size_t comma = sentence_view_skip_brackets(view, group->end);
    if (!sentence_view_is(view, comma, TOKEN_COMMA) || group->name_end > group->name ||
        !read_phrase(view, comma + 1, LANGUAGE_PREPOSITIONS, &inner) || inner.determined ||
        inner.name_end == inner.name)
        return;
    size_t end = sentence_view_skip_brackets(view, inner.end);
    if (end < view->end && !sentence_view_is(view, end, TOKEN_COMMA) &&
        !sentence_view_is(view, end, TOKEN_COLON) && !sentence_view_is(view, end, TOKEN_END))
        return;
    group->name = inner.name;
    group->name_end = inner.name_end;
    group->end = end;
}

/* The speaker that a noun phrase is. `sure`: one person's verb governs it. */
static struct attribution speaker_of(const struct sentence_view *view, const struct group *group,
                                     size_t cue, bool sure)
{
    struct attribution found = nobody;
    bool named = group->name_end > group->name;
    bool bare = named && group->name_end - group->name == 1 && !group->titled;
    bool speech = false;
    for (size_t i = group->first; i < group->end; i++)
        speech |= sentence_view_has(view, i, LANGUAGE_SPEECHES);
    if ((!named && (!group->determined || speech)) || (bare && !sure))
        return nobody;
    found.kind = named ? SPEAKER_NAME : SPEAKER_ROLE;
    found.first = named ? group->name : group->first;
    found.end = named ? group->name_end : group->end;
    found.cue = cue;
    found.plain = true;
    found.confidence = SURE_BESIDE;
    return found;
}

/* Over "am Montag" and "sich" between a verb and its subject. */
static size_t skip_between(const struct sentence_view *view, size_t i)
{
    while (sentence_view_is(view, i, TOKEN_WORD) && (sentence_view_has(view, i, LANGUAGE_BETWEEN) ||
                                                     sentence_view_has(view, i, LANGUAGE_OBJECTS)))
        i++;
    if (!sentence_view_is(view, i, TOKEN_WORD) ||
        !sentence_view_has(view, i, LANGUAGE_PREPOSITIONS))
        return i;
    for (size_t k = i + 1; k < i + PHRASE_MAX && sentence_view_is_word(view, k); k++)
        if (sentence_view_is(view, k, TOKEN_CAPITAL))
            return k + 1;
    return i;
}

/* The subject behind the verb at `verb`. */
static struct attribution behind_verb(const struct sentence_view *view, size_t verb)
{
    struct group group;
    size_t i = skip_between(view, verb + 1);
    if (sentence_view_is(view, i, TOKEN_WORD) && sentence_view_has(view, i, LANGUAGE_PRONOUNS)) {
        struct attribution found = phrase_name(view, i, SURE_BESIDE);
        found.cue = verb;
        return found;
    }
    if (!read_phrase(view, i, LANGUAGE_ORIGIN, &group))
        return nobody;
    read_apposition(view, &group);
    if (!verb_is_cue(view, verb) && group.name_end == group.name && !group.titled)
        return nobody; /* "..., brummte der Motor" */
    return speaker_of(view, &group, verb, is_singular(view, verb));
}

/* "While X said, “...”, Y added": what is said before the quotation is another's. */
static bool is_said_before(const struct sentence_view *view, size_t index)
{
    for (size_t i = view->first; i < index; i++)
        if (verb_is_cue(view, i))
            return true;
    return false;
}

struct attribution verb_second_behind(const struct sentence_view *view, size_t index, size_t i)
{
    bool small = sentence_view_begins_small(view, index), leads = index == view->first && !small;
    const struct attribution another = {.cue = i, .others = true};
    if (leads && sentence_view_is(view, i, TOKEN_WORD) &&
        sentence_view_has(view, i, LANGUAGE_OTHERS))
        return another;
    if (i >= view->end || (!verb_is_cue(view, i) && !(leads && may_be_verb(view, i))))
        return nobody;
    return small && is_said_before(view, index) ? another : behind_verb(view, i);
}

/* The verb of a sentence that begins with a subject; SIZE_MAX: none stands there. */
static size_t verb_of(const struct sentence_view *view, struct group *group)
{
    read_apposition(view, group);
    size_t i = group->end;
    bool bare = group->name_end == group->name + 1 && !group->titled && !group->determined;
    if (sentence_view_is(view, i, TOKEN_COMMA)) {
        if (bare)
            return SIZE_MAX; /* "Höhnisch, wie immer, sagte ..." */
        i = sentence_view_is(view, i + 1, TOKEN_WORD) && verb_is_cue(view, i + 1)
                ? i + 1
                : piece_end(view, i);
        if (i == SIZE_MAX)
            return SIZE_MAX;
    }
    return verb_is_cue(view, i) || may_be_verb(view, i) ? i : SIZE_MAX;
}

/* "Peter Holm: ...", "Peter Holm, Sprecher der Fähre: ...", "Holm wörtlich: ..." */
static struct attribution labelled(const struct sentence_view *view, struct group *group,
                                   size_t colon)
{
    struct group inner;
    read_apposition(view, group);
    size_t end = sentence_view_skip_brackets(view, group->end);
    if (sentence_view_is(view, end, TOKEN_COMMA) &&
        read_phrase(view, end + 1, LANGUAGE_PREPOSITIONS, &inner))
        end = inner.end;
    end += sentence_view_is(view, end, TOKEN_WORD) &&
           sentence_view_has(view, end, LANGUAGE_FUNCTION_WORDS);
    if (end != colon || group->name_end == group->name)
        return nobody;
    struct attribution found = speaker_of(view, group, SIZE_MAX, true);
    found.plain = group->titled || group->name_end > group->name + 1; /* else who is known */
    return found;
}

static struct attribution subject_first(const struct sentence_view *view, size_t first,
                                        size_t colon)
{
    struct group group;
    if (!read_phrase(view, first, LANGUAGE_PREPOSITIONS, &group))
        return nobody;
    struct attribution label = labelled(view, &group, colon);
    if (label.kind != SPEAKER_NONE)
        return label;
    size_t verb = verb_of(view, &group);
    if (verb == SIZE_MAX || verb >= colon)
        return nobody;
    struct attribution found = speaker_of(view, &group, verb, is_singular(view, verb));
    bool bare = found.kind == SPEAKER_NAME && found.end == found.first + 1 && !group.titled;
    if (bare && behind_verb(view, verb).kind == SPEAKER_NAME)
        return nobody; /* "Ergänzend sagte NAME" */
    bool thing = found.kind == SPEAKER_ROLE && !verb_is_cue(view, verb) && !group.titled;
    return thing ? nobody : found;
}

static bool has_any(const struct sentence_view *view, size_t first, size_t end,
                    enum language_list list)
{
    for (size_t i = first; i < end; i++)
        if (sentence_view_is_word(view, i) && sentence_view_has(view, i, list))
            return true;
    return false;
}

static struct attribution verb_first(const struct sentence_view *view, size_t colon)
{
    for (size_t i = view->first + 1; i < colon; i++) {
        struct attribution found = verb_is_cue(view, i) ? behind_verb(view, i) : nobody;
        if (found.kind != SPEAKER_NONE && found.end <= colon)
            return found;
    }
    return nobody;
}

bool verb_second_begins_with_subject(const struct sentence_view *view, size_t verb)
{
    struct group group;
    return read_phrase(view, view->first, LANGUAGE_PREPOSITIONS, &group) && group.end <= verb;
}

/* "NAME wants a look at the day on which ...": a clause about something else. */
static bool has_relative_clause(const struct sentence_view *view, size_t first, size_t end)
{
    for (size_t i = first; i + 2 < end; i++)
        if (sentence_view_is(view, i, TOKEN_COMMA) && sentence_view_is(view, i + 1, TOKEN_WORD) &&
            sentence_view_has(view, i + 1, LANGUAGE_PREPOSITIONS) &&
            sentence_view_has(view, i + 2, LANGUAGE_DEFINITE))
            return true;
    return false;
}

/* "NAME said that ... “...”" */
static struct attribution in_clause(const struct sentence_view *view, size_t index)
{
    struct attribution found = subject_first(view, view->first, index);
    if (found.kind == SPEAKER_NONE || found.cue == SIZE_MAX || !verb_is_cue(view, found.cue) ||
        sentence_view_has(view, found.cue, LANGUAGE_NOUNS) ||
        has_relative_clause(view, found.cue, index))
        return nobody;
    found.confidence = SURE_CLAUSE;
    return found;
}

/* Behind the speaker and his verb, in the tokens [first, colon): what is not his. */
static bool is_anothers(const struct sentence_view *view, size_t first, size_t colon)
{
    bool clause = false;
    for (size_t i = first; i < colon; i++) {
        clause |= sentence_view_is(view, i, TOKEN_COMMA);
        bool person = sentence_view_is(view, i, TOKEN_CAPITAL) &&
                      (sentence_view_has(view, i, LANGUAGE_MALE) ||
                       sentence_view_has(view, i, LANGUAGE_FEMALE));
        bool verb = verb_is_cue(view, i) && !sentence_view_has(view, i - 1, LANGUAGE_CONJUNCTIONS);
        if (verb || (clause && person))
            return true; /* "NAME claimed that NAME had said" */
    }
    return false;
}

struct attribution verb_second_before(const struct sentence_view *view, size_t index)
{
    if (index < view->first + 2 || has_any(view, view->first, index, LANGUAGE_OTHERS))
        return nobody;
    bool announced = sentence_view_is(view, index - 1, TOKEN_COLON);
    size_t colon = announced ? index - 1 : index;
    struct attribution found =
        announced ? subject_first(view, view->first, colon) : in_clause(view, index);
    if (found.kind == SPEAKER_NONE && announced)
        found = verb_first(view, colon);
    if (found.kind == SPEAKER_NONE)
        return nobody;
    size_t behind = found.end > found.cue || found.cue == SIZE_MAX ? found.end : found.cue + 1;
    if (has_any(view, behind, colon, LANGUAGE_NEGATIONS) ||
        (announced && is_anothers(view, behind, colon)))
        return (struct attribution){.cue = found.cue, .others = true};
    return found;
}
