#include "frame.h"

#include <string.h>

#include "sentence_view.h"
#include "verb.h"

#define NEAR 40 /* tokens of a sentence beside that are looked at */

static bool has_stem(const struct sentence_view *view, size_t i, enum language_list list)
{
    const struct token *token = sentence_view_token(view, i);
    return language_has_stem(view->language, list, view->text + token->start,
                             token->end - token->start);
}

static bool is_doubt(const struct sentence_view *view, size_t i)
{
    return sentence_view_has(view, i, LANGUAGE_HANGING) ||
           sentence_view_has(view, i, LANGUAGE_NEGATIONS) ||
           sentence_view_has(view, i, LANGUAGE_CONDITIONS);
}

/* Whether the verb at `i` goes on with what the subject of the verb before says: "said X and
 * added". */
static bool is_coordinated(const struct sentence_view *view, size_t i)
{
    while (i > view->first && sentence_view_is_word(view, i - 1) &&
           sentence_view_has(view, i - 1, LANGUAGE_BETWEEN))
        i--;
    return i > view->first && (sentence_view_has(view, i - 1, LANGUAGE_CONJUNCTIONS) ||
                               sentence_view_is(view, i - 1, TOKEN_QUOTATION));
}

/* Whether a second verb of saying stands in the sentence, one that is no noun as well: somebody
 * tells what somebody said. */
static bool is_retold(const struct sentence_view *view, size_t i, size_t cue)
{
    if (i == cue || cue == SIZE_MAX)
        return false;
    bool verb = verb_is_cue(view, i) && !sentence_view_has(view, i, LANGUAGE_NOUNS);
    bool passive = sentence_view_is(view, i, TOKEN_WORD) &&
                   sentence_view_has(view, i, LANGUAGE_CUES) && verb_is_others(view, i);
    return passive || (verb && !is_coordinated(view, i));
}

/* "Did NAME say: ...?", "Had NAME said: ..., he would ...". */
static bool is_question(const struct sentence_view *view, size_t index)
{
    size_t first = view->first;
    bool inverted = index > first && sentence_view_is_word(view, first) &&
                    sentence_view_has(view, first, LANGUAGE_INVERTING);
    const struct token *last = sentence_view_token(view, view->end - 1);
    bool asked = last->kind == TOKEN_END && view->text[last->start] == '?';
    return inverted || asked;
}

static bool is_relay_of_another(const struct sentence_view *view, size_t index,
                                const struct attribution *attribution)
{
    struct attribution relay = attribution_relay(view->text, view->tokens, index, view->language);
    return relay.kind != SPEAKER_NONE && relay.first != attribution->first;
}

/* "The mayor never said so": a verb of saying that is denied. */
static bool denies(const struct sentence_view *view, size_t i)
{
    return sentence_view_is(view, i, TOKEN_WORD) && sentence_view_has(view, i, LANGUAGE_CUES) &&
           i + 1 < view->end && sentence_view_has(view, i + 1, LANGUAGE_BACKWARD) &&
           verb_is_denied(view, i);
}

/* Whether a stem of what takes words back stands in the tokens [first, end), outside of quotations.
 */
static bool takes_back(const struct sentence_view *view, size_t first, size_t end)
{
    const struct sentence_view whole = {view->text, view->tokens, view->language, first, end};
    for (size_t i = first; i < end; i++) {
        const struct token *token = sentence_view_token(view, i);
        if ((token->kind == TOKEN_WORD || token->kind == TOKEN_CAPITAL) &&
            (has_stem(view, i, LANGUAGE_RETRACTIONS) || denies(&whole, i)))
            return true;
    }
    return false;
}

/* "Claim:" at the beginning of the paragraph or of the sentence. */
static bool has_label(const struct sentence_view *view, size_t i)
{
    const struct tokens *tokens = view->tokens;
    return i + 1 < tokens->count && tokens->items[i + 1].kind == TOKEN_COLON &&
           token_in(&tokens->items[i], LANGUAGE_FACT_LABELS);
}

