/* Articles: an import is one transaction; the same origin again is a correction. */
#include "store/article.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/memory.h"
#include "column_sql.h"
#include "row_sum.h"
#include "snippet_rows.h"
#include "story.h"

/* Origins compare as bytes; the partial index gives the version that stands. */
#define SQL_STANDING "SELECT id FROM article WHERE origin = :origin AND corrected_by IS NULL"
#define SQL_KNOWN "SELECT id FROM article WHERE checksum = ?1 AND corrected_by IS NULL"

/* Whether an article that stands has these bytes; 0: none. */
static bool find_known(struct store *store, uint64_t checksum, int64_t *id, struct diag *diag)
{
    return db_number(store, SQL_KNOWN, (int64_t)checksum, 0, id, diag);
}

/* The earlier version; 0: none. */
static bool find_standing(struct store *store, const char *origin, int64_t *id, struct diag *diag)
{
    *id = 0;
    if (!origin)
        return true;
    sqlite3_stmt *statement = db_prepare(store, SQL_STANDING, diag);
    if (!statement)
        return false;
    db_bind_text(statement, ":origin", origin);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *id = sqlite3_column_int64(statement, 0);
    bool good = code == SQLITE_ROW || code == SQLITE_DONE || db_tell(store, diag);
    db_give_back(store, statement);
    return good;
}

#define ARTICLE(member) offsetof(struct store_article, member)

static const struct column columns[] = {
    {"name", COLUMN_BORROWED, COLUMN_INSERTED, ARTICLE(name), .meaning = "for people"},
    {"origin", COLUMN_BORROWED, COLUMN_INSERTED, ARTICLE(origin),
     .meaning = "the same again, with other bytes, is a correction"},
    {"checksum", COLUMN_BITS, COLUMN_INSERTED, ARTICLE(checksum), .meaning = "of its bytes"},
    {"imported_ms", COLUMN_TIME, COLUMN_INSERTED, ARTICLE(now_ms), .meaning = "when it came in"},
    {"dated_ms", COLUMN_TIME, COLUMN_INSERTED, ARTICLE(dated_ms),
     .meaning = "when it was written; 0: not known"},
    {"lead", COLUMN_BORROWED, COLUMN_INSERTED, ARTICLE(lead),
     .meaning = "what it says first: a story's next version is known by it"},
};

static const struct column_table article_columns = {"article", columns,
                                                    sizeof columns / sizeof *columns};

static bool insert_article(struct store *store, const struct store_article *article, int64_t *id,
                           struct diag *diag)
{
    char *sql = columns_insert(&article_columns, COLUMN_INSERTED, article_columns.name);
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    free(sql);
    if (!statement)
        return false;
    columns_bind(statement, &article_columns, COLUMN_INSERTED, article);
    if (!db_finish(store, statement, diag))
        return false;
    *id = sqlite3_last_insert_rowid(store->db);
    return true;
}

/* A statement with two ids. */
static bool run_two(struct store *store, const char *sql, int64_t first, int64_t second,
                    struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(store, sql, diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, second);
    return db_finish(store, statement, diag);
}

/* A row of the earlier version with the same words goes over to the new one:
 * its id in *kept (0: there is none). It is held where the new version must be, unless an editor
 * has approved it, and waits for the new version's embargo where that has one. An edit of such a
 * row is an editor's and stays, as the checksum is of the words that came in. */
static bool keep_same(struct store *store, const struct snippet *snippet, int64_t old_article,
                      int64_t *kept, struct diag *diag)
{
    *kept = 0;
    sqlite3_stmt *statement =
        db_prepare(store,
                   "UPDATE snippet SET article = :article, start = :start, \"end\" = :end,"
                   " expires_ms = :expires, rights = ifnull(:rights, rights),"
                   " not_before_ms = iif(:not_before > 0, :not_before, not_before_ms), hold = "
                   "iif(:hold IS NOT NULL AND state = 'live', :hold, hold),"
                   " state = iif(:hold IS NOT NULL AND state = 'live', 'held', state)"
                   " WHERE id = (SELECT min(id) FROM snippet WHERE article = :earlier"
                   " AND checksum = :checksum AND state <> 'corrected') RETURNING id",
                   diag);
    if (!statement)
        return false;
    db_bind_number(statement, ":article", snippet->article_id);
    db_bind_number(statement, ":start", (int64_t)snippet->start);
    db_bind_number(statement, ":end", (int64_t)snippet->end);
    db_bind_number(statement, ":expires", column_expiry(snippet->expires_ms));
    db_bind_number(statement, ":not_before", snippet->not_before_ms);
    db_bind_number(statement, ":earlier", old_article);
    db_bind_number(statement, ":checksum", row_sum_checksum(snippet));
    db_bind_text(statement, ":hold", snippet->hold);
    db_bind_text(statement, ":rights", snippet->rights);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        *kept = sqlite3_column_int64(statement, 0);
        code = sqlite3_step(statement);
    }
    bool good = code == SQLITE_DONE || db_tell(store, diag);
    db_give_back(store, statement);
    return good;
}

