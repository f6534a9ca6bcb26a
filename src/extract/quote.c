#include "extract/quote.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "airable.h"
#include "attribution.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/language.h"
#include "finding.h"
#include "mention.h"
#include "particles.h"
#include "work_titles.h"

#define TITLES_MAX 8 /* titles of works in a row, before a quotation that goes on */
#define LIKELY 0.99  /* a short name that may be somebody else's */
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
#define SURE_NEXT 0.60 /* the next paragraph, without a word of who speaks */

char *work_copy(const struct work *work, size_t start, size_t end)
{
    char *copy = memory_copy_bytes(work->text + start, end - start);
    for (char *c = copy; *c; c++)
        if (*c == '\n')
            *c = ' ';
    return copy;
}

static void collect_names(struct work *work)
{
    size_t count;
    size_t next = 0;
    const struct article_paragraph *paragraphs = article_paragraphs(work->article, &count);
    for (size_t i = 0; i < count; i++) {
        tokens_read(work->text, paragraphs[i].start, paragraphs[i].end, work->language,
                    &work->quotations, next, &work->tokens);
        names_collect(&work->names, work->text, &work->tokens, work->language);
        while (next < work->quotations.count && work->quotations.items[next].paragraph == i)
            next++;
    }
    names_know(&work->names, work->language);
}

/* The fullest form of a name; NULL when it may be several people's. */
static char *full_name(const struct work *work, const char *name, enum gender gender,
                       double *confidence)
{
    const char *full;
    enum name_match match = names_resolve(&work->names, name, gender, &full);
    if (match == NAME_UNKNOWN)
        return memory_copy_string(name);
    const char *latest = people_latest(&work->people, name, gender);
    bool other = latest && full && strcmp(latest, full) != 0;
    *confidence *= match == NAME_AMBIGUOUS || other ? UNLIKELY : match == NAME_LIKELY ? LIKELY : 1;
    return memory_copy_string(latest ? latest : full);
}

static void set_name(struct work *work, struct finding *finding,
                     const struct attribution *attribution)
{
    char *name = name_text(work->text, &work->tokens, attribution->first, attribution->end);
    double confidence = attribution->confidence;
    enum gender gender =
        name_titled(work->text, &work->tokens, attribution->first, attribution->end);
    finding->speaker = name ? full_name(work, name, gender, &confidence) : NULL;
    finding->confidence = finding->speaker ? confidence : 0;
    free(name);
}

static void set_pronoun(struct work *work, struct finding *finding,
                        const struct attribution *attribution)
{
    const struct token *token = &work->tokens.items[attribution->first];
    double confidence = 0;
    const char *meant =
        people_meant(&work->people, pronoun_gender(token), &work->place, &confidence);
    finding->speaker = memory_copy_string(meant);
    if (confidence > attribution->confidence)
        confidence = attribution->confidence;
    finding->confidence = meant ? confidence : 0;
}

/* "the president": who bears the title here, or who spoke last. */
static bool set_title(struct work *work, struct finding *finding, const struct token *last)
{
    size_t length = last->end - last->start;
    const char *word = work->text + last->start;
    if (!language_has(work->language, LANGUAGE_TITLES, word, length) &&
        !language_has(work->language, LANGUAGE_PEOPLE, word, length))
        return false;
    char *title = work_copy(work, last->start, last->end);
    double confidence = SURE_TITLE;
    const char *bearer = names_titled(&work->names, title);
    const char *full =
        bearer ? bearer
               : people_meant(&work->people, pronoun_gender(last), &work->place, &confidence);
    double most = bearer && strchr(bearer, ' ') ? SURE_BEARER : SURE_TITLE;
    finding->speaker = memory_copy_string(full);
    finding->confidence = bearer || confidence > most ? most : confidence;
    free(title);
    return true;
}

