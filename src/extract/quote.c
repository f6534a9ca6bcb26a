#include "extract/quote.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "airable.h"
#include "attribution.h"
#include "base/memory.h"
#include "config/language.h"
#include "contest.h"
#include "evidence.h"
#include "finding.h"
#include "mention.h"
#include "particles.h"
#include "ranker.h"
#include "verb_second.h"
#include "work_titles.h"

#define KEPT_TOKENS 20000 /* some 2 MB: an article has 500 to 5,000 */
#define TITLES_MAX 8      /* titles of works in a row, before a quotation that goes on */
#define LIKELY 0.99       /* a short name that may be somebody else's */
#define SURE_TRANSCRIPT 0.85
#define UNLIKELY 0.80       /* one of several who bear it, the one named last */
#define SURE_CONTINUED 0.93 /* "A," S said. "B." */
#define SURE_INTRODUCED 0.85
#define SURE_SHARED 0.90 /* two quotations, one verb */
#define SURE_BEARER 0.88 /* the only one of that title */
#define SURE_TITLE 0.82  /* "the president", where the article names one */
#define BESIDE 0.95
#define SURE_ROLE_BESIDE 0.905
#define SURE_ROLE 0.75 /* a noun phrase that names nobody */
#define SURE_TOLD 0.80
#define LIKELY_MARGIN 1000 /* thousandths; who is less likely is kept in mind as nobody */
#define SURE_NEXT 0.60     /* the next paragraph, without a word of who speaks */

/* Gives the paragraph's tokens away, to who reads them again; reading->tokens is empty then. */
static size_t keep_tokens(struct reading *reading, size_t paragraph, size_t kept)
{
    if (kept + reading->tokens.count > KEPT_TOKENS)
        return kept;
    reading->kept[paragraph] = reading->tokens;
    reading->tokens = (struct tokens){0};
    return kept + reading->kept[paragraph].count;
}

static void take_tokens(struct reading *reading, size_t paragraph, size_t quotation)
{
    const struct article_paragraph *paragraphs;
    size_t count;
    if (reading->kept[paragraph].items) {
        tokens_finish(&reading->tokens);
        reading->tokens = reading->kept[paragraph];
        reading->kept[paragraph] = (struct tokens){0};
        return;
    }
    paragraphs = article_paragraphs(reading->article, &count);
    tokens_read(reading->text, paragraphs[paragraph].start, paragraphs[paragraph].end,
                reading->language, &reading->quotations, quotation, &reading->tokens);
}

static void collect_names(struct reading *reading)
{
    size_t kept = 0;
    size_t count;
    size_t next = 0;
    const struct article_paragraph *paragraphs = article_paragraphs(reading->article, &count);
    reading->kept = memory_alloc(count, sizeof *reading->kept);
    for (size_t i = 0; i < count; i++) {
        tokens_read(reading->text, paragraphs[i].start, paragraphs[i].end, reading->language,
                    &reading->quotations, next, &reading->tokens);
        names_collect(&reading->names, reading->text, &reading->tokens, reading->language);
        while (next < reading->quotations.count && reading->quotations.items[next].paragraph == i)
            next++;
        kept = keep_tokens(reading, i, kept);
    }
    names_know(&reading->names, reading->language);
}

/* The fullest form of a name; NULL when it may be several people's. */
static char *full_name(const struct reading *reading, const char *name, enum gender gender,
                       double *confidence, bool *ambiguous)
{
    const char *full;
    enum name_match match = names_resolve(&reading->names, name, gender, &full);
    *ambiguous = match == NAME_AMBIGUOUS;
    if (match == NAME_UNKNOWN)
        return memory_copy_string(name);
    const char *latest = people_latest(&reading->people, name, gender);
    bool other = latest && full && strcmp(latest, full) != 0;
    *confidence *= match == NAME_AMBIGUOUS || other ? UNLIKELY : match == NAME_LIKELY ? LIKELY : 1;
    return memory_copy_string(latest ? latest : full);
}

static void set_name(struct reading *reading, struct finding *finding,
                     const struct attribution *attribution)
{
    char *name = name_text(reading->text, &reading->tokens, attribution->first, attribution->end);
    double confidence = attribution->confidence;
    enum gender gender =
        name_titled(reading->text, &reading->tokens, attribution->first, attribution->end);
    finding->speaker =
        name ? full_name(reading, name, gender, &confidence, &finding->ambiguous) : NULL;
    finding->confidence = finding->speaker ? confidence : 0;
    free(name);
}

