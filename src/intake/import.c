#include "intake/import.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/local.h"
#include "base/memory.h"
#include "base/place.h"
#include "config/config.h"
#include "extract/extract.h"
#include "extract/headline.h"
#include "feeds/article.h"
#include "list.h"
#include "news/article.h"
#include "news/banned.h"
#include "news/person_name.h"
#include "news/when.h"
#include "store/article.h"
#include "text/gate.h"

/* A folder's articles share a transaction: so many, or for so long; other programs
 * that want to write wait meanwhile. */
#define BATCH_ARTICLES 50
#define BATCH_NS (200 * CLOCK_NS_PER_MS)

struct batch {
    struct import_result results[BATCH_ARTICLES];
    size_t count;
    int64_t began_ns;
};

void import_gate(const struct config *config, struct fonts *fonts, struct snippet *snippet,
                 struct diag *diag)
{
    struct gate_result gate;
    if (snippet->text && banned_in(config->news.banned, snippet->text)) {
        free(snippet->hold); /* the words are worse than what was wrong before */
        snippet->hold = memory_copy_string(banned_reason);
    }
    if (snippet->hold || !snippet->text || !fonts)
        return;
    gate_text(fonts, snippet->text, &snippet->speaker_span, &gate, diag);
    if (gate.refusal) {
        snippet->hold = gate.refusal;
        gate.refusal = NULL;
    } else if (gate.changed) {
        free(snippet->text);
        free(snippet->replaced);
        snippet->text = gate.text;
        snippet->replaced = gate.list;
        gate.text = gate.list = NULL;
    }
    gate_finish(&gate);
}

static void count_snippets(const struct snippets *snippets, struct import_result *result)
{
    for (size_t i = 0; i < snippets->count; i++) {
        const struct snippet *snippet = &snippets->items[i];
        if (snippet->hold)
            result->held++;
        else if (snippet->kind == SNIPPET_HEADLINE)
            result->headlines++;
        else
            result->quotations++;
    }
}

/* What makes it the same article when it comes again; the caller frees. */
static char *origin_of(const struct import *import, const char *path)
{
    if (import->origin)
        return memory_copy_string(import->origin);
    return strcmp(path, "-") == 0 ? NULL : realpath(path, NULL);
}

static int64_t earlier_expiry(const struct import *import, const struct snippet *snippet,
                              int64_t expires_ms)
{
    int64_t airs_ms =
        snippet->not_before_ms > import->now_ms ? snippet->not_before_ms : import->now_ms;
    int64_t usual_ms = airs_ms + (int64_t)(import->config->snippet.expire_hours * 3600e3);
    bool usual_first = import->config->snippet.expire_hours > 0 && usual_ms < expires_ms;
    return usual_first ? usual_ms : expires_ms;
}

/* The day of which the article speaks as today. */
struct said_on {
    bool known;
    int64_t day;
};

static struct said_on day_of(const struct import *import, const struct article *article)
{
    struct said_on said = {
        .day = local_time_at(import->dated_ms ? import->dated_ms : import->now_ms).day};
    said.known = import->dated_ms != 0 || when_article_day(article, &said.day);
    return said;
}

/* What says today, tomorrow or a weekday goes with that day; where the article's
 * day is not known it is held. */
static void mind_the_day(const struct import *import, const struct article *article,
                         struct said_on said, struct snippet *snippet)
{
    struct when when;
    if (!said.known && snippet->not_before_ms) /* written for the day on which it may air */
        said = (struct said_on){true, local_time_at(snippet->not_before_ms).day};
    if (snippet->hold || !snippet->text ||
        !when_goes_stale(snippet->text, strlen(snippet->text), article_language(article), said.day,
                         &when))
        return;
    if (said.known)
        snippet->expires_ms =
            earlier_expiry(import, snippet, local_instant_ms(when.last_day + 1, 0));
    else
        snippet->hold = memory_format("says \"%.*s\", and the article's day is not known "
                                      "(import --date)",
                                      (int)when.length, snippet->text + when.start);
}

/* What is under embargo lives as long as anything else, from the embargo's end on. */
static void mind_the_embargo(const struct import *import, struct snippet *snippet)
{
    double hours = import->config->snippet.expire_hours;
    if (snippet->not_before_ms <= import->now_ms)
        snippet->not_before_ms = 0;
    if (!snippet->not_before_ms || snippet->hold)
        return;
    int64_t usual_ms = snippet->not_before_ms + (int64_t)(hours * 3600e3);
    if (snippet->expires_ms && snippet->expires_ms <= snippet->not_before_ms)
        snippet->hold = memory_copy_string("it speaks of a day that is over when its embargo is");
    else if (hours > 0 && (!snippet->expires_ms || snippet->expires_ms > usual_ms))
        snippet->expires_ms = usual_ms;
}