/* "the report" and the like, without its article. */
static void set_role(struct work *work, struct finding *finding,
                     const struct attribution *attribution)
{
    const struct token *first = &work->tokens.items[attribution->first];
    size_t length = first->end - first->start;
    bool definite =
        language_has(work->language, LANGUAGE_DEFINITE, work->text + first->start, length);
    first += language_has(work->language, LANGUAGE_DETERMINERS, work->text + first->start, length);
    const struct token *last = &work->tokens.items[attribution->end - 1];
    if (definite && set_title(work, finding, last))
        return;
    finding->role = true;
    finding->speaker = work_copy(work, first->start, last->end);
    finding->confidence = attribution->confidence < BESIDE ? SURE_ROLE : SURE_ROLE_BESIDE;
}

/* What the full name may stand for in the article's own sentence: a pronoun, a
 * short name and its Mr.; other titles stay. */
static struct snippet_span replaceable(const struct work *work,
                                       const struct attribution *attribution)
{
    const struct token *tokens = work->tokens.items;
    size_t first = attribution->first;
    if (attribution->kind == SPEAKER_NAME &&
        name_titled(work->text, &work->tokens, first, first + 1) == GENDER_UNKNOWN)
        first = name_first(work->text, &work->tokens, first, attribution->end);
    size_t start = tokens[first].start;
    return (struct snippet_span){start, tokens[attribution->end - 1].end - start};
}

static void set_attribution(struct work *work, struct finding *finding,
                            const struct attribution *attribution)
{
    const struct token *tokens = work->tokens.items;
    if (attribution->cue != SIZE_MAX) {
        finding->cued = true;
        finding->verb_end = tokens[attribution->cue].end;
        finding->cue =
            work_copy(work, tokens[attribution->cue].start, tokens[attribution->cue].end);
    }
    if (attribution->kind == SPEAKER_NONE)
        return;
    finding->after = attribution->after;
    finding->pronoun = attribution->kind == SPEAKER_PRONOUN;
    finding->as_written =
        work_copy(work, tokens[attribution->first].start, tokens[attribution->end - 1].end);
    finding->written = replaceable(work, attribution);
    if (attribution->kind == SPEAKER_NAME)
        set_name(work, finding, attribution);
    else if (attribution->kind == SPEAKER_PRONOUN)
        set_pronoun(work, finding, attribution);
    else
        set_role(work, finding, attribution);
}

