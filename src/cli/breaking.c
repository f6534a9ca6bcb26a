/* motograph breaking TEXT, clear: a take-over, and its end. Both are edits of the
 * store: a running ticker sees them within 100 ms, and they outlive its restart. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "cli/typed_text.h"

#define LEVEL_MAX SNIPPET_LEVEL_MAX
#define AIRINGS_MAX 10000
#define AIRINGS_USUAL 3
#define MINUTES_MAX 10080 /* a week */

static bool read_options(struct cli *cli, struct snippet *snippet)
{
    struct clock clock;
    clock_init_real(&clock);
    long long level = 1;
    long long airings = 0;
    long long minutes = 0;
    if (!cli_number(cli, "level", 1, LEVEL_MAX, &level) ||
        !cli_number(cli, "airings", 1, AIRINGS_MAX, &airings) ||
        !cli_number(cli, "minutes", 1, MINUTES_MAX, &minutes))
        return false;
    snippet->kind = SNIPPET_LINE;
    snippet->breaking = (int)level;
    snippet->created_ms = clock_wall_ms(&clock);
    snippet->most_airings = airings || minutes ? airings : AIRINGS_USUAL;
    if (minutes)
        snippet->expires_ms = snippet->created_ms + minutes * 60 * CLOCK_MS_PER_S;
    snippet->text = memory_copy_string(cli->arguments[0]);
    snippet->origin = memory_copy_string("editor");
    snippet->category = memory_copy_string("breaking");
    return true;
}

static bool ask_for(struct cli *cli, const struct snippet *snippet)
{
    int64_t left_ms = snippet->expires_ms ? snippet->expires_ms - snippet->created_ms : 0;
    const struct request request = {.kind = REQUEST_BREAKING,
                                    .breaking = {.text = snippet->text,
                                                 .level = snippet->breaking,
                                                 .airings = snippet->most_airings,
                                                 .minutes = left_ms / (60 * CLOCK_MS_PER_S)}};
    return cli_ask_instead(cli, &request);
}

static bool store_it(struct cli *cli, struct snippet *snippet)
{
    struct store *store = cli_open_store(cli);
    bool good = store && store_add(store, snippet, &cli->diag);
    if (!good && (!store || store_refused(store)))
        good = ask_for(cli, snippet);
    store_close(store);
    return good;
}

static int run_breaking(struct cli *cli)
{
    struct snippets list = {0};
    struct snippet *snippet = snippets_add(&list);
    bool good = cli_check_text(cli, "TEXT", cli->arguments[0]) && read_options(cli, snippet) &&
                cli_pass_gate(cli, snippet) && store_it(cli, snippet);
    if (good && cli->json)
        cli_print_json(
            json_pack("{s:I, s:i}", "id", (json_int_t)snippet->id, "level", snippet->breaking));
    else if (good)
        printf("%lld: breaking, level %d; `motograph clear` ends it\n", (long long)snippet->id,
               snippet->breaking);
    snippets_finish(&list);
    return good ? CLI_DONE : CLI_FAULT;
}

static int run_clear(struct cli *cli)
{
    size_t count = 0;
    struct store *store = cli_open_store(cli);
    bool good = store && store_clear_breaking(store, &count, &cli->diag);
    if (!good && (!store || store_refused(store)))
        good = cli_ask_instead(cli, &(struct request){.kind = REQUEST_CLEAR});
    store_close(store);
    if (good && cli->json)
        cli_print_json(json_pack("{s:I}", "ended", (json_int_t)count));
    else if (good)
        printf("%zu take-over%s ended\n", count, count == 1 ? "" : "s");
    return good ? CLI_DONE : CLI_FAULT;
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
        },
    .run = run_breaking,
};

const struct cli_command cli_clear = {
    .name = "clear",
    .arguments = "",
    .help = "ends every take-over",
    .run = run_clear,
};
