/* motograph forecast: what will air, by the player itself on the simulated clock:
 * the same rota, the same scenes, nothing shown and nothing written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/commands.h"
#include "cli/foretell.h"
#include "cli/show_setup.h"
#include "cli/unaired.h"
#include "config/config.h"
#include "intake/written.h"

#define HOURS_MAX 744 /* a month */
#define SECONDS_PER_HOUR 3600

struct item {
    int64_t id;
    long long airings;
    int64_t not_before_ms, expires_ms; /* 0: at once, never */
    int64_t seen_ms;                   /* when it aired last, or could first */
    int64_t wait_ms;                   /* the longest between two airings */
    bool rare;                         /* a daypart or a limit may keep it from the wall */
    char *text;
    struct store_row row; /* why it does not air stands there */
};

/* When nothing aired on a place. */
struct blank {
    char *zone; /* NULL: there is one place */
    char *reason;
    int64_t from_ms, to_ms; /* to_ms 0: it goes on */
};

struct forecast {
    struct cli *cli;
    struct clock clock;
    struct cli_show show;
    struct item *items; /* in order of id */
    size_t count;
    struct blank *blanks;
    size_t blank_count;
    int64_t start_ms;
    long long airings;
    bool list;
    json_t *listed; /* each airing, for --json */
};

