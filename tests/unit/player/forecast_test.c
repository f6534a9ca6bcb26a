/* What a forecast says of a day is what the log of that day says, airing by airing: also where the
 * clocks are put forward, dayparts begin and end, embargoes end, snippets expire and wear out. */
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "check.h"
#include "newsroom.h"
#include "store/asrun.h"

#define HOUR_MS (3600 * CLOCK_MS_PER_S)
#define START_MS                                                                                   \
    (INT64_C(1806188400) * 1000) /* 2027-03-28 in Paris: two hours before the change               \
                                  */
#define DAY_MS (24 * HOUR_MS)

struct airings {
    const struct clock *clock;
    struct airing_time {
        int64_t id, start_ms;
    } * items;
    size_t count, room;
};

static void add(struct airings *airings, int64_t id, int64_t start_ms)
{
    if (airings->count == airings->room) {
        airings->room = airings->room ? 2 * airings->room : 64;
        airings->items = memory_resize(airings->items, airings->room, sizeof *airings->items);
    }
    airings->items[airings->count++] = (struct airing_time){id, start_ms};
}

static void on_air(void *user, int64_t now_ns, const char *zone, const struct snippet *snippet,
                   const char *text, const char *reason)
{
    struct airings *airings = user;
    (void)now_ns, (void)zone, (void)text, (void)reason;
    add(airings, snippet->id, clock_wall_ms(airings->clock));
}

static bool on_row(void *user, const struct asrun_row *row)
{
    if (row->snippet)
        add(user, row->snippet, row->start_ms);
    return true;
}

static void fill(struct newsroom *room)
{
    static char words[] = "The words of a line";
    static char speaker[] = "Ada Brunner";
    static char night[] = "02:00-03:00"; /* the hour that is not there */
    static char morning[] = "06:00-10:00";
    static char weather[] = "weather";
    static char house[] = "house";
    for (int i = 0; i < 12; i++)
        newsroom_add(room, (struct snippet){.kind = SNIPPET_LINE,
                                            .text = words,
                                            .priority = i % 3,
                                            .weight = 1 + 9 * i,
                                            .speaker = i % 2 ? speaker : NULL,
                                            .expires_ms = START_MS + (1 + i) * 3 * HOUR_MS});
    newsroom_add(room, (struct snippet){.text = words, .daypart = night});
    newsroom_add(room, (struct snippet){.text = words, .daypart = morning, .category = weather});
    newsroom_add(room, (struct snippet){.text = words, .not_before_ms = START_MS + 5 * HOUR_MS});
    newsroom_add(room, (struct snippet){.text = words, .most_airings = 3, .gap_ms = HOUR_MS});
    newsroom_add(room, (struct snippet){.text = words, .category = house});
    newsroom_add(room, (struct snippet){.text = words, .breaking = 2, .most_airings = 3});
    newsroom_add(room, (struct snippet){.text = words,
                                        .breaking = 5,
                                        .not_before_ms = START_MS + 7 * HOUR_MS,
                                        .expires_ms = START_MS + 7 * HOUR_MS + 300000});
}

static void open_room(struct newsroom *room, const char *const *settings)
{
    newsroom_open(room, settings, START_MS);
    room->glass.keep = false;
    fill(room);
}

static struct airings forecast(const char *const *settings)
{
    struct newsroom room;
    struct airings airings = {.clock = &room.clock};
    open_room(&room, settings);
    room.setup.write_history = false;
    room.setup.unseen = true;
    room.setup.on_air = on_air;
    room.setup.user = &airings;
    newsroom_start(&room);
    newsroom_run_to_ms(&room, DAY_MS);
    newsroom_close(&room);
    return airings;
}

static struct airings log_of(const char *const *settings)
{
    struct newsroom room;
    struct airings airings = {0};
    open_room(&room, settings);
    newsroom_start(&room);
    newsroom_run_to_ms(&room, DAY_MS);
    newsroom_stop(&room);
    assert_true(asrun_each(room.desk, INT64_MIN, INT64_MAX, on_row, &airings, &room.diag));
    newsroom_close(&room);
    return airings;
}

static void a_days_forecast_is_that_days_log(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "schedule.dayparts=quiet: 23:30-05:00 dark; evening: 18:00-23:30 brightness 40",
        "rota.categories=news 30; weather 10",
        "rota.house_every=7",
        "rota.idle=clock",
        "text.fonts=motograph-13",
        NULL};
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    struct airings said = forecast(settings);
    struct airings aired = log_of(settings);
    assert_true(said.count > 1000);
    for (size_t i = 0; i < said.count && i < aired.count; i++)
        if (said.items[i].id != aired.items[i].id ||
            said.items[i].start_ms != aired.items[i].start_ms)
            fail_msg("airing %zu: the forecast says snippet %lld at %lld, the log %lld at %lld", i,
                     (long long)said.items[i].id, (long long)said.items[i].start_ms,
                     (long long)aired.items[i].id, (long long)aired.items[i].start_ms);
    assert_int_equal(said.count, aired.count);
    free(said.items);
    free(aired.items);
    setenv("TZ", "UTC", 1);
    tzset();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A day's forecast is that day's log, airing by airing",
             a_days_forecast_is_that_days_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
