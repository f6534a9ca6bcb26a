#include "evidence.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mention.h"
#include "sentence_view.h"
#include "verb.h"

#define BESIDE 0.95
#define NAMES_NEAR 60 /* tokens on each side that are searched for names */
#define NEAR 3        /* tokens */
#define FAR 8
#define TERM_WORDS 3
#define OFTEN 3 /* mentions */
#define CLEAR 6 /* points between the best and the next, see people */
#define CLOSE 3
#define SURE_BEFORE 3500 /* margins of who spoke before, thousandths */
#define LIKELY_BEFORE 1500

/* How sure the rules are, in steps. */
static enum feature step_of(double confidence)
{
    static const struct step {
        double least;
        enum feature feature;
    } steps[] = {{0.95, FEATURE_rule_sure},
                 {0.895, FEATURE_rule_clause},
                 {0.83, FEATURE_rule_lower},
                 {0.70, FEATURE_rule_low}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (confidence >= steps[i].least)
            return steps[i].feature;
    return FEATURE_rule_unsure;
}

static enum speaker_class class_of(const struct finding *finding,
                                   const struct attribution *attribution)
{
    switch (attribution->kind) {
    case SPEAKER_NAME:
        return attribution->confidence >= BESIDE ? SPEAKER_CLASS_BESIDE : SPEAKER_CLASS_NAMED;
    case SPEAKER_PRONOUN:
        return SPEAKER_CLASS_PRONOUN;
    case SPEAKER_ROLE:
        return attribution->plain ? SPEAKER_CLASS_BESIDE : SPEAKER_CLASS_ROLE;
    default:
        return finding->role ? SPEAKER_CLASS_ROLE : SPEAKER_CLASS_INHERITED;
    }
}

static size_t count_words(const char *text, size_t start, size_t end)
{
    size_t count = 0;
    for (size_t i = start; i < end; i++)
        count += text[i] != ' ' && (i == start || text[i - 1] == ' ');
    return count;
}

static bool is_shouted(const char *name)
{
    bool small = false;
    for (const char *at = name; *at; at++)
        small |= !isupper((unsigned char)*at) && *at != ' ' && *at != '.';
    return !small;
}

/* Whether somebody else bears the surname, and whether he was mentioned lately. */
static void add_bearers(const struct reading *reading, struct candidate *candidate)
{
    const char *last = strrchr(candidate->speaker, ' ');
    const struct names *names = &reading->names;
    const struct name *known = last ? names_find(names, candidate->speaker) : NULL;
    for (size_t i = 0; known && i < names->count; i++) {
        const struct name *name = &names->items[i];
        const char *other = strrchr(name->text, ' ');
        if (name->body || !other || strcmp(other, last) != 0 || names_are_one(known, name))
            continue;
        candidate_set(candidate, FEATURE_bearers, name->person);
        candidate_set(candidate, FEATURE_bearer_near,
                      people_lately(&reading->people, name->text, &reading->place));
    }
}

/* What the name itself tells. */
static void add_name(const struct reading *reading, struct candidate *candidate)
{
    const char *name = candidate->speaker;
    const struct name *known = names_find(&reading->names, name);
    bool full = strchr(name, ' ') != NULL;
    candidate_set(candidate, FEATURE_full, full);
    candidate_set(candidate, FEATURE_single, !full);
    candidate_set(candidate, FEATURE_shouted, is_shouted(name));
    candidate_set(candidate, FEATURE_body, name_is_body(name, reading->language));
    candidate_set(
        candidate, FEATURE_first_known,
        (known ? known->gender : names_gender(&reading->names, name, reading->language)) !=
            GENDER_UNKNOWN);
    candidate_set(candidate, FEATURE_titled, known && known->title[0]);
    candidate_set(candidate, FEATURE_person, known && known->person);
    candidate_set(candidate, FEATURE_speaks, known && known->speaks > 0);
    candidate_set(candidate, FEATURE_once, known && known->mentions == 1);
    candidate_set(candidate, FEATURE_often, known && known->mentions >= OFTEN);
    add_bearers(reading, candidate);
}

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || (c & 0x80);
}