static int64_t max_i64(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static bool note_item(void *user, const struct store_row *row)
{
    struct forecast *forecast = user;
    const struct snippet *snippet = &row->snippet;
    if (row->state != STORE_LIVE && row->state != STORE_APPROVED && row->state != STORE_HELD)
        return true;
    forecast->items = memory_resize(forecast->items, forecast->count + 1, sizeof *forecast->items);
    forecast->items[forecast->count++] = (struct item){
        .id = snippet->id,
        .not_before_ms = snippet->not_before_ms,
        .expires_ms = snippet->expires_ms,
        .seen_ms = max_i64(forecast->start_ms, snippet->not_before_ms),
        .rare = snippet->daypart || snippet->most_airings > 0 ||
                (snippet->category && strcmp(snippet->category, "house") == 0),
        .text = memory_copy_string(cli_words(forecast->cli, snippet)),
        .row = *row,
    };
    forecast->items[forecast->count - 1].row.snippet = snippet_copy(snippet);
    return true;
}

static int compare_id(const void *key, const void *item)
{
    int64_t id = *(const int64_t *)key;
    int64_t other = ((const struct item *)item)->id;
    return (id > other) - (id < other);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The stretch that goes on in a zone; NULL: none. */
static struct blank *open_blank(struct forecast *forecast, const char *zone)
{
    for (size_t i = forecast->blank_count; i-- > 0;)
        if (forecast->blanks[i].to_ms == 0 && same_text(forecast->blanks[i].zone, zone))
            return &forecast->blanks[i];
    return NULL;
}

static void on_idle(void *user, const char *zone, const char *reason)
{
    struct forecast *forecast = user;
    int64_t now_ms = clock_wall_ms(&forecast->clock);
    struct blank *blank = open_blank(forecast, zone);
    if (blank && strcmp(blank->reason, reason) == 0)
        return; /* another minute of it */
    if (blank)
        blank->to_ms = now_ms;
    forecast->blanks =
        memory_resize(forecast->blanks, forecast->blank_count + 1, sizeof *forecast->blanks);
    forecast->blanks[forecast->blank_count++] =
        (struct blank){memory_copy_string(zone), memory_copy_string(reason), now_ms, 0};
}

static json_t *airing_to_json(const char *start, const char *zone, const struct snippet *snippet,
                              const char *reason)
{
    return json_pack("{s:s, s:I, s:s, s:s, s:s?}", "start", start, "id", (json_int_t)snippet->id,
                     "text", snippet->text, "reason", reason, "zone", zone);
}

static void print_airing(struct forecast *forecast, const char *zone, const struct snippet *snippet,
                         const char *reason)
{
    char when[ASKED_TIME_SIZE];
    cli_format_stamp(forecast->cli, clock_wall_ms(&forecast->clock), when);
    if (forecast->cli->jsonl)
        cli_print_json(airing_to_json(when, zone, snippet, reason));
    else if (forecast->cli->json)
        json_array_append_new(forecast->listed, airing_to_json(when, zone, snippet, reason));
    else if (forecast->list) {
        printf("%s %6lld  %s%s", when, (long long)snippet->id, zone ? zone : "", zone ? ": " : "");
        cli_print_text(snippet->text);
    }
}

static void on_air(void *user, int64_t now_ns, const char *zone, const struct snippet *snippet,
                   const char *text, const char *reason)
{
    (void)text; /* what is foreseen has no age yet */
    struct forecast *forecast = user;
    int64_t now_ms = clock_wall_ms(&forecast->clock);
    struct blank *blank = open_blank(forecast, zone);
    struct item *item = NULL;
    (void)now_ns;
    if (forecast->count)
        item = bsearch(&snippet->id, forecast->items, forecast->count, sizeof *forecast->items,
                       compare_id);
    if (blank)
        blank->to_ms = now_ms;
    if (item) {
        item->airings++;
        item->wait_ms = max_i64(item->wait_ms, now_ms - item->seen_ms);
        item->seen_ms = now_ms;
    }
    forecast->airings++;
    print_airing(forecast, zone, snippet, reason);
}

static bool open_all(struct forecast *forecast)
{
    struct cli *cli = forecast->cli;
    struct clock real;
    clock_init_real(&real);
    forecast->start_ms = clock_wall_ms(&real);
    clock_init_simulated(&forecast->clock, forecast->start_ms);
    return (forecast->show.store = cli_open_store(cli)) &&
           store_each(forecast->show.store, note_item, forecast, &cli->diag) &&
           cli_show_open(&forecast->show, cli, &forecast->clock, "null");
}

static void close_all(struct forecast *forecast)
{
    cli_show_close(&forecast->show, forecast->cli);
    for (size_t i = 0; i < forecast->count; i++) {
        free(forecast->items[i].text);
        store_row_finish(&forecast->items[i].row);
    }
    for (size_t i = 0; i < forecast->blank_count; i++) {
        free(forecast->blanks[i].zone);
        free(forecast->blanks[i].reason);
    }
    free(forecast->blanks);
    free(forecast->items);
    json_decref(forecast->listed);
}

/* Whatever stands at the end has its end there. */
static void close_open_ones(struct forecast *forecast)
{
    int64_t end_ms = clock_wall_ms(&forecast->clock);
    for (size_t i = 0; i < forecast->blank_count; i++)
        if (forecast->blanks[i].to_ms == 0)
            forecast->blanks[i].to_ms = end_ms;
    for (size_t i = 0; i < forecast->count; i++) {
        struct item *item = &forecast->items[i];
        int64_t until_ms =
            item->expires_ms && item->expires_ms < end_ms ? item->expires_ms : end_ms;
        item->wait_ms = max_i64(item->wait_ms, until_ms - item->seen_ms);
    }
}

static bool play(struct forecast *forecast, int64_t hours)
{
    struct player_setup setup = cli_show_player(&forecast->show, forecast->cli, &forecast->clock);
    setup.end_ns = hours * SECONDS_PER_HOUR * CLOCK_NS_PER_S;
    setup.unseen = true;
    setup.on_air = on_air;
    setup.on_idle = on_idle;
    setup.user = forecast;
    struct player *player = player_create(&setup, &forecast->cli->diag);
    bool good = player && loop_run(forecast->show.loop) == 0;
    player_destroy(player);
    close_open_ones(forecast);
    return good;
}

/* Why an item that does not air does not; "": it airs. */
static const char *verdict(const struct forecast *forecast, const struct item *item)
{
    int64_t end_ms = clock_wall_ms(&forecast->clock);
    if (item->airings > 0)
        return "";
    if (item->row.state == STORE_HELD)
        return "held";
    if (item->not_before_ms >= end_ms)
        return "under embargo";
    if (item->expires_ms && item->expires_ms <= forecast->start_ms)
        return "expired";
    if (item->expires_ms && item->expires_ms <= end_ms)
        return "expires unseen";
    return item->rare ? "does not air" : "starves";
}

/* The same in whole; NULL: it airs. The caller frees. */
static char *reason_of(const struct forecast *forecast, const struct item *item)
{
    return item->airings > 0 ? NULL
                             : unaired_reason(forecast->cli, forecast->show.zones, &item->row,
                                              forecast->start_ms, clock_wall_ms(&forecast->clock));
}

static void print_reason(const struct forecast *forecast, const struct item *item)
{
    char *reason = reason_of(forecast, item);
    if (reason)
        printf("%16s", "");
    if (reason)
        cli_print_text(reason);
    free(reason);
}

static void print_summary(const struct forecast *forecast, long long hours)
{
    printf("%lld airings in %lld hour%s\n", forecast->airings, hours, hours == 1 ? "" : "s");
    for (size_t i = 0; i < forecast->count; i++) {
        const struct item *item = &forecast->items[i];
        const char *why = verdict(forecast, item);
        printf("%6lld %5lld×%s%s  ", (long long)item->id, item->airings, *why ? " " : "", why);
        cli_print_text(item->text ? item->text : "");
        print_reason(forecast, item);
    }
    for (size_t i = 0; i < forecast->blank_count; i++) {
        const struct blank *blank = &forecast->blanks[i];
        char from[ASKED_TIME_SIZE], to[ASKED_TIME_SIZE];
        cli_format_stamp(forecast->cli, blank->from_ms, from);
        cli_format_stamp(forecast->cli, blank->to_ms, to);
        printf("%s to %s  %s%s%s\n", from, to, blank->zone ? blank->zone : "",
               blank->zone ? ": " : "", blank->reason);
    }
}

static json_t *blanks_to_json(const struct forecast *forecast)
{
    json_t *blanks = json_array();
    for (size_t i = 0; i < forecast->blank_count; i++) {
        const struct blank *blank = &forecast->blanks[i];
        char from[CLOCK_TEXT_SIZE], to[CLOCK_TEXT_SIZE];
        clock_format_utc(blank->from_ms, from);
        clock_format_utc(blank->to_ms, to);
        json_array_append_new(blanks, json_pack("{s:s, s:s, s:s?, s:s}", "from", from, "to", to,
                                                "zone", blank->zone, "reason", blank->reason));
    }
    return blanks;
}

static void print_json_summary(const struct forecast *forecast)
{
    json_t *items = json_array();
    for (size_t i = 0; i < forecast->count; i++) {
        const struct item *item = &forecast->items[i];
        char *reason = reason_of(forecast, item);
        json_array_append_new(
            items, json_pack("{s:I, s:I, s:I, s:s, s:s?}", "id", (json_int_t)item->id, "airings",
                             (json_int_t)item->airings, "longest_wait_s",
                             (json_int_t)(item->wait_ms / CLOCK_MS_PER_S), "verdict",
                             item->airings ? "airs" : verdict(forecast, item), "reason", reason));
        free(reason);
    }
    json_t *document = json_pack("{s:I, s:o, s:o}", "airings", (json_int_t)forecast->airings,
                                 "items", items, "blank", blanks_to_json(forecast));
    if (!forecast->cli->jsonl)
        json_object_set(document, "list", forecast->listed);
    cli_print_json(document);
}

/* What becomes of an item that is not stored: as programs have it, all in numbers. */
static bool read_item(struct cli *cli, const json_t *json, struct written_item *item)
{
    struct {
        const char *name;
        int64_t *at;
    } numbers[] = {
        {"id", &item->id},       {"priority", &item->priority},    {"weight", &item->weight},
        {"gap_s", &item->gap_s}, {"most_airings", &item->airings}, {"not_before", &item->begins},
        {"expires", &item->ends}};
    item->weight = 1;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (json_object_get(json, numbers[i].name))
            *numbers[i].at = json_integer_value(json_object_get(json, numbers[i].name));
    item->text = json_string_value(json_object_get(json, "text"));
    item->speaker = json_string_value(json_object_get(json, "speaker"));
    item->category = json_string_value(json_object_get(json, "category"));
    item->daypart = json_string_value(json_object_get(json, "daypart"));
    return item->text || diag_error(&cli->diag, "--item: an object of JSON with text is wanted");
}

static bool foretell_item(struct cli *cli, const json_t *json, int64_t hours)
{
    struct written_item item = {0};
    struct snippet snippet = {0};
    struct clock real;
    json_t *told = NULL;
    clock_init_real(&real);
    struct fonts *fonts = fonts_open(&cli->config->text, &cli->diag);
    const struct import import = {
        .config = cli->config, .fonts = fonts, .now_ms = clock_wall_ms(&real)};
    bool good = fonts && read_item(cli, json, &item) &&
                written_compose(&import, &item, &snippet, &cli->diag);
    fonts_close(fonts);
    snippet.breaking = (int)json_integer_value(json_object_get(json, "breaking"));
    good = good && foretell(cli, hours, &snippet, item.id, &told);
    if (good)
        cli_print_json(told);
    snippet_finish(&snippet);
    return good;
}

static int run_item(struct cli *cli)
{
    long long hours = 24;
    json_t *json = json_loads(cli_value(cli, "item"), JSON_REJECT_DUPLICATES, NULL);
    bool good = cli_number(cli, "hours", 1, HOURS_MAX, &hours) && foretell_item(cli, json, hours);
    json_decref(json);
    return good ? CLI_DONE : CLI_FAULT;
}

static int run(struct cli *cli)
{
    if (cli_value(cli, "item"))
        return run_item(cli);
    struct forecast forecast = {
        .cli = cli, .list = cli_value(cli, "list") != NULL, .listed = json_array()};
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
    .lists = true,
    .options =
        {
            {"hours", "N", "how far to look, 24 unless told", 'n'},
            {"list", NULL, "each airing, too", 0},
            {"item", "JSON", "of what is not stored: text, priority, expires (ms), ...", 0},
        },
    .run = run,
};