/* The name of somebody else may look the same. */
static void look_at_name(struct snippet *snippet)
{
    const char *one;
    const char *other;
    if (!snippet->hold && snippet->speaker && person_name_mixes(snippet->speaker, &one, &other))
        snippet->hold =
            memory_format("the speaker's name has %s and %s letters, which look alike", one, other);
}

/* What must be held for a reason that is not the words' own. */
static void hold_all(const struct import *import, struct snippets *snippets, struct diag *diag)
{
    for (size_t i = 0; i < snippets->count; i++) {
        struct snippet *snippet = &snippets->items[i];
        import_gate(import->config, import->fonts, snippet, diag);
        look_at_name(snippet);
        if (!snippet->hold && import->config->news.approval == CONFIG_APPROVAL_MANUAL)
            snippet->hold = memory_copy_string("an editor must approve it (news.approval)");
    }
}

static void tell_refused(const struct import *import, const char *path)
{
    if (import->refused)
        import->refused(import->user, path);
}

/* Said only when it is durable. */
static void tell_done(const struct import *import, struct batch *batch,
                      const struct import_result *result)
{
    if (!batch) {
        if (import->done)
            import->done(import->user, result);
        return;
    }
    struct import_result *kept = &batch->results[batch->count++];
    *kept = *result;
    kept->path = memory_copy_string(result->path);
}

static enum store_import put(const struct import *import, const char *path,
                             const struct article *article, struct snippets *snippets,
                             struct diag *diag)
{
    char *origin = origin_of(import, path);
    char *lead = headline_lead(article, (size_t)import->config->snippet.max_chars);
    const struct store_article stored = {
        .name = article_name(article),
        .origin = origin,
        .checksum = article_checksum(article),
        .now_ms = import->now_ms,
        .dated_ms = import->dated_ms,
        .lead = lead,
        .expire_after_ms = (int64_t)(import->config->snippet.expire_hours * 3600e3),
    };
    enum store_import got = store_import_article(import->store, &stored, snippets, diag);
    free(lead);
    free(origin);
    return got;
}

/* Tells what came of it, and finishes the snippets. */
static bool tell(const struct import *import, struct batch *batch, const char *path,
                 enum store_import got, struct snippets *snippets)
{
    struct import_result result = {.path = path,
                                   .known = got == STORE_IMPORT_KNOWN,
                                   .corrected =
                                       got == STORE_IMPORT_CORRECTED || got == STORE_IMPORT_RETOLD,
                                   .retold = got == STORE_IMPORT_RETOLD};
    count_snippets(snippets, &result);
    snippets_finish(snippets);
    if (got != STORE_IMPORT_FAILED)
        tell_done(import, batch, &result);
    return got != STORE_IMPORT_FAILED;
}

static bool store_article(const struct import *import, struct batch *batch, const char *path,
                          const struct article *article, struct diag *diag)
{
    struct snippets snippets = {0};
    struct snippets extracted = {0};
    extract_article(article, (size_t)import->config->snippet.max_chars, &extracted);
    for (size_t i = 0; i < extracted.count; i++)
        snippets_add_airing(&snippets, &extracted.items[i]);
    snippets_finish(&extracted);
    struct said_on said = day_of(import, article);
    for (size_t i = 0; i < snippets.count; i++) {
        mind_the_day(import, article, said, &snippets.items[i]);
        mind_the_embargo(import, &snippets.items[i]);
    }
    hold_all(import, &snippets, diag);
    enum store_import got = put(import, path, article, &snippets, diag);
    return tell(import, batch, path, got, &snippets);
}

/* Its stories are one article of the store: a changed file corrects those that have changed. */
static bool store_list(const struct import *import, struct batch *batch, const char *path,
                       const struct feed *feed, struct diag *diag)
{
    struct snippets snippets = {0};
    list_compose(feed, import->now_ms, &snippets);
    hold_all(import, &snippets, diag);
    char *origin = origin_of(import, path);
    const struct store_article stored = {
        .name = feed->title ? feed->title : path,
        .origin = origin,
        .checksum = list_checksum(&snippets),
        .now_ms = import->now_ms,
        .dated_ms = import->dated_ms,
        .expire_after_ms = (int64_t)(import->config->snippet.expire_hours * 3600e3),
    };
    enum store_import got = store_import_article(import->store, &stored, &snippets, diag);
    free(origin);
    return tell(import, batch, path, got, &snippets);
}

