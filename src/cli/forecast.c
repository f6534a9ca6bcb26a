/* motograph forecast: what will air, by the player itself on the simulated clock:
 * the same rota, the same scenes, nothing shown and nothing written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/player.h"
#include "base/memory.h"
#include "cli/cli.h"
#include "hub75/panel.h"

#define HOURS_MAX 744 /* a month */

struct item {
    int64_t id;
    long long airings;
    int64_t expires_ms;
    char *text;
};

struct forecast {
    struct cli *cli;
    struct clock clock;
    struct store *store;
    struct fonts *fonts;
    struct composer *composer;
    struct output *output;
    struct loop *loop;
    int width, height;
    struct item *items; /* in order of id */
    size_t count;
    long long airings;
    bool list;
};

static bool note_item(void *user, const struct store_row *row)
{
    struct forecast *forecast = user;
    if (row->state != STORE_LIVE && row->state != STORE_APPROVED)
        return true;
    forecast->items = memory_resize(forecast->items, forecast->count + 1, sizeof *forecast->items);
    forecast->items[forecast->count++] = (struct item){row->snippet.id, 0, row->snippet.expires_ms,
                                                       memory_copy_string(row->snippet.text)};
    return true;
}

static int compare_id(const void *key, const void *item)
{
    int64_t id = *(const int64_t *)key;
    int64_t other = ((const struct item *)item)->id;
    return (id > other) - (id < other);
}

static void on_air(void *user, int64_t now_ns, const char *zone, const struct snippet *snippet,
                   const char *reason)
{
    struct forecast *forecast = user;
    struct item *item = bsearch(&snippet->id, forecast->items, forecast->count,
                                sizeof *forecast->items, compare_id);
    if (item)
        item->airings++;
    forecast->airings++;
    char when[CLOCK_TEXT_SIZE];
    (void)now_ns;
    clock_format_utc(clock_wall_ms(&forecast->clock), when);
    if (forecast->cli->json)
        cli_print_json(json_pack("{s:s, s:I, s:s, s:s, s:s?}", "start", when, "id",
                                 (json_int_t)snippet->id, "text", snippet->text, "reason", reason,
                                 "zone", zone));
    else if (forecast->list) {
        printf("%s %6lld  %s%s", when, (long long)snippet->id, zone ? zone : "", zone ? ": " : "");
        cli_print_text(snippet->text);
    }
}

static bool open_all(struct forecast *forecast)
{
    struct cli *cli = forecast->cli;
    struct clock real;
    clock_init_real(&real);
    clock_init_simulated(&forecast->clock, clock_wall_ms(&real));
    struct panel *panel = panel_create(&cli->config.panel, &cli->diag);
    if (!panel)
        return false;
    forecast->width = panel_width_px(panel);
    forecast->height = panel_height_px(panel);
    panel_destroy(panel);
    return (forecast->store = cli_open_store(cli)) &&
           store_each(forecast->store, note_item, forecast, &cli->diag) &&
           (forecast->fonts = fonts_open(&cli->config.text, &cli->diag)) &&
           (forecast->composer = composer_create(&cli->config, forecast->fonts, forecast->width,
                                                 forecast->height, &cli->diag)) &&
           (forecast->output = output_open("null", &cli->config, &forecast->clock, forecast->width,
                                           forecast->height, &cli->diag)) &&
           ((forecast->loop = loop_create(&forecast->clock)) ||
            diag_error(&cli->diag, "the event loop can't be made"));
}

static void close_all(struct forecast *forecast)
{
    if (forecast->output)
        forecast->output->ops->close(forecast->output, &forecast->cli->diag);
    loop_destroy(forecast->loop);
    composer_destroy(forecast->composer);
    fonts_close(forecast->fonts);
    store_close(forecast->store);
    for (size_t i = 0; i < forecast->count; i++)
        free(forecast->items[i].text);
    free(forecast->items);
}

static bool play(struct forecast *forecast, int64_t hours)
{
    struct player_setup setup = {
        .loop = forecast->loop,
        .clock = &forecast->clock,
        .config = &forecast->cli->config,
        .store = forecast->store,
        .composer = forecast->composer,
        .output = forecast->output,
        .end_ns = hours * 3600 * CLOCK_NS_PER_S,
        .unseen = true,
        .on_air = on_air,
        .user = forecast,
    };
    struct player *player = player_create(&setup, &forecast->cli->diag);
    bool good = player && loop_run(forecast->loop) == 0;
    player_destroy(player);
    return good;
}

static void print_summary(const struct forecast *forecast, long long hours)
{
    int64_t end_ms = clock_wall_ms(&forecast->clock);
    printf("%lld airings in %lld hours\n", forecast->airings, hours);
    for (size_t i = 0; i < forecast->count; i++) {
        const struct item *item = &forecast->items[i];
        bool expires = item->expires_ms && item->expires_ms <= end_ms;
        printf("%6lld %5lld×%s  ", (long long)item->id, item->airings,
               item->airings ? ""
               : expires     ? " expires unseen"
                             : " does not air");
        cli_print_text(item->text);
    }
}

static void print_json_summary(const struct forecast *forecast)
{
    json_t *items = json_array();
    for (size_t i = 0; i < forecast->count; i++)
        json_array_append_new(items,
                              json_pack("{s:I, s:I}", "id", (json_int_t)forecast->items[i].id,
                                        "airings", (json_int_t)forecast->items[i].airings));
    cli_print_json(
        json_pack("{s:I, s:o}", "airings", (json_int_t)forecast->airings, "items", items));
}

static int run(struct cli *cli)
{
    struct forecast forecast = {.cli = cli, .list = cli_value(cli, "list") != NULL};
    long long hours = 24;
    bool good = cli_number(cli, "hours", 1, HOURS_MAX, &hours) && open_all(&forecast) &&
                play(&forecast, hours);
    if (good && cli->json)
        print_json_summary(&forecast);
    else if (good)
        print_summary(&forecast, hours);
    close_all(&forecast);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_forecast = {
    .name = "forecast",
    .arguments = "",
    .help = "what will air, how often, and what not at all",
    .options =
        {
            {"hours", "N", "how far to look, 24 unless told", 'n'},
            {"list", NULL, "each airing, too", 0},
        },
    .run = run,
};
