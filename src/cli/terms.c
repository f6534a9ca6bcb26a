#include "cli/terms.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/timetable.h"
#include "base/clock.h"
#include "base/memory.h"

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

static bool read_numbers(struct cli *cli, struct snippet *snippet)
{
    long long priority = snippet->priority;
    long long weight = snippet->weight;
    long long gap_s = snippet->gap_ms / CLOCK_MS_PER_S;
    long long airings = snippet->most_airings;
    bool good = cli_number(cli, "priority", 0, PRIORITY_MAX, &priority);
    good &= cli_number(cli, "weight", 1, WEIGHT_MAX, &weight);
    good &= cli_number(cli, "gap", 0, GAP_MAX_S, &gap_s);
    good &= cli_number(cli, "airings", 0, AIRINGS_MAX, &airings);
    snippet->priority = (int)priority;
    snippet->weight = (int)weight;
    if (cli_value(cli, "gap"))
        snippet->gap_ms = gap_s * CLOCK_MS_PER_S;
    snippet->most_airings = airings;
    return good;
}

static bool is_word(struct cli *cli, const char *option, const char *word)
{
    const char *text = cli_value(cli, option);
    return text && strcmp(text, word) == 0;
}

static bool read_times(struct cli *cli, struct snippet *snippet)
{
    struct clock clock;
    clock_init_real(&clock);
    int64_t now_ms = clock_wall_ms(&clock);
    if (is_word(cli, "not-before", "now"))
        snippet->not_before_ms = 0;
    else if (!option_when(cli, "not-before", now_ms, &snippet->not_before_ms))
        return false;
    if (is_word(cli, "expires", "never"))
        snippet->expires_ms = 0;
    else if (!option_when(cli, "expires", now_ms, &snippet->expires_ms))
        return false;
    if (snippet->expires_ms && snippet->expires_ms <= snippet->not_before_ms)
        return diag_error(&cli->diag, "--expires: it would expire before it may air");
    return true;
}

static bool read_daypart(struct cli *cli, struct snippet *snippet)
{
    const char *daypart = cli_value(cli, "daypart");
    if (!daypart)
        return true;
    struct timetable timetable;
    bool good = timetable_init(&timetable, &cli->config, &cli->diag) &&
                timetable_span(&timetable, daypart, &cli->diag) >= 0;
    timetable_finish(&timetable);
    free(snippet->daypart);
    snippet->daypart = memory_copy_string(daypart);
    return good;
}

static bool read_category(struct cli *cli, struct snippet *snippet)
{
    const char *category = cli_value(cli, "category");
    if (!category)
        return true;
    if (!cli_check_text(cli, "--category", category))
        return false;
    free(snippet->category);
    snippet->category = memory_copy_string(category);
    return true;
}

bool cli_terms(struct cli *cli, struct snippet *snippet)
{
    return read_numbers(cli, snippet) && read_times(cli, snippet) && read_category(cli, snippet) &&
           read_daypart(cli, snippet);
}

bool cli_terms_given(const struct cli *cli)
{
    static const struct cli_option options[] = {CLI_TERMS};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (cli_value(cli, options[i].name))
            return true;
    return false;
}
