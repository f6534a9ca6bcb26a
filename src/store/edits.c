#include "edits.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"
#include "store/store.h"

#define SQL_SINCE "SELECT edition, snippet FROM changed WHERE edition > ?1 ORDER BY edition"
#define HOLD_REASON                                                                                \
    "this is an earlier state of it: it was changed since, and the store was lost with that"

struct edit {
    int64_t edition, id;
};

void edits_note(struct store *store)
{
    struct diag ignored = {0}; /* whoever reads the snippets tells it */
    sqlite3_stmt *statement = db_prepare(store, SQL_SINCE, &ignored);
    struct edits *edits = &store->edits;
    if (statement) {
        sqlite3_bind_int64(statement, 1, edits->count ? edits->items[edits->count - 1].edition : 0);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            edits->items = memory_resize(edits->items, edits->count + 1, sizeof *edits->items);
            edits->items[edits->count++] = (struct edit){sqlite3_column_int64(statement, 0),
                                                         sqlite3_column_int64(statement, 1)};
        }
        db_give_back(store, statement);
    }
    diag_finish(&ignored);
    /* The store keeps no more of them, either. */
    size_t over = edits->count > EDITS_KEPT ? edits->count - EDITS_KEPT : 0;
    if (over)
        memmove(edits->items, edits->items + over, EDITS_KEPT * sizeof *edits->items);
    edits->count -= over;
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

static void hold_and_tell(struct store *store, struct edit *items, size_t count)
{
    struct diag diag = {0};
    /* No number is given again: a backup may have the lost ones. */
    char *beyond = memory_format("UPDATE edition SET number = max(number, %lld) + 1",
                                 (long long)items[count - 1].edition);
    size_t each = sort_once(items, count);
    char *list = list_ids(items, each);
    db_execute(store, beyond, &diag);
    free(beyond);
    for (size_t i = 0; i < each; i++)
        store_hold(store, items[i].id, HOLD_REASON, &diag);
    diag_warning(&diag,
                 "%s: lost with the store: what was added or changed of snippets %s; what is there "
                 "of them is as it was before, and held (motograph list --held)",
                 store->path, list);
    log_diag(&diag);
    diag_finish(&diag);
    free(store->loss);
    store->loss = memory_format("lost with the store: changes of snippets %s", list);
    free(list);
}

void edits_settle(struct store *store)
{
    int64_t edition = edits_edition(store->db);
    struct edits *edits = &store->edits;
    size_t kept = edits->count;
    while (edition > 0 && kept > 0 && edits->items[kept - 1].edition > edition)
        kept--;
    size_t lost = edits->count - kept;
    edits->count = kept;
    if (lost)
        hold_and_tell(store, edits->items + kept, lost);
}

int64_t edits_known(const struct store *store)
{
    const struct edits *edits = &store->edits;
    int64_t last = edits->count ? edits->items[edits->count - 1].edition : 0;
    return last > store->edition ? last : store->edition;
}

int64_t edits_edition(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = 0;
    if (db &&
        sqlite3_prepare_v2(db, "SELECT number FROM edition", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

int64_t edits_edition_of_file(const char *path)
{
    sqlite3 *db = NULL;
    bool opened = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
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
