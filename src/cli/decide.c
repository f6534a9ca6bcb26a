/* motograph remove, kill, approve: what becomes of snippets, by an editor's word. */
#include "base/clock.h"
#include "cli/changed.h"
#include "cli/commands.h"
#include "cli/ids.h"
#include "cli/reach.h"
#include "config/config.h"
#include "news/banned.h"

static int each(struct cli *cli, struct store *store,
                bool (*fn)(struct cli *cli, struct store *store, int64_t id))
{
    cli_begin_items(cli);
    bool good = ids_each(cli, store, cli->arguments[0], fn);
    good = cli_close_edited(cli, store) && good;
    return good ? CLI_DONE : CLI_FAULT;
}

static bool remove_one(struct cli *cli, struct store *store, int64_t id)
{
    struct store_row row;
    if (!store_get(store, id, &row, &cli->diag))
        return false;
    bool good = store_remove(store, id, &cli->diag);
    if (good)
        cli_tell_row(cli, &row, "removed");
    store_row_finish(&row);
    return good;
}

static int run_remove(struct cli *cli)
{
    struct store *store = cli_open_store(cli);
    return store ? each(cli, store, remove_one) : CLI_FAULT;
}

static bool store_kill(void *user, struct store *store, struct reached *reached, struct diag *diag)
{
    reached->id = *(const int64_t *)user;
    return store_set_state(store, reached->id, STORE_KILLED, diag);
}

/* What is over already stays so: approved it would air again. */
static void tell_killed(struct cli *cli, struct store *store, int64_t id)
{
    struct store_row row;
    struct diag ignored = {0}; /* what was done is done */
    if (store && store_get(store, id, &row, &ignored)) {
        cli_tell_row(cli, &row,
                     row.state == STORE_CORRECTED ? "stays corrected, and does not air"
                     : row.state == STORE_EXPIRED ? "stays over, and does not air"
                                                  : "killed");
        store_row_finish(&row);
    }
    diag_finish(&ignored);
}

/* `store` is read, where it can be, to tell the row. */
static bool kill_one(struct cli *cli, struct store *store, int64_t id)
{
    struct reached reached;
    bool done;
    const struct request request = {.kind = REQUEST_KILL, .kill.id = id};
    int code = reach_show(cli, &request, store_kill, &id, &reached, &done);
    if (done)
        tell_killed(cli, store, id);
    return code == CLI_DONE;
}

/* Read only to tell the rows: that it can't be opened is no fault where a ticker does the edit. */
static struct store *open_to_tell(struct cli *cli)
{
    struct diag before = {0};
    diag_take(&before, &cli->diag);
    struct store *store = cli_open_store(cli);
    diag_finish(&cli->diag);
    diag_take(&cli->diag, &before);
    return store;
}

static int run_kill(struct cli *cli)
{
    return each(cli, open_to_tell(cli), kill_one);
}

/* Approved, it may still not air now; who approved it expects it to. */
static void tell_when(struct cli *cli, struct store *store, int64_t id)
{
    struct store_row row;
    struct clock clock;
    char when[ASKED_TIME_SIZE];
    clock_init_real(&clock);
    int64_t now_ms = clock_wall_ms(&clock);
    if (!store_get(store, id, &row, &cli->diag))
        return;
    const struct snippet *snippet = &row.snippet;
    if (snippet->expires_ms && snippet->expires_ms <= now_ms) {
        cli_format_time(cli, snippet->expires_ms, true, when);
        diag_warning(&cli->diag,
                     "it expired at %s and does not air: motograph edit %lld --expires 12h", when,
                     (long long)id);
    } else if (snippet->not_before_ms > now_ms) {
        cli_format_time(cli, snippet->not_before_ms, false, when);
        diag_add(&cli->diag, DIAG_NOTE, "it is under embargo until %s", when);
    }
    store_row_finish(&row);
}

/* An editor who has read it may let it air; what never airs does not for that. */
static bool check_words(struct cli *cli, struct store *store, int64_t id)
{
    struct store_row row;
    if (!store_get(store, id, &row, &cli->diag))
        return false;
    const char *text = row.snippet.text;
    bool good = !text || !banned_in(cli->config->news.banned, text) ||
                diag_error(&cli->diag, "snippet %lld stays held: %s", (long long)id, banned_reason);
    store_row_finish(&row);
    return good;
}

static bool approve_one(struct cli *cli, struct store *store, int64_t id)
{
    if (!check_words(cli, store, id) || !store_set_state(store, id, STORE_APPROVED, &cli->diag))
        return false;
    cli_tell_changed(cli, store, id, "approved");
    tell_when(cli, store, id);
    return true;
}

static int run_approve(struct cli *cli)
{
    struct store *store = cli_open_store(cli);
    return store ? each(cli, store, approve_one) : CLI_FAULT;
}

const struct cli_command cli_remove = {
    .name = "remove",
    .arguments = "IDS",
    .help = "takes snippets out of the store: 3, or 3-7,9",
    .least = 1,
    .most = 1,
    .lists = true,
    .run = run_remove,
};

const struct cli_command cli_kill = {
    .name = "kill",
    .arguments = "IDS",
    .help = "never again on the glass; off it at once: 3, or 3-7,9",
    .least = 1,
    .most = 1,
    .lists = true,
    .run = run_kill,
};

const struct cli_command cli_approve = {
    .name = "approve",
    .arguments = "IDS",
    .help = "lets held snippets air: 3, or 3-7,9",
    .least = 1,
    .most = 1,
    .lists = true,
    .run = run_approve,
};
