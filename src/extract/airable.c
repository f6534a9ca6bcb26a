#include "airable.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/language.h"
#include "pages.h"

#define TERM_WORDS 3      /* up to so many words without a verb of saying are a term */
#define FRAGMENT_WORDS 7  /* from so many words on a fragment says something by itself */
#define SENTENCE_MAX 2000 /* bytes; a longer sentence airs nowhere and is not copied */

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

static bool is_certain(const struct finding *finding)
{
    return finding->speaker && finding->certain;
}

/* The words as they air behind a name. */
static void compose_whole(const struct reading *reading, const struct finding *finding,
                          struct snippet *snippet)
{
    const struct quotation *quotation = finding->quotation;
    const struct snippet_page whole = page_of(reading, finding, quotation->start, quotation->end);
    snippet->text = whole.text;
    snippet->speaker_span = whole.speaker_span;
}

/* The article's text [start, end) with the speaker's full name where he is called
 * by a pronoun or a part of it. */
static char *named_text(const struct reading *reading, const struct finding *finding, size_t start,
                        size_t end)
{
    const struct snippet_span *written = &finding->written;
    bool inside =
        written->length > 0 && written->start >= start && written->start + written->length <= end;
    if (!inside || !is_certain(finding) || finding->role)
        return reading_copy(reading, start, end);
    char *before = reading_copy(reading, start, written->start);
    char *behind = reading_copy(reading, written->start + written->length, end);
    char *text = memory_format("%s%s%s", before, finding->speaker, behind);
    free(before);
    free(behind);
    return text;
}

static void capitalise(char *text)
{
    *text = (char)toupper((unsigned char)*text);
}

static size_t length_of(const char *text)
{
    return utf8_count(text, strlen(text));
}

/* The part of a sentence that must stay: its quotation and who said it. */
static void kept_part(const struct finding *finding, size_t *first, size_t *last)
{
    const struct quotation *quotation = finding->quotation;
    const struct snippet_span *written = &finding->written;
    *first = quotation->open;
    *last = quotation->close;
    if (written->length == 0)
        return;
    if (written->start < *first)
        *first = written->start;
    if (finding->verb_end > *last)
        *last = finding->verb_end;
    if (written->start + written->length > *last)
        *last = written->start + written->length;
}

/* Whether a clause that may go begins behind this comma or dash: one that adds,
 * never one that the words hang on. */
static bool may_go(const struct reading *reading, const struct tokens *tokens, size_t i)
{
    const struct token *next = &tokens->items[i + 1];
    const struct token *token = &tokens->items[i];
    bool inside = token->kind == TOKEN_QUOTATION &&
                  reading->text[reading->quotations.items[token->quotation].end - 1] == ',';
    bool mark = token->kind == TOKEN_COMMA || inside || reading->text[token->start] == ';';
    return mark && !token_in(next, LANGUAGE_CONDITIONS) &&
           (token_in(next, LANGUAGE_SUBORDINATORS) || token_in(next, LANGUAGE_OPENERS) ||
            reading->text[tokens->items[i].start] == ';');
}

/* Where the clause that must stay ends: before the first one that may go. */
static size_t cut_behind(const struct reading *reading, const struct finding *finding,
                         const struct tokens *tokens, size_t last)
{
    for (size_t i = 0; i + 1 < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        size_t end = token->kind == TOKEN_QUOTATION ? token->end : token->start;
        if (token->start >= last && token_in(token, LANGUAGE_CONDITIONS))
            break; /* what it begins stays whole */
        if (end >= last && may_go(reading, tokens, i))
            return end;
    }
    return finding->sentence.end;
}

/* Where it begins: behind the last comma before it, unless a condition stands
 * before that. */
static size_t cut_before(const struct finding *finding, const struct tokens *tokens, size_t first)
{
    size_t start = finding->begin;
    for (size_t i = 0; i + 1 < tokens->count && tokens->items[i + 1].start <= first; i++) {
        if (token_in(&tokens->items[i], LANGUAGE_CONDITIONS))
            return finding->begin;
        if (tokens->items[i].kind == TOKEN_COMMA)
            start = tokens->items[i + 1].start;
    }
    return start;
}

/* The tokens of its sentence. */
static void sentence_tokens(const struct reading *reading, size_t number, struct tokens *tokens)
{
    const struct finding *finding = &reading->findings[number];
    size_t quotation = number;
    while (quotation > 0 && reading->findings[quotation - 1].quotation->open >= finding->begin)
        quotation--;
    tokens_read(reading->text, finding->begin, finding->sentence.end, reading->language,
                &reading->quotations, quotation, tokens);
}

/* Whether a word that the meaning of others may hang on stands in the text [start, end), outside
 * of quotations: not, unless, if, may. */
