#include "news/quote.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "attribution.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/language.h"
#include "marks.h"
#include "names.h"
#include "particles.h"
#include "people.h"
#include "sentence.h"
#include "token.h"

#define SURE 0.89           /* below it no name airs */
#define LIKELY 0.90         /* a short name that may be somebody else's */
#define SURE_CONTINUED 0.93 /* "A," S said. "B." */
#define SURE_SHARED 0.85    /* two quotations, one verb */
#define SURE_TITLE 0.82     /* "the president", where the article names one */
#define SURE_ROLE 0.75      /* a noun phrase that names nobody */
#define SURE_NEXT 0.60      /* the next paragraph, without a word of who speaks */
#define TERM_WORDS 3        /* up to so many words without a verb of saying are a term */

#define SURE_PARTICLES 0.95     /* NAME, title, particle, "...", particle, verb of saying */
#define SENTENCE_BYTES_MAX 3000 /* a longer one is none, and would cost its square */

/* What is known of a quotation before it becomes a snippet. */
struct finding {
    const struct quotation *quotation;
    struct sentence sentence;
    bool whole;   /* the words are a sentence (or more) of their own */
    bool stands;  /* its sentence can be read without the one before */
    bool shared;  /* more than one quotation in the sentence */
    bool cued;    /* a verb of saying governs it */
    bool pronoun; /* the article says "he" or "she" here */
    bool after;   /* who said it comes behind it */
    char *speaker, *as_written, *cue;
    double confidence;
};

struct work {
    const struct article *article;
    const char *text;
    const struct language *language;
    struct quotations quotations;
    struct names names;
    struct tokens tokens;     /* of the paragraph at hand */
    struct finding *findings; /* one for each quotation */
    struct people people;
    size_t paragraph; /* at hand */
    bool introduced;  /* the paragraph before ended in `NAME said:` */
    char *introducer;

    struct full_names full_names; /* where a language marks the subject by a particle */
};

static char *copy_bytes(const struct work *work, size_t start, size_t end)
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
}

/* The fullest form of a name; NULL when it may be several people's. */
static char *full_name(const struct work *work, const char *name, double *confidence)
{
    const char *full;
    switch (names_resolve(&work->names, name, &full)) {
    case NAME_LIKELY:
        *confidence *= LIKELY;
        return memory_copy_string(full);
    case NAME_UNIQUE:
        return memory_copy_string(full);
    case NAME_AMBIGUOUS:
        return NULL;
    case NAME_UNKNOWN:
        break;
    }
    return memory_copy_string(name);
}

static void set_name(struct work *work, struct finding *finding,
                     const struct attribution *attribution)
{
    char *name =
        name_text(work->text, &work->tokens, attribution->first, attribution->end, work->language);
    double confidence = attribution->confidence;
    finding->speaker = name ? full_name(work, name, &confidence) : NULL;
    finding->confidence = finding->speaker ? confidence : 0;
    free(name);
}

static enum gender pronoun_gender(const struct work *work, const struct token *token)
{
    size_t length = token->end - token->start;
    if (language_has(work->language, LANGUAGE_HE, work->text + token->start, length))
        return GENDER_MALE;
    if (language_has(work->language, LANGUAGE_SHE, work->text + token->start, length))
        return GENDER_FEMALE;
    return GENDER_UNKNOWN;
}

static void set_pronoun(struct work *work, struct finding *finding,
                        const struct attribution *attribution)
{
    const struct token *token = &work->tokens.items[attribution->first];
    double confidence = 0;
    const char *meant = people_meant(&work->people, pronoun_gender(work, token),
                                     finding->quotation->paragraph, &confidence);
    finding->speaker = memory_copy_string(meant);
    finding->confidence = meant ? confidence : 0;
}

/* "the president": who bears the title here, or who spoke last. */
static bool set_title(struct work *work, struct finding *finding, const struct token *last)
{
    size_t length = last->end - last->start;
    if (!language_has(work->language, LANGUAGE_TITLES, work->text + last->start, length))
        return false;
    char *title = copy_bytes(work, last->start, last->end);
    double confidence = SURE_TITLE;
    const char *full = names_titled(&work->names, title);
    if (!full)
        full =
            people_meant(&work->people, GENDER_UNKNOWN, finding->quotation->paragraph, &confidence);
    finding->speaker = memory_copy_string(full);
    finding->confidence = confidence < SURE_TITLE ? confidence : SURE_TITLE;
    free(title);
    return true;
}