/* Whether the word of that length stands in text[start, end). */
static bool has_word(const char *text, size_t start, size_t end, const char *word, size_t length)
{
    for (size_t i = start; i + length <= end; i++) {
        const char *at = memchr(text + i, *word, end - i - length + 1);
        if (!at)
            return false;
        i = (size_t)(at - text);
        if (memcmp(at, word, length) == 0 && (i == start || !is_letter(at[-1])) &&
            (i + length == end || !is_letter(at[length])))
            return true;
    }
    return false;
}

/* Whether a word of the name stands in the quotation: nobody calls himself by his name. */
static bool is_named_inside(const struct reading *reading, const struct finding *finding,
                            const char *name)
{
    enum {
        LEAST = 3 /* bytes of a word that is no initial */
    };
    const struct quotation *quotation = finding->quotation;
    for (const char *at = name; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        size_t length = strcspn(at, " ");
        if (length >= LEAST && !islower((unsigned char)*at) &&
            has_word(reading->text, quotation->start, quotation->end, at, length))
            return true;
    }
    return false;
}

/* What the quotation and its sentence tell, whoever it is. */
static void add_quotation(const struct reading *reading, const struct finding *finding,
                          struct candidate *candidate)
{
    const struct quotation *quotation = finding->quotation;
    size_t words = count_words(reading->text, quotation->start, quotation->end);
    candidate_set(candidate, FEATURE_named_inside,
                  is_named_inside(reading, finding, candidate->speaker));
    candidate_set(candidate, FEATURE_whole, finding->whole);
    candidate_set(candidate, FEATURE_leads, finding->leads);
    candidate_set(candidate, FEATURE_term, !finding->whole && words <= TERM_WORDS);
    candidate_set(candidate, FEATURE_fragment, !finding->whole && words > TERM_WORDS);
    candidate_set(candidate, FEATURE_cue_none, !finding->cued);
    candidate_set(candidate, FEATURE_behind, finding->after);
    candidate_set(candidate, FEATURE_doubt, finding->frame == FRAME_DOUBT);
    candidate_set(candidate, FEATURE_account,
                  finding->frame == FRAME_ACCOUNT || finding->frame == FRAME_QUESTION);
    candidate_set(candidate, FEATURE_taken_back, finding->frame == FRAME_TAKEN_BACK);
    if (!finding->cue)
        return;
    uint64_t lists = language_lists(reading->language, finding->cue, strlen(finding->cue));
    bool noun = lists >> LANGUAGE_NOUNS & 1, participle = lists >> LANGUAGE_PARTICIPLES & 1;
    candidate_set(candidate, FEATURE_cue_noun, noun);
    candidate_set(candidate, FEATURE_cue_participle, participle);
    candidate_set(candidate, FEATURE_cue_plain, lists >> LANGUAGE_PLAIN & 1);
}

static void add_origin(const struct finding *finding, struct candidate *candidate)
{
    static const enum feature origins[] = {
        [ORIGIN_JOINED] = FEATURE_joined,   [ORIGIN_CONTINUED] = FEATURE_continued,
        [ORIGIN_TOLD] = FEATURE_told,       [ORIGIN_INTRODUCED] = FEATURE_introduced,
        [ORIGIN_NEXT] = FEATURE_next,       [ORIGIN_SHARED] = FEATURE_shared,
        [ORIGIN_GOES_ON] = FEATURE_goes_on,
    };
    candidate_set(candidate, FEATURE_rule, true);
    candidate_set(candidate, FEATURE_ambiguous, finding->ambiguous);
    candidate_set(candidate, FEATURE_before_pronoun, finding->from_pronoun);
    candidate_set(candidate, FEATURE_bears_title, finding->bears_title);
    candidate_set(candidate, FEATURE_meant, finding->meant);
    candidate_set(candidate, step_of(finding->confidence), true);
    if (finding->origin != ORIGIN_SENTENCE)
        candidate_set(candidate, origins[finding->origin], true);
    if (finding->origin != ORIGIN_SENTENCE)
        candidate_set(candidate,
                      finding->inherited >= SURE_BEFORE     ? FEATURE_before_sure
                      : finding->inherited >= LIKELY_BEFORE ? FEATURE_before_likely
                                                            : FEATURE_before_unsure,
                      true);
}

