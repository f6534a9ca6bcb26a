#include "subject.h"

#include "attribution_behind.h"
#include "names.h"
#include "verb.h"
#include "verb_second.h"

static struct attribution coordinated(const struct sentence_view *view, size_t conjunction);

/* Whether the verb stands behind another quotation, as in `"A," said NAME, "B."` */
static bool follows_quotation(const struct sentence_view *view, size_t verb)
{
    if (verb > view->first && sentence_view_is(view, verb - 1, TOKEN_COMMA))
        verb--;
    return verb > view->first && sentence_view_is(view, verb - 1, TOKEN_QUOTATION);
}

/* Where the piece before a comma begins: behind the comma (or quotation) before. */
static size_t piece_start(const struct sentence_view *view, size_t comma)
{
    size_t i = comma;
    while (i > view->first && !sentence_view_is(view, i - 1, TOKEN_COMMA) &&
           !sentence_view_is(view, i - 1, TOKEN_QUOTATION))
        i--;
    return i;
}

/* The subject before an apposition, which may have commas of its own: NAME, 66, of
 * Bowie, Md., said. The outermost piece that ends in a name counts; a name in
 * apposition only where what it explains is none. */
static struct attribution before_apposition(const struct sentence_view *view, size_t comma)
{
    enum {
        PIECES_MAX = 4
    };
    size_t start = piece_start(view, comma);
    size_t inner_start = start;
    struct attribution inner = phrase_speaker(view, start, comma);
    struct attribution found = nobody;
    for (int pieces = 0; pieces < PIECES_MAX && start > view->first &&
                         sentence_view_is(view, start - 1, TOKEN_COMMA);
         pieces++) {
        size_t end = start - 1;
        start = piece_start(view, end);
        struct attribution outer = phrase_speaker(view, phrase_start(view, end), end);
        if (outer.kind == SPEAKER_NAME)
            found = outer;
        else if (outer.kind == SPEAKER_ROLE && found.kind == SPEAKER_NONE)
            found = inner.kind == SPEAKER_NAME && inner.first == inner_start ? inner : outer;
        if (found.kind == SPEAKER_NAME)
            break;
    }
    found.confidence = SURE_APPOSITION;
    return found;
}

/* The noun phrase that ends before `end`, or the name before it that it explains: NAME, the chief
 * of the works. */
static struct attribution apposed_back(const struct sentence_view *view, size_t end)
{
    size_t start = phrase_start(view, end);
    struct attribution found = phrase_speaker(view, start, end);
    if (found.kind == SPEAKER_NAME || start == view->first ||
        !sentence_view_is(view, start - 1, TOKEN_COMMA))
        return found;
    struct attribution outer = before_apposition(view, end);
    return outer.kind == SPEAKER_NAME ? outer : found;
}

/* Whom a relative pronoun stands for: what ends before it. */
static struct attribution antecedent(const struct sentence_view *view, size_t who)
{
    size_t end = who;
    if (end > view->first && sentence_view_is(view, end - 1, TOKEN_COMMA))
        end--;
    while (end == who || sentence_view_is(view, end - 1, TOKEN_DASH)) {
        if (end == view->first || !sentence_view_is(view, end - 1, TOKEN_DASH))
            break;
        end--;
    }
    struct attribution found = apposed_back(view, end);
    found.confidence = SURE_FAR;
    return found;
}

/* What "it" or "they" stands for within a sentence: the organisation that it begins with. */
static struct attribution body_meant(const struct sentence_view *view, size_t pronoun)
{
    struct attribution found = subject_initial(view, pronoun);
    return phrase_is_body(view, &found) && found.end <= pronoun ? found : nobody;
}

/* The subject of the verb at `verb`. */
static struct attribution subject_of(const struct sentence_view *view, size_t verb)
{
    size_t i = verb;
    while (i > view->first &&
           (sentence_view_is_word(view, i - 1) || sentence_view_is(view, i - 1, TOKEN_NUMBER)) &&
           (sentence_view_has(view, i - 1, LANGUAGE_BETWEEN) ||
            sentence_view_is(view, i - 1, TOKEN_NUMBER)))
        i--;
    i = sentence_view_dashes_back(view, sentence_view_brackets_back(view, i));
    if (i == view->first)
        return nobody;
    if (sentence_view_is(view, i - 1, TOKEN_COMMA))
        return before_apposition(view, i - 1);
    if (!sentence_view_is_word(view, i - 1))
        return nobody;
    if (sentence_view_has(view, i - 1, LANGUAGE_CONJUNCTIONS))
        return coordinated(view, i - 1);
    if (sentence_view_has(view, i - 1, LANGUAGE_RELATIVES))
        return antecedent(view, i - 1);
    if (sentence_view_has(view, i - 1, LANGUAGE_PRONOUNS))
        return phrase_name(view, i - 1, SURE_CLAUSE);
    if (sentence_view_has(view, i - 1, LANGUAGE_THEY))
        return body_meant(view, i - 1);
    return apposed_back(view, i);
}

/* The noun phrase that a clause begins with at `i`: NAME, he, the campaign manager
 * NAME, the campaign; nobody where a preposition governs it. */
