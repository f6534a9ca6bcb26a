/* motograph add TEXT: one line, or one quotation, into the store. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/import.h"
#include "app/timetable.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "cli/cli.h"

#define PRIORITY_MAX 9
#define GAP_MAX_S 86400
#define AIRINGS_MAX 1000000
#define WEIGHT_MAX 100 /* news/snippet.h */

/* `90m`, `12h`, `3d`, or an instant as clock_parse reads it. */
static bool parse_when(const char *text, int64_t now_ms, int64_t *when_ms)
{
    static const struct {
        char unit;
        int64_t ms;
    } units[] = {{'s', 1000}, {'m', 60000}, {'h', 3600000}, {'d', 86400000}};
    char *end;
    errno = 0;
    long long count = strtoll(text, &end, 10);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (end != text && end[0] == units[i].unit && !end[1] && !errno && count > 0 &&
            count <= (INT64_MAX - now_ms) / units[i].ms) {
            *when_ms = now_ms + count * units[i].ms;
            return true;
        }
    return clock_parse(text, when_ms);
}

static bool option_when(struct cli *cli, const char *option, int64_t now_ms, int64_t *when_ms)
{
    const char *text = cli_value(cli, option);
    if (!text || parse_when(text, now_ms, when_ms))
        return true;
    return diag_error(&cli->diag,
                      "--%s %s: a span (90m, 12h, 3d) or an instant (2026-05-01T18:00) is wanted",
                      option, text);
}

/* The text must be clean before it is stored: an editor's slip is told at once. */
bool cli_check_text(struct cli *cli, const char *what, const char *text)
{
    size_t length = strlen(text);
    size_t broken = utf8_validate(text, length);
    if (broken < length)
        return diag_error(&cli->diag, "%s: not UTF-8 at byte %zu", what, broken);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return diag_error(&cli->diag, "%s: a control character at byte %zu", what, i);
    if (length == 0 || strspn(text, " ") == length)
        return diag_error(&cli->diag, "%s: empty", what);
    size_t characters = utf8_count(text, length);
    if (characters > (size_t)cli->config.snippet.max_chars)
        return diag_error(&cli->diag, "%s: %zu characters; snippet.max_chars allows %d", what,
                          characters, cli->config.snippet.max_chars);
    return true;
}

static bool read_numbers(struct cli *cli, struct snippet *snippet)
{
    long long priority = 0;
    long long weight = snippet->weight;
    bool good = cli_number(cli, "priority", 0, PRIORITY_MAX, &priority);
    good &= cli_number(cli, "weight", 1, WEIGHT_MAX, &weight);
    long long gap_s = 0;
    long long airings = 0;
    good &= cli_number(cli, "gap", 0, GAP_MAX_S, &gap_s);
    good &= cli_number(cli, "airings", 0, AIRINGS_MAX, &airings);
    snippet->gap_ms = gap_s * CLOCK_MS_PER_S;
    snippet->most_airings = airings;
    snippet->priority = (int)priority;
    snippet->weight = (int)weight;
    return good;
}

static bool read_times(struct cli *cli, struct snippet *snippet)
{
    struct clock clock;
    clock_init_real(&clock);
    int64_t now_ms = clock_wall_ms(&clock);
    snippet->created_ms = now_ms;
    if (!option_when(cli, "not-before", now_ms, &snippet->not_before_ms))
        return false;
    int64_t first_ms = snippet->not_before_ms > now_ms ? snippet->not_before_ms : now_ms;
    if (cli->config.snippet.expire_hours > 0)
        snippet->expires_ms = first_ms + (int64_t)(cli->config.snippet.expire_hours * 3600e3);
    const char *expires = cli_value(cli, "expires");
    if (expires && strcmp(expires, "never") == 0)
        snippet->expires_ms = 0;
    else if (!option_when(cli, "expires", now_ms, &snippet->expires_ms))
        return false;
    if (snippet->expires_ms && snippet->expires_ms <= snippet->not_before_ms)
        return diag_error(&cli->diag, "--expires: it would expire before it may air");
    return true;
}