/* A table of two rows may look like words. */
static bool is_called_table(const char *path)
{
    const char *ending = strrchr(path, '.');
    return ending && strcmp(ending, ".csv") == 0;
}

/* What is no article is a list of stories, or told as no article. */
static bool import_file(const struct import *import, struct batch *batch, const char *path,
                        struct diag *diag)
{
    struct diag said = {0};
    struct feed feed = {0};
    bool list = is_called_table(path) && feed_list(path, &feed, diag);
    struct article *article = list ? NULL : feed_article(path, &said);
    list = list || (!article && feed_list(path, &feed, diag));
    if (!list)
        diag_take(diag, &said);
    bool good = list ? store_list(import, batch, path, &feed, diag)
                     : article && store_article(import, batch, path, article, diag);
    feed_finish(&feed);
    diag_finish(&said);
    article_destroy(article);
    if (!good)
        tell_refused(import, path);
    return good;
}

static int is_article(const struct dirent *entry)
{
    static const char *const endings[] = {".txt", ".md", ".html", ".htm", ".eml", ".xml", ".csv"};
    const char *ending = strrchr(entry->d_name, '.');
    for (size_t i = 0; ending && i < sizeof endings / sizeof *endings; i++)
        if (entry->d_name[0] != '.' && strcmp(ending, endings[i]) == 0)
            return true;
    return false;
}

static bool batch_end(const struct import *import, struct batch *batch, struct diag *diag)
{
    bool good = store_batch_end(import->store, diag);
    for (size_t i = 0; i < batch->count; i++) {
        struct import_result *result = &batch->results[i];
        if (!good) {
            diag_error(diag, "%s: not stored", result->path);
            tell_refused(import, result->path);
        } else if (import->done)
            import->done(import->user, result);
        free((char *)result->path);
    }
    batch->count = 0;
    return good;
}

static bool batch_is_full(const struct import *import, const struct batch *batch)
{
    return batch->count == BATCH_ARTICLES ||
           clock_monotonic_ns(import->clock) - batch->began_ns > BATCH_NS;
}

/* The same as for one file, but a sync is shared by many. */
static bool import_files(const struct import *import, char *const *files, size_t count,
                         struct diag *diag)
{
    struct batch batch = {0};
    bool good = true;
    bool begun = false;
    for (size_t i = 0; i < count; i++) {
        if (import->progress)
            import->progress(import->user, i, count);
        if (!begun && !(begun = store_batch_begin(import->store, diag))) {
            for (; i < count; i++)
                tell_refused(import, files[i]);
            return false;
        }
        if (batch.count == 0)
            batch.began_ns = clock_monotonic_ns(import->clock);
        good &= import_file(import, &batch, files[i], diag);
        if (batch_is_full(import, &batch) || i + 1 == count) {
            good &= batch_end(import, &batch, diag);
            begun = false;
        }
    }
    return good;
}

/* A link may name any file of the machine: what it leads to must stand in the folder. */
static bool leads_out(const char *folder, const char *path, struct diag *diag)
{
    char *within = place_of(folder);
    char *place = place_of(path);
    size_t length = strlen(within);
    bool out = strncmp(place, within, length) != 0 || (length > 1 && place[length] != '/');
    if (out)
        diag_warning(diag, "%s: a link out of the folder (to %s), not followed", path, place);
    free(place);
    free(within);
    return out;
}

static bool import_folder(const struct import *import, const char *path, struct diag *diag)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_article, alphasort);
    if (count < 0)
        return diag_error(diag, "%s: %s", path, strerror(errno));
    if (count == 0)
        diag_warning(diag, "%s: no article here (files that end in .txt)", path);
    char **files = memory_alloc((size_t)count, sizeof(char *));
    int kept = 0;
    for (int i = 0; i < count; i++) {
        files[kept] = memory_format("%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_type == DT_REG || !leads_out(path, files[kept], diag))
            kept++;
        else
            free(files[kept]);
        free(entries[i]);
    }
    free(entries);
    count = kept;
    bool good = import_files(import, files, (size_t)count, diag);
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    return good;
}

bool import_path(const struct import *import, const char *path, struct diag *diag)
{
    struct stat status;
    if (strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return import_folder(import, path, diag);
    return import_file(import, NULL, path, diag);
}

bool import_text(const struct import *import, const char *name, const char *text, struct diag *diag)
{
    struct import named = *import;
    char *origin = memory_format("api:%s", name);
    named.origin = origin;
    struct article *article = article_parse(name, text, strlen(text), diag);
    bool good = article && store_article(&named, NULL, name, article, diag);
    article_destroy(article);
    free(origin);
    return good;
}
