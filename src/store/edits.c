#include "edits.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"
#include "damage.h"
#include "store/connect.h"

#define SQL_SINCE "SELECT edition, snippet FROM changed WHERE edition > ?1 ORDER BY edition"
#define SQL_HOLD                                                                                   \
    "UPDATE snippet SET state = 'held', hold = 'this is an earlier state of it: it was changed"    \
    " since, and the store was lost with that' WHERE id = ?1 AND state IN ('live', 'approved')"

#define SQL_OF "SELECT snippet FROM changed WHERE edition = ?1"
#define SQL_LAST "SELECT edition, snippet FROM changed ORDER BY edition DESC LIMIT 1"
#define SQL_LAST_ID "SELECT seq FROM sqlite_sequence WHERE name = 'snippet'"

struct edit {
    int64_t edition, id;
    bool again; /* it was lost before: `changed` does not have it */
};

static int64_t number_of(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = 0;
    if (db && sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

static void add_edit(struct edits *edits, struct edit edit)
{
    edits->items = memory_resize(edits->items, edits->count + 1, sizeof *edits->items);
    edits->items[edits->count++] = edit;
}

/* The store keeps no more of them, either. */
static void drop_oldest(struct edits *edits)
{
    if (edits->count <= EDITS_KEPT)
        return;
    size_t over = edits->count - EDITS_KEPT;
    memmove(edits->items, edits->items + over, EDITS_KEPT * sizeof *edits->items);
    edits->count = EDITS_KEPT;
}

void edits_note(struct store *store)
{
    sqlite3_stmt *statement = NULL;
    struct edits *edits = &store->edits;
    if (sqlite3_prepare_v2(store->db, SQL_SINCE, -1, &statement, NULL) != SQLITE_OK)
        return; /* whoever reads the snippets tells it */
    sqlite3_bind_int64(statement, 1, edits->count ? edits->items[edits->count - 1].edition : 0);
    while (sqlite3_step(statement) == SQLITE_ROW)
        add_edit(edits, (struct edit){sqlite3_column_int64(statement, 0),
                                      sqlite3_column_int64(statement, 1), false});
    sqlite3_finalize(statement);
    drop_oldest(edits);
    int64_t last_id = number_of(store->db, SQL_LAST_ID);
    if (last_id > store->last_id && !damage_is_of_numbers(store->db, "main"))
        store->last_id = last_id;
}

void edits_note_own(struct store *store)
{
    sqlite3_stmt *statement = NULL;
    store->own_edition = store->own_snippet = 0;
    store->own_reopened = store->reopened;
    if (sqlite3_prepare_v2(store->db, SQL_LAST, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        store->own_edition = sqlite3_column_int64(statement, 0);
        store->own_snippet = sqlite3_column_int64(statement, 1);
    }
    sqlite3_finalize(statement);
}

/* Which snippet an edition changed; `absent` where that is not known. */
static int64_t snippet_of(sqlite3 *db, int64_t edition, int64_t absent)
{
    sqlite3_stmt *statement = NULL;
    int64_t id = absent;
    if (sqlite3_prepare_v2(db, SQL_OF, -1, &statement, NULL) == SQLITE_OK) {
        sqlite3_bind_int64(statement, 1, edition);
        if (sqlite3_step(statement) == SQLITE_ROW)
            id = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return id;
}

bool edits_own_stands(const struct store *store)
{
    return store->own_edition == 0 ||
           snippet_of(store->db, store->own_edition, 0) == store->own_snippet;
}

bool edits_keep_ids(struct store *fresh, int64_t last_id)
{
    assert(last_id >= 0);
    char *sql = memory_format("UPDATE sqlite_sequence SET seq = max(seq, %lld) WHERE name = "
                              "'snippet'",
                              (long long)last_id);
    bool good = sqlite3_exec(fresh->db, sql, NULL, NULL, NULL) == SQLITE_OK;
    free(sql);
    return good;
}

static int by_id(const void *a, const void *b)
{
    const struct edit *one = a;
    const struct edit *other = b;
    return (one->id > other->id) - (one->id < other->id);
}

/* In order of id, each once. */
static size_t sort_once(struct edit *items, size_t count)
{
    size_t kept = 0;
    qsort(items, count, sizeof *items, by_id);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || items[kept - 1].id != items[i].id)
            items[kept++] = items[i];
    return kept;
}

/* "7, 9 to 12". */
static char *list_ids(const struct edit *items, size_t count)
{
    struct buffer list = {0};
    for (size_t i = 0; i < count; i++) {
        size_t first = i;
        while (i + 1 < count && items[i + 1].id == items[i].id + 1)
            i++;
        buffer_format(&list, first == i ? "%s%lld" : "%s%lld to %lld", first ? ", " : "",
                      (long long)items[first].id, (long long)items[i].id);
    }
    return buffer_detach(&list);
}

/* Neither an edition nor an id is given again: a backup and the log may have those that are lost.
 */
static char *sql_to_hold(int64_t last_edition)
{
    return memory_format("BEGIN IMMEDIATE; UPDATE edition SET number = max(number, %lld) + 1",
                         (long long)last_edition);
}

static bool hold_all(struct store *store, const struct edit *items, size_t count, int64_t last)
{
    sqlite3_stmt *statement = NULL;
    char *begin = sql_to_hold(last);
    bool good = sqlite3_exec(store->db, begin, NULL, NULL, NULL) == SQLITE_OK &&
                edits_keep_ids(store, items[count - 1].id) && /* in order of id */
                sqlite3_prepare_v2(store->db, SQL_HOLD, -1, &statement, NULL) == SQLITE_OK;
    for (size_t i = 0; good && i < count; i++) {
        sqlite3_bind_int64(statement, 1, items[i].id);
        good = sqlite3_step(statement) == SQLITE_DONE;
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    good = good && sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    if (!good && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    free(begin);
    return good;
}

/* In the end each is in the list once. */
static void hold_and_tell(struct store *store, struct edit *items, size_t *count)
{
    assert(*count > 0);
    int64_t last = items[*count - 1].edition;
    size_t each = *count = sort_once(items, *count);
    char *list = list_ids(items, each);
    bool held = hold_all(store, items, each, last);
    log_warning("%s: lost with the store: what was added or changed of snippets %s; what is there "
                "of them is as it was before%s",
                store->path, list,
                held ? ", and held (motograph list --held)"
                     : ", and may air: it could not be held (motograph kill ID)");
    free(store->loss);
    store->loss = memory_format("lost with the store: changes of snippets %s", list);
    free(list);
}

/* An edition that the file's has not reached, or that is another change there by now. */
static bool stands(const struct store *store, const struct edit *edit, int64_t edition)
{
    return edit->edition <= edition &&
           (edit->again || snippet_of(store->db, edit->edition, edit->id) == edit->id);
}

/* From the first that is lost on, all are: a file is as the store stood at one instant. */
static size_t count_kept(const struct store *store, int64_t edition)
{
    const struct edits *edits = &store->edits;
    size_t kept = 0;
    while (kept < edits->count && stands(store, &edits->items[kept], edition))
        kept++;
    return kept;
}

void edits_settle(struct store *store)
{
    int64_t edition = edits_edition(store->db);
    struct edits *edits = &store->edits;
    size_t kept = edition > 0 ? count_kept(store, edition) : edits->count;
    size_t count = edits->count - kept;
    if (count == 0)
        return;
    struct edit *lost = memory_alloc(count, sizeof *lost);
    memcpy(lost, edits->items + kept, count * sizeof *lost);
    edits->count = kept;
    hold_and_tell(store, lost, &count);
    edits_note(store);
    for (size_t i = 0; i < count; i++)
        add_edit(edits, (struct edit){edits_edition(store->db), lost[i].id, true});
    drop_oldest(edits);
    free(lost);
}

int64_t edits_known(const struct store *store)
{
    const struct edits *edits = &store->edits;
    int64_t last = edits->count ? edits->items[edits->count - 1].edition : 0;
    return last > store->edition ? last : store->edition;
}

int64_t edits_edition(sqlite3 *db)
{
    return number_of(db, "SELECT number FROM edition");
}

int64_t edits_edition_of_file(const char *path)
{
    sqlite3 *db = NULL;
    bool opened = connect_open(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
    int64_t edition = opened ? edits_edition(db) : 0;
    sqlite3_close(db);
    return edition;
}

void edits_finish(struct store *store)
{
    free(store->edits.items);
    free(store->loss);
    store->edits = (struct edits){0};
    store->loss = NULL;
}