static void set_pronoun(struct reading *reading, struct finding *finding,
                        const struct attribution *attribution)
{
    const struct token *token = &reading->tokens.items[attribution->first];
    double confidence = 0;
    const char *meant =
        people_meant(&reading->people, pronoun_gender(token), &reading->place, &confidence);
    finding->speaker = memory_copy_string(meant);
    if (confidence > attribution->confidence)
        confidence = attribution->confidence;
    finding->confidence = meant ? confidence : 0;
}

/* "the president": who bears the title here, or who spoke last. */
static bool set_title(struct reading *reading, struct finding *finding, const struct token *last)
{
    size_t length = last->end - last->start;
    const char *word = reading->text + last->start;
    if (!language_has(reading->language, LANGUAGE_TITLES, word, length) &&
        !language_has(reading->language, LANGUAGE_PEOPLE, word, length))
        return false;
    char *title = reading_copy(reading, last->start, last->end);
    double confidence = SURE_TITLE;
    const char *bearer = names_titled(&reading->names, title);
    if (!bearer && verb_second_is(reading->language)) {
        free(title);
        return false;
    }
    const char *full =
        bearer ? bearer
               : people_meant(&reading->people, pronoun_gender(last), &reading->place, &confidence);
    double most = bearer && strchr(bearer, ' ') ? SURE_BEARER : SURE_TITLE;
    finding->speaker = memory_copy_string(full);
    finding->bears_title = bearer != NULL;
    finding->meant = full && !bearer;
    finding->confidence = bearer || confidence > most ? most : confidence;
    free(title);
    return true;
}

/* "IWF-Sprecher", "NDR": of one that is known by its name. */
static bool has_inner_capital(const char *text, const struct token *token)
{
    for (size_t i = token->start + 1; i < token->end; i++)
        if (isupper((unsigned char)text[i]))
            return true;
    return false;
}

/* "The group", "this investor": whoever has not read what stands before can't tell who is meant. "A
 * friend" and "the Home Office" say it themselves. */
static bool points_back(const struct reading *reading, const struct attribution *attribution)
{
    const struct token *tokens = reading->tokens.items;
    if (!token_in(&tokens[attribution->first], LANGUAGE_DEFINITE))
        return false;
    size_t common = verb_second_is(reading->language); /* whose nouns have capitals */
    for (size_t i = attribution->first + 1; i < attribution->end; i++)
        if (tokens[i].kind == TOKEN_CAPITAL &&
            (common == 0 || common-- == 0 || has_inner_capital(reading->text, &tokens[i])))
            return false;
    return true;
}

/* "the report" and the like, without its article. */
static void set_role(struct reading *reading, struct finding *finding,
                     const struct attribution *attribution)
{
    const struct token *first = &reading->tokens.items[attribution->first];
    bool definite = token_in(first, LANGUAGE_DEFINITE), nouns = verb_second_is(reading->language);
    const struct token *last = &reading->tokens.items[attribution->end - 1];
    bool alone = !nouns || attribution->end - attribution->first == 2;
    if (definite && alone && set_title(reading, finding, last))
        return;
    first += token_in(first, LANGUAGE_DETERMINERS) && !nouns; /* "der Alte", "ein Alter" */
    if (frame_in_role(reading->text, &reading->tokens, attribution->first, attribution->end,
                      reading->language))
        return;
    finding->role = true;
    finding->vague = points_back(reading, attribution);
    finding->speaker = reading_copy(reading, first->start, last->end);
    finding->confidence = attribution->confidence < BESIDE ? SURE_ROLE : SURE_ROLE_BESIDE;
}

/* What the full name may stand for in the article's own sentence: a pronoun, a
 * short name and its Mr.; other titles stay. */
static struct snippet_span replaceable(const struct reading *reading,
                                       const struct attribution *attribution)
{
    const struct token *tokens = reading->tokens.items;
    size_t first = attribution->first;
    if (attribution->kind == SPEAKER_NAME &&
        name_titled(reading->text, &reading->tokens, first, first + 1) == GENDER_UNKNOWN)
        first = name_first(reading->text, &reading->tokens, first, attribution->end);
    size_t start = tokens[first].start;
    return (struct snippet_span){start, tokens[attribution->end - 1].end - start};
}