/* "the report" and the like, without its article. */
static void set_role(struct work *work, struct finding *finding,
                     const struct attribution *attribution)
{
    const struct token *first = &work->tokens.items[attribution->first + 1];
    const struct token *last = &work->tokens.items[attribution->end - 1];
    if (set_title(work, finding, last))
        return;
    finding->speaker = copy_bytes(work, first->start, last->end);
    finding->confidence = attribution->confidence < SURE_ROLE ? attribution->confidence : SURE_ROLE;
}

static void set_attribution(struct work *work, struct finding *finding,
                            const struct attribution *attribution)
{
    const struct token *tokens = work->tokens.items;
    if (attribution->cue != SIZE_MAX) {
        finding->cued = true;
        finding->cue =
            copy_bytes(work, tokens[attribution->cue].start, tokens[attribution->cue].end);
    }
    if (attribution->kind == SPEAKER_NONE)
        return;
    finding->after = attribution->after;
    finding->pronoun = attribution->kind == SPEAKER_PRONOUN;
    finding->as_written =
        copy_bytes(work, tokens[attribution->first].start, tokens[attribution->end - 1].end);
    if (attribution->kind == SPEAKER_NAME)
        set_name(work, finding, attribution);
    else if (attribution->kind == SPEAKER_PRONOUN)
        set_pronoun(work, finding, attribution);
    else
        set_role(work, finding, attribution);
}

