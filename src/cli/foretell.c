#include "cli/foretell.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/show_setup.h"
#include "cli/unaired.h"

#define HOUR_MS (3600 * CLOCK_MS_PER_S)
/* An airing alone: a line that is longer than this is cut in the figure. */
#define ALONE_NS (600 * CLOCK_NS_PER_S)

struct foretold {
    struct cli *cli;
    struct cli_show show;
    struct clock clock;
    const struct snippet *snippet;
    int64_t instead;
    int64_t id; /* in the store in memory */
    int64_t from_ms, first_ms, end_ms;
    int64_t airings;
    int64_t begun_ns, lasts_ns;
    size_t pages;
};

/* What may air, beside it. */
static bool take_row(void *user, const struct store_row *row)
{
    struct foretold *told = user;
    struct diag ignored = {0};
    struct snippet copy = row->snippet; /* its strings stay the row's */
    bool airs = (row->state == STORE_LIVE || row->state == STORE_APPROVED) && !row->fault &&
                !(copy.most_airings && row->airings >= copy.most_airings);
    if (!airs || copy.id == told->instead)
        return true;
    if (copy.most_airings)
        copy.most_airings -= row->airings;
    copy.article_id = copy.page_of = 0;
    copy.page = 0;
    copy.hold = NULL;
    store_add(told->show.store, &copy, &ignored);
    diag_finish(&ignored);
    return true;
}

static bool add_it(struct foretold *told)
{
    struct snippet copy = *told->snippet; /* its strings stay the caller's */
    bool good = store_add(told->show.store, &copy, &told->cli->diag);
    told->id = copy.id;
    return good;
}

static bool fill(struct foretold *told, bool alone)
{
    struct diag *diag = &told->cli->diag;
    told->show.store = store_open_memory(diag);
    if (!told->show.store)
        return false;
    if (alone)
        return add_it(told);
    struct store *real = cli_open_store(told->cli);
    bool good = real && store_batch_begin(told->show.store, diag) &&
                store_each(real, take_row, told, diag) && add_it(told) &&
                store_batch_end(told->show.store, diag);
    store_close(real);
    return good;
}

static void on_air(void *user, int64_t now_ns, const char *zone, const struct snippet *snippet,
                   const char *text, const char *reason)
{
    struct foretold *told = user;
    (void)now_ns, (void)zone, (void)text, (void)reason;
    if (snippet->id != told->id)
        return;
    if (told->airings++ == 0)
        told->first_ms = clock_wall_ms(&told->clock);
}

/* Alone: it airs, and airs again. */
static void on_air_alone(void *user, int64_t now_ns, const char *zone,
                         const struct snippet *snippet, const char *text, const char *reason)
{
    struct foretold *told = user;
    (void)zone, (void)text, (void)reason, (void)snippet;
    if (told->begun_ns < 0) {
        told->begun_ns = now_ns;
        return;
    }
    told->lasts_ns = now_ns - told->begun_ns;
    loop_stop(told->show.loop);
}

static void on_idle_alone(void *user, const char *zone, const char *reason)
{
    struct foretold *told = user;
    (void)zone, (void)reason;
    if (told->begun_ns < 0)
        return;
    told->lasts_ns = clock_monotonic_ns(&told->clock) - told->begun_ns;
    loop_stop(told->show.loop);
}

static void on_scene_alone(void *user, struct scene *scene)
{
    struct foretold *told = user;
    for (size_t i = 0; scene && i < scene->zone_count; i++) {
        const struct zone *zone = &scene->zones[i];
        bool pages = zone->motion.kind == MOTION_PAGES && zone->strip;
        if (pages && zone->strip->page_count > told->pages)
            told->pages = zone->strip->page_count;
    }
}

static bool play(struct foretold *told, bool alone, int64_t lasts_ns)
{
    struct cli *cli = told->cli;
    clock_init_simulated(&told->clock, told->from_ms);
    told->begun_ns = -1;
    bool good = fill(told, alone) && cli_show_open(&told->show, cli, &told->clock, "null");
    if (good) {
        struct player_setup setup = cli_show_player(&told->show, cli, &told->clock);
        setup.end_ns = lasts_ns;
        setup.unseen = !alone;
        setup.on_air = alone ? on_air_alone : on_air;
        setup.on_idle = alone ? on_idle_alone : NULL;
        setup.on_scene = alone ? on_scene_alone : NULL;
        setup.user = told;
        struct player *player = player_create(&setup, &cli->diag);
        good = player && loop_run(told->show.loop) == 0;
        player_destroy(player);
    }
    return good;
}

static char *why_not(struct foretold *told)
{
    struct store_row row = {.snippet = *told->snippet, .state = STORE_LIVE};
    return told->airings
               ? NULL
               : unaired_reason(told->cli, told->show.zones, &row, told->from_ms, told->end_ms);
}

static json_t *instant(int64_t when_ms)
{
    char text[CLOCK_TEXT_SIZE];
    clock_format_utc(when_ms, text);
    return when_ms ? json_string(text) : json_null();
}

/* How long an airing takes is told for one that may air now. */
static bool play_alone(struct foretold *told, const struct snippet *snippet)
{
    struct snippet at_once = *snippet; /* its strings stay the caller's */
    at_once.not_before_ms = at_once.expires_ms = at_once.most_airings = 0;
    at_once.daypart = NULL;
    told->snippet = &at_once;
    bool good = play(told, true, ALONE_NS);
    told->snippet = snippet;
    return cli_show_close(&told->show, told->cli) && good;
}

bool foretell(struct cli *cli, int64_t hours, const struct snippet *snippet, int64_t instead,
              json_t **told)
{
    struct foretold it = {.cli = cli, .snippet = snippet, .instead = instead};
    struct clock real;
    clock_init_real(&real);
    it.from_ms = clock_wall_ms(&real);
    it.end_ms = it.from_ms + hours * HOUR_MS;
    bool good = play(&it, false, hours * HOUR_MS * CLOCK_NS_PER_MS);
    char *why = good ? why_not(&it) : NULL;
    good = cli_show_close(&it.show, cli) && good && play_alone(&it, snippet);
    bool earlier = snippet->expires_ms && snippet->expires_ms < it.end_ms;
    int64_t lasts_ms = it.lasts_ns / CLOCK_NS_PER_MS;
    if (good)
        *told = json_pack("{s:I, s:o, s:o, s:f, s:I, s:s?}", "airings", (json_int_t)it.airings,
                          "first", instant(it.first_ms), "until",
                          instant(earlier ? snippet->expires_ms : it.end_ms), "seconds",
                          (double)lasts_ms / 1000.0, "pages", (json_int_t)(it.pages ? it.pages : 1),
                          "why_not", why);
    free(why);
    return good;
}
