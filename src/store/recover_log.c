#include "recover_log.h"

#include <assert.h>
#include <string.h>

#include "asrun_rows.h"
#include "store/asrun.h"
#include "strips.h"

struct walk {
    struct store *store;
    uint8_t hash[ASRUN_HASH_SIZE];
    struct recover_log *found;
    struct diag *diag;
    bool good;
};

static bool note(struct walk *walk, int64_t id)
{
    sqlite3_stmt *statement =
        db_prepare(walk->store, "INSERT INTO temp.doubtful VALUES (?1)", walk->diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, id);
    walk->found->rows++;
    return db_finish(walk->store, statement, walk->diag);
}

static bool look(void *user, const struct asrun_row *row)
{
    struct walk *walk = user;
    uint8_t wanted[ASRUN_HASH_SIZE];
    asrun_hash(walk->hash, row, wanted);
    memcpy(walk->hash, row->hash, sizeof wanted);
    if (memcmp(wanted, row->hash, sizeof wanted) != 0)
        walk->good = note(walk, row->id);
    return walk->good;
}

bool recover_log_check(struct store *store, struct recover_log *found, struct diag *diag)
{
    assert(store && found);
    struct walk walk = {.store = store, .found = found, .diag = diag, .good = true};
    *found = (struct recover_log){0};
    return db_execute(store,
                      "CREATE TEMP TABLE IF NOT EXISTS doubtful (id INTEGER PRIMARY KEY);"
                      "DELETE FROM temp.doubtful",
                      diag) &&
           asrun_base(store, walk.hash, diag) &&
           asrun_each(store, INT64_MIN, INT64_MAX, look, &walk, diag) && walk.good &&
           strips_drop_damaged(store, &found->strips, diag);
}
