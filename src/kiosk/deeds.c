#include "kiosk/deeds.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "control/state.h"

static const char editor[] = "a key"; /* who asks, in the log of edits */

static bool ask(const struct request *request, struct state *state, control_fn take, void *user)
{
    struct diag diag = {0};
    bool good = take(user, request, state, &diag);
    for (size_t i = 0; i < diag.count; i++)
        log_warning("a key: %s", diag.messages[i].text);
    diag_finish(&diag);
    return good;
}

/* The eye counts ratios: a step is a quarter more, or takes that away again. */
static int64_t step(int64_t percent, bool up)
{
    int64_t stepped = up ? (percent * 5 + 3) / 4 : percent * 4 / 5;
    return stepped > 100 ? 100 : stepped < 1 ? 1 : stepped;
}

static void fill(struct request *request, enum keys_deed deed, const struct state *state)
{
    request->editor = editor;
    switch (deed) {
    case KEYS_NEXT:
        request->kind = REQUEST_NEXT;
        break;
    case KEYS_PAUSE:
        request->kind = REQUEST_PAUSE;
        break;
    case KEYS_BLANK:
        request->kind = REQUEST_BLANK;
        request->blank.on = state->blanked ? REQUEST_OFF : REQUEST_ON;
        break;
    case KEYS_BRIGHTER:
    case KEYS_DARKER:
        request->kind = REQUEST_BRIGHTNESS;
        request->brightness.percent = step(state->wanted, deed == KEYS_BRIGHTER);
        break;
    case KEYS_DISMISS:
        request->kind = REQUEST_CLEAR;
        break;
    case KEYS_THERE:
    case KEYS_DEEDS:
        assert(false); /* these ask for nothing */
    }
}

void deeds_do(enum keys_deed deed, control_fn take, void *user)
{
    const struct request status = {.kind = REQUEST_STATUS};
    struct request request = {0};
    struct state state = {0};
    if (!ask(&status, &state, take, user))
        return;
    fill(&request, deed, &state);
    ask(&request, &state, take, user);
}
