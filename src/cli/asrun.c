/* motograph asrun: what was shown, and whether the log is whole. */
#include <stdio.h>
#include <string.h>

#include "asrun/table.h"
#include "asrun/verify.h"
#include "base/clock.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "store/asrun.h"

enum format {
    FORMAT_PEOPLE,
    FORMAT_CSV,
    FORMAT_JSON,
};

static void print_buffer(struct buffer *text)
{
    fwrite(text->data, 1, text->length, stdout);
    buffer_finish(text);
}

static void print_table_row(const struct asrun_row *row)
{
    struct buffer text = {0};
    table_add_row(row, &text);
    print_buffer(&text);
}

static void print_table_head(void)
{
    struct buffer text = {0};
    columns_end();
    table_add_head(&text);
    print_buffer(&text);
}

static void print_json_row(struct cli *cli, const struct asrun_row *row, const char *start,
                           const char *end, const char *hash)
{
    char config[24];
    snprintf(config, sizeof config, "%016llx", (unsigned long long)row->config);
    json_t *object = json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s}", "id",
                               (json_int_t)row->snippet, "start", start, "end", end, "text",
                               row->text, "reason", row->reason, "config", config, "hash", hash);
    json_object_set_new(object, "cut", row->cut ? json_string(row->cut) : json_null());
    json_object_set_new(object, "zone", row->zone ? json_string(row->zone) : json_null());
    if (cli->jsonl) /* as it was once called */
        json_object_set_new(object, "snippet", json_integer((json_int_t)row->snippet));
    cli_print_item(cli, object);
}

static enum format format_of(const struct cli *cli)
{
    return cli->json ? FORMAT_JSON : cli_value(cli, "csv") ? FORMAT_CSV : FORMAT_PEOPLE;
}

static bool print_row(void *user, const struct asrun_row *row)
{
    struct cli *cli = user;
    char start[ASKED_TIME_SIZE], end[CLOCK_TEXT_SIZE], hash[ASRUN_HEX_SIZE];
    clock_format_utc(row->start_ms, start);
    clock_format_utc(row->end_ms, end);
    asrun_hash_print(row->hash, hash);
    switch (format_of(cli)) {
    case FORMAT_CSV:
        print_table_row(row);
        break;
    case FORMAT_JSON:
        print_json_row(cli, row, start, end, hash);
        break;
    case FORMAT_PEOPLE:
        cli_format_stamp(cli, row->start_ms, start);
        printf("%s %6lld  ", start, (long long)row->snippet);
        cli_print_text(*row->text ? row->text : "-");
        printf("%*s%s%s%s%s%s\n", (int)strlen(start) + 9, "", row->zone ? row->zone : "",
               row->zone ? ": " : "", row->reason, row->cut ? "; cut: " : "",
               row->cut ? row->cut : "");
    }
    return true;
}

static void print_check(const struct asrun_check *check, const struct verification *verified)
{
    char from[CLOCK_TEXT_SIZE] = "";
    if (verified->from_ms != INT64_MAX)
        clock_format_utc(verified->from_ms, from);
    cli_print_json(json_pack("{s:b, s:I, s:I, s:I, s:b, s:I, s:I, s:I, s:s?}", "whole",
                             !check->broken && check->head_found && verified->damaged == 0, "rows",
                             (json_int_t)check->rows, "breaks", (json_int_t)check->breaks,
                             "rows_before", (json_int_t)check->rows_before, "head_found",
                             check->head_found, "pictures", (json_int_t)verified->pictures,
                             "pictures_damaged", (json_int_t)verified->damaged, "pictures_none",
                             (json_int_t)verified->none, "pictures_from", *from ? from : NULL));
}

