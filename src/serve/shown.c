#include "shown.h"

#include <string.h>

#include "store/asrun.h"

bool shown_to(const struct route_world *world, enum token_role role, int64_t id, const char *reason)
{
    struct store_row snippet;
    struct diag ignored = {0};
    if (role > TOKEN_NOBODY)
        return true;
    if (strncmp(reason, ASRUN_EDIT, strlen(ASRUN_EDIT)) == 0)
        return false;
    if (id == 0)
        return true;
    bool there = store_get(world->store, id, &snippet, &ignored);
    bool shown = there && !snippet.fault && snippet.state != STORE_HELD &&
                 snippet.state != STORE_KILLED && snippet.state != STORE_REMOVED &&
                 snippet.snippet.not_before_ms <= world->now_ms;
    if (there)
        store_row_finish(&snippet);
    diag_finish(&ignored);
    return shown;
}
