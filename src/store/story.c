#include "story.h"

#include <stdlib.h>

#include "base/memory.h"
#include "news/likeness.h"
#include "row_sum.h"

/* A story's next version comes soon; the title of a column comes again every week. */
#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define STORY_MS (6 * DAY_MS)

/* Title and lead of two stories. Of the 420,000 pairs of different articles of one election year,
 * of British and of German news none had 0.4 in both and 1.3 together (the nearest: 1.16), and all
 * that were printed twice had. */
#define ALIKE_LEAST 0.4
#define ALIKE_TOGETHER 1.3

/* Of the 76,000 pairs of one article's different quotations one in a thousand has so much in
 * common, most of them the same words told twice. */
#define REWORDED 0.6

/* In fewer trigrams there is too little to compare: a lead as "Top stories", words as "Yes, yes".
 */
#define LEAD_TRIGRAMS 20
#define WORDS_TRIGRAMS 10

#define SQL_STORIES                                                                                \
    "SELECT a.id, a.lead, s.text, s.checksum FROM snippet AS s JOIN article AS a"                  \
    " ON a.id = s.article WHERE s.id = :id AND s.created_ms > :since AND s.kind = 'headline'"      \
    " AND s.state <> 'corrected' AND a.corrected_by IS NULL AND ifnull(a.lead, '?') <> ''"
#define SQL_HEADLINES "SELECT id, created_ms, checksum, text FROM snippet WHERE kind = 'headline'"
#define SQL_EDITION "SELECT number FROM edition"
#define SQL_CHANGED "SELECT edition, snippet FROM changed WHERE edition >= ?1 ORDER BY edition"
#define SQL_QUOTES                                                                                 \
    "SELECT checksum FROM snippet WHERE article = :article AND kind = 'quote'"                     \
    " AND state <> 'corrected'"

/* The article that is looked for, and the nearest one so far. */
struct search {
    struct store *store;
    const struct snippets *snippets;
    int64_t checksum; /* of the headline */
    struct likeness title, lead;
    int64_t nearest; /* 0: none */
    double alike;
};

static const struct snippet *headline_of(const struct snippets *snippets)
{
    for (size_t i = 0; i < snippets->count; i++)
        if (snippets->items[i].kind == SNIPPET_HEADLINE)
            return &snippets->items[i];
    return NULL;
}

static bool is_said_in(const struct snippets *snippets, int64_t checksum)
{
    for (size_t i = 0; i < snippets->count; i++)
        if (snippets->items[i].kind == SNIPPET_QUOTE &&
            row_sum_checksum(&snippets->items[i]) == checksum)
            return true;
    return false;
}

static bool has_quotes(const struct snippets *snippets)
{
    for (size_t i = 0; i < snippets->count; i++)
        if (snippets->items[i].kind == SNIPPET_QUOTE)
            return true;
    return false;
}

/* What the quotations of two articles say. */
struct shared {
    bool one;     /* that is in both */
    bool unknown; /* one of the two has none */
};

static bool compare_quotes(const struct search *search, int64_t article, struct shared *shared,
                           struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(search->store, SQL_QUOTES, diag);
    if (!statement)
        return false;
    int code;
    bool any = false;
    *shared = (struct shared){0};
    db_bind_number(statement, ":article", article);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        any = true;
        shared->one |= is_said_in(search->snippets, sqlite3_column_int64(statement, 0));
    }
    shared->unknown = !any || !has_quotes(search->snippets);
    bool good = code == SQLITE_DONE || db_tell(search->store, diag);
    db_give_back(search->store, statement);
    return good;
}

static double lead_alike(const struct search *search, const char *lead, bool *known)
{
    struct likeness other = likeness_of(lead ? lead : "");
    *known = other.count >= LEAD_TRIGRAMS && search->lead.count >= LEAD_TRIGRAMS;
    return *known ? likeness_between(&search->lead, &other) : 0;
}

/* The row of SQL_STORIES on which the statement stands. */
static bool weigh(struct search *search, sqlite3_stmt *row, struct diag *diag)
{
    struct shared shared = {0};
    bool known = false;
    struct likeness other = likeness_of((const char *)sqlite3_column_text(row, 2));
    bool same = sqlite3_column_int64(row, 3) == search->checksum;
    double title = same ? 1 : likeness_between(&search->title, &other);
    if (title < ALIKE_LEAST)
        return true;
    double lead = lead_alike(search, (const char *)sqlite3_column_text(row, 1), &known);
    if (same && !compare_quotes(search, sqlite3_column_int64(row, 0), &shared, diag))
        return false;
    bool alike = lead >= ALIKE_LEAST && title + lead >= ALIKE_TOGETHER;
    if ((alike || (same && (shared.one || (shared.unknown && !known)))) &&
        title + lead > search->alike) {
        search->nearest = sqlite3_column_int64(row, 0);
        search->alike = title + lead;
    }
    return true;
}

/* The rows of a statement (SQL_HEADLINES) into memory. */
static bool add_headlines(struct store *store, sqlite3_stmt *statement, struct diag *diag)
{
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        headlines_add(store->headlines, sqlite3_column_int64(statement, 0),
                      sqlite3_column_int64(statement, 1), sqlite3_column_int64(statement, 2),
                      (const char *)sqlite3_column_text(statement, 3));
    bool good = code == SQLITE_DONE || db_tell(store, diag);
    db_give_back(store, statement);
    return good;
}

static bool read_since(struct store *store, int64_t since_ms, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, SQL_HEADLINES " AND created_ms > :since", diag);
    if (!statement)
        return false;
    db_forget(store);
    store->headlines = headlines_create();
    store->headlines->since_ms = since_ms;
    db_bind_number(statement, ":since", since_ms);
    return add_headlines(store, statement, diag);
}

