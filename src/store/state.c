#include "store/state.h"

#include <assert.h>
#include <string.h>

static const char *const names[STORE_STATES] = {
    [STORE_LIVE] = "live",       [STORE_APPROVED] = "approved", [STORE_HELD] = "held",
    [STORE_KILLED] = "killed",   [STORE_EXPIRED] = "expired",   [STORE_CORRECTED] = "corrected",
    [STORE_REMOVED] = "removed",
};

const char *store_state_name(enum store_state state)
{
    assert(state < STORE_STATES);
    return names[state];
}

bool store_state_parse(const char *name, enum store_state *state)
{
    for (int i = 0; i < STORE_STATES; i++)
        if (strcmp(name, names[i]) == 0) {
            *state = (enum store_state)i;
            return true;
        }
    return false;
}
