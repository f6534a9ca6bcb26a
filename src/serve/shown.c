#include "shown.h"

#include <string.h>

bool shown_to(const struct route_world *world, enum token_role role, const struct asrun_row *row)
{
    struct store_row snippet;
    struct diag ignored = {0};
    if (role > TOKEN_NOBODY)
        return true;
    if (strncmp(row->reason, ASRUN_EDIT, strlen(ASRUN_EDIT)) == 0)
        return false;
    if (row->snippet == 0)
        return true;
    bool there = store_get(world->store, row->snippet, &snippet, &ignored);
    bool shown = there && !snippet.fault && snippet.state != STORE_HELD &&
                 snippet.state != STORE_KILLED && snippet.state != STORE_REMOVED &&
                 snippet.snippet.not_before_ms <= world->now_ms;
    if (there)
        store_row_finish(&snippet);
    diag_finish(&ignored);
    return shown;
}