/* What no earlier version has in the same words; nearly those of what was taken off are held. */
static bool insert_new(struct store *store, struct snippet *snippet, int64_t old_article,
                       const char *off, int64_t *id, struct diag *diag)
{
    if (!snippet->hold)
        snippet->hold = memory_copy_string(off);
    if (old_article && !snippet->hold &&
        !story_why_reworded(store, old_article, snippet, &snippet->hold, diag))
        return false;
    return rows_insert(store, snippet, snippet->hold ? STORE_HELD : STORE_LIVE, id, diag);
}

/* Pages follow their first one; its id is known when it is in. */
static bool take_snippet(struct store *store, struct snippet *snippet, int64_t old_article,
                         const char *off, int64_t *first_page, struct diag *diag)
{
    int64_t id = 0;
    if (old_article && !keep_same(store, snippet, old_article, &id, diag))
        return false;
    snippet->page_of = snippet->page > 1 ? *first_page : 0;
    if (!id && !insert_new(store, snippet, old_article, off, &id, diag))
        return false;
    if (snippet->page > 1 && old_article &&
        !run_two(store, "UPDATE snippet SET page_of = ?2 WHERE id = ?1", id, *first_page, diag))
        return false;
    if (snippet->page == 1)
        *first_page = id;
    return true;
}

static bool take_all(struct store *store, const struct store_article *article,
                     struct snippets *snippets, int64_t article_id, int64_t old_article,
                     const char *off, struct diag *diag)
{
    int64_t first_page = 0;
    for (size_t i = 0; i < snippets->count; i++) {
        struct snippet snippet = snippets->items[i]; /* its strings stay the list's */
        snippet.article_id = article_id;
        if (!snippet.created_ms)
            snippet.created_ms = article->now_ms;
        if (!snippet.expires_ms && article->expire_after_ms)
            snippet.expires_ms = article->now_ms + article->expire_after_ms;
        bool good = take_snippet(store, &snippet, old_article, off, &first_page, diag);
        snippets->items[i].hold = snippet.hold;
        if (!good)
            return false;
    }
    return true;
}

/* What the new version does not have. What was killed or removed comes along, so that it is known
 * when a later version has those words again. */
static bool retire(struct store *store, int64_t old_article, int64_t article_id, struct diag *diag)
{
    return run_two(store,
                   "UPDATE snippet SET state = 'corrected' WHERE article = ?1 AND ?2 > 0"
                   " AND state IN ('live', 'approved', 'held', 'expired')",
                   old_article, article_id, diag) &&
           run_two(store,
                   "UPDATE snippet SET article = ?2 WHERE article = ?1"
                   " AND state IN ('killed', 'removed')",
                   old_article, article_id, diag) &&
           run_two(store, "UPDATE article SET corrected_by = ?2 WHERE id = ?1", old_article,
                   article_id, diag);
}

/* Inside of a transaction. */
static enum store_import import_article(struct store *store, const struct store_article *article,
                                        struct snippets *snippets, struct diag *diag)
{
    int64_t known = 0;
    int64_t old = 0;
    int64_t id = 0;
    char *off = NULL;
    if (!find_known(store, article->checksum, &known, diag) ||
        !find_standing(store, article->origin, &old, diag))
        return STORE_IMPORT_FAILED;
    if (known != 0)
        return STORE_IMPORT_KNOWN;
    bool same_origin = old != 0;
    if (!old && !story_find(store, article, snippets, &old, diag))
        return STORE_IMPORT_FAILED;
    bool good = (!old || story_why_off(store, old, &off, diag)) &&
                insert_article(store, article, &id, diag) &&
                take_all(store, article, snippets, id, old, off, diag) &&
                (old == 0 || retire(store, old, id, diag));
    free(off);
    if (!good)
        return STORE_IMPORT_FAILED;
    if (old == 0)
        return STORE_IMPORT_NEW;
    return same_origin ? STORE_IMPORT_CORRECTED : STORE_IMPORT_RETOLD;
}

enum store_import store_import_article(struct store *store, const struct store_article *article,
                                       struct snippets *snippets, struct diag *diag)
{
    assert(article->name);
    if (!db_begin(store, diag))
        return STORE_IMPORT_FAILED;
    enum store_import result = import_article(store, article, snippets, diag);
    return db_end_edit(store, result != STORE_IMPORT_FAILED, diag) ? result : STORE_IMPORT_FAILED;
}
