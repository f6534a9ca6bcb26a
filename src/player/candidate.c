#include "player/candidate.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static int64_t max_i64(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The texts of a candidate, in the order in which they stand. */
enum {
    HAS_TEXT,
    HAS_SPEAKER,
    HAS_CATEGORY,
    HAS_DAYPART,
    TEXTS,
};

/* Takes them in one block: each by itself would take as much again. */
static void keep_texts(struct candidate *item, const struct snippet *snippet)
{
    const char *const texts[TEXTS] = {snippet->text, snippet->speaker, snippet->category,
                                      snippet->daypart};
    size_t size = 0;
    for (int i = 0; i < TEXTS; i++)
        size += texts[i] ? strlen(texts[i]) + 1 : 0;
    char *to = item->words = memory_alloc(size, 1);
    assert(to);
    for (int i = 0; i < TEXTS; i++)
        if (texts[i]) {
            item->has |= (uint8_t)(1u << i);
            to = stpcpy(to, texts[i]) + 1;
        }
}

static char *text_of(const struct candidate *item, int which)
{
    char *text = item->words;
    assert(text);
    if (!(item->has & 1u << which))
        return NULL;
    for (int i = 0; i < which; i++)
        text += item->has & 1u << i ? strlen(text) + 1 : 0;
    return text;
}

struct snippet candidate_snippet(const struct candidate *item)
{
    return (struct snippet){
        .id = item->id,
        .article_id = item->article_id,
        .kind = (enum snippet_kind)item->kind,
        .partial = item->partial,
        .corrected = item->corrected,
        .text = text_of(item, HAS_TEXT),
        .speaker_span = {item->span_start, item->span_length},
        .speaker = text_of(item, HAS_SPEAKER),
        .priority = item->priority,
        .weight = item->weight,
        .created_ms = item->created_ms,
        .not_before_ms = item->not_before_ms,
        .expires_ms = item->expires_ms,
        .category = text_of(item, HAS_CATEGORY),
        .daypart = text_of(item, HAS_DAYPART),
        .gap_ms = item->gap_ms,
        .most_airings = item->most_airings,
        .page = item->page,
        .breaking = item->breaking,
        .page_of = item->page_of,
    };
}

struct candidate candidate_of(const struct store_row *row)
{
    const struct snippet *snippet = &row->snippet;
    assert(snippet->breaking >= 0 && snippet->breaking <= SNIPPET_LEVEL_MAX);
    assert(snippet->priority >= 0 && snippet->priority <= SNIPPET_PRIORITY_MAX);
    assert(snippet->weight >= 0 && snippet->weight <= SNIPPET_WEIGHT_MAX);
    struct candidate item = {
        .id = snippet->id,
        .article_id = snippet->article_id,
        .page_of = snippet->page_of,
        .created_ms = snippet->created_ms,
        .not_before_ms = snippet->not_before_ms,
        .expires_ms = snippet->expires_ms,
        .gap_ms = snippet->gap_ms,
        .most_airings = snippet->most_airings,
        .last_aired_ms = row->last_aired_ms,
        .airings = row->airings,
        .sum = row->sum,
        .span_start = (uint32_t)snippet->speaker_span.start,
        .span_length = (uint32_t)snippet->speaker_span.length,
        .page = snippet->page,
        .kind = (uint8_t)snippet->kind,
        .breaking = (uint8_t)snippet->breaking,
        .priority = (uint8_t)snippet->priority,
        .weight = (uint8_t)snippet->weight,
        .partial = snippet->partial,
        .corrected = snippet->corrected,
    };
    keep_texts(&item, snippet);
    return item;
}

/* What was on air in this run is known here first; the clock may have been set back since
 * it was the last time before. */
void candidate_keep_history(struct candidate *item, struct candidate *old)
{
    if (old->run_airings > 0)
        item->last_aired_ms = old->last_aired_ms;
    item->airings = max_i64(item->airings, old->airings);
    item->run_airings = old->run_airings;
    item->on_air = old->on_air;
    item->zone = old->zone;
    if (!candidate_same_words(item->sum, old->sum))
        return;
    item->refused = old->refused;
    item->durations_ns = old->durations_ns;
    old->durations_ns = NULL;
}

const char *candidate_category(const struct candidate *item)
{
    return text_of(item, HAS_CATEGORY);
}

const char *candidate_speaker(const struct candidate *item)
{
    return text_of(item, HAS_SPEAKER);
}

const char *candidate_daypart(const struct candidate *item)
{
    return text_of(item, HAS_DAYPART);
}

void candidate_finish(struct candidate *item)
{
    free(item->words);
    free(item->durations_ns);
}