static bool read_again(struct store *store, int64_t id, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, SQL_HEADLINES " AND id = :id", diag);
    if (!statement)
        return false;
    headlines_remove(store->headlines, id);
    db_bind_number(statement, ":id", id);
    return add_headlines(store, statement, diag);
}

/* What changed since they were read; *stand false where that is not known any more, or where the
 * store's past is another one by now. */
static bool read_changes(struct store *store, int64_t edition, bool *stand, struct diag *diag)
{
    struct headlines *headlines = store->headlines;
    sqlite3_stmt *statement = db_prepare(store, SQL_CHANGED, diag);
    if (!statement)
        return false;
    int64_t next = headlines->edition;
    int code;
    bool good = true;
    *stand = true;
    sqlite3_bind_int64(statement, 1, next);
    while (good && *stand && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        int64_t snippet = sqlite3_column_int64(statement, 1);
        *stand = sqlite3_column_int64(statement, 0) == next;
        if (next++ == headlines->edition)
            *stand = *stand && snippet == headlines->snippet;
        else
            good = read_again(store, snippet, diag);
        headlines->snippet = snippet;
    }
    good = good && (!*stand || code == SQLITE_DONE || db_tell(store, diag));
    db_give_back(store, statement);
    *stand = *stand && next == edition + 1;
    return good;
}

/* The headlines of the last days as the store has them now. Read anew once a day, so that they
 * don't grow, and when the clock went back. */
static bool follow_headlines(struct store *store, int64_t since_ms, struct diag *diag)
{
    int64_t edition = 0;
    bool stand = store->headlines && since_ms >= store->headlines->since_ms &&
                 since_ms < store->headlines->since_ms + DAY_MS;
    if (!db_number(store, SQL_EDITION, 0, 0, &edition, diag) ||
        (stand && !read_changes(store, edition, &stand, diag)) ||
        (!stand && !read_since(store, since_ms, diag)))
        return false;
    store->headlines->edition = edition;
    return stand || db_number(store, "SELECT snippet FROM changed WHERE edition = ?1", edition, 0,
                              &store->headlines->snippet, diag);
}

static bool weigh_one(struct search *search, int64_t id, int64_t since_ms, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(search->store, SQL_STORIES, diag);
    if (!statement)
        return false;
    db_bind_number(statement, ":id", id);
    db_bind_number(statement, ":since", since_ms);
    int code = sqlite3_step(statement);
    bool good = code == SQLITE_ROW ? weigh(search, statement, diag)
                                   : code == SQLITE_DONE || db_tell(search->store, diag);
    db_give_back(search->store, statement);
    return good;
}

bool story_find(struct store *store, const struct store_article *article,
                const struct snippets *snippets, int64_t *id, struct diag *diag)
{
    const struct snippet *headline = headline_of(snippets);
    int64_t since_ms = article->now_ms - STORY_MS;
    *id = 0;
    if (!headline || (article->lead && !*article->lead))
        return true;
    struct search search = {.store = store,
                            .snippets = snippets,
                            .checksum = row_sum_checksum(headline),
                            .title = likeness_of(headline->text),
                            .lead = likeness_of(article->lead ? article->lead : "")};
    if (!follow_headlines(store, since_ms, diag)) {
        db_forget(store);
        return false;
    }
    size_t count;
    struct headline *like =
        headlines_like(store->headlines, &search.title, search.checksum, ALIKE_LEAST, &count);
    bool good = true;
    for (size_t i = 0; i < count && good; i++)
        good = weigh_one(&search, like[i].id, since_ms, diag);
    free(like);
    *id = search.nearest;
    return good;
}

#define SQL_OFF                                                                                    \
    "SELECT id FROM snippet WHERE article = ?1 AND kind = 'headline'"                              \
    " AND state IN ('killed', 'removed') ORDER BY id DESC LIMIT 1"

bool story_why_off(struct store *store, int64_t article, char **why, struct diag *diag)
{
    int64_t id = 0;
    if (!db_number(store, SQL_OFF, article, 0, &id, diag))
        return false;
    *why =
        id ? memory_format("its story was taken off the wall (snippet %lld)", (long long)id) : NULL;
    return true;
}

#define SQL_TAKEN_OFF                                                                              \
    "SELECT id, ifnull(quote, text), state FROM snippet WHERE article = :article"                  \
    " AND kind = :kind AND state IN ('killed', 'removed')"

/* Who said them does not make them other words. */
static const char *words_of(const struct snippet *snippet)
{
    return snippet->quote && !snippet->page ? snippet->quote : snippet->text;
}

bool story_why_reworded(struct store *store, int64_t article, const struct snippet *snippet,
                        char **why, struct diag *diag)
{
    struct likeness words = likeness_of(words_of(snippet));
    sqlite3_stmt *statement = db_prepare(store, SQL_TAKEN_OFF, diag);
    if (!statement)
        return false;
    int code;
    *why = NULL;
    db_bind_number(statement, ":article", article);
    db_bind_text(statement, ":kind", snippet_kind_name(snippet->kind));
    while ((code = sqlite3_step(statement)) == SQLITE_ROW && !*why) {
        struct likeness off = likeness_of((const char *)sqlite3_column_text(statement, 1));
        if (words.count >= WORDS_TRIGRAMS && likeness_between(&words, &off) >= REWORDED)
            *why = memory_format("nearly the words of snippet %lld, which was %s",
                                 (long long)sqlite3_column_int64(statement, 0),
                                 (const char *)sqlite3_column_text(statement, 2));
    }
    bool good = *why || code == SQLITE_DONE || db_tell(store, diag);
    db_give_back(store, statement);
    return good;
}