static void set_attribution(struct reading *reading, struct finding *finding,
                            const struct attribution *attribution)
{
    const struct token *tokens = reading->tokens.items;
    if (attribution->cue != SIZE_MAX) {
        finding->cued = true;
        finding->verb_end = tokens[attribution->cue].end;
        finding->cue =
            reading_copy(reading, tokens[attribution->cue].start, tokens[attribution->cue].end);
    }
    finding->unnamed = attribution->kind == SPEAKER_NONE && attribution->unnamed;
    if (attribution->kind == SPEAKER_NONE)
        return;
    finding->after = attribution->after;
    finding->pronoun = attribution->kind == SPEAKER_PRONOUN;
    finding->as_written =
        reading_copy(reading, tokens[attribution->first].start, tokens[attribution->end - 1].end);
    finding->written = replaceable(reading, attribution);
    if (attribution->kind == SPEAKER_NAME)
        set_name(reading, finding, attribution);
    else if (attribution->kind == SPEAKER_PRONOUN)
        set_pronoun(reading, finding, attribution);
    else
        set_role(reading, finding, attribution);
}

/* A sentence of its own: a capital, an end, and it begins its sentence or
 * stands behind a comma, a colon or a dash. */
static bool is_whole(const struct reading *reading, size_t index, const struct quotation *quotation)
{
    const struct token *tokens = reading->tokens.items;
    size_t first = tokens[index].sentence_first;
    enum token_kind before = index > first ? tokens[index - 1].kind : TOKEN_COMMA;
    bool apart = before == TOKEN_COMMA || before == TOKEN_COLON || before == TOKEN_DASH;
    bool closed_outside =
        index + 1 < reading->tokens.count &&
        (tokens[index + 1].kind == TOKEN_COMMA || tokens[index + 1].kind == TOKEN_END);
    return apart && starts_sentence(reading->text + quotation->start) &&
           (quotation->goes_on || quotation_stop(reading->text, quotation) || closed_outside);
}

/* Where the sentence begins when words such as "but" go. */
static size_t skip_opener(const struct reading *reading, const struct sentence *sentence)
{
    const struct token *tokens = reading->tokens.items;
    size_t first = sentence->first;
    const struct token *token = &tokens[first];
    bool opener =
        sentence->count > 2 && token->kind == TOKEN_CAPITAL && token_in(token, LANGUAGE_OPENERS);
    if (!opener)
        return first;
    return first + (tokens[first + 1].kind == TOKEN_COMMA ? 2 : 1);
}

/* Whether the sentence can be read without the one before: it begins with nothing
 * that points back, unless that is the speaker, who is named in its place. */
static bool sentence_stands(const struct reading *reading, const struct finding *finding,
                            size_t index)
{
    const struct token *first = &reading->tokens.items[index];
    size_t length = first->end - first->start;
    if (!finding->role && finding->written.length > 0 && finding->written.start == first->start)
        return true;
    if (first->kind == TOKEN_OTHER || first->kind == TOKEN_COMMA)
        return false;
    return !language_has(reading->language, LANGUAGE_LEANING, reading->text + first->start, length);
}

/* The speaker before a transcript's words, `HOLM: We open.`: capitals and a colon.
 * How many bytes the name has; 0: there is none. */
static size_t transcript_prefix(const char *words, size_t length)
{
    enum {
        LEAST = 3,
        MOST = 40
    };
    size_t i = 0;
    while (i < length && i < MOST && (isupper((unsigned char)words[i]) || strchr(" .-'", words[i])))
        i++;
    return i >= LEAST && i < length && words[i] == ':' ? i : 0;
}

static size_t label_length(const struct reading *reading, size_t number)
{
    const struct quotation *quotation = &reading->quotations.items[number];
    return transcript_prefix(reading->text + quotation->start, quotation->end - quotation->start);
}

/* Whether one of the next quotations, before or behind, has the label too: a speaker of a
 * transcript speaks more than once, "WARNING:" is a word on a wall. */