void evidence_of_rule(const struct reading *reading, const struct finding *finding,
                      struct candidates *out)
{
    const struct attribution none = {.cue = SIZE_MAX};
    if (!finding->speaker || !*finding->speaker)
        return;
    struct candidate *candidate = candidate_add(out, finding->speaker, class_of(finding, &none));
    add_origin(finding, candidate);
    add_name(reading, candidate);
    add_quotation(reading, finding, candidate);
}

/* The range of tokens between two places, whichever comes first. */
struct stretch {
    size_t first, end;
};

static struct stretch between(size_t first, size_t end, size_t other)
{
    return other >= end ? (struct stretch){end, other}
                        : (struct stretch){other + 1 < first ? other + 1 : first, first};
}

/* What stands between the name at [first, end) and the verb, or the quotation. */
static void add_between(const struct sentence_view *view, struct candidate *candidate, size_t first,
                        size_t end, size_t other)
{
    struct stretch stretch = between(first, end, other);
    for (size_t i = stretch.first; i < stretch.end; i++) {
        candidate_set(candidate, FEATURE_comma_between, sentence_view_is(view, i, TOKEN_COMMA));
        candidate_set(candidate, FEATURE_quotation_between,
                      sentence_view_is(view, i, TOKEN_QUOTATION));
        candidate_set(candidate, FEATURE_name_between, sentence_view_is(view, i, TOKEN_CAPITAL));
        candidate_set(candidate, FEATURE_clause_between,
                      sentence_view_is_word(view, i) &&
                          sentence_view_has(view, i, LANGUAGE_SUBORDINATORS));
    }
}

static void add_verb(const struct sentence_view *view, struct candidate *candidate, size_t end)
{
    size_t i = end;
    while (i < view->end && i < end + FAR && !verb_is_cue(view, i))
        i++;
    bool found = i < view->end && i < end + FAR;
    candidate_set(candidate, FEATURE_verb_beside, found && i == end);
    candidate_set(candidate, FEATURE_verb_near, found && i > end && i <= end + NEAR);
    candidate_set(candidate, FEATURE_verb_far, found && i > end + NEAR);
}

/* Called by his surname alone: whether another who bears it is near. */
static void add_bare(const struct reading *reading, struct candidate *candidate)
{
    char *written = name_text(reading->text, &reading->tokens, candidate->first, candidate->end);
    enum gender titled =
        name_titled(reading->text, &reading->tokens, candidate->first, candidate->end);
    bool bare = written && titled == GENDER_UNKNOWN && !strchr(written, ' ') &&
                strchr(candidate->speaker, ' ');
    const char *latest = bare ? people_latest(&reading->people, written, GENDER_UNKNOWN) : NULL;
    candidate_set(candidate, FEATURE_bare, bare);
    candidate_set(candidate, FEATURE_bare_rivalled,
                  bare && candidate_has(candidate, FEATURE_bearer_near));
    candidate_set(candidate, FEATURE_bare_latest,
                  latest && strcmp(latest, candidate->speaker) == 0);
    free(written);
}

static void add_place(const struct reading *reading, const struct sentence_view *view,
                      struct candidate *candidate, size_t index,
                      const struct attribution *attribution)
{
    const struct token *tokens = view->tokens->items;
    size_t first = candidate->first, end = candidate->end;
    bool word = first > view->first && sentence_view_is_word(view, first - 1);
    candidate_set(candidate, FEATURE_initial, first == view->first);
    candidate_set(candidate, FEATURE_before, first < index);
    candidate_set(candidate, FEATURE_owner, tokens[end - 1].possessive);
    candidate_set(candidate, FEATURE_rule_owner,
                  tokens[end - 1].possessive && attribution->kind == SPEAKER_NAME &&
                      attribution->end == end);
    candidate_set(candidate, FEATURE_governed,
                  word && sentence_view_has(view, first - 1, LANGUAGE_PREPOSITIONS));
    candidate_set(candidate, FEATURE_determined,
                  word && sentence_view_has(view, first - 1, LANGUAGE_DETERMINERS));
    candidate_set(candidate, FEATURE_comma_follows, sentence_view_is(view, end, TOKEN_COMMA));
    candidate_set(candidate, FEATURE_in_brackets,
                  first > view->first && tokens[first - 1].kind == TOKEN_OTHER);
    candidate_set(candidate, FEATURE_subject, mention_is_subject(reading, first, end));
    add_bare(reading, candidate);
    add_verb(view, candidate, end);
    size_t cue = attribution->cue;
    if (cue != SIZE_MAX) {
        struct stretch stretch = between(first, end, cue);
        size_t apart = stretch.end - stretch.first;
        candidate_set(candidate, FEATURE_cue_beside, apart == 0);
        candidate_set(candidate, FEATURE_cue_near, apart > 0 && apart <= NEAR);
        candidate_set(candidate, FEATURE_cue_far, apart > FAR);
    }
    add_between(view, candidate, first, end, cue != SIZE_MAX ? cue : index);
}

