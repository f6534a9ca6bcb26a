#include "store/state.h"

#include <assert.h>

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