static bool is_repeated(const struct reading *reading, size_t number, size_t length)
{
    enum {
        NEAR = 8
    };
    const char *label = reading->text + reading->quotations.items[number].start;
    size_t first = number > NEAR ? number - NEAR : 0;
    for (size_t i = first; i < reading->quotations.count && i <= number + NEAR; i++)
        if (i != number && label_length(reading, i) == length &&
            memcmp(reading->text + reading->quotations.items[i].start, label, length) == 0)
            return true;
    return false;
}

/* "ADA BRUNNER" as names are written; for the caller to free. */
static char *label_name(const struct reading *reading, size_t start, size_t length)
{
    char *name = reading_copy(reading, start, start + length);
    for (size_t i = 1; name[i]; i++)
        if (isalpha((unsigned char)name[i - 1]))
            name[i] = (char)tolower((unsigned char)name[i]);
    return name;
}

/* Who speaks where the words begin with a label, whom the article knows or who speaks again. */
static bool set_transcript(struct reading *reading, struct finding *finding, size_t number)
{
    const size_t start = finding->quotation->start, length = label_length(reading, number);
    if (length == 0)
        return false;
    char *name = label_name(reading, start, length);
    const char *full;
    bool known = names_resolve(&reading->names, name, GENDER_UNKNOWN, &full) != NAME_UNKNOWN ||
                 names_known(&reading->names, name);
    if (known || is_repeated(reading, number, length)) {
        double confidence = SURE_TRANSCRIPT;
        finding->as_written = reading_copy(reading, start, start + length);
        finding->speaker =
            full_name(reading, name, GENDER_UNKNOWN, &confidence, &finding->ambiguous);
        finding->confidence = finding->speaker ? confidence : 0;
        finding->transcript = true;
    }
    free(name);
    return finding->transcript;
}

/* Through whom the article has it, where that is not who speaks. */
static void set_relay(struct reading *reading, struct finding *finding,
                      const struct attribution *speaker, size_t index)
{
    struct attribution relay =
        attribution_relay(reading->text, &reading->tokens, index, reading->language);
    if (speaker->kind == SPEAKER_NONE || relay.kind == SPEAKER_NONE ||
        relay.first == speaker->first)
        return;
    const struct token *first = &reading->tokens.items[relay.first];
    first += language_has(reading->language, LANGUAGE_DETERMINERS, reading->text + first->start,
                          first->end - first->start);
    finding->source = reading_copy(reading, first->start, reading->tokens.items[relay.end - 1].end);
}

static void inherit(struct finding *finding, const struct finding *from, const char *speaker,
                    double confidence, enum origin origin)
{
    if (finding->speaker || finding->as_written || !speaker)
        return;
    finding->speaker = memory_copy_string(speaker);
    finding->confidence = confidence;
    finding->origin = origin;
    finding->inherited = from ? from->margin : 0;
    finding->from_pronoun = from && (from->pronoun || from->from_pronoun);
    finding->vague = from && from->vague;
}

/* "NAME read out a postcard.": what comes behind it are another's words. */
static bool gives_back_before(const struct reading *reading, size_t index)
{
    const struct token *tokens = reading->tokens.items;
    size_t first = tokens[index].sentence_first;
    for (size_t i = first > 0 ? tokens[first - 1].sentence_first : first; i < first; i++)
        if (token_in(&tokens[i], LANGUAGE_OTHERS))
            return true;
    return false;
}

/* Who says something, or does, in the sentence before, in the same paragraph. */
static const char *told_before(const struct reading *reading, size_t index)
{
    const struct people *people = &reading->people;
    for (size_t i = 0; i < people->count && i < PEOPLE_MAX; i++) {
        const struct mention *item = &people->items[(people->count - 1 - i) % PEOPLE_MAX];
        if (item->paragraph != reading->place.paragraph ||
            item->sentence + 1 < reading->place.sentence)
            return NULL;
        if (item->sentence + 1 == reading->place.sentence && item->subject)
            return *item->full && !gives_back_before(reading, index) ? item->full : NULL;
    }
    return NULL;
}