static struct attribution clause_subject(const struct sentence_view *view, size_t i, size_t end)
{
    while (i < end && sentence_view_is_word(view, i) &&
           sentence_view_has(view, i, LANGUAGE_BETWEEN))
        i++;
    if (i >= end || !sentence_view_is_word(view, i) ||
        sentence_view_has(view, i, LANGUAGE_PREPOSITIONS) ||
        sentence_view_has(view, i, LANGUAGE_SUBORDINATORS))
        return nobody;
    if (phrase_is_determiner(view, i) && i + 1 < end)
        return phrase_body(view, i + 1);
    struct attribution found = phrase_name(view, i, SURE_FAR);
    struct attribution behind =
        sentence_view_has(view, i, LANGUAGE_DETERMINERS) ? nobody : phrase_named(view, i);
    if (behind.kind == SPEAKER_NAME &&
        (found.kind == SPEAKER_NONE || phrase_tells_who(view, behind.first - 1)))
        found = behind;
    found.confidence = SURE_FAR;
    return found.end <= end ? found : nobody;
}

/* The subject of a verb behind a conjunction: its clause's, which begins behind a
 * comma or a word that subordinates it. */
static struct attribution coordinated(const struct sentence_view *view, size_t conjunction)
{
    size_t i = conjunction;
    while (i > view->first && sentence_view_is_word(view, i - 1) &&
           !sentence_view_has(view, i - 1, LANGUAGE_SUBORDINATORS))
        i--;
    struct attribution found = clause_subject(view, i, conjunction);
    if (found.kind == SPEAKER_NONE && i > view->first && sentence_view_is(view, i - 1, TOKEN_COMMA))
        found = before_apposition(view, i - 1);
    return found.kind == SPEAKER_NONE ? subject_initial(view, conjunction) : found;
}

/* Where the main clause begins: behind "In May," and "When asked,". */
static size_t main_clause(const struct sentence_view *view, size_t end)
{
    size_t i = view->first;
    if (!sentence_view_is_word(view, i) || !(sentence_view_has(view, i, LANGUAGE_PREPOSITIONS) ||
                                             sentence_view_has(view, i, LANGUAGE_SUBORDINATORS)))
        return i;
    while (i < end && !sentence_view_is(view, i, TOKEN_COMMA) &&
           !(sentence_view_is(view, i, TOKEN_QUOTATION) && sentence_view_ends_with_comma(view, i)))
        i++;
    return i + 1;
}

struct attribution subject_initial(const struct sentence_view *view, size_t verb)
{
    size_t start = main_clause(view, view->end);
    struct attribution found = clause_subject(view, start, start < verb ? verb : view->end);
    if (found.kind != SPEAKER_NONE)
        return found;
    for (size_t i = view->first; i < verb; i++)
        if (verb_is_cue(view, i)) {
            found = follows_quotation(view, i) ? attribution_behind_inverted(view, i)
                                               : subject_of(view, i);
            found.confidence = SURE_FAR;
            return found;
        }
    return nobody;
}

struct attribution subject_beside(const struct sentence_view *view, size_t participle)
{
    if (participle == view->first || !sentence_view_is_word(view, participle - 1))
        return nobody;
    struct attribution found = phrase_speaker(view, phrase_start(view, participle), participle);
    size_t start = participle;
    while (found.kind != SPEAKER_NAME && start > view->first &&
           sentence_view_is(view, start - 1, TOKEN_CAPITAL))
        start--;
    if (found.kind != SPEAKER_NAME && start < participle)
        found = phrase_name(view, start, SURE_FAR);
    found.confidence = SURE_FAR;
    return found.kind == SPEAKER_NAME && found.end == participle ? found : nobody;
}

/* Where the verb stands second, its subject follows it unless it stands first: "Gestern sagte
 * NAME". A name of two words before the verb is the subject. */
static struct attribution verb_second(const struct sentence_view *view, size_t cue,
                                      struct attribution front)
{
    if (!verb_second_is(view->language) ||
        (front.kind == SPEAKER_NAME && front.end == cue && front.end - front.first > 1))
        return front;
    struct attribution behind = attribution_behind_inverted(view, cue);
    if (behind.kind == SPEAKER_NONE || verb_second_begins_with_subject(view, cue))
        return front;
    behind.confidence = SURE_CLAUSE;
    return behind;
}

struct attribution subject_governing(const struct sentence_view *view, size_t cue, bool participle)
{
    if (participle && cue > view->first && sentence_view_token(view, cue - 1)->possessive)
        return phrase_owner(view, cue);
    if (participle) {
        struct attribution found = subject_beside(view, cue);
        if (found.kind == SPEAKER_NAME)
            return found;
        found = subject_initial(view, cue);
        bool apart = cue > view->first && sentence_view_is(view, cue - 1, TOKEN_COMMA);
        if (apart && found.kind != SPEAKER_ROLE &&
            !sentence_view_has(view, found.first, LANGUAGE_DETERMINERS))
            found.confidence = SURE_PARTICIPLE;
        return found;
    }
    struct attribution found = follows_quotation(view, cue)
                                   ? attribution_behind_inverted(view, cue)
                                   : verb_second(view, cue, subject_of(view, cue));
    const struct token *verb = sentence_view_token(view, cue);
    bool verb_first = !has_case(view->text + verb->start, verb->end - verb->start); /* Arabic */
    return found.kind == SPEAKER_NONE && verb_first ? phrase_name(view, cue + 1, SURE_CLAUSE)
                                                    : found;
}
