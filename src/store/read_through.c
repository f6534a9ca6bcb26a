#include "read_through.h"

#include <stdlib.h>

#include "damage.h"
#include "snippet_rows.h"

static bool quick_check(struct store *store, struct diag *diag)
{
    char *wrong = damage_find(store->db, "main");
    int code = sqlite3_extended_errcode(store->db);
    if (wrong) {
        store->code = code == SQLITE_OK ? SQLITE_CORRUPT : code;
        diag_error(diag, "%s: %s", store->path, wrong);
    }
    free(wrong);
    return !wrong;
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
