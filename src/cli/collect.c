/* motograph collect, fleet: many tickers, by what a broker knows of them. */
#include <stdio.h>
#include <string.h>

#include "cli/link_commands.h"
#include "link/collect.h"
#include "link/fleet.h"

#define SECONDS_MOST 31536000 /* a year */
#define FAULTS_SHOWN 20

/* --- collect --- */

struct faults {
    struct cli *cli;
    json_t *list;
};

static const char *fault_name(enum ledger_fault fault)
{
    switch (fault) {
    case LEDGER_FAULT_MISSING:
        return "missing";
    case LEDGER_FAULT_CHANGED:
        return "changed";
    case LEDGER_FAULT_DOUBLED:
        break;
    }
    return "doubled";
}

static void on_fault(void *user, const char *ticker, int64_t number, enum ledger_fault fault)
{
    struct faults *faults = user;
    if (faults->cli->json)
        json_array_append_new(faults->list,
                              json_pack("{s:s, s:I, s:s}", "ticker", ticker, "number",
                                        (json_int_t)number, "fault", fault_name(fault)));
    else
        printf("%s %lld: %s\n", ticker, (long long)number,
               fault == LEDGER_FAULT_MISSING   ? "rows before this one are missing"
               : fault == LEDGER_FAULT_CHANGED ? "it was changed"
                                               : "it came twice");
}

/* What came twice is no loss. */
static bool verify(struct cli *cli, const char *path)
{
    struct ledger_report report = {0};
    struct faults faults = {cli, json_array()};
    bool good = collect_verify(path, &report, on_fault, &faults, &cli->diag);
    if (good && cli->json)
        cli_print_json(json_pack("{s:I, s:I, s:I, s:I, s:I, s:O}", "tickers",
                                 (json_int_t)report.tickers, "rows", (json_int_t)report.rows,
                                 "missing", (json_int_t)report.missing, "changed",
                                 (json_int_t)report.changed, "doubled", (json_int_t)report.doubled,
                                 "faults", faults.list));
    else if (good)
        printf("%lld rows of %lld tickers; missing before %lld, changed %lld, doubled %lld\n",
               (long long)report.rows, (long long)report.tickers, (long long)report.missing,
               (long long)report.changed, (long long)report.doubled);
    json_decref(faults.list);
    return good && report.missing == 0 && report.changed == 0;
}

static int run_collect(struct cli *cli)
{
    long long seconds = 0;
    const char *path = cli->arguments[0];
    if (!cli_number(cli, "seconds", 1, SECONDS_MOST, &seconds))
        return CLI_FAULT;
    bool good = cli_value(cli, "verify") ? verify(cli, path)
                                         : collect_run(cli->config, path, (int)seconds, &cli->diag);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command link_collect = {COLLECT_COMMAND, .run = run_collect};

/* --- fleet --- */

static bool is_so(const json_t *state, const char *name)
{
    return json_is_true(json_object_get(state, name));
}

/* The worst of it, in a word. */
static const char *how_it_is(const json_t *ticker)
{
    const json_t *state = json_object_get(ticker, "state");
    const char *there = json_string_value(json_object_get(ticker, "availability"));
    json_int_t wanted = json_integer_value(json_object_get(state, "wanted"));
    json_int_t taken = json_integer_value(json_object_get(state, "taken"));
    return !there || strcmp(there, "online") != 0           ? "gone"
           : json_is_string(json_object_get(state, "twin")) ? "twice"
           : !is_so(state, "healthy")                       ? "unwell"
           : is_so(state, "dark")                           ? "dark"
           : taken < wanted                                 ? "behind"
           : is_so(state, "paused")                         ? "paused"
                                                            : "well";
}

static void print_ticker(struct cli *cli, const json_t *ticker)
{
    const json_t *state = json_object_get(ticker, "state");
    const char *version = json_string_value(json_object_get(state, "version"));
    const char *text = json_string_value(json_object_get(json_object_get(state, "on_air"), "text"));
    if (cli->json) {
        json_t *row = json_copy((json_t *)ticker);
        json_object_set_new(row, "is", json_string(how_it_is(ticker)));
        cli_print_item(cli, row);
        return;
    }
    printf("%-24s %-6s %-8s %4zu topics  %s\n",
           json_string_value(json_object_get(ticker, "ticker")), how_it_is(ticker),
           version ? version : "?", json_array_size(json_object_get(ticker, "items")),
           text ? text : "");
}

static int run_fleet(struct cli *cli)
{
    json_t *list = fleet_look(cli->config, &cli->diag);
    const json_t *ticker;
    size_t i;
    if (!list)
        return CLI_FAULT;
    cli_begin_items(cli);
    json_array_foreach(list, i, ticker)
    {
        print_ticker(cli, ticker);
    }
    if (json_array_size(list) == 0 && !cli->json)
        puts("the broker knows of none");
    json_decref(list);
    return CLI_DONE;
}

const struct cli_command link_fleet = {FLEET_COMMAND, .run = run_fleet};