static void tell_whole(const struct cli *cli, const struct asrun_check *check,
                       const struct verification *verified)
{
    char from[ASKED_TIME_SIZE];
    printf("%lld rows, none changed, missing or moved; %lld older ones were rotated away\n",
           (long long)check->rows, (long long)check->rows_before);
    if (verified->from_ms == INT64_MAX)
        return;
    cli_format_stamp(cli, verified->from_ms, from);
    printf("the pictures of %lld are as they were shown, back to %s", (long long)verified->pictures,
           from);
    if (verified->none > 0)
        printf("; %lld never had any", (long long)verified->none);
    putchar('\n');
}

static int tell_check(struct cli *cli, const struct asrun_check *check,
                      const struct verification *verified)
{
    char when[ASKED_TIME_SIZE];
    cli_format_stamp(cli, check->broken_ms, when);
    if (cli->json)
        print_check(check, verified);
    if (check->broken)
        diag_error(
            &cli->diag,
            "the chain breaks at the row that starts at %s: it or one before it was changed, "
            "moved, put in or taken out; of %lld rows the chain breaks at %lld",
            when, (long long)check->rows, (long long)check->breaks);
    else if (!check->head_found)
        diag_error(&cli->diag,
                   "the chain is whole but does not have that head: its end was cut off");
    else if (!cli->json)
        tell_whole(cli, check, verified);
    return check->broken || !check->head_found || verified->damaged ? CLI_FAULT : CLI_DONE;
}

static int verify(struct cli *cli, struct store *store)
{
    uint8_t head[ASRUN_HASH_SIZE];
    struct asrun_check check;
    struct verification verified;
    const char *text = cli_value(cli, "head");
    if (text && !asrun_hash_parse(text, head)) {
        diag_error(&cli->diag,
                   "--head %s: 64 hexadecimal digits, as the log tells each hour, are "
                   "wanted",
                   text);
        return CLI_FAULT;
    }
    if (!asrun_verify(store, text ? head : NULL, &check, &cli->diag) ||
        !verify_pictures(&verified, store, &cli->diag))
        return CLI_FAULT;
    return tell_check(cli, &check, &verified);
}

static bool read_options(struct cli *cli, int64_t *from_ms, int64_t *to_ms)
{
    static const char *const ranges[] = {"from", "to", "csv"};
    const char *whole = cli_value(cli, "verify") ? "verify" : "head";
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (!cli_not_both(cli, whole, ranges[i]))
            return false;
    if (cli->json && cli_value(cli, "csv"))
        return diag_error(&cli->diag, "--csv and --json exclude each other: one of them is wanted");
    if (!cli_when(cli, "from", ASKED_TIME_PAST, from_ms) ||
        !cli_when(cli, "to", ASKED_TIME_PAST_END, to_ms))
        return false;
    return *from_ms < *to_ms || diag_error(&cli->diag, "--to must be later than --from");
}

static int run(struct cli *cli)
{
    int64_t from_ms = INT64_MIN;
    int64_t to_ms = INT64_MAX;
    if (!read_options(cli, &from_ms, &to_ms))
        return CLI_FAULT;
    struct store *store = cli_open_store(cli);
    if (!store)
        return CLI_FAULT;
    int code = CLI_DONE;
    if (cli_value(cli, "verify") || cli_value(cli, "head")) {
        code = verify(cli, store);
    } else {
        cli_begin_items(cli);
        if (format_of(cli) == FORMAT_CSV)
            print_table_head();
        if (!asrun_each(store, from_ms, to_ms, print_row, cli, &cli->diag))
            code = CLI_FAULT;
    }
    store_close(store);
    return code;
}

const struct cli_command cli_asrun = {
    .name = "asrun",
    .arguments = "",
    .help = "what was shown, when and why",
    .lists = true,
    .options =
        {
            {"from", "TIME", "airings that start then or later", 0},
            {"to", "TIME", "airings that start before", 0},
            {"csv", NULL, "as a table (RFC 4180)", 0},
            {"verify", NULL, "looks for rows and pictures that were changed or taken out", 0},
            {"head", "HASH", "with --verify: this hash, once told by the log, must be there", 0},
        },
    .run = run,
};