/* Its category and daypart; a house line stays until it is taken out. */
static bool read_place(struct cli *cli, struct snippet *snippet)
{
    const char *category = cli_value(cli, "category");
    const char *daypart = cli_value(cli, "daypart");
    if (category && !cli_check_text(cli, "--category", category))
        return false;
    snippet->category = memory_copy_string(category);
    if (category && strcmp(category, "house") == 0 && !cli_value(cli, "expires"))
        snippet->expires_ms = 0;
    if (!daypart)
        return true;
    struct timetable timetable;
    bool good = timetable_init(&timetable, &cli->config, &cli->diag) &&
                timetable_span(&timetable, daypart, &cli->diag) >= 0;
    timetable_finish(&timetable);
    snippet->daypart = memory_copy_string(daypart);
    return good;
}

static bool make_snippet(struct cli *cli, struct snippet *snippet)
{
    const char *text = cli->arguments[0];
    const char *speaker = cli_value(cli, "speaker");
    bool quote = cli_value(cli, "quote") != NULL;
    if (quote != (speaker != NULL))
        return diag_error(&cli->diag, "--quote and --speaker NAME go together");
    if (!cli_check_text(cli, "TEXT", text) ||
        (speaker && !cli_check_text(cli, "--speaker", speaker)))
        return false;
    snippet->kind = quote ? SNIPPET_QUOTE : SNIPPET_LINE;
    if (quote)
        snippet_compose_quote(snippet, text, speaker, NULL, NULL);
    else
        snippet->text = memory_copy_string(text);
    snippet->origin = memory_copy_string("editor");
    return read_numbers(cli, snippet) && read_times(cli, snippet) && read_place(cli, snippet);
}

bool cli_pass_gate(struct cli *cli, struct snippet *snippet)
{
    struct fonts *fonts = fonts_open(&cli->config.text, &cli->diag);
    if (!fonts)
        return false;
    import_gate(fonts, snippet, &cli->diag);
    fonts_close(fonts);
    if (!snippet->hold)
        return true;
    return diag_error(&cli->diag, "TEXT: %s", snippet->hold);
}

static bool store_snippet(struct cli *cli, struct snippet *snippet)
{
    struct store *store = cli_open_store(cli);
    bool good = store && store_add(store, snippet, &cli->diag);
    store_close(store);
    return good;
}

static int run(struct cli *cli)
{
    struct snippets list = {0};
    struct snippet *snippet = snippets_add(&list);
    bool good =
        make_snippet(cli, snippet) && cli_pass_gate(cli, snippet) && store_snippet(cli, snippet);
    if (good && cli->json)
        cli_print_json(
            json_pack("{s:I, s:s}", "id", (json_int_t)snippet->id, "text", snippet->text));
    else if (good) {
        printf("%lld: ", (long long)snippet->id);
        cli_print_text(snippet->text);
    }
    snippets_finish(&list);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_add = {
    .name = "add",
    .arguments = "TEXT",
    .help = "puts a line, or a quotation, into the store",
    .least = 1,
    .most = 1,
    .options =
        {
            {"quote", NULL, "TEXT is what --speaker said, without marks", 'q'},
            {"speaker", "NAME", "who said it", 's'},
            {"priority", "N", "0 (normal) to 9; higher airs first", 'p'},
            {"weight", "N", "share in the rota, 1 to 100; 10 is normal", 'w'},
            {"expires", "WHEN", "90m, 12h, 3d, an instant, or never", 'e'},
            {"category", "NAME", "news unless told; house: a house line", 'k'},
            {"daypart", "WHEN", "a configured name, or hours: mon-fri 06:00-10:00", 0},
            {"gap", "S", "seconds at least between two airings", 'g'},
            {"airings", "N", "no more than so many; 0: no limit", 'a'},
            {"not-before", "WHEN", "embargo: a span or an instant", 'n'},
        },
    .run = run,
};
