#include "cli/outlook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/local.h"
#include "base/memory.h"
#include "cli/show_setup.h"
#include "cli/unaired.h"

#define HOUR_MS (3600 * CLOCK_MS_PER_S)
/* Every daypart comes within a day, and the hour after the first airing is counted. */
#define LOOK_MS (25 * HOUR_MS)

struct looking {
    struct cli_show show;
    struct clock clock;
    int64_t id;
    struct outlook *outlook;
};

static void on_air(void *user, int64_t now_ns, const char *zone, const struct snippet *snippet,
                   const char *text, const char *reason)
{
    (void)now_ns, (void)zone, (void)text, (void)reason;
    struct looking *looking = user;
    struct outlook *outlook = looking->outlook;
    int64_t now_ms = clock_wall_ms(&looking->clock);
    if (outlook->first_ms && now_ms - outlook->first_ms >= HOUR_MS) {
        loop_stop(looking->show.loop);
        return;
    }
    if (snippet->id != looking->id)
        return;
    if (!outlook->first_ms)
        outlook->first_ms = now_ms;
    outlook->airings++;
}

static bool play(struct looking *looking, struct cli *cli)
{
    struct player_setup setup = cli_show_player(&looking->show, cli, &looking->clock);
    setup.end_ns = LOOK_MS * CLOCK_NS_PER_MS;
    setup.unseen = true;
    setup.on_air = on_air;
    setup.user = looking;
    struct player *player = player_create(&setup, &cli->diag);
    bool good = player && loop_run(looking->show.loop) == 0;
    player_destroy(player);
    return good;
}

static bool look(struct looking *looking, struct cli *cli)
{
    struct store_row row;
    struct outlook *outlook = looking->outlook;
    struct clock real;
    clock_init_real(&real);
    int64_t from_ms = clock_wall_ms(&real);
    looking->show.store = cli_open_store(cli);
    if (!looking->show.store || !store_get(looking->show.store, looking->id, &row, &cli->diag))
        return false;
    if (row.snippet.not_before_ms > from_ms)
        from_ms = row.snippet.not_before_ms;
    clock_init_simulated(&looking->clock, from_ms);
    bool good = cli_show_open(&looking->show, cli, &looking->clock, "null") && play(looking, cli);
    int64_t expires_ms = row.snippet.expires_ms;
    outlook->whole_hour = !expires_ms || expires_ms >= outlook->first_ms + HOUR_MS;
    if (good && !outlook->first_ms)
        outlook->why_not =
            unaired_reason(cli, looking->show.zones, &row, from_ms, from_ms + LOOK_MS);
    store_row_finish(&row);
    return good;
}

bool outlook_of(struct cli *cli, int64_t id, struct outlook *outlook)
{
    struct looking looking = {.id = id, .outlook = outlook};
    struct diag before = {0};
    *outlook = (struct outlook){0};
    diag_take(&before, &cli->diag);
    bool good = look(&looking, cli);
    good = cli_show_close(&looking.show, cli) && good;
    diag_finish(&cli->diag);
    diag_take(&cli->diag, &before);
    return good;
}

void outlook_finish(struct outlook *outlook)
{
    free(outlook->why_not);
    *outlook = (struct outlook){0};
}

/* "14:00", "tomorrow 14:00", else with its date. */
static void format_near(const struct cli *cli, int64_t when_ms, bool end, char *out, size_t size)
{
    struct clock real;
    char whole[ASKED_TIME_SIZE];
    clock_init_real(&real);
    struct local_time when = local_time_at(when_ms);
    int64_t days = when.day - local_time_at(clock_wall_ms(&real)).day;
    cli_format_time(cli, when_ms, end, whole);
    if (cli->utc || days < 0 || days > 1 || when.minute == 0)
        snprintf(out, size, "%s", whole);
    else
        snprintf(out, size, "%s%02d:%02d", days ? "tomorrow " : "", when.minute / 60,
                 when.minute % 60);
}

static void tell_rate(const struct outlook *outlook)
{
    if (!outlook->whole_hour)
        printf(", %d time%s in all", outlook->airings, outlook->airings == 1 ? "" : "s");
    else if (outlook->airings == 1)
        fputs(", then less than once an hour", stdout);
    else
        printf(", then about %d times an hour", outlook->airings);
}

void outlook_tell(const struct cli *cli, const struct outlook *outlook,
                  const struct snippet *snippet)
{
    char when[ASKED_TIME_SIZE];
    if (outlook->why_not) {
        printf("    does not air within a day: %s\n", outlook->why_not);
    } else {
        format_near(cli, outlook->first_ms, false, when, sizeof when);
        printf("    airs first at %s", when);
        tell_rate(outlook);
        if (snippet->most_airings)
            printf(", %lld at most", (long long)snippet->most_airings);
        format_near(cli, snippet->expires_ms, true, when, sizeof when);
        printf(", until %s\n", snippet->expires_ms ? when : "it is taken off");
    }
    if (snippet->priority)
        printf("    priority %d: it airs %d times as often as a normal one, and first while new\n",
               snippet->priority, 1 + snippet->priority);
}

static json_t *instant(int64_t when_ms)
{
    char text[CLOCK_TEXT_SIZE];
    clock_format_utc(when_ms, text);
    return when_ms ? json_string(text) : json_null();
}

json_t *outlook_to_json(const struct outlook *outlook, const struct snippet *snippet)
{
    return json_pack(
        "{s:o, s:o, s:o, s:s?}", "first_airs", instant(outlook->first_ms), "airings_an_hour",
        outlook->first_ms && outlook->whole_hour ? json_integer(outlook->airings) : json_null(),
        "expires", instant(snippet->expires_ms), "why_not", outlook->why_not);
}
