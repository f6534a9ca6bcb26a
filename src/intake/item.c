#include "intake/item.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "config/config.h"
#include "extract/extract.h"
#include "news/article.h"
#include "store/article.h"
#include "store/origin.h"

/* A take-over without an end would stay. */
#define TAKE_OVER_MOST_MS (INT64_C(86400) * CLOCK_MS_PER_S)

static const struct config_feed *find_feed(const struct config *config, const char *name,
                                           struct diag *diag)
{
    for (size_t i = 0; i < config->feed_count; i++)
        if (strcmp(config->feeds[i].name, name) == 0)
            return &config->feeds[i];
    diag_error(diag, "feed: no feed \"%.80s\" is configured here (feeds)", name);
    return NULL;
}

/* No name has a control character, so none can end another's. */
static char *origin_of(const char *feed, const char *key)
{
    return memory_format("feed:%s\n%s", feed, key);
}

static char *with_attribution(const struct config_feed *feed, const char *text)
{
    switch (feed->attribution) {
    case CONFIG_ATTRIBUTION_BEFORE:
        return memory_format("%s: %s", feed->name, text);
    case CONFIG_ATTRIBUTION_AFTER:
        return memory_format("%s (%s)", text, feed->name);
    case CONFIG_ATTRIBUTION_OFF:
        break;
    }
    return memory_copy_string(text);
}

/* What is the same of all that the item gives. */
static void mark(const struct import *import, const struct config_feed *feed,
                 const struct wire_item *item, struct snippet *snippet)
{
    int64_t most = feed->priority;
    const char *from = item->link ? item->link : item->key;
    free(snippet->origin);
    free(snippet->category);
    snippet->origin = memory_format("%s: %s", feed->name, from);
    snippet->category = memory_copy_string(*feed->category ? feed->category : "news");
    snippet->weight = feed->weight;
    snippet->priority = (int)(item->priority < most ? item->priority : most);
    snippet->not_before_ms = item->begins > import->now_ms ? item->begins : 0;
    snippet->expires_ms = item->ends;
    if (!snippet->language && item->language)
        snippet->language = memory_copy_string(item->language);
    if (!snippet->rights && item->rights)
        snippet->rights = memory_copy_string(item->rights);
    if (!snippet->hold && item->hold)
        snippet->hold = memory_copy_string(item->hold);
    if (!snippet->hold && (feed->approval == CONFIG_APPROVAL_MANUAL ||
                           import->config->news.approval == CONFIG_APPROVAL_MANUAL))
        snippet->hold = memory_copy_string("an editor must approve it (approval)");
}

static void add_line(const struct import *import, const struct config_feed *feed,
                     const struct wire_item *item, struct snippets *snippets)
{
    struct snippet *snippet = snippets_add(snippets);
    bool breaks_in = item->level > 0;
    snippet->kind = breaks_in ? SNIPPET_LINE : SNIPPET_HEADLINE;
    snippet->text = with_attribution(feed, item->text);
    mark(import, feed, item, snippet);
    if (!breaks_in)
        return;
    int64_t most_ms = import->now_ms + TAKE_OVER_MOST_MS;
    snippet->breaking = (int)item->level;
    snippet->expires_ms = item->ends < most_ms ? item->ends : most_ms;
}

/* Only what somebody says there; its headline is the item's title. */
static void add_quotes(const struct import *import, const struct config_feed *feed,
                       const struct wire_item *item, struct snippets *snippets)
{
    struct diag ignored = {0};
    struct snippets found = {0};
    char *text = memory_format("%s\n\n%s", item->text, item->body);
    struct article *article = article_parse(feed->name, text, strlen(text), &ignored);
    if (article)
        extract_article(article, (size_t)import->config->snippet.max_chars, &found);
    size_t first = snippets->count;
    for (size_t i = 0; i < found.count; i++)
        if (found.items[i].kind == SNIPPET_QUOTE)
            snippets_add_airing(snippets, &found.items[i]);
    for (size_t i = first; i < snippets->count; i++)
        mark(import, feed, item, &snippets->items[i]);
    snippets_finish(&found);
    article_destroy(article);
    diag_finish(&ignored);
    free(text);
}

