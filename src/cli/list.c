/* motograph list, show, remove, kill, approve: what the store holds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "cli/changed.h"
#include "cli/commands.h"
#include "cli/reach.h"
#include "cli/snippet_json.h"
#include "config/config.h"
#include "intake/import.h"

struct listing {
    const struct cli *cli;
    bool held_only;
    size_t count;
};

static bool print_row(void *user, const struct store_row *row)
{
    struct listing *listing = user;
    if (listing->held_only && row->state != STORE_HELD)
        return true;
    listing->count++;
    if (listing->cli->json) {
        cli_print_json(store_row_to_json(row));
        return true;
    }
    printf("%6lld %-8s %-6s %4lld× ", (long long)row->snippet.id,
           snippet_kind_name(row->snippet.kind), store_state_name(row->state),
           (long long)row->airings);
    cli_print_text(row->snippet.text    ? row->snippet.text
                   : row->snippet.quote ? row->snippet.quote
                                        : "");
    if (row->state == STORE_HELD && row->snippet.hold) {
        printf("%30s held: ", "");
        cli_print_text(row->snippet.hold);
    }
    if (row->fault)
        printf("%30s does not air: damaged, column %s\n", "", row->fault);
    return true;
}

static int run_list(struct cli *cli)
{
    struct store *store = cli_open_store(cli);
    if (!store)
        return CLI_FAULT;
    struct listing listing = {.cli = cli, .held_only = cli_value(cli, "held") != NULL};
    bool good = store_each(store, print_row, &listing, &cli->diag);
    store_close(store);
    if (good && listing.count == 0 && !cli->json)
        puts("nothing here; `motograph import FILE` or `motograph add TEXT` puts something in");
    return good ? CLI_DONE : CLI_FAULT;
}

/* Opens the store and reads the id for a command on one snippet. */
static bool begin(struct cli *cli, struct store **store, int64_t *id)
{
    if (!cli_id(cli, cli->arguments[0], id))
        return false;
    *store = cli_open_store(cli);
    return *store != NULL;
}

static int finish(struct store *store, bool good)
{
    store_close(store);
    return good ? CLI_DONE : CLI_FAULT;
}

static void print_field(const char *name, const char *text)
{
    if (!text)
        return;
    printf("%-12s ", name);
    cli_print_text(text);
}

static void print_time(const struct cli *cli, const char *name, int64_t wall_ms)
{
    char text[ASKED_TIME_SIZE];
    if (wall_ms <= 0)
        return;
    cli_format_time(cli, wall_ms, strcmp(name, "expires") == 0, text);
    print_field(name, text);
}

static void print_whole(const struct cli *cli, const struct store_row *row)
{
    const struct snippet *snippet = &row->snippet;
    printf("%-12s %lld\n", "id", (long long)snippet->id);
    print_field("kind", snippet_kind_name(snippet->kind));
    print_field("state", store_state_name(row->state));
    print_field("damaged", row->fault);
    print_field("text", snippet->text);
    print_field("quote", snippet->quote);
    print_field("speaker", snippet->speaker);
    print_field("as written", snippet->speaker_as_written);
    print_field("cue", snippet->cue);
    print_field("source", snippet->source);
    print_field(row->state == STORE_HELD ? "held" : "was held", snippet->hold);
    print_field("replaced", snippet->replaced);
    print_field("origin", snippet->origin);
    print_field("category", snippet->category);
    print_field("daypart", snippet->daypart);
    if (snippet->gap_ms)
        printf("%-12s %lld s\n", "gap", (long long)(snippet->gap_ms / CLOCK_MS_PER_S));
    if (snippet->most_airings)
        printf("%-12s %lld airings\n", "at most", (long long)snippet->most_airings);
    if (snippet->breaking)
        printf("%-12s level %d\n", "breaking", snippet->breaking);
    printf("%-12s %d\n%-12s %d\n", "priority", snippet->priority, "weight", snippet->weight);
    print_time(cli, "created", snippet->created_ms);
    print_time(cli, "not before", snippet->not_before_ms);
    print_time(cli, "expires", snippet->expires_ms);
    print_time(cli, "last aired", row->last_aired_ms);
    printf("%-12s %lld\n", "airings", (long long)row->airings);
}

static int run_show(struct cli *cli)
{
    struct store *store = NULL;
    int64_t id = 0;
    struct store_row row;
    if (!begin(cli, &store, &id))
        return CLI_FAULT;
    bool good = store_get(store, id, &row, &cli->diag);
    if (good && cli->json)
        cli_print_json(store_row_to_json(&row));
    else if (good)
        print_whole(cli, &row);
    if (good)
        store_row_finish(&row);
    return finish(store, good);
}

static int run_remove(struct cli *cli)
{
    struct store *store = NULL;
    int64_t id = 0;
    if (!begin(cli, &store, &id))
        return CLI_FAULT;
    struct store_row row;
    bool good = store_get(store, id, &row, &cli->diag);
    if (good) {
        good = store_remove(store, id, &cli->diag);
        if (good)
            cli_tell_row(cli, &row, "removed");
        store_row_finish(&row);
    }
    return finish(store, good);
}

static bool store_kill(void *user, struct store *store, struct reached *reached, struct diag *diag)
{
    reached->id = *(const int64_t *)user;
    return store_set_state(store, reached->id, STORE_KILLED, diag);
}

/* The row is told where it can be read. */
static void tell_killed(struct cli *cli, int64_t id)
{
    struct diag ignored = {0};
    struct store *store = store_open(cli->config->store.path, &ignored);
    if (store)
        cli_tell_changed(cli, store, id, "killed");
    store_close(store);
    diag_finish(&ignored);
}

static int run_kill(struct cli *cli)
{
    int64_t id = 0;
    struct reached reached;
    bool done;
    if (!cli_id(cli, cli->arguments[0], &id))
        return CLI_FAULT;
    const struct request request = {.kind = REQUEST_KILL, .kill.id = id};
    int code = reach_show(cli, &request, store_kill, &id, &reached, &done);
    if (done)
        tell_killed(cli, id);
    return code;
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

static int run_approve(struct cli *cli)
{
    struct store *store = NULL;
    int64_t id = 0;
    if (!begin(cli, &store, &id))
        return CLI_FAULT;
    bool good = store_set_state(store, id, STORE_APPROVED, &cli->diag);
    if (good) {
        cli_tell_changed(cli, store, id, "approved");
        tell_when(cli, store, id);
    }
    return finish(store, good);
}

const struct cli_command cli_list = {
    .name = "list",
    .arguments = "",
    .help = "what the store holds",
    .options = {{"held", NULL, "only what waits for an editor, and why", 0}},
    .run = run_list,
};

const struct cli_command cli_show = {
    .name = "show",
    .arguments = "ID",
    .help = "one snippet, whole",
    .least = 1,
    .most = 1,
    .run = run_show,
};

const struct cli_command cli_remove = {
    .name = "remove",
    .arguments = "ID",
    .help = "takes a snippet out of the store",
    .least = 1,
    .most = 1,
    .run = run_remove,
};

const struct cli_command cli_kill = {
    .name = "kill",
    .arguments = "ID",
    .help = "never again on the glass; off it at once",
    .least = 1,
    .most = 1,
    .run = run_kill,
};

const struct cli_command cli_approve = {
    .name = "approve",
    .arguments = "ID",
    .help = "lets a held snippet air",
    .least = 1,
    .most = 1,
    .run = run_approve,
};
