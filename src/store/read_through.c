#include "read_through.h"

#include <stdlib.h>

#include "damage.h"
#include "snippet_rows.h"

/* What commits count, this connection's and others'; 0: it can't be told. */
static unsigned version_of(struct store *store)
{
    int64_t ignored;
    unsigned version = 0;
    struct diag unread = {0};
    bool looked =
        db_number(store, "PRAGMA data_version", 0, 0, &ignored, &unread) &&
        sqlite3_file_control(store->db, "main", SQLITE_FCNTL_DATA_VERSION, &version) == SQLITE_OK;
    diag_finish(&unread);
    return looked ? version : 0;
}

static bool quick_check(struct store *store, struct diag *diag)
{
    unsigned version = version_of(store);
    char *wrong = damage_find(store->db, "main");
    int code = sqlite3_extended_errcode(store->db);
    if (wrong) {
        store->code = code == SQLITE_OK ? SQLITE_CORRUPT : code;
        diag_error(diag, "%s: %s", store->path, wrong);
    }
    store->read_version = wrong ? 0 : version;
    store->read_reopened = store->reopened;
    free(wrong);
    return !wrong;
}

bool read_through_file(struct store *store, struct diag *diag)
{
    bool fresh = store->read_version != 0 && store->read_reopened == store->reopened &&
                 store->read_version == version_of(store);
    return fresh || quick_check(store, diag);
}

static bool check_sums(struct store *store, int64_t now_ms, struct diag *diag)
{
    int64_t damaged = 0;
    if (!rows_count_damaged(store, now_ms, &damaged, diag))
        return false;
    if (damaged > 0)
        store->code = SQLITE_CORRUPT;
    return damaged == 0 ||
           diag_error(diag, "%s: the words of %lld snippets are not what was stored", store->path,
                      (long long)damaged);
}

bool read_through(struct store *store, int64_t now_ms, struct diag *diag)
{
    return quick_check(store, diag) && check_sums(store, now_ms, diag);
}
