#include "attribution.h"

#include <string.h>

#include "attribution_behind.h"
#include "sentence_view.h"
#include "subject.h"
#include "verb.h"
#include "verb_second.h"

/* How many tokens the words of `according to` have that begin at `i`; 0: they do
 * not. */
static size_t phrase_length(const struct sentence_view *view, size_t i)
{
    enum {
        PHRASE_SIZE = 40
    };
    char phrase[PHRASE_SIZE];
    if (sentence_view_has(view, i, LANGUAGE_RELAYS))
        return 1;
    if (!sentence_view_is_word(view, i + 1))
        return 0;
    const struct token *a = sentence_view_token(view, i), *b = sentence_view_token(view, i + 1);
    size_t length = a->end - a->start + 1 + b->end - b->start;
    if (length >= sizeof phrase)
        return 0;
    memcpy(phrase, view->text + a->start, a->end - a->start);
    phrase[a->end - a->start] = '_';
    memcpy(phrase + (a->end - a->start) + 1, view->text + b->start, b->end - b->start);
    return language_has(view->language, LANGUAGE_RELAYS, phrase, length) ? 2 : 0;
}

/* Who is named behind `according to`, anywhere in the sentence. */
static struct attribution find_relay(const struct sentence_view *view)
{
    for (size_t i = view->first; i + 2 < view->end; i++) {
        size_t length = sentence_view_is_word(view, i) ? phrase_length(view, i) : 0;
        if (length == 0)
            continue;
        struct attribution found = phrase_named(view, i + length);
        size_t end = i + length;
        while (end < view->end &&
               (sentence_view_is_word(view, end) || sentence_view_is(view, end, TOKEN_NUMBER)) &&
               (end == i + length || !sentence_view_has(view, end, LANGUAGE_SUBORDINATORS)))
            end++;
        if (found.kind == SPEAKER_NONE)
            found = phrase_role(view, i + length, end);
        if (found.kind == SPEAKER_NONE)
            continue;
        found.cue = i;
        found.confidence = SURE_RELAY;
        return found;
    }
    return nobody;
}

static bool joins_clauses(const struct sentence_view *view, size_t i)
{
    return sentence_view_has(view, i, LANGUAGE_CONJUNCTIONS) ||
           sentence_view_has(view, i, LANGUAGE_SUBORDINATORS) ||
           sentence_view_has(view, i, LANGUAGE_MANNER);
}

/* Whether somebody else does something between the verb and the quotation: "NAME
 * said no, and NAME went on about". */
static bool changes_subject(const struct sentence_view *view, size_t cue, size_t index)
{
    for (size_t i = cue + 1; i + 2 < index; i++) {
        if (!sentence_view_is(view, i, TOKEN_COMMA) || !sentence_view_is_word(view, i + 1) ||
            !joins_clauses(view, i + 1))
            continue;
        size_t subject = i + 2;
        subject += sentence_view_is_word(view, subject) && joins_clauses(view, subject);
        if (sentence_view_is(view, subject, TOKEN_CAPITAL) &&
            phrase_name(view, subject, 0).kind == SPEAKER_NAME)
            return true;
    }
    return false;
}

/* How sure a verb's subject is, by where the verb stands before the quotation. */
static double sure_before(const struct sentence_view *view, size_t cue, size_t index,
                          double confidence)
{
    bool beside = (cue + 1 == index && !verb_second_is(view->language)) ||
                  (cue + 2 == index && (sentence_view_is(view, cue + 1, TOKEN_COMMA) ||
                                        sentence_view_is(view, cue + 1, TOKEN_COLON)));
    if (beside && confidence == SURE_CLAUSE)
        confidence = SURE_BESIDE;
    else if (confidence == SURE_CLAUSE && verb_stands_before(view, cue))
        confidence = SURE_NESTED;
    return confidence > SURE_FAR && changes_subject(view, cue, index) ? SURE_FAR : confidence;
}

static struct attribution said_by_another(size_t verb)
{
    struct attribution nothing = nobody;
    nothing.cue = verb;
    return nothing;
}

/* A verb that is denied, or passive: nobody whom its sentence names. */
static struct attribution said_by_nobody(size_t verb)
{
    struct attribution nothing = said_by_another(verb);
    nothing.others = true;
    return nothing;
}

/* "was called ... by NAME": who stands behind a passive, which may be the verb that is nearest to
 * the quotation: of "NAME is alleged to have said" it is not. */
static struct attribution passive_agent(const struct sentence_view *view, size_t verb, bool nearest)
{
    size_t by = verb + 1;
    if (!sentence_view_is_word(view, by) || !sentence_view_has(view, by, LANGUAGE_AGENT)) {
        struct attribution nothing = said_by_nobody(verb);
        nothing.unnamed = nearest && !sentence_view_has(view, verb, LANGUAGE_OTHERS);
        return nothing;
    }
    struct attribution found = phrase_named(view, by + 1);
    size_t end = by + 1;
    while (sentence_view_is_word(view, end) && !sentence_view_has(view, end, LANGUAGE_MANNER))
        end++;
    if (found.kind == SPEAKER_NONE || found.first >= end)
        found = phrase_role(view, by + 1, end);
    found.confidence = SURE_CLAUSE;
    found.cue = verb;
    return found;
}

/* "quoted NAME as saying" */
static struct attribution quoted_as_saying(const struct sentence_view *view, size_t participle)
{
    struct attribution found = subject_beside(view, participle - 1);
    found.cue = participle;
    found.others = found.kind == SPEAKER_NONE;
    found.confidence = SURE_BESIDE; /* nobody else can be meant */
    return found;
}