static bool starts_sentence(const char *words)
{
    uint32_t code = 0;
    utf8_decode(words, strlen(words), &code);
    return (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9') || code >= 0xc0;
}

static bool ends_sentence(const struct work *work, size_t end)
{
    if (strchr(".!?,", work->text[end - 1]))
        return true;
    return end >= 3 && memcmp(work->text + end - 3, "…", 3) == 0;
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
           (quotation->goes_on || ends_sentence(work, quotation->end) || closed_outside);
}

/* A sentence that begins so leans on the one before it. */
static bool sentence_stands(const struct work *work, const struct sentence *sentence)
{
    static const char *const leaning[] = {
        "he",    "she",   "it",  "they", "this", "that", "his",     "her",   "its",   "their",
        "these", "those", "but", "and",  "so",   "yet",  "however", "or",    "such",  "there",
        "then",  "er",    "sie", "es",   "doch", "aber", "und",     "diese", "dieser"};
    const struct token *first = &work->tokens.items[sentence->first];
    size_t length = first->end - first->start;
    bool lower_case = first->kind == TOKEN_WORD && has_case(work->text + first->start, length);
    if (lower_case || first->kind == TOKEN_OTHER || first->kind == TOKEN_COMMA)
        return false;
    for (size_t i = 0; i < sizeof leaning / sizeof *leaning; i++)
        if (strlen(leaning[i]) == length &&
            strncasecmp(leaning[i], work->text + first->start, length) == 0)
            return false;
    return true;
}

static size_t quotations_in(const struct work *work, const struct sentence *sentence)
{
    size_t count = 0;
    for (size_t i = 0; i < sentence->count && count < 2; i++)
        count += work->tokens.items[sentence->first + i].kind == TOKEN_QUOTATION;
    return count;
}

/* The sentence without the words of its quotations, for the caller to free. */
static char *blanked(const struct work *work, const struct sentence *sentence)
{
    char *copy = memory_copy_bytes(work->text + sentence->start, sentence->end - sentence->start);
    for (size_t i = 0; i < sentence->count; i++) {
        const struct token *token = &work->tokens.items[sentence->first + i];
        if (token->kind == TOKEN_QUOTATION)
            memset(copy + token->start - sentence->start, '\n', token->end - token->start);
    }
    return copy;
}

static void examine_particles(struct work *work, struct finding *finding)
{
    size_t start = finding->sentence.start;
    if (finding->sentence.end - start > SENTENCE_BYTES_MAX)
        return;
    char *sentence = blanked(work, &finding->sentence);
    struct particles particles = {.language = work->language,
                                  .names = &work->full_names,
                                  .sentence = sentence,
                                  .open = finding->quotation->open - start,
                                  .close = finding->quotation->close - start};
    finding->speaker = particles_find(&particles);
    finding->cued = particles.cue_end > 0;
    if (finding->cued)
        finding->cue = copy_bytes(work, start + particles.cue, start + particles.cue_end);
    if (finding->speaker) {
        finding->as_written =
            copy_bytes(work, start + particles.name, start + particles.subject_end);
        finding->confidence = SURE_PARTICLES;
    }
    free(sentence);
}

static void examine(struct work *work, size_t index)
{
    size_t number = work->tokens.items[index].quotation;
    struct finding *finding = &work->findings[number];
    finding->quotation = &work->quotations.items[number];
    finding->sentence = sentence_of(&work->tokens, index);
    finding->whole = is_whole(work, index, finding->quotation);
    finding->stands = sentence_stands(work, &finding->sentence);
    finding->shared = quotations_in(work, &finding->sentence) > 1;
    if (particles_used(work->language)) {
        examine_particles(work, finding);
        return;
    }
    struct attribution attribution =
        attribution_find(work->text, &work->tokens, index, work->language);
    set_attribution(work, finding, &attribution);
}

static void inherit(struct finding *finding, const char *speaker, double confidence)
{
    if (finding->speaker || finding->as_written || !speaker)
        return;
    finding->speaker = memory_copy_string(speaker);
    finding->confidence = confidence;
}

/* What the quotation before tells about one that has no verb of its own. */
static void inherit_from_before(struct work *work, size_t number)
{
    assert(work->findings);
    struct finding *finding = &work->findings[number];
    const struct finding *before = number > 0 ? finding - 1 : NULL;
    bool same_paragraph = before && before->quotation->paragraph == finding->quotation->paragraph;
    if (finding->cued || finding->speaker)
        return;
    bool goes_on = finding->quotation->continues && before;
    bool joined =
        same_paragraph && finding->whole && before->whole && !before->after && !before->cued;
    if (goes_on || joined)
        inherit(finding, before->speaker, before->confidence);
    else if (same_paragraph && before->after &&
             (finding->whole || finding->sentence.start == before->sentence.start))
        inherit(finding, before->speaker,
                before->confidence < SURE_CONTINUED ? before->confidence : SURE_CONTINUED);
    else if (finding->whole && !same_paragraph && work->introducer)
        inherit(finding, work->introducer, SURE_SHARED);
    else if (finding->whole && !same_paragraph && before && before->whole &&
             before->quotation->paragraph + 1 == finding->quotation->paragraph)
        inherit(finding, before->speaker, SURE_NEXT);
}

/* "A" and "B," S said: the verb behind the last governs the first as well. */
static void share_backwards(struct work *work, size_t first, size_t end)
{
    for (size_t i = end; i-- > first + 1;) {
        struct finding *finding = &work->findings[i - 1];
        const struct finding *next = &work->findings[i];
        if (!finding->cued && !finding->speaker && next->after &&
            next->sentence.start == finding->sentence.start)
            inherit(finding, next->speaker,
                    next->confidence < SURE_SHARED ? next->confidence : SURE_SHARED);
    }
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
    if (attribution.kind != SPEAKER_NAME)
        return;
    char *name = name_text(work->text, tokens, attribution.first, attribution.end, work->language);
    double confidence = 1;
    work->introducer = name ? full_name(work, name, &confidence) : NULL;
    free(name);
}

static void mention(struct work *work, const char *full, bool subject, bool speaker)
{
    enum gender gender = names_gender(&work->names, full, work->language);
    const struct mention item = {full, gender, work->paragraph, subject, speaker};
    people_add(&work->people, item);
}

/* Whether a verb of saying follows a name, quotation or not. */
static bool says(const struct work *work, size_t index)
{
    const struct tokens *tokens = &work->tokens;
    for (; index < tokens->count; index++) {
        const struct token *token = &tokens->items[index];
        const char *word = work->text + token->start;
        size_t length = token->end - token->start;
        if (token->kind != TOKEN_WORD)
            return false;
        if (language_has(work->language, LANGUAGE_CUES, word, length))
            return true;
        if (!language_has(work->language, LANGUAGE_BETWEEN, word, length))
            return false;
    }
    return false;
}

/* The name that begins at a token; how many tokens it has. */
static size_t mention_name(struct work *work, size_t index)
{
    const struct tokens *tokens = &work->tokens;
    size_t length = name_length(work->text, tokens, index, work->language);
    char *name =
        length ? name_text(work->text, tokens, index, index + length, work->language) : NULL;
    const char *full = NULL;
    if (name && names_resolve(&work->names, name, &full) == NAME_UNKNOWN)
        full = names_person(&work->names, name, work->language);
    if (full && !tokens->items[index + length - 1].possessive)
        mention(work, full, tokens->items[index].first, says(work, index + length));
    free(name);
    return length;
}

static void examine_paragraph(struct work *work, size_t paragraph, size_t first, size_t end)
{
    size_t count;
    const struct article_paragraph *paragraphs = article_paragraphs(work->article, &count);
    tokens_read(work->text, paragraphs[paragraph].start, paragraphs[paragraph].end, work->language,
                &work->quotations, first, &work->tokens);
    work->paragraph = paragraph;
    for (size_t i = 0; i < work->tokens.count; i++) {
        if (work->tokens.items[i].kind != TOKEN_QUOTATION) {
            size_t length = mention_name(work, i);
            i += length ? length - 1 : 0;
            continue;
        }
        size_t number = work->tokens.items[i].quotation;
        examine(work, i);
        inherit_from_before(work, number);
        if (work->findings[number].speaker)
            mention(work, work->findings[number].speaker, false, true);
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

static size_t count_words(const char *words)
{
    size_t count = 0;
    for (const char *at = words; *at;) {
        at += strspn(at, " ");
        count += *at != '\0';
        at += strcspn(at, " ");
    }
    return count;
}

static void hold(struct snippet *snippet, const char *reason)
{
    if (!snippet->hold)
        snippet->hold = memory_copy_string(reason);
}

/* The words as they air behind a name: a comma that belonged to the sentence
 * around them goes. */
static void compose_whole(const struct work *work, const struct finding *finding,
                          struct snippet *snippet)
{
    const struct quotation *quotation = finding->quotation;
    char *open = copy_bytes(work, quotation->open, quotation->start);
    char *close = copy_bytes(work, quotation->end, quotation->close);
    bool curly = (*open & 0x80) != 0 && *close; /* straight marks are set as curly ones */

    char *words = memory_copy_string(snippet->quote);
    size_t length = strlen(words);
    if (length > 0 && words[length - 1] == ',')
        words[length - 1] = '\0';
    char *verbatim = snippet->quote;
    snippet->quote = NULL;
    snippet_compose_quote(snippet, words, finding->speaker, curly ? open : NULL,
                          curly ? close : NULL);
    free(snippet->quote);
    snippet->quote = verbatim;
    free(words);
    free(open);
    free(close);
}

/* The article's own sentence, its quotation in its place. */
static void compose_sentence(const struct work *work, const struct finding *finding,
                             struct snippet *snippet)
{
    snippet->text = copy_bytes(work, finding->sentence.start, finding->sentence.end);
    if (!finding->cued && !finding->whole)
        hold(snippet, count_words(snippet->quote) <= TERM_WORDS
                          ? "a term between quotation marks, no statement"
                          : "no verb of saying governs it");
    if (!finding->stands)
        hold(snippet, "its sentence leans on the one before it");
    bool unsure = finding->speaker && finding->confidence < SURE;
    if (unsure || (finding->whole && (!finding->as_written || finding->pronoun)))
        hold(snippet, "who said it is not certain");
}

/* `"A," said S, "b."`: neither half airs without the other. */
static bool is_split(const struct work *work, size_t number)
{
    const struct finding *finding = &work->findings[number];
    const struct finding *next = finding + 1;
    char last = work->text[finding->quotation->end - 1];
    bool more =
        number + 1 < work->quotations.count && next->sentence.start == finding->sentence.start;
    return more && last == ',' && !starts_sentence(work->text + next->quotation->start);
}

static size_t length_of(const char *text)
{
    return utf8_count(text, strlen(text));
}

/* Words first to end as a page: an ellipsis where there was more. */
static char *page_text(const struct work *work, const struct finding *finding, size_t first,
                       size_t end)
{
    const struct quotation *quotation = finding->quotation;
    char *words = copy_bytes(work, first, end);
    size_t length = strlen(words);
    if (length > 0 && words[length - 1] == ',')
        words[length - 1] = '\0'; /* it belonged to the sentence around the quotation */
    struct snippet page = {0};
    char *marked = memory_format("%s%s%s", first > quotation->start ? "… " : "", words,
                                 end < quotation->end ? " …" : "");
    snippet_compose_quote(&page, marked, finding->speaker, NULL, NULL);
    char *text = memory_copy_string(page.text);
    snippet_finish(&page);
    free(words);
    free(marked);
    return text;
}

/* The longest run of whole sentences from token `from` on that fits a page; 0:
 * not even one does. The page's text for the caller to free. */
static size_t fill_page(const struct work *work, const struct finding *finding,
                        const struct tokens *tokens, size_t from, size_t max_chars, char **text)
{
    size_t taken = 0;
    *text = NULL;
    for (size_t next = tokens->items[from].sentence_end;; next = tokens->items[next].sentence_end) {
        size_t first = from > 0 ? tokens->items[from].start : finding->quotation->start;
        size_t end = next < tokens->count ? tokens->items[next - 1].end : finding->quotation->end;
        char *page = page_text(work, finding, first, end);
        if (length_of(page) > max_chars) {
            free(page);
            return taken;
        }
        free(*text);
        *text = page;
        taken = next;
        if (next == tokens->count)
            return taken;
    }
}

/* A quotation too long for one airing becomes pages that end where its sentences
 * do, each with its speaker. False when a sentence alone is too long. */
static bool paginate(const struct work *work, const struct finding *finding, size_t max_chars,
                     struct snippet *snippet)
{
    struct tokens tokens = {0};
    const struct quotations none = {0};
    tokens_read(work->text, finding->quotation->start, finding->quotation->end, work->language,
                &none, 0, &tokens);
    size_t at = 0;
    while (at < tokens.count) {
        char *text;
        size_t next = fill_page(work, finding, &tokens, at, max_chars, &text);
        if (next == 0)
            break;
        snippet_add_page(snippet, text);
        free(text);
        at = next;
    }
    bool whole = at == tokens.count;
    tokens_finish(&tokens);
    return whole && snippet->page_count > 1;
}

static void drop_pages(struct snippet *snippet)
{
    for (size_t i = 0; i < snippet->page_count; i++)
        free(snippet->pages[i]);
    free(snippet->pages);
    snippet->pages = NULL;
    snippet->page_count = 0;
}

static void compose(const struct work *work, size_t number, size_t max_chars,
                    struct snippet *snippet)
{
    const struct finding *finding = &work->findings[number];
    const struct quotation *quotation = finding->quotation;
    bool certain = finding->speaker && finding->confidence >= SURE;
    bool split = is_split(work, number) || (number > 0 && is_split(work, number - 1));
    if (finding->whole && certain && !split)
        compose_whole(work, finding, snippet);
    else
        compose_sentence(work, finding, snippet);
    if (quotation->unclosed)
        hold(snippet, "the quotation is never closed");
    if (quotation->continues || quotation->goes_on)
        hold(snippet, "it runs over several paragraphs");
    if (length_of(snippet->text) <= max_chars)
        return;
    bool named = finding->whole && certain && !split;
    if (named && paginate(work, finding, max_chars, snippet))
        return;
    drop_pages(snippet);
    hold(snippet, "longer than snippet.max_chars");
}

static void give(const struct work *work, size_t number, size_t max_chars, struct snippets *out)
{
    const struct finding *finding = &work->findings[number];
    const struct quotation *quotation = finding->quotation;
    struct snippet *snippet = snippets_add(out);
    snippet->kind = SNIPPET_QUOTE;
    snippet->quote = copy_bytes(work, quotation->start, quotation->end);
    snippet->start = article_source_offset(work->article, quotation->start);
    snippet->end = article_source_offset(work->article, quotation->end);
    snippet->partial = !finding->whole;
    compose(work, number, max_chars, snippet);
    if (!snippet->speaker)
        snippet->speaker = memory_copy_string(finding->speaker);
    snippet->speaker_as_written = memory_copy_string(finding->as_written);
    snippet->cue = memory_copy_string(finding->cue);
    snippet->confidence = finding->speaker ? finding->confidence : 0;
}

static void finish(struct work *work)
{
    for (size_t i = 0; i < work->quotations.count; i++) {
        free(work->findings[i].speaker);
        free(work->findings[i].as_written);
        free(work->findings[i].cue);
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
    work.language = language_guess(work.text, length);
    quotations_find(article, &work.quotations);
    collect_names(&work);
    if (particles_used(work.language))
        particles_collect(&work.full_names, work.language, work.text);
    examine_all(&work);
    for (size_t i = 0; i < work.quotations.count; i++)
        give(&work, i, max_chars, out);
    finish(&work);
}