/* The full name that the name at tokens [first, end) stands for, owned by the names; NULL: it is no
 * name, or of several people. */
static const char *resolved(const struct reading *reading, size_t first, size_t end, bool *likely,
                            bool *ambiguous)
{
    char *name = name_text(reading->text, &reading->tokens, first, end);
    if (!name)
        return NULL;
    enum gender gender = name_titled(reading->text, &reading->tokens, first, end);
    const char *full = NULL;
    enum name_match match = names_resolve(&reading->names, name, gender, &full);
    if (match == NAME_UNKNOWN)
        full = names_known(&reading->names, name);
    *likely = match == NAME_LIKELY;
    *ambiguous = match == NAME_AMBIGUOUS;
    free(name);
    return full;
}

static void add_names(const struct reading *reading, const struct sentence_view *view, size_t index,
                      const struct attribution *attribution, struct candidates *out)
{
    size_t from = index > view->first + NAMES_NEAR ? index - NAMES_NEAR : view->first;
    size_t to = view->end > index + NAMES_NEAR ? index + NAMES_NEAR : view->end;
    for (size_t i = from; i < to; i++) {
        size_t length = name_length(reading->text, view->tokens, i);
        if (length == 0)
            continue;
        bool likely = false, ambiguous = false;
        const char *full = resolved(reading, i, i + length, &likely, &ambiguous);
        struct candidate *candidate =
            full && *full ? candidate_add(out, full,
                                          attribution->cue == SIZE_MAX ? SPEAKER_CLASS_INHERITED
                                                                       : SPEAKER_CLASS_NAMED)
                          : NULL;
        bool rule = i == attribution->first && i + length == attribution->end;
        if (candidate && (candidate->end == 0 || rule)) {
            candidate->first = i;
            candidate->end = i + length;
        }
        if (candidate) {
            candidate_set(candidate, FEATURE_likely, likely);
            candidate_set(candidate, FEATURE_ambiguous, ambiguous);
        }
        i += length - 1;
    }
}

/* Where the name stands that the rules found: whoever stands beside the quotation has no rivals. */
static void add_rule_place(const struct attribution *attribution, struct candidate *candidate)
{
    candidate->first = attribution->first;
    candidate->end = attribution->end;
}

