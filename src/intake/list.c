#include "list.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/memory.h"

static char *copy_or(const char *text, const char *other)
{
    return memory_copy_string(text ? text : other);
}

static void compose(const struct feed *feed, const struct feed_item *item, int64_t now_ms,
                    struct snippet *snippet)
{
    snippet->kind = SNIPPET_HEADLINE;
    snippet->text = feed->title ? memory_format("%s (%s)", item->title, feed->title)
                                : memory_copy_string(item->title);
    snippet->hold = memory_copy_string(item->hold);
    snippet->language = copy_or(item->language, feed->language);
    snippet->rights = copy_or(item->rights, feed->rights);
    snippet->category = memory_copy_string("news");
    free(snippet->origin);
    snippet->origin = copy_or(item->link, item->id);
    snippet->priority = item->priority;
    snippet->not_before_ms =
        item->embargo_ms > now_ms && item->embargo_ms <= CLOCK_LAST_MS ? item->embargo_ms : 0;
    snippet->expires_ms = item->expires_ms;
}

void list_compose(const struct feed *feed, int64_t now_ms, struct snippets *snippets)
{
    for (size_t i = 0; i < feed->count; i++)
        if (feed->items[i].title)
            compose(feed, &feed->items[i], now_ms, snippets_add(snippets));
}

uint64_t list_checksum(const struct snippets *snippets)
{
    uint64_t hash = hash_text(HASH_START, "list");
    for (size_t i = 0; i < snippets->count; i++) {
        const struct snippet *snippet = &snippets->items[i];
        const int64_t numbers[] = {snippet->priority, snippet->not_before_ms, snippet->expires_ms,
                                   snippet->hold != NULL};
        hash = hash_bytes(hash_text(hash, snippet->text), numbers, sizeof numbers);
    }
    return hash;
}