bool starts_sentence(const char *words)
{
    uint32_t code = 0;
    utf8_decode(words, strlen(words), &code);
    return (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9') || code >= 0xc0;
}

/* A sentence of its own: a capital, an end, and it begins its sentence or
 * stands behind a comma, a colon or a dash. */
static bool is_whole(const struct work *work, size_t index, const struct quotation *quotation)
{
    const struct token *tokens = work->tokens.items;
    size_t first = tokens[index].sentence_first;
    enum token_kind before = index > first ? tokens[index - 1].kind : TOKEN_COMMA;
    bool apart = before == TOKEN_COMMA || before == TOKEN_COLON || before == TOKEN_DASH;
    bool closed_outside =
        index + 1 < work->tokens.count &&
        (tokens[index + 1].kind == TOKEN_COMMA || tokens[index + 1].kind == TOKEN_END);
    return apart && starts_sentence(work->text + quotation->start) &&
           (quotation->goes_on || quotation_stop(work->text, quotation) || closed_outside);
}

/* Where the sentence begins when words such as "but" go. */
static size_t skip_opener(const struct work *work, const struct sentence *sentence)
{
    const struct token *tokens = work->tokens.items;
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
static bool sentence_stands(const struct work *work, const struct finding *finding, size_t index)
{
    const struct token *first = &work->tokens.items[index];
    size_t length = first->end - first->start;
    if (!finding->role && finding->written.length > 0 && finding->written.start == first->start)
        return true;
    if (first->kind == TOKEN_OTHER || first->kind == TOKEN_COMMA)
        return false;
    return !language_has(work->language, LANGUAGE_LEANING, work->text + first->start, length);
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

static size_t label_length(const struct work *work, size_t number)
{
    const struct quotation *quotation = &work->quotations.items[number];
    return transcript_prefix(work->text + quotation->start, quotation->end - quotation->start);
}

/* Whether one of the next quotations, before or behind, has the label too: a speaker of a
 * transcript speaks more than once, "WARNING:" is a word on a wall. */
static bool is_repeated(const struct work *work, size_t number, size_t length)
{
    enum {
        NEAR = 8
    };
    const char *label = work->text + work->quotations.items[number].start;
    size_t first = number > NEAR ? number - NEAR : 0;
    for (size_t i = first; i < work->quotations.count && i <= number + NEAR; i++)
        if (i != number && label_length(work, i) == length &&
            memcmp(work->text + work->quotations.items[i].start, label, length) == 0)
            return true;
    return false;
}

/* "ADA BRUNNER" as names are written; for the caller to free. */
static char *label_name(const struct work *work, size_t start, size_t length)
{
    char *name = work_copy(work, start, start + length);
    for (size_t i = 1; name[i]; i++)
        if (isalpha((unsigned char)name[i - 1]))
            name[i] = (char)tolower((unsigned char)name[i]);
    return name;
}

/* Who speaks where the words begin with a label, whom the article knows or who speaks again. */
static bool set_transcript(struct work *work, struct finding *finding, size_t number)
{
    const size_t start = finding->quotation->start, length = label_length(work, number);
    if (length == 0)
        return false;
    char *name = label_name(work, start, length);
    const char *full;
    bool known = names_resolve(&work->names, name, GENDER_UNKNOWN, &full) != NAME_UNKNOWN ||
                 names_known(&work->names, name);
    if (known || is_repeated(work, number, length)) {
        double confidence = SURE_TRANSCRIPT;
        finding->as_written = work_copy(work, start, start + length);
        finding->speaker = full_name(work, name, GENDER_UNKNOWN, &confidence);
        finding->confidence = finding->speaker ? confidence : 0;
        finding->transcript = true;
    }
    free(name);
    return finding->transcript;
}

/* Through whom the article has it, where that is not who speaks. */
static void set_relay(struct work *work, struct finding *finding, const struct attribution *speaker,
                      size_t index)
{
    struct attribution relay = attribution_relay(work->text, &work->tokens, index, work->language);
    if (speaker->kind == SPEAKER_NONE || relay.kind == SPEAKER_NONE ||
        relay.first == speaker->first)
        return;
    const struct token *first = &work->tokens.items[relay.first];
    first += language_has(work->language, LANGUAGE_DETERMINERS, work->text + first->start,
                          first->end - first->start);
    finding->source = work_copy(work, first->start, work->tokens.items[relay.end - 1].end);
}

static void examine(struct work *work, size_t index)
{
    size_t number = work->tokens.items[index].quotation;
    struct finding *finding = &work->findings[number];
    finding->quotation = &work->quotations.items[number];
    finding->sentence = sentence_of(&work->tokens, index);
    finding->whole = is_whole(work, index, finding->quotation);
    finding->leads = index == finding->sentence.first;
    size_t opens = skip_opener(work, &finding->sentence);
    finding->begin = work->tokens.items[opens].start;
    finding->title = works_is_title(work->text, &work->tokens, index, finding->quotation);
    if (finding->title)
        return;
    if (particles_used(work->language)) {
        particles_attribute(work, finding);
    } else {
        struct attribution attribution =
            attribution_find(work->text, &work->tokens, index, work->language);
        if (attribution.cue == SIZE_MAX && set_transcript(work, finding, number))
            return;
        set_attribution(work, finding, &attribution);
        set_relay(work, finding, &attribution, index);
    }
    size_t paragraph = work->tokens.items[0].start;
    bool transcript =
        transcript_prefix(work->text + paragraph, finding->quotation->open - paragraph) > 0;
    finding->stands = !transcript && sentence_stands(work, finding, opens);
}

static void inherit(struct finding *finding, const char *speaker, double confidence)
{
    if (finding->speaker || finding->as_written || !speaker)
        return;
    finding->speaker = memory_copy_string(speaker);
    finding->confidence = confidence;
}

/* Who says something, or does, in the sentence before, in the same paragraph. */
static const char *told_before(const struct work *work)
{
    const struct people *people = &work->people;
    for (size_t i = 0; i < people->count && i < PEOPLE_MAX; i++) {
        const struct mention *item = &people->items[(people->count - 1 - i) % PEOPLE_MAX];
        if (item->paragraph != work->place.paragraph || item->sentence + 1 < work->place.sentence)
            return NULL;
        if (item->sentence + 1 == work->place.sentence && item->subject)
            return *item->full ? item->full : NULL;
    }
    return NULL;
}

/* What the quotation before tells about one that has no verb of its own. */
static void inherit_from_before(struct work *work, size_t number)
{
    assert(work->findings);
    struct finding *finding = &work->findings[number];
    size_t last = number;
    while (last > 0 && work->findings[last - 1].title && number - last < TITLES_MAX)
        last--;
    const struct finding *before = last > 0 ? &work->findings[last - 1] : NULL;
    bool same_paragraph = before && before->quotation->paragraph == finding->quotation->paragraph;
    if (finding->cued || finding->speaker || finding->title)
        return;
    bool alone = work->tokens.items[0].kind == TOKEN_QUOTATION;
    bool goes_on = finding->quotation->continues && before;
    bool joined =
        same_paragraph && finding->whole && before->whole && !before->after && !before->cued;
    if (goes_on || joined)
        inherit(finding, before->speaker, before->confidence);
    else if (same_paragraph && before->after &&
             (finding->whole || finding->leads ||
              finding->sentence.start == before->sentence.start))
        inherit(finding, before->speaker,
                before->confidence < SURE_CONTINUED ? before->confidence : SURE_CONTINUED);
    else if (finding->leads && finding->whole && told_before(work))
        inherit(finding, told_before(work), SURE_TOLD);
    else if (finding->whole && !same_paragraph && work->introducer)
        inherit(finding, work->introducer,
                work->introducer_confidence < SURE_INTRODUCED ? work->introducer_confidence
                                                              : SURE_INTRODUCED);
    else if (finding->whole && !same_paragraph && before && before->whole && alone &&
             before->quotation->paragraph + 1 == finding->quotation->paragraph)
        inherit(finding, before->speaker, SURE_NEXT);
}

/* "A" and "B," S said: the verb behind the last governs the first as well. */
static void share_backwards(struct work *work, size_t first, size_t end)
{
    for (size_t i = end; i-- > first + 1;) {
        struct finding *finding = &work->findings[i - 1];
        const struct finding *next = &work->findings[i];
        if (!finding->cued && !finding->speaker && !finding->title && next->after &&
            next->sentence.start == finding->sentence.start)
            inherit(finding, next->speaker,
                    next->confidence < SURE_SHARED ? next->confidence : SURE_SHARED);
    }
}

/* What the next paragraph tells of a quotation that goes on there. */
static void share_paragraphs(struct work *work)
{
    for (size_t i = work->quotations.count; i-- > 1;) {
        struct finding *finding = &work->findings[i - 1];
        const struct finding *next = &work->findings[i];
        if (!next->quotation->continues || !next->as_written || finding->as_written ||
            finding->cued)
            continue;
        free(finding->speaker);
        finding->speaker = NULL;
        inherit(finding, next->speaker, next->confidence);
    }
}

/* The full name that a pronoun or a name stands for, and how sure that is; NULL: nobody's. */
static char *introduced_by(const struct work *work, const struct attribution *attribution,
                           double *confidence)
{
    const struct tokens *tokens = &work->tokens;
    if (attribution->kind == SPEAKER_PRONOUN) {
        enum gender gender = pronoun_gender(&tokens->items[attribution->first]);
        return memory_copy_string(people_meant(&work->people, gender, &work->place, confidence));
    }
    if (attribution->kind != SPEAKER_NAME)
        return NULL;
    char *name = name_text(work->text, tokens, attribution->first, attribution->end);
    char *full = NULL;
    *confidence = 1;
    if (name)
        full = full_name(work, name, GENDER_UNKNOWN, confidence);
    free(name);
    return full;
}

/* A paragraph that ends in `NAME said:` introduces the quotation of the next. */
static void find_introducer(struct work *work)
{
    const struct tokens *tokens = &work->tokens;
    free(work->introducer);
    work->introducer = NULL;
    if (tokens->count < 2 || tokens->items[tokens->count - 1].kind != TOKEN_COLON)
        return;
    struct attribution attribution =
        attribution_find(work->text, tokens, tokens->count - 1, work->language);
    work->introducer = introduced_by(work, &attribution, &work->introducer_confidence);
}

static void examine_token(struct work *work, size_t index)
{
    size_t number = work->tokens.items[index].quotation;
    examine(work, index);
    inherit_from_before(work, number);
    const struct finding *finding = &work->findings[number];
    if (finding->speaker && !finding->role && !name_is_body(finding->speaker, work->language))
        mention_add(work, finding->speaker, GENDER_UNKNOWN, true, true);
}

static void examine_paragraph(struct work *work, size_t paragraph, size_t first, size_t end)
{
    size_t count;
    const struct article_paragraph *paragraphs = article_paragraphs(work->article, &count);
    tokens_read(work->text, paragraphs[paragraph].start, paragraphs[paragraph].end, work->language,
                &work->quotations, first, &work->tokens);
    work->place.paragraph = paragraph;
    for (size_t i = 0; i < work->tokens.count; i++) {
        work->place.sentence += work->tokens.items[i].first;
        if (work->tokens.items[i].kind == TOKEN_QUOTATION) {
            examine_token(work, i);
            continue;
        }
        mention_pronoun(work, i);
        mention_noun(work, i);
        size_t length = mention_name(work, i);
        i += length ? length - 1 : 0;
    }
    share_backwards(work, first, end);
    find_introducer(work);
}

static void examine_all(struct work *work)
{
    size_t count;
    size_t first = 0;
    article_paragraphs(work->article, &count);
    work->findings = memory_alloc(work->quotations.count, sizeof *work->findings);
    for (size_t i = 0; i < count; i++) {
        size_t end = first;
        while (end < work->quotations.count && work->quotations.items[end].paragraph == i)
            end++;
        examine_paragraph(work, i, first, end);
        first = end;
    }
}

static void finish(struct work *work)
{
    for (size_t i = 0; i < work->quotations.count; i++) {
        free(work->findings[i].speaker);
        free(work->findings[i].as_written);
        free(work->findings[i].cue);
        free(work->findings[i].source);
    }
    free(work->findings);
    free(work->introducer);
    quotations_finish(&work->quotations);
    names_finish(&work->names);
    full_names_finish(&work->full_names);
    tokens_finish(&work->tokens);
}

void quotes_extract(const struct article *article, size_t max_chars, struct snippets *out)
{
    size_t length;
    struct work work = {.article = article, .text = article_text(article, &length)};
    work.language = language_named(article_language(article));
    quotations_find(article, &work.quotations);
    collect_names(&work);
    if (particles_used(work.language))
        particles_collect(&work.full_names, work.language, work.text);
    examine_all(&work);
    share_paragraphs(&work);
    for (size_t i = 0; i < work.quotations.count; i++)
        compose_quotation(&work, i, max_chars, snippets_add(out));
    finish(&work);
}