/* Whether the sentence before or behind takes the words back. */
static bool is_taken_back(const struct sentence_view *view, size_t index)
{
    const struct token *token = sentence_view_token(view, index);
    size_t count = view->tokens->count, first = token->sentence_first, end = token->sentence_end;
    size_t behind = end < count ? sentence_view_token(view, end)->sentence_end : end;
    size_t before = first > 0 ? sentence_view_token(view, first - 1)->sentence_first : first;
    if (behind > end + NEAR)
        behind = end + NEAR;
    if (first - before > NEAR)
        before = first - NEAR;
    return has_label(view, 0) || has_label(view, first) || takes_back(view, end, behind) ||
           takes_back(view, before, first);
}

/* What is left of the word behind its token, "'ll". */
static bool ends_in_future(const struct sentence_view *view, size_t i)
{
    const char *rest = view->text + sentence_view_token(view, i)->end;
    size_t length = strcspn(rest, " \n");
    return language_has(view->language, LANGUAGE_FUTURE, rest, length);
}

/* "is due to say", "wants to say"; but "went on to say" was said. */
static bool is_purpose(const struct sentence_view *view, size_t to)
{
    return to > view->first && (sentence_view_has(view, to - 1, LANGUAGE_FUTURE) ||
                                !sentence_view_has(view, to - 1, LANGUAGE_PREPOSITIONS));
}

/* "NAME will say": it is not said yet. In a language whose verb ends the sentence the subject may
 * stand between. */
static bool is_not_yet(const struct sentence_view *view, size_t cue)
{
    for (size_t i = cue; i-- > view->first;) {
        if (sentence_view_has(view, i, LANGUAGE_FUTURE) || ends_in_future(view, i))
            return true;
        if (sentence_view_has(view, i, LANGUAGE_INFINITIVE))
            return is_purpose(view, i);
        if (!sentence_view_is(view, i, TOKEN_CAPITAL) &&
            !sentence_view_has(view, i, LANGUAGE_BETWEEN))
            return false;
    }
    return false;
}

/* "in the new play": what is said in a fiction. */
static bool is_fiction(const struct sentence_view *view, size_t i)
{
    enum {
        ADJECTIVES = 2
    };
    size_t first = i, adjectives = 0;
    if (!sentence_view_is(view, i, TOKEN_WORD) || !sentence_view_has(view, i, LANGUAGE_FICTIONS))
        return false;
    while (first > view->first && sentence_view_is_word(view, first - 1) &&
           !sentence_view_has(view, first - 1, LANGUAGE_DETERMINERS) && adjectives++ < ADJECTIVES)
        first--;
    return first > view->first + 1 && sentence_view_has(view, first - 1, LANGUAGE_DETERMINERS) &&
           sentence_view_has(view, first - 2, LANGUAGE_PREPOSITIONS);
}

bool frame_in_role(const char *text, const struct tokens *tokens, size_t first, size_t end,
                   const struct language *language)
{
    const struct sentence_view view = {text, tokens, language, first, end};
    return takes_back(&view, first, end);
}

enum frame frame_of(const char *text, const struct tokens *tokens, size_t index,
                    const struct language *language, const struct attribution *attribution)
{
    struct sentence_view view = sentence_view_of(text, tokens, index, language);
    if (is_taken_back(&view, index))
        return FRAME_TAKEN_BACK;
    if (is_question(&view, index))
        return FRAME_QUESTION;
    if (is_relay_of_another(&view, index, attribution))
        return FRAME_ACCOUNT;
    if (attribution->cue != SIZE_MAX && is_not_yet(&view, attribution->cue))
        return FRAME_ACCOUNT;
    enum frame frame = FRAME_SAID;
    for (size_t i = view.first; i < view.end; i++) {
        if (!sentence_view_is_word(&view, i))
            continue;
        if (has_stem(&view, i, LANGUAGE_FRAMES) || is_fiction(&view, i) ||
            is_retold(&view, i, attribution->cue))
            return FRAME_ACCOUNT;
        if (is_doubt(&view, i))
            frame = FRAME_DOUBT;
    }
    return frame;
}
