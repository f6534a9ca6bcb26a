#include "cli/terms.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"
#include "cli/typed_text.h"
#include "player/timetable.h"

#define PRIORITY_MAX SNIPPET_PRIORITY_MAX
#define GAP_MAX_S 86400
#define AIRINGS_MAX 1000000
#define WEIGHT_MAX SNIPPET_WEIGHT_MAX

static bool is_word(struct cli *cli, const char *option, const char *word)
{
    const char *text = cli_value(cli, option);
    return text && strcmp(text, word) == 0;
}

/* What never airs is a slip, unless that is what was there already. */
static bool check_times(struct cli *cli, const struct snippet *snippet, int64_t now_ms)
{
    char expires[ASKED_TIME_SIZE];
    char not_before[ASKED_TIME_SIZE];
    bool given = cli_value(cli, "expires") && !is_word(cli, "expires", "never");
    if (!snippet->expires_ms && !given)
        return true;
    cli_format_time(cli, snippet->expires_ms, true, expires);
    cli_format_time(cli, snippet->not_before_ms, false, not_before);
    if (given && snippet->expires_ms <= now_ms)
        return diag_error(
            &cli->diag, "--expires: %s is past; to take a snippet off the wall: motograph kill ID",
            expires);
    return snippet->expires_ms > snippet->not_before_ms ||
           diag_error(&cli->diag,
                      "--expires, --not-before: it would expire (%s) before it may air (%s)",
                      expires, not_before);
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

static bool read_times(struct cli *cli, struct snippet *snippet)
{
    struct clock clock;
    clock_init_real(&clock);
    int64_t now_ms = clock_wall_ms(&clock);
    if (is_word(cli, "not-before", "now"))
        snippet->not_before_ms = 0;
    else if (!cli_when(cli, "not-before", ASKED_TIME_BEGIN, &snippet->not_before_ms))
        return false;
    if (is_word(cli, "expires", "never"))
        snippet->expires_ms = 0;
    else if (!cli_when(cli, "expires", ASKED_TIME_END, &snippet->expires_ms))
        return false;
    return check_times(cli, snippet, now_ms);
}

/* The names that it might have been. */
static bool tell_dayparts(struct cli *cli, const struct timetable *timetable, const char *daypart)
{
    struct buffer names = {0};
    for (size_t i = 0; i < timetable->configured; i++)
        if (*timetable->texts[i])
            buffer_format(&names, "%s%s", names.length ? ", " : "", timetable->texts[i]);
    diag_error(&cli->diag, "--daypart \"%s\": schedule.dayparts names %s", daypart,
               names.length ? names.data : "none");
    buffer_finish(&names);
    return false;
}

static bool read_daypart(struct cli *cli, struct snippet *snippet)
{
    const char *daypart = cli_value(cli, "daypart");
    if (!daypart)
        return true;
    if (is_word(cli, "daypart", "always")) {
        free(snippet->daypart);
        snippet->daypart = NULL;
        return true;
    }
    struct timetable timetable;
    bool good = timetable_init(&timetable, cli->config, &cli->diag);
    if (good && timetable_span(&timetable, daypart, &cli->diag) < 0)
        good = tell_dayparts(cli, &timetable, daypart);
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