/* Of all that would make it another item. */
static uint64_t checksum_of(const struct wire_item *item, const struct config_feed *feed)
{
    const char *texts[] = {feed->name, item->key,  item->text,  item->body,
                           item->hold, item->link, item->rights};
    const int64_t numbers[] = {item->priority,    item->level,  item->begins, item->ends,
                               feed->attribution, feed->quotes, feed->weight, feed->priority};
    uint64_t hash = hash_text(HASH_START, "feed");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = hash_bytes(hash_text(hash, texts[i] ? texts[i] : ""), "", 1);
    return hash_bytes(hash, numbers, sizeof numbers);
}

static bool may(const struct config_feed *feed, const struct wire_item *item, struct diag *diag)
{
    if (item->level == 0)
        return true;
    if (feed->takeover == CONFIG_TAKEOVER_OFF)
        return diag_error(diag, "item: the feed %s may not take the wall over (takeover)",
                          feed->name);
    return item->ends > 0 || diag_error(diag, "item: a take-over of a feed wants an end");
}

static enum item_result put(const struct import *import, const struct wire_item *item,
                            const struct config_feed *feed, const char *origin,
                            struct snippets *snippets, struct diag *diag)
{
    const struct store_article stored = {
        .name = feed->name,
        .origin = origin,
        .checksum = checksum_of(item, feed),
        .now_ms = import->now_ms,
        .dated_ms = item->dated,
        .expire_after_ms = (int64_t)(import->config->snippet.expire_hours * 3600e3),
    };
    switch (store_import_article(import->store, &stored, snippets, diag)) {
    case STORE_IMPORT_FAILED:
        return ITEM_REFUSED;
    case STORE_IMPORT_KNOWN:
        return ITEM_KNOWN;
    case STORE_IMPORT_NEW:
        return ITEM_NEW;
    case STORE_IMPORT_CORRECTED:
    case STORE_IMPORT_RETOLD:
        break;
    }
    return ITEM_CORRECTED;
}

enum item_result item_take(const struct import *import, const struct wire_item *item,
                           struct diag *diag)
{
    const struct config_feed *feed = find_feed(import->config, item->feed, diag);
    struct snippets snippets = {0};
    bool edited = false;
    int64_t back = 0;
    if (!feed || !may(feed, item, diag))
        return ITEM_REFUSED;
    char *origin = origin_of(feed->name, item->key);
    enum item_result result = ITEM_REFUSED;
    if (store_origin_give_back(import->store, origin, &back, diag) &&
        store_origin_is_edited(import->store, origin, &edited, diag)) {
        struct diag ignored = {0}; /* what is replaced is told by the row */
        add_line(import, feed, item, &snippets);
        if (feed->quotes && item->body && item->level == 0)
            add_quotes(import, feed, item, &snippets);
        for (size_t i = 0; i < snippets.count; i++)
            import_gate(import->config, import->fonts, &snippets.items[i], &ignored);
        diag_finish(&ignored);
        result = edited ? ITEM_KEPT : put(import, item, feed, origin, &snippets, diag);
        if (back && (result == ITEM_KEPT || result == ITEM_KNOWN))
            result = ITEM_CORRECTED;
    }
    snippets_finish(&snippets);
    free(origin);
    return result;
}

bool item_withdraw(const struct import *import, const char *feed, const char *key, bool over,
                   struct diag *diag)
{
    int64_t count;
    if (!find_feed(import->config, feed, diag))
        return false;
    char *origin = origin_of(feed, key);
    bool good = over ? store_origin_end(import->store, origin, &count, diag)
                     : store_origin_withdraw(import->store, origin, &count, diag);
    free(origin);
    return good;
}