/* What the quotation before tells about one that has no verb of its own. */
static void inherit_from_before(struct reading *reading, size_t index)
{
    assert(reading->findings);
    size_t number = reading->tokens.items[index].quotation;
    struct finding *finding = &reading->findings[number];
    size_t last = number;
    while (last > 0 && reading->findings[last - 1].title && number - last < TITLES_MAX)
        last--;
    const struct finding *before = last > 0 ? &reading->findings[last - 1] : NULL;
    bool same_paragraph = before && before->quotation->paragraph == finding->quotation->paragraph;
    if (finding->cued || finding->speaker || finding->title)
        return;
    bool another = before && before->speaker && finding->sentence.start != before->sentence.start &&
                   contest_inheritance(reading, index, before->speaker);
    bool alone = reading->tokens.items[0].kind == TOKEN_QUOTATION;
    bool goes_on = finding->quotation->continues && before;
    finding->leans = same_paragraph && before->frame >= FRAME_ACCOUNT &&
                     finding->sentence.start != before->sentence.start;
    bool joined =
        same_paragraph && finding->whole && before->whole && !before->after && !before->cued;
    if (goes_on || joined)
        inherit(finding, before, before->speaker, before->confidence, ORIGIN_JOINED);
    else if (another)
        return;
    else if (same_paragraph && before->after &&
             (finding->whole || finding->leads ||
              finding->sentence.start == before->sentence.start))
        inherit(finding, before, before->speaker,
                before->confidence < SURE_CONTINUED ? before->confidence : SURE_CONTINUED,
                ORIGIN_CONTINUED);
    else if (finding->leads && finding->whole && !verb_second_is(reading->language) &&
             told_before(reading, index)) /* where it is plain what a sentence's subject is */
        inherit(finding, NULL, told_before(reading, index), SURE_TOLD, ORIGIN_TOLD);
    else if (finding->whole && !same_paragraph && reading->introducer)
        inherit(finding, NULL, reading->introducer,
                reading->introducer_confidence < SURE_INTRODUCED ? reading->introducer_confidence
                                                                 : SURE_INTRODUCED,
                ORIGIN_INTRODUCED);
    else if (finding->whole && !same_paragraph && before && before->whole && alone &&
             before->quotation->paragraph + 1 == finding->quotation->paragraph)
        inherit(finding, before, before->speaker, SURE_NEXT, ORIGIN_NEXT);
}

/* A language with fewer measured quotations than its thresholds would need: nobody but who is named
 * beside the quotation, by a first name that is known or a title. */
static bool certain_unmeasured(const struct finding *finding, const struct candidate *rule)
{
    return finding->confidence >= BESIDE && finding->origin == ORIGIN_SENTENCE &&
           !finding->pronoun && !finding->role && rule->class == SPEAKER_CLASS_BESIDE &&
           (candidate_has(rule, FEATURE_first_known) || candidate_has(rule, FEATURE_titled));
}

/* The candidate's name takes the place of whom the rules named. */
static void set_candidate(const struct reading *reading, struct finding *finding,
                          const struct candidate *candidate)
{
    free(finding->speaker);
    finding->speaker = memory_copy_string(candidate->speaker);
    finding->role = finding->vague = false;
    if (candidate->end == 0 || finding->pronoun)
        return;
    const struct attribution name = {
        .kind = SPEAKER_NAME, .first = candidate->first, .end = candidate->end};
    free(finding->as_written);
    finding->as_written = reading_copy(reading, reading->tokens.items[name.first].start,
                                       reading->tokens.items[name.end - 1].end);
    finding->written = replaceable(reading, &name);
}

static void tell_why(const struct reading *reading, const struct finding *finding,
                     const struct candidates *candidates)
{
    size_t start = article_source_offset(reading->article, finding->quotation->start);
    size_t end = article_source_offset(reading->article, finding->quotation->end);
    buffer_format(reading->why, "quotation\t%zu\t%zu\n", start, end);
    for (size_t i = 0; i < candidates->count; i++) {
        const struct candidate *candidate = &candidates->items[i];
        buffer_format(reading->why, "%s\t%s\t%d", speaker_class_name(candidate->class),
                      candidate->speaker, ranker_score(candidate));
        for (int feature = 0; feature < FEATURES; feature++)
            if (candidate_has(candidate, (enum feature)feature))
                buffer_format(reading->why, "\t%s", feature_name((enum feature)feature));
        buffer_add_byte(reading->why, '\n');
    }
}

static void set_nobody(struct finding *finding)
{
    free(finding->speaker);
    finding->speaker = NULL;
    finding->role = finding->vague = false;
    finding->certain = false;
    finding->margin = 0;
}