/* Of those who were mentioned before. */
static void add_person(const struct reading *reading, const struct person *person,
                       const struct persons *persons, enum gender gender,
                       struct candidate *candidate)
{
    const struct mention *mention = person->mention, *place = &reading->place;
    size_t sentences = place->sentence - mention->sentence;
    size_t paragraphs = place->paragraph - mention->paragraph;
    candidate_set(candidate, FEATURE_same_sentence, sentences == 0);
    candidate_set(candidate, FEATURE_sentence_before, sentences == 1);
    candidate_set(candidate, FEATURE_two_before, sentences == 2);
    candidate_set(candidate, FEATURE_further, sentences > NEAR);
    candidate_set(candidate, FEATURE_same_paragraph, paragraphs == 0);
    candidate_set(candidate, FEATURE_paragraph_before, paragraphs == 1);
    candidate_set(candidate, FEATURE_paragraphs_before, paragraphs > 1);
    candidate_set(candidate, FEATURE_was_subject, mention->subject);
    candidate_set(candidate, FEATURE_was_speaker, mention->speaker);
    candidate_set(candidate, FEATURE_chained, mention->pronoun);
    candidate_set(candidate, FEATURE_gender_fits,
                  gender != GENDER_UNKNOWN && mention->gender == gender);
    candidate_set(candidate, FEATURE_gender_unknown, mention->gender == GENDER_UNKNOWN);
    candidate_set(candidate, FEATURE_gender_asked, gender != GENDER_UNKNOWN);
    bool best = person == &persons->items[persons->best];
    candidate_set(candidate, FEATURE_best, best);
    candidate_set(candidate, FEATURE_clear, best && person->points >= persons->next + CLEAR);
    candidate_set(candidate, FEATURE_close, best && person->points < persons->next + CLOSE);
    candidate_set(candidate, FEATURE_alone, persons->count == 1 && !persons->unnamed);
    candidate_set(candidate, FEATURE_latest, person->age == 0);
    candidate_set(candidate, FEATURE_named_again, person->times > 1);
    candidate_set(candidate, FEATURE_unnamed_near, persons->unnamed);
    candidate_set(candidate, FEATURE_unnamed_between,
                  persons->unnamed && persons->unnamed_age < person->age);
    candidate_set(candidate, FEATURE_others_one, persons->count == 2);
    candidate_set(candidate, FEATURE_others_many, persons->count > 3);
    bool near = sentences <= 1, fits = gender != GENDER_UNKNOWN && mention->gender == gender;
    candidate_set(candidate, FEATURE_subject_near, near && mention->subject);
    candidate_set(candidate, FEATURE_speaker_near, near && mention->speaker);
    candidate_set(candidate, FEATURE_fits_near, near && mention->subject && fits);
    candidate_set(candidate, FEATURE_fits_alone, fits && persons->fitting == 1);
    candidate_set(candidate, FEATURE_fits_best, fits && best);
    candidate_set(candidate, FEATURE_unknown_rivalled,
                  mention->gender == GENDER_UNKNOWN && persons->fitting > 0);
    candidate_set(candidate, FEATURE_unnamed_subject,
                  persons->unnamed && persons->unnamed_points > person->points);
    candidate_set(candidate, FEATURE_led_sentence, mention->leads);
    candidate_set(candidate, FEATURE_meets, mention->meets);
    candidate_set(candidate, FEATURE_fits_rival, person->rivalled);
    candidate_set(candidate, FEATURE_most_named,
                  person->times > 1 && person->times == persons->most);
    candidate_set(candidate, FEATURE_paragraph_begins,
                  reading->tokens.count > 0 && reading->sentence_in_paragraph <= 1);
}

static void add_persons(const struct reading *reading, enum gender gender, enum speaker_class class,
                        struct candidates *out)
{
    struct persons persons;
    people_list(&reading->people, gender, &reading->place, &persons);
    for (size_t i = 0; i < persons.count; i++) {
        struct candidate *candidate = candidate_add(out, persons.items[i].mention->full, class);
        if (candidate)
            add_person(reading, &persons.items[i], &persons, gender, candidate);
    }
}

/* What stands between a quotation without a word of who speaks and the one before, and behind it.
 */
static void add_surroundings(const struct reading *reading, size_t index,
                             struct candidate *candidate)
{
    const struct tokens *tokens = &reading->tokens;
    const struct token *next = index + 1 < tokens->count ? &tokens->items[index + 1] : NULL;
    size_t words = 0, i = index;
    bool capital = false, noun = false;
    for (; i > 0 && tokens->items[i - 1].kind != TOKEN_QUOTATION; i--) {
        words += tokens->items[i - 1].kind == TOKEN_WORD;
        capital |= tokens->items[i - 1].kind == TOKEN_CAPITAL;
        noun |= token_in(&tokens->items[i - 1], LANGUAGE_PEOPLE) ||
                token_in(&tokens->items[i - 1], LANGUAGE_HE) ||
                token_in(&tokens->items[i - 1], LANGUAGE_SHE);
    }
    candidate_set(candidate, FEATURE_same_sentence_quoted,
                  i > 0 &&
                      tokens->items[i - 1].sentence_first == tokens->items[index].sentence_first);
    candidate_set(candidate, FEATURE_person_between, i > 0 && capital);
    candidate_set(candidate, FEATURE_noun_between, i > 0 && noun);
    candidate_set(candidate, FEATURE_words_between, words > 0);
    candidate_set(candidate, FEATURE_many_words_between, words > FAR);
    candidate_set(candidate, FEATURE_nothing_follows, !next || next->first);
    candidate_set(candidate, FEATURE_word_follows,
                  next && next->kind == TOKEN_WORD && !next->first);
    candidate_set(candidate, FEATURE_capital_follows,
                  next && next->kind == TOKEN_CAPITAL && !next->first);
}