static bool hangs_in(const struct tokens *tokens, size_t start, size_t end)
{
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        if (token->start >= start && token->end <= end &&
            (token_in(token, LANGUAGE_HANGING) || token_in(token, LANGUAGE_CONDITIONS)))
            return true;
    }
    return false;
}

/* The clause round the quotation, ellipses where something went that nothing hangs on; NULL when
 * even that is too long. */
static char *shorter(const struct reading *reading, size_t number, size_t max_chars)
{
    const struct finding *finding = &reading->findings[number];
    struct tokens tokens = {0};
    size_t first, last;
    sentence_tokens(reading, number, &tokens);
    kept_part(finding, &first, &last);
    size_t end = cut_behind(reading, finding, &tokens, last);
    size_t start = cut_before(finding, &tokens, first);
    if (hangs_in(&tokens, end, finding->sentence.end))
        end = finding->sentence.end;
    if (hangs_in(&tokens, finding->begin, start))
        start = finding->begin;
    tokens_finish(&tokens);
    const size_t ways[][2] = {{finding->begin, end}, {start, finding->sentence.end}, {start, end}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        bool before = ways[i][0] > finding->begin, behind = ways[i][1] < finding->sentence.end;
        char *clause = named_text(reading, finding, ways[i][0], ways[i][1]);
        char *text = memory_format("%s%s%s", before ? "… " : "", clause, behind ? " …" : "");
        free(clause);
        if ((before || behind) && length_of(text) <= max_chars)
            return text;
        free(text);
    }
    return NULL;
}

/* The article's own sentence, its quotation in its place. */
static void compose_sentence(const struct reading *reading, size_t number, size_t max_chars,
                             struct snippet *snippet)
{
    const struct finding *finding = &reading->findings[number];
    bool huge = finding->sentence.end - finding->begin > SENTENCE_MAX;
    snippet->text = huge ? memory_copy_string(snippet->quote)
                         : named_text(reading, finding, finding->begin, finding->sentence.end);
    capitalise(snippet->text);
    char *clause = !huge && finding->written.length > 0 && length_of(snippet->text) > max_chars
                       ? shorter(reading, number, max_chars)
                       : NULL;
    if (clause) {
        free(snippet->text);
        snippet->text = clause;
    }
    if (finding->title)
        hold(snippet, "the title of a work, no statement");
    if (!finding->cued && !finding->whole)
        hold(snippet, count_words(snippet->quote) <= TERM_WORDS
                          ? "a term between quotation marks, no statement"
                          : "no verb of saying governs it");
    size_t first = strcspn(snippet->quote, " ");
    if (!finding->whole && count_words(snippet->quote) <= TERM_WORDS &&
        language_has(reading->language, LANGUAGE_LEANING, snippet->quote, first))
        hold(snippet, "its words lean on what was said before");
    if (!finding->stands)
        hold(snippet, "its sentence leans on the one before it");
    if (finding->unnamed && !finding->speaker)
        hold(snippet, "its sentence does not tell who said it");
    bool unsure = finding->speaker ? !finding->certain : finding->whole;
    if (unsure || finding->contested || finding->ambiguous ||
        (finding->pronoun && !is_certain(finding)))
        hold(snippet, "who said it is not certain");
    if (huge)
        hold(snippet, "longer than snippet.max_chars");
}

