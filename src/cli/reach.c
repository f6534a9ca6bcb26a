#include "cli/reach.h"

#include <stdlib.h>
#include <string.h>

#include "base/place.h"
#include "config/config.h"
#include "control/ask.h"
#include "control/json.h"

/* Who may be asked. */
enum ticker {
    TICKER_OURS,
    TICKER_NONE,
    TICKER_OTHER,  /* of another store */
    TICKER_SILENT, /* it is there, and does not answer */
};

static bool is_ours(const struct cli *cli, const struct state *state)
{
    char *place = place_of(cli->config->store.path);
    bool ours = state->store && strcmp(state->store, place) == 0;
    free(place);
    return ours;
}

static enum ticker find_ticker(const struct cli *cli, struct diag *why)
{
    json_t *reply;
    struct state state;
    const char *socket = cli->config->control.socket;
    if (!*socket)
        return TICKER_NONE;
    enum ask_answer answer =
        ask_ticker(socket, &(struct request){.kind = REQUEST_STATUS}, CLI_ASK_MS, &reply, why);
    if (answer == ASK_DONE) {
        state_from_json(reply, &state);
        enum ticker found = is_ours(cli, &state) ? TICKER_OURS : TICKER_OTHER;
        if (found == TICKER_OTHER)
            diag_error(why, "%s: the ticker there shows another store, %s", socket,
                       state.store ? state.store : "-");
        json_decref(reply);
        return found;
    }
    return answer == ASK_NOBODY ? TICKER_NONE : TICKER_SILENT;
}

/* Whether an end is past can't be told by a clock that may be years behind (schedule.clock): such a
 * take-over does not air yet. */
static bool waits_for_time(const struct request *request, const struct state *state)
{
    return request->kind == REQUEST_BREAKING && !state->time_known &&
           (request->breaking.minutes > 0 || request->breaking.ends > 0);
}

/* Who takes the wall over expects to see it. */
static void tell_waiting(struct cli *cli, const struct request *request, const struct state *state)
{
    const char *why = state->dark ? state->why_dark : state->why_paused;
    if (state->dark || state->paused)
        diag_warning(&cli->diag, "it waits: the wall %s%s%s",
                     state->dark ? "is dark" : "stands still", why ? ", " : "", why ? why : "");
    if (waits_for_time(request, state))
        diag_warning(&cli->diag,
                     "it waits: the time is not known yet (schedule.clock), so nothing airs that "
                     "ends at a time; with --airings N alone it airs at once");
}

static void read_answer(struct cli *cli, const json_t *reply, const struct request *request,
                        struct reached *reached)
{
    struct state state;
    state_from_json(reply, &state);
    *reached =
        (struct reached){.by_ticker = true,
                         .id = state.taken.id,
                         .ended = state.taken.ended,
                         .waits = state.dark || state.paused || waits_for_time(request, &state)};
    if (request->kind == REQUEST_BREAKING)
        tell_waiting(cli, request, &state);
    if (state.unwritten > 0)
        diag_warning(&cli->diag,
                     "the running ticker does it, and writes it when the store can be written%s%s; "
                     "if it is stopped before, it is forgotten",
                     state.store_trouble ? ": " : "",
                     state.store_trouble ? state.store_trouble : "");
}

static bool store_alone(struct cli *cli, reach_store_fn store_it, void *user,
                        struct reached *reached)
{
    struct store *store = cli_open_store(cli);
    bool good = store && store_it(user, store, reached, &cli->diag);
    store_close(store);
    return good;
}

/* Of several ids each is stored; that is said once. */
static void note_once(struct diag *diag, const char *note)
{
    for (size_t i = 0; i < diag->count; i++)
        if (strcmp(diag->messages[i].text, note) == 0)
            return;
    diag_add(diag, DIAG_NOTE, "%s", note);
}

static void tell_unreached(struct cli *cli, enum ticker ticker, const struct diag *why)
{
    const char *reason = why->count > 0 ? why->messages[0].text : "";
    if (ticker == TICKER_NONE)
        note_once(&cli->diag, "stored; no ticker is running");
    else if (ticker == TICKER_OTHER)
        diag_add(&cli->diag, DIAG_NOTE, "stored; no ticker of this store is running (%s)", reason);
    else
        diag_error(&cli->diag, "stored, but %s: the wall may show what it did", reason);
}

int reach_show(struct cli *cli, const struct request *request, reach_store_fn store_it, void *user,
               struct reached *reached, bool *done)
{
    struct diag why = {0};
    json_t *reply = NULL;
    *reached = (struct reached){0};
    enum ticker ticker = find_ticker(cli, &why);
    enum ask_answer answer = ASK_SILENT;
    if (ticker == TICKER_OURS)
        answer = ask_ticker(cli->config->control.socket, request, CLI_ASK_MS, &reply, &why);
    if (ticker == TICKER_OURS && answer != ASK_DONE)
        ticker = answer == ASK_NOBODY ? TICKER_NONE : TICKER_SILENT;
    *done = answer == ASK_DONE;
    if (answer == ASK_DONE) {
        read_answer(cli, reply, request, reached);
    } else if (answer == ASK_REFUSED) {
        diag_take(&cli->diag, &why);
    } else {
        *done = store_alone(cli, store_it, user, reached);
        if (*done || ticker == TICKER_SILENT)
            tell_unreached(cli, ticker, &why);
    }
    json_decref(reply);
    diag_finish(&why);
    return *done && (answer == ASK_DONE || ticker != TICKER_SILENT) ? CLI_DONE : CLI_FAULT;
}