/* What the words that tell who speaks say of each, and a question before. */
static void add_asked(const struct reading *reading, size_t number,
                      const struct attribution *attribution, struct candidates *out)
{
    const struct finding *before = number > 0 ? &reading->findings[number - 1] : NULL;
    bool question = before && before->speaker &&
                    quotation_stop(reading->text, before->quotation) == '?' &&
                    before->quotation->paragraph < reading->place.paragraph;
    bool pronoun = attribution->kind == SPEAKER_PRONOUN;
    bool definite = attribution->kind == SPEAKER_ROLE &&
                    token_in(&reading->tokens.items[attribution->first], LANGUAGE_DEFINITE);
    for (size_t i = 0; i < out->count; i++) {
        struct candidate *candidate = &out->items[i];
        bool told = attribution->kind != SPEAKER_NONE && attribution->cue != SIZE_MAX &&
                    candidate->end > 0 && candidate->first == attribution->cue + 1 &&
                    candidate->first != attribution->first;
        candidate_set(candidate, FEATURE_asked_pronoun, pronoun);
        candidate_set(candidate, FEATURE_definite, definite);
        candidate_set(candidate, FEATURE_addressed, told);
        candidate_set(candidate, FEATURE_asked_before,
                      question && strcmp(before->speaker, candidate->speaker) == 0);
    }
}

static size_t count_persons(const struct candidates *candidates)
{
    size_t count = 0;
    for (size_t i = 0; i < candidates->count; i++)
        count +=
            candidates->items[i].end > 0 && !candidate_has(&candidates->items[i], FEATURE_body);
    return count;
}

void evidence_gather(const struct reading *reading, size_t index,
                     const struct attribution *attribution, struct candidates *out)
{
    const struct token *token = &reading->tokens.items[index];
    const struct finding *finding = &reading->findings[token->quotation];
    struct sentence_view view =
        sentence_view_of(reading->text, &reading->tokens, index, reading->language);
    if (finding->speaker && *finding->speaker)
        add_origin(finding, candidate_add(out, finding->speaker, class_of(finding, attribution)));
    if (out->count == 0 || out->items[0].class != SPEAKER_CLASS_BESIDE)
        add_names(reading, &view, index, attribution, out);
    else
        add_rule_place(attribution, &out->items[0]);
    bool pronoun = attribution->kind == SPEAKER_PRONOUN;
    if (pronoun || attribution->kind == SPEAKER_NONE)
        add_persons(reading,
                    pronoun ? pronoun_gender(&reading->tokens.items[attribution->first])
                            : GENDER_UNKNOWN,
                    pronoun ? SPEAKER_CLASS_PRONOUN : SPEAKER_CLASS_INHERITED, out);
    for (size_t i = 0; i < out->count; i++) {
        struct candidate *candidate = &out->items[i];
        add_name(reading, candidate);
        add_quotation(reading, finding, candidate);
        if (candidate->end > 0)
            add_place(reading, &view, candidate, index, attribution);
        if (attribution->kind == SPEAKER_NONE)
            add_surroundings(reading, index, candidate);
        candidate_set(candidate, FEATURE_stranger,
                      candidate_has(candidate, FEATURE_gender_unknown) &&
                          candidate_has(candidate, FEATURE_once));
        candidate_set(candidate, FEATURE_spoke_last,
                      reading->spoke_last && strcmp(reading->spoke_last, candidate->speaker) == 0);
    }
    add_asked(reading, token->quotation, attribution, out);
    size_t persons = count_persons(out);
    for (size_t i = 0; i < out->count; i++) {
        bool itself = out->items[i].end > 0 && !candidate_has(&out->items[i], FEATURE_body);
        size_t rivals = persons - itself;
        candidate_set(&out->items[i], FEATURE_rivals_none, rivals == 0);
        candidate_set(&out->items[i], FEATURE_rivals_one, rivals == 1);
        candidate_set(&out->items[i], FEATURE_rivals_many, rivals > 1);
    }
}
