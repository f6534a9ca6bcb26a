/* motograph breaking TEXT, clear: a take-over, and its end. A running ticker does both, and they
 * stand in the store, so that they outlive its restart. */
#include <stdio.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "cli/reach.h"
#include "cli/typed_text.h"

#define LEVEL_MAX SNIPPET_LEVEL_MAX
#define AIRINGS_MAX 10000
#define AIRINGS_USUAL 3
#define MINUTE_MS (60 * CLOCK_MS_PER_S)
#define MINUTES_MAX 10080 /* a week */

/* The ticker is asked for whole minutes, a week at most. */
static bool check_until(struct cli *cli, const struct snippet *snippet)
{
    char until[ASKED_TIME_SIZE];
    int64_t left_ms = snippet->expires_ms - snippet->created_ms;
    cli_format_time(cli, snippet->expires_ms, true, until);
    return (left_ms > 0 && left_ms <= MINUTES_MAX * MINUTE_MS) ||
           diag_error(&cli->diag, "--until: %s is %s", until,
                      left_ms > 0 ? "more than a week on" : "past");
}

static bool read_options(struct cli *cli, struct snippet *snippet)
{
    struct clock clock;
    clock_init_real(&clock);
    long long level = 1;
    long long airings = 0;
    long long minutes = 0;
    if (!cli_number(cli, "level", 1, LEVEL_MAX, &level) ||
        !cli_number(cli, "airings", 1, AIRINGS_MAX, &airings) ||
        !cli_number(cli, "minutes", 1, MINUTES_MAX, &minutes) ||
        !cli_not_both(cli, "minutes", "until") ||
        !cli_when(cli, "until", ASKED_TIME_END, &snippet->expires_ms))
        return false;
    snippet->kind = SNIPPET_LINE;
    snippet->breaking = (int)level;
    snippet->created_ms = clock_wall_ms(&clock);
    if (cli_value(cli, "until") && !check_until(cli, snippet))
        return false;
    snippet->most_airings = airings || minutes || snippet->expires_ms ? airings : AIRINGS_USUAL;
    if (minutes)
        snippet->expires_ms = snippet->created_ms + minutes * 60 * CLOCK_MS_PER_S;
    snippet->text = memory_copy_string(cli->arguments[0]);
    snippet->origin = memory_copy_string("editor");
    snippet->category = memory_copy_string("breaking");
    return true;
}

static bool store_breaking(void *user, struct store *store, struct reached *reached,
                           struct diag *diag)
{
    struct snippet *snippet = user;
    bool good = store_add(store, snippet, diag);
    reached->id = snippet->id;
    return good;
}

static int take_over(struct cli *cli, struct snippet *snippet)
{
    struct reached reached;
    bool done;
    int64_t left_ms = snippet->expires_ms ? snippet->expires_ms - snippet->created_ms : 0;
    const struct request request = {.kind = REQUEST_BREAKING,
                                    .breaking = {.text = snippet->text,
                                                 .level = snippet->breaking,
                                                 .airings = snippet->most_airings,
                                                 .minutes = (left_ms + MINUTE_MS - 1) / MINUTE_MS}};
    int code = reach_show(cli, &request, store_breaking, snippet, &reached, &done);
    if (done && cli->json)
        cli_print_json(json_pack(
            "{s:o, s:i, s:b, s:b}", "id", reached.id ? json_integer(reached.id) : json_null(),
            "level", snippet->breaking, "on_ticker", reached.by_ticker, "waits", reached.waits));
    else if (done && reached.id)
        printf("%lld: breaking, level %d; `motograph clear` ends it\n", (long long)reached.id,
               snippet->breaking);
    else if (done)
        printf("breaking, level %d; `motograph clear` ends it\n", snippet->breaking);
    return code;
}

static int run_breaking(struct cli *cli)
{
    struct snippets list = {0};
    struct snippet *snippet = snippets_add(&list);
    bool good = cli_check_text(cli, "TEXT", cli->arguments[0]) && read_options(cli, snippet) &&
                cli_pass_gate(cli, snippet);
    int code = good ? take_over(cli, snippet) : CLI_FAULT;
    snippets_finish(&list);
    return code;
}

static bool store_clear(void *user, struct store *store, struct reached *reached, struct diag *diag)
{
    size_t count = 0;
    (void)user;
    bool good = store_clear_breaking(store, &count, diag);
    reached->ended = (int64_t)count;
    return good;
}

static int run_clear(struct cli *cli)
{
    struct reached reached;
    bool done;
    int code = reach_show(cli, &(struct request){.kind = REQUEST_CLEAR}, store_clear, NULL,
                          &reached, &done);
    if (done && cli->json)
        cli_print_json(json_pack("{s:I, s:b}", "ended", (json_int_t)reached.ended, "on_ticker",
                                 reached.by_ticker));
    else if (done)
        printf("%lld take-over%s ended\n", (long long)reached.ended, reached.ended == 1 ? "" : "s");
    return code;
}

const struct cli_command cli_breaking = {
    .name = "breaking",
    .arguments = "TEXT",
    .help = "takes the wall over at once; ends after 3 airings unless told otherwise",
    .least = 1,
    .most = 1,
    .text_at = 1,
    .options =
        {
            {"level", "N", "1 to 9; a higher one interrupts a lower one, equal ones take turns",
             'l'},
            {"airings", "N", "ends after so many", 'a'},
            {"minutes", "N", "ends after so long", 'm'},
            {"until", "WHEN", "ends then: 14:00, tonight, in 2 hours, ...", 'u'},
        },
    .run = run_breaking,
};

const struct cli_command cli_clear = {
    .name = "clear",
    .arguments = "",
    .help = "ends every take-over",
    .run = run_clear,
};