/* "NAME's claim that ...", where there is no verb of saying. */
static struct attribution speech_owner(const struct sentence_view *view, size_t index)
{
    for (size_t i = index; i-- > view->first;)
        if (sentence_view_is(view, i, TOKEN_WORD) &&
            sentence_view_has(view, i, LANGUAGE_SPEECHES)) {
            struct attribution owner = phrase_owner(view, i);
            bool announced = sentence_view_is(view, i + 1, TOKEN_COLON); /* "made this remark:" */
            return owner.kind == SPEAKER_NONE && announced ? subject_initial(view, i) : owner;
        }
    return nobody;
}

/* NAME -- "..." within a sentence. */
static struct attribution before_dash(const struct sentence_view *view, size_t index)
{
    size_t end = index;
    while (end > view->first && sentence_view_is(view, end - 1, TOKEN_DASH))
        end--;
    size_t start = end;
    while (start > view->first && sentence_view_is(view, start - 1, TOKEN_CAPITAL))
        start--;
    if (end == index || start == end)
        return nobody;
    struct attribution found = phrase_name(view, start, SURE_FAR);
    return found.end == end ? found : nobody;
}

/* Before the quotation: NAME said[,:] "...", NAME said that ... "...". Where the
 * nearest verb has no subject that can be told, one before it may. */
static struct attribution find_before(const struct sentence_view *view, size_t index)
{
    enum {
        VERBS_MAX = 3
    };
    struct attribution plain =
        verb_second_is(view->language) ? verb_second_before(view, index) : before_dash(view, index);
    if (plain.kind != SPEAKER_NONE || plain.others)
        return plain;
    size_t nearest = SIZE_MAX;
    int verbs = 0;
    for (size_t i = index; i-- > view->first && verbs < VERBS_MAX;) {
        bool participle = verb_is_participle(view, i) && !verb_is_progressive(view, i);
        if (verb_is_participle(view, i) && i > view->first &&
            sentence_view_has(view, i - 1, LANGUAGE_MANNER))
            return quoted_as_saying(view, i);
        if (sentence_view_is(view, i, TOKEN_WORD) && verb_is_others(view, i))
            return passive_agent(view, i, nearest == SIZE_MAX);
        if (verb_is_cue(view, i) && verb_is_denied(view, i))
            return said_by_nobody(i);
        if ((!verb_is_participle(view, i) && !verb_is_cue(view, i)) ||
            (verb_second_is(view->language) && sentence_view_has(view, i, LANGUAGE_NOUNS)))
            continue;
        struct attribution found = subject_governing(view, i, participle);
        nearest = nearest == SIZE_MAX ? i : nearest;
        verbs++;
        if (found.kind == SPEAKER_NONE ||
            (found.kind == SPEAKER_ROLE && sentence_view_has(view, i, LANGUAGE_NOUNS) &&
             verb_stands_before(view, i)))
            continue;
        found.confidence = sure_before(view, i, index, found.confidence);
        if (verbs > 1 && found.confidence > SURE_SECOND)
            found.confidence = SURE_SECOND;
        found.cue = i;
        return found;
    }
    return nearest == SIZE_MAX ? speech_owner(view, index) : said_by_another(nearest);
}

/* Whether what follows may govern the quotation: its words end, or it is
 * followed by a comma. */
static bool may_be_followed(const struct sentence_view *view, size_t index)
{
    const struct token *token = sentence_view_token(view, index);
    for (size_t i = token->end; i > token->start; i--) {
        char last = view->text[i - 1];
        if (strchr(",.!?-", last))
            return true;
        if ((last & 0x80) == 0 && last != '"' && last != '\'' && last != ' ')
            break;
    }
    return sentence_view_is(view, index + 1, TOKEN_COMMA) ||
           sentence_view_is(view, index + 1, TOKEN_DASH);
}

/* What was found last, with the verb that was found first where it has none. */
static struct attribution with_cue(struct attribution found, const struct attribution *first)
{
    if (found.kind == SPEAKER_NONE)
        found.cue = first->cue;
    return found;
}

struct attribution attribution_relay(const char *text, const struct tokens *tokens, size_t index,
                                     const struct language *language)
{
    struct sentence_view view = sentence_view_of(text, tokens, index, language);
    return find_relay(&view);
}

/* `The memo warned that it was "...," the paper said`: a fragment that is governed already. */
static struct attribution within_clause(const struct sentence_view *view, size_t index,
                                        struct attribution after)
{
    if (after.kind == SPEAKER_NONE || index == view->first ||
        !sentence_view_begins_small(view, index))
        return after;
    struct attribution before = find_before(view, index);
    bool beside = before.kind != SPEAKER_NONE && before.confidence >= SURE_CLAUSE;
    if (beside && after.kind == SPEAKER_ROLE)
        return before;
    if (beside)
        after.confidence = SURE_FAR;
    return after;
}

struct attribution attribution_find(const char *text, const struct tokens *tokens, size_t index,
                                    const struct language *language)
{
    struct sentence_view view = sentence_view_of(text, tokens, index, language);
    struct attribution found = attribution_behind_manner(&view, index);
    if (found.kind == SPEAKER_NONE && !found.others && may_be_followed(&view, index))
        found = within_clause(&view, index, attribution_behind_find(&view, index));
    if (found.others)
        return found;
    if (found.kind == SPEAKER_NONE)
        found = find_before(&view, index);
    if (found.kind == SPEAKER_NONE || found.confidence < SURE_CLAUSE) {
        struct attribution trailing = attribution_behind_trailing(&view, index);
        found = trailing.kind == SPEAKER_NONE && !trailing.others ? found : trailing;
    }
    return found.kind == SPEAKER_NONE && !found.others ? with_cue(find_relay(&view), &found)
                                                       : found;
}