/* Who it is of the candidates, and whether that is certain; NULL where there is none. */
static const struct candidate *weigh(struct reading *reading, struct finding *finding,
                                     const struct candidates *candidates)
{
    if (reading->why)
        tell_why(reading, finding, candidates);
    if (candidates->count == 0)
        return NULL;
    if (!ranker_measures(reading->language)) {
        finding->certain = finding->speaker && certain_unmeasured(finding, &candidates->items[0]);
        return &candidates->items[0];
    }
    struct ranking ranking = ranker_rank(candidates, reading->language);
    const struct candidate *best = &candidates->items[ranking.best];
    if (!finding->speaker || strcmp(best->speaker, finding->speaker) != 0)
        set_candidate(reading, finding, best);
    bool taken = ranking.best == 0 && finding->origin != ORIGIN_SENTENCE && finding->inherited > 0;
    int margin = taken && ranking.margin > finding->inherited ? finding->inherited : ranking.margin;
    margin -= contest_doubt(best);
    if (margin < ranking.margin)
        ranking = ranker_lowered(ranking, margin, best->class, reading->language);
    if (ranking.margin < 0) { /* rather another, or nobody */
        set_nobody(finding);
    }
    finding->margin = ranking.margin;
    finding->confidence = ranking.confidence;
    bool ruled = candidate_has(best, FEATURE_rule);
    finding->certain = ranking.certain && !finding->vague && !(finding->ambiguous && ruled) &&
                       (finding->cued || ruled);
    if (reading->why)
        buffer_format(reading->why, "chosen\t%s\t%s\t%d\n", speaker_class_name(best->class),
                      best->speaker, ranking.margin);
    return best;
}

/* The same of whom the rules have from another quotation alone. */
static void weigh_rule(struct reading *reading, struct finding *finding)
{
    struct candidates candidates = {0};
    evidence_of_rule(reading, finding, &candidates);
    weigh(reading, finding, &candidates);
    candidate_finish_all(&candidates);
}

static void weigh_all(struct reading *reading, size_t index, const struct attribution *attribution)
{
    struct finding *finding = &reading->findings[reading->tokens.items[index].quotation];
    struct candidates candidates = {0};
    evidence_gather(reading, index, attribution, &candidates);
    const struct candidate *best = weigh(reading, finding, &candidates);
    if (best && finding->speaker && contest_candidate(reading, index, attribution, best)) {
        set_nobody(finding);
        finding->contested = true;
    }
    candidate_finish_all(&candidates);
}

/* "A," said NAME from the “Harbour Club”: what the verb's clause has in marks is no speech. */
static bool is_within_clause(const struct reading *reading, size_t index)
{
    const struct token *before = &reading->tokens.items[index] - 1;
    return verb_second_is(reading->language) &&
           (before->kind == TOKEN_WORD || before->kind == TOKEN_CAPITAL) &&
           !token_in(before, LANGUAGE_CONJUNCTIONS);
}

/* "A," he said, "b.": the same words tell of both who speaks. */
static bool share_sentence(struct reading *reading, size_t index)
{
    size_t number = reading->tokens.items[index].quotation;
    struct finding *finding = &reading->findings[number];
    const struct finding *before = number > 0 ? finding - 1 : NULL;
    if (!before || index == 0 || is_within_clause(reading, index) || finding->written.length == 0 ||
        before->sentence.start != finding->sentence.start ||
        before->written.start != finding->written.start)
        return false;
    free(finding->speaker);
    finding->speaker = memory_copy_string(before->speaker);
    finding->role = before->role;
    finding->vague = before->vague;
    finding->margin = before->margin;
    finding->confidence = before->confidence;
    finding->certain = before->certain;
    finding->contested = before->contested;
    return true;
}

/* False where a label tells who speaks, and nothing else is asked. */
static bool attribute(struct reading *reading, size_t index)
{
    size_t number = reading->tokens.items[index].quotation;
    struct finding *finding = &reading->findings[number];
    struct attribution attribution =
        attribution_find(reading->text, &reading->tokens, index, reading->language);
    finding->frame =
        frame_of(reading->text, &reading->tokens, index, reading->language, &attribution);
    if (attribution.cue == SIZE_MAX && set_transcript(reading, finding, number)) {
        weigh_rule(reading, finding);
        return false;
    }
    set_attribution(reading, finding, &attribution);
    set_relay(reading, finding, &attribution, index);
    inherit_from_before(reading, index);
    if (!attribution.others && !share_sentence(reading, index))
        weigh_all(reading, index, &attribution);
    return true;
}