/* Whether a comma or a dash stands directly behind the closing mark. */
static bool goes_on_outside(const struct reading *reading, const struct quotation *quotation)
{
    static const char *const marks[] = {",", " -", " –", " —", "—"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(reading->text + quotation->close, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

/* Whether the words between two quotations of a sentence end in a comma, as what tells who
 * speaks does where his sentence goes on: `"We will," he said, "I think, not go."` */
static bool comma_before(const struct reading *reading, const struct quotation *quotation)
{
    size_t at = quotation->open;
    while (at > 0 && reading->text[at - 1] == ' ')
        at--;
    return at > 0 && reading->text[at - 1] == ',';
}

/* `"A," said S, "b."`: neither half airs without the other. */
static bool is_split(const struct reading *reading, size_t number)
{
    const struct finding *finding = &reading->findings[number];
    const struct finding *next = finding + 1;
    char last = reading->text[finding->quotation->end - 1];
    bool more =
        number + 1 < reading->quotations.count && next->sentence.start == finding->sentence.start;
    if (!more || strchr(".!?", last))
        return false;
    bool open = last == ',' || goes_on_outside(reading, finding->quotation);
    return open && (comma_before(reading, next->quotation) ||
                    !starts_sentence(reading->text + next->quotation->start));
}

/* Whether the sentence says something outside of the quotation that its words may hang on. */
static bool hangs(const struct reading *reading, size_t number)
{
    const struct finding *finding = &reading->findings[number];
    if (finding->sentence.end - finding->begin > SENTENCE_MAX ||
        reading->language->lists[LANGUAGE_HANGING].count == 0)
        return true;
    struct tokens tokens = {0};
    sentence_tokens(reading, number, &tokens);
    bool found = hangs_in(&tokens, finding->begin, finding->sentence.end);
    tokens_finish(&tokens);
    return found;
}

/* Whether words that seem whole hang on a condition in their sentence, behind them or at its
 * beginning: `"It is safe," unless it rains, S said.` */
static bool has_condition(const struct reading *reading, size_t number)
{
    const struct finding *finding = &reading->findings[number];
    if (finding->sentence.end - finding->begin > SENTENCE_MAX)
        return false;
    struct tokens tokens = {0};
    bool found = false;
    sentence_tokens(reading, number, &tokens);
    for (size_t i = 0; i < tokens.count && !found; i++)
        found = (i == 0 || tokens.items[i].start >= finding->quotation->close) &&
                token_in(&tokens.items[i], LANGUAGE_CONDITIONS);
    tokens_finish(&tokens);
    return found;
}

/* A long fragment that says enough airs as `“… words” - Speaker` where the sentence
 * round it can't. */
static bool compose_fragment(const struct reading *reading, size_t number, size_t max_chars,
                             struct snippet *snippet)
{
    const struct finding *finding = &reading->findings[number];
    if (finding->whole || !is_certain(finding) || finding->role || !finding->cued ||
        finding->frame != FRAME_SAID || is_split(reading, number) ||
        count_words(snippet->quote) < FRAGMENT_WORDS || hangs(reading, number))
        return false;
    free(snippet->text);
    compose_whole(reading, finding, snippet);
    return length_of(snippet->text) <= max_chars || pages_add(reading, finding, max_chars, snippet);
}

static void compose(const struct reading *reading, size_t number, size_t max_chars,
                    struct snippet *snippet)
{
    const struct finding *finding = &reading->findings[number];
    const struct quotation *quotation = finding->quotation;
    bool behind = is_split(reading, number);
    bool split = behind || (number > 0 && is_split(reading, number - 1));
    bool named = finding->whole && is_certain(finding) && !finding->role && !split &&
                 finding->frame == FRAME_SAID && !has_condition(reading, number);
    if (named)
        compose_whole(reading, finding, snippet);
    else
        compose_sentence(reading, number, max_chars, snippet);
    bool alone = !named && (!finding->stands || length_of(snippet->text) > max_chars);
    if (alone && compose_fragment(reading, number, max_chars, snippet)) {
        free(snippet->hold);
        snippet->hold = NULL;
        named = true;
    }
    if (quotation->unclosed)
        hold(snippet, "the quotation is never closed");
    if (finding->frame == FRAME_QUESTION)
        hold(snippet, "its sentence asks or imagines what was said");
    if (finding->frame == FRAME_TAKEN_BACK)
        hold(snippet, "what stands beside it takes the words back");
    if (finding->leans)
        hold(snippet, "what it hangs on stands in the sentence before");
    bool goes_on = quotation->goes_on || (behind && quotation[1].goes_on);
    if (!named && (quotation->continues || goes_on))
        hold(snippet, "it runs over several paragraphs");
    if (length_of(snippet->text) <= max_chars || snippet->page_count > 0)
        return;
    bool paged = named ? pages_add(reading, finding, max_chars, snippet)
                       : !snippet->hold && pages_add_sentence(reading, max_chars, snippet);
    if (!paged)
        hold(snippet, "longer than snippet.max_chars");
}

void airable_compose(const struct reading *reading, size_t number, size_t max_chars,
                     struct snippet *snippet)
{
    const struct finding *finding = &reading->findings[number];
    const struct quotation *quotation = finding->quotation;
    snippet->kind = SNIPPET_QUOTE;
    snippet->quote = reading_copy(reading, quotation->start, quotation->end);
    snippet->start = article_source_offset(reading->article, quotation->start);
    snippet->end = article_source_offset(reading->article, quotation->end);
    snippet->partial = !finding->whole;
    snippet->speaker = memory_copy_string(finding->speaker);
    snippet->speaker_as_written = memory_copy_string(finding->as_written);
    snippet->cue = memory_copy_string(finding->cue);
    snippet->source = memory_copy_string(finding->source);
    snippet->confidence = finding->speaker ? finding->confidence : 0;
    compose(reading, number, max_chars, snippet);
}

void airable_once(const struct reading *reading, size_t number, size_t max_chars,
                  const struct snippet *before, struct snippet *snippet)
{
    bool again = !snippet->hold && !before->hold && strcmp(before->text, snippet->text) == 0;
    if (!again ||
        (snippet->page_count == 0 && compose_fragment(reading, number, max_chars, snippet)))
        return;
    hold(snippet, "its sentence airs with another of its quotations");
}