static void examine(struct reading *reading, size_t index)
{
    size_t number = reading->tokens.items[index].quotation;
    struct finding *finding = &reading->findings[number];
    finding->quotation = &reading->quotations.items[number];
    finding->sentence = sentence_of(&reading->tokens, index);
    finding->whole = is_whole(reading, index, finding->quotation);
    finding->leads = index == finding->sentence.first;
    size_t opens = skip_opener(reading, &finding->sentence);
    finding->begin = reading->tokens.items[opens].start;
    finding->title = work_titles_is_one(reading->text, &reading->tokens, index, finding->quotation,
                                        reading->language);
    if (finding->title)
        return;
    if (particles_used(reading->language)) {
        particles_attribute(reading, finding);
        inherit_from_before(reading, index);
        finding->certain = finding->speaker && finding->confidence >= SURE;
    } else if (!attribute(reading, index)) {
        return;
    }
    size_t paragraph = reading->tokens.items[0].start;
    bool transcript =
        transcript_prefix(reading->text + paragraph, finding->quotation->open - paragraph) > 0;
    finding->stands = !transcript && sentence_stands(reading, finding, opens);
}

/* "A" and "B," S said: the verb behind the last governs the first as well. */
static void share_backwards(struct reading *reading, size_t first, size_t end)
{
    for (size_t i = end; i-- > first + 1;) {
        struct finding *finding = &reading->findings[i - 1];
        const struct finding *next = &reading->findings[i];
        if (!finding->cued && !finding->speaker && !finding->title && next->after &&
            next->sentence.start == finding->sentence.start) {
            inherit(finding, next, next->speaker,
                    next->confidence < SURE_SHARED ? next->confidence : SURE_SHARED, ORIGIN_SHARED);
            weigh_rule(reading, finding);
        }
    }
}

/* What the next paragraph tells of a quotation that goes on there. */
static void share_paragraphs(struct reading *reading)
{
    for (size_t i = reading->quotations.count; i-- > 1;) {
        struct finding *finding = &reading->findings[i - 1];
        const struct finding *next = &reading->findings[i];
        if (!next->quotation->continues || !next->as_written || finding->as_written ||
            finding->cued)
            continue;
        free(finding->speaker);
        finding->speaker = NULL;
        inherit(finding, next, next->speaker, next->confidence, ORIGIN_GOES_ON);
        weigh_rule(reading, finding);
    }
}

/* The full name that a pronoun or a name stands for, and how sure that is; NULL: nobody's. */
static char *introduced_by(const struct reading *reading, const struct attribution *attribution,
                           double *confidence)
{
    const struct tokens *tokens = &reading->tokens;
    if (attribution->kind == SPEAKER_PRONOUN) {
        enum gender gender = pronoun_gender(&tokens->items[attribution->first]);
        return memory_copy_string(
            people_meant(&reading->people, gender, &reading->place, confidence));
    }
    if (attribution->kind != SPEAKER_NAME)
        return NULL;
    char *name = name_text(reading->text, tokens, attribution->first, attribution->end);
    char *full = NULL;
    bool ambiguous;
    *confidence = 1;
    if (name)
        full = full_name(reading, name, GENDER_UNKNOWN, confidence, &ambiguous);
    free(name);
    return full;
}

/* A paragraph that ends in `NAME said:` introduces the quotation of the next. */
static void find_introducer(struct reading *reading)
{
    const struct tokens *tokens = &reading->tokens;
    free(reading->introducer);
    reading->introducer = NULL;
    if (tokens->count < 2 || tokens->items[tokens->count - 1].kind != TOKEN_COLON)
        return;
    struct attribution attribution =
        attribution_find(reading->text, tokens, tokens->count - 1, reading->language);
    reading->introducer = introduced_by(reading, &attribution, &reading->introducer_confidence);
}

static void examine_token(struct reading *reading, size_t index)
{
    size_t number = reading->tokens.items[index].quotation;
    examine(reading, index);
    const struct finding *finding = &reading->findings[number];
    bool known = finding->speaker && (finding->certain || finding->margin >= LIKELY_MARGIN);
    if (known && !finding->role && !name_is_body(finding->speaker, reading->language))
        mention_add(reading, finding->speaker, GENDER_UNKNOWN, true, true);
    else if (finding->pronoun)
        mention_add(reading, "", GENDER_UNKNOWN, true, true);
    if (!known)
        return;
    free(reading->spoke_last);
    reading->spoke_last = memory_copy_string(finding->speaker);
}

static void examine_paragraph(struct reading *reading, size_t paragraph, size_t first, size_t end)
{
    take_tokens(reading, paragraph, first);
    reading->place.paragraph = paragraph;
    reading->sentence_in_paragraph = 0;
    for (size_t i = 0; i < reading->tokens.count; i++) {
        reading->place.sentence += reading->tokens.items[i].first;
        reading->sentence_in_paragraph += reading->tokens.items[i].first;
        if (reading->tokens.items[i].kind == TOKEN_QUOTATION) {
            examine_token(reading, i);
            continue;
        }
        mention_pronoun(reading, i);
        mention_noun(reading, i);
        size_t length = mention_name(reading, i);
        i += length ? length - 1 : 0;
    }
    share_backwards(reading, first, end);
    find_introducer(reading);
}

static void examine_all(struct reading *reading)
{
    size_t count;
    size_t first = 0;
    article_paragraphs(reading->article, &count);
    reading->findings = memory_alloc(reading->quotations.count, sizeof *reading->findings);
    for (size_t i = 0; i < count; i++) {
        size_t end = first;
        while (end < reading->quotations.count && reading->quotations.items[end].paragraph == i)
            end++;
        examine_paragraph(reading, i, first, end);
        first = end;
    }
}

/* When all is read: names are compared without their titles until then. Where the article itself
 * calls him by the name its own words stay. */
static void style_speakers(struct reading *reading)
{
    for (size_t i = 0; i < reading->quotations.count; i++) {
        struct finding *finding = &reading->findings[i];
        const char *styled = finding->speaker && !finding->role
                                 ? names_styled(&reading->names, finding->speaker)
                                 : NULL;
        if (!styled)
            continue;
        free(finding->speaker);
        finding->speaker = memory_copy_string(styled);
        if (!finding->pronoun)
            finding->written.length = 0;
    }
}

static void finish(struct reading *reading)
{
    for (size_t i = 0; i < reading->quotations.count; i++) {
        free(reading->findings[i].speaker);
        free(reading->findings[i].as_written);
        free(reading->findings[i].cue);
        free(reading->findings[i].source);
    }
    free(reading->findings);
    free(reading->kept); /* each was taken */
    free(reading->introducer);
    free(reading->spoke_last);
    people_finish(&reading->people);
    quotations_finish(&reading->quotations);
    names_finish(&reading->names);
    full_names_finish(&reading->full_names);
    tokens_finish(&reading->tokens);
}

/* Everything but what airs. */
static void read_quotations(struct reading *reading, const struct article *article)
{
    size_t length;
    reading->article = article;
    reading->text = article_text(article, &length);
    reading->language = language_named(article_language(article));
    quotations_find(article, &reading->quotations);
    collect_names(reading);
    if (particles_used(reading->language))
        particles_collect(&reading->full_names, reading->language, reading->text);
    examine_all(reading);
    share_paragraphs(reading);
    style_speakers(reading);
}

/* Against the quotations before it in its sentence. `snippets`: one for each quotation so far. */
static void once_a_sentence(const struct reading *reading, size_t number, size_t max_chars,
                            struct snippet *snippets)
{
    enum {
        NEAR = 8
    };
    const struct finding *findings = reading->findings;
    for (size_t i = number; i-- > 0 && i + NEAR >= number &&
                            findings[i].sentence.start == findings[number].sentence.start;)
        airable_once(reading, number, max_chars, &snippets[i], &snippets[number]);
}

void quotes_extract(const struct article *article, size_t max_chars, struct snippets *out)
{
    struct reading reading = {0};
    read_quotations(&reading, article);
    size_t first = out->count;
    for (size_t i = 0; i < reading.quotations.count; i++) {
        airable_compose(&reading, i, max_chars, snippets_add(out));
        once_a_sentence(&reading, i, max_chars, &out->items[first]);
    }
    finish(&reading);
}

void quotes_explain(const struct article *article, struct buffer *out)
{
    struct reading reading = {.why = out};
    read_quotations(&reading, article);
    finish(&reading);
}
