/* rp2040:TTY: a microcontroller with our firmware drives the panel. It is told a
 * scene once and moves it by itself; what it can't draw comes as plain frames.
 * It may be unplugged and come back: then it is told all of it again. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"
#include "device.h"
#include "device_zone.h"
#include "hub75/geometry.h"
#include "hub75/panel.h"
#include "hub75/pass.h"
#include "output/outputs.h"

#define NS_PER_US 1000
#define BUSY_NS (2 * CLOCK_NS_PER_MS)
#define IDLE_NS (20 * CLOCK_NS_PER_MS)
#define RETRY_NS (250 * CLOCK_NS_PER_MS)
#define PING_MOST_NS CLOCK_NS_PER_S
#define HELLO_NS                                                                                   \
    (300 * CLOCK_NS_PER_MS) /* is waited for an answer at first, then twice as long                \
                             */
#define HELLO_MOST_NS (4 * HELLO_NS)
#define STRANGER_NS (3 * CLOCK_NS_PER_S)
#define PINGS 8 /* of the last, the quickest tells the clock */
#define FIRST_PINGS 4
#define ZONES_MAX 8
#define PLACE_SIZE 6
#define AHEAD_COLUMNS 8 /* sent at once, at least, into room that became free */

enum state {
    AWAY,
    GREETED,    /* WIRE_HELLO is under way */
    CONFIGURED, /* the panel is known; once more WIRE_HELLO, for the memory left */
    READY,
};

enum part { /* of a scene that is being told */
    TELL_NOTHING,
    TELL_SCENE,
    TELL_ZONES,
    TELL_PAGES, /* of the zone before `at` */
    TELL_COLUMNS,
    TELL_SHOW,
};

struct rp2040 {
    struct output output;
    const struct config *config;
    char *arg, *path;
    struct panel *panel;
    struct device device;
    struct wire_caps caps;
    int64_t retry_ns, greeted_ns, hello_ns, patience_ns, ping_ns;
    struct scene *scene; /* NULL: dark */
    struct device_zone zones[ZONES_MAX];
    struct frame frame;
    int64_t frame_ns; /* the plain frame is the picture of then */
    int64_t begun_ns; /* its first part was sent then */
    int64_t lead_ns;  /* how long the last one took: a frame is drawn for when it will be seen */
    struct ping {
        int64_t trip_ns, clock_us;
    } pings[PINGS];
    int64_t clock_us; /* as last told */
    uint64_t steps;
    enum state state;
    enum part part; /* of what is being told */
    uint32_t nonce;
    uint32_t place; /* of the plain frame, the next to be sent; 0: none begun */
    unsigned ping_count;
    int at;     /* zone */
    bool plain; /* the scene goes as plain frames */
    bool whole; /* the scene told is on the device */
    bool dark_wanted;
    uint64_t reports; /* that came while it was ready */
    bool told_away, told_stranger;
    bool frame_shown;
    bool clock_known;
};

static void send_body(struct rp2040 *rp2040, enum wire_type type, const uint8_t *body,
                      const struct wire_cursor *cursor, int64_t now_ns)
{
    device_send(&rp2040->device, type, body, (size_t)(cursor->at - body), now_ns);
}

static void begin_again(struct rp2040 *rp2040)
{
    rp2040->part = rp2040->scene ? TELL_SCENE : TELL_NOTHING;
    rp2040->dark_wanted = !rp2040->scene;
    rp2040->plain = rp2040->whole = rp2040->frame_shown = false;
    rp2040->place = 0;
}

static void lose(struct rp2040 *rp2040, int64_t now_ns, const char *why)
{
    if (rp2040->state == READY)
        log_warning("%s: the panel's device is gone (%s); it is waited for", rp2040->path, why);
    device_close(&rp2040->device);
    rp2040->state = AWAY;
    rp2040->retry_ns = now_ns + RETRY_NS;
}

/* --- greeting --- */

static void greet(struct rp2040 *rp2040, enum state state, int64_t now_ns)
{
    rp2040->state = state;
    rp2040->hello_ns = now_ns;
    device_hello(&rp2040->device, ++rp2040->nonce, now_ns);
}

static void send_config(struct rp2040 *rp2040, int64_t now_ns)
{
    const struct config_panel *panel = &rp2040->config->panel;
    struct wire_config config = {
        .wiring = rp2040->panel->config->wiring,
        .order = (uint8_t)panel->order,
        .fold = (uint8_t)panel->fold,
        .serpentine = panel->serpentine,
        .rotation = (uint8_t)(panel->rotation / 90),
        .mirror = (uint8_t)panel->mirror,
        .chain = (uint16_t)panel->chain,
        .planes = (uint8_t)pass_planes(rp2040->panel->columns),
        .brightness = (uint8_t)panel->brightness,
        .pixel_cycles = (uint8_t)panel->pixel_cycles,
        .blank_ns = (uint32_t)panel->blank_ns,
        .dark_after_ms = (uint16_t)panel->dark_after_ms,
    };
    memcpy(config.orders, panel->orders, sizeof config.orders);
    memcpy(config.places, panel->places, sizeof config.places);
    config.placed = panel->placed;
    uint8_t body[WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put_config(&cursor, &config);
    send_body(rp2040, WIRE_CONFIG, body, &cursor, now_ns);
    rp2040->hello_ns = now_ns;
}

static void take_caps(struct rp2040 *rp2040, const struct wire_caps *caps, int64_t now_ns)
{
    if (caps->nonce != rp2040->nonce)
        return;
    rp2040->caps = *caps;
    rp2040->device.window = caps->window < DEVICE_WINDOW ? caps->window : DEVICE_WINDOW;
    if (rp2040->state == GREETED) {
        send_config(rp2040, now_ns);
    } else if (rp2040->state == CONFIGURED) {
        log_info("%s: %s drives the panel; %u bytes for strips", rp2040->path, caps->name,
                 (unsigned)caps->strips);
        rp2040->state = READY;
        rp2040->told_away = rp2040->told_stranger = false;
        rp2040->ping_count = 0;
        rp2040->clock_known = false;
        rp2040->ping_ns = now_ns;
        begin_again(rp2040);
    }
}

static void try_open(struct rp2040 *rp2040, int64_t now_ns)
{
    rp2040->retry_ns = now_ns + RETRY_NS;
    free(rp2040->path);
    rp2040->path = device_path(rp2040->arg);
    int error = rp2040->path ? device_open(&rp2040->device, rp2040->path, now_ns) : -ENOENT;
    if (error == 0) {
        rp2040->greeted_ns = now_ns;
        rp2040->patience_ns = HELLO_NS;
        greet(rp2040, GREETED, now_ns);
    } else if (!rp2040->told_away) {
        struct diag diag = {0};
        device_explain(&diag, rp2040->path ? rp2040->path : "no panel's device is plugged in",
                       error);
        log_diag(&diag);
        diag_finish(&diag);
        rp2040->told_away = true;
    }
}

/* Nobody answers, or somebody else does. */
static void greet_again(struct rp2040 *rp2040, int64_t now_ns)
{
    unsigned version = rp2040->device.reader.other_version;
    if (now_ns - rp2040->greeted_ns > STRANGER_NS && !rp2040->told_stranger) {
        rp2040->told_stranger = true;
        if (version)
            log_error("%s: its firmware speaks version %u, this program version %d: `motograph "
                      "firmware --write` updates it",
                      rp2040->path, version, WIRE_VERSION);
        else
            log_error("%s: nothing there answers as Motograph's firmware does; is it flashed?",
                      rp2040->path);
    }
    /* A greeting makes the answer to the one before worthless, which may be on its way. */
    if (rp2040->patience_ns < HELLO_MOST_NS)
        rp2040->patience_ns *= 2;
    greet(rp2040, GREETED, now_ns);
}

/* --- the clock --- */

static void take_pong(struct rp2040 *rp2040, const struct device_event *event, int64_t now_ns)
{
    int64_t sent_ns = (int64_t)event->token;
    struct ping *ping = &rp2040->pings[rp2040->ping_count++ % PINGS];
    ping->trip_ns = now_ns - sent_ns;
    ping->clock_us = (sent_ns + ping->trip_ns / 2) / NS_PER_US - event->device_us;
}

static const struct ping *quickest(const struct rp2040 *rp2040)
{
    unsigned count = rp2040->ping_count < PINGS ? rp2040->ping_count : PINGS;
    const struct ping *best = &rp2040->pings[0];
    for (unsigned i = 1; i < count; i++)
        if (rp2040->pings[i].trip_ns < best->trip_ns)
            best = &rp2040->pings[i];
    return best;
}

static bool send_clock(struct rp2040 *rp2040, int64_t now_ns)
{
    const int64_t worth_telling_us = 100;
    if (rp2040->ping_count < FIRST_PINGS)
        return false;
    int64_t clock_us = quickest(rp2040)->clock_us;
    if (rp2040->clock_known && llabs(clock_us - rp2040->clock_us) < worth_telling_us)
        return false;
    uint8_t body[8];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, sizeof clock_us, (uint64_t)clock_us);
    send_body(rp2040, WIRE_CLOCK, body, &cursor, now_ns);
    rp2040->clock_us = clock_us;
    rp2040->clock_known = true;
    return true;
}

/* They also keep the device from going dark: it may miss one, which is sent again. */
static int64_t ping_span_ns(const struct rp2040 *rp2040)
{
    int64_t patience_ns = rp2040->config->panel.dark_after_ms * CLOCK_NS_PER_MS;
    int64_t span_ns = (patience_ns - DEVICE_AGAIN_NS) / 2;
    return span_ns < PING_MOST_NS ? span_ns : PING_MOST_NS;
}

static bool ping_is_due(const struct rp2040 *rp2040, int64_t now_ns)
{
    return now_ns >= rp2040->ping_ns;
}

static void send_ping(struct rp2040 *rp2040, int64_t now_ns)
{
    bool first = rp2040->ping_count + 1 < FIRST_PINGS;
    rp2040->ping_ns = first ? now_ns : now_ns + ping_span_ns(rp2040);
    uint8_t body[8];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, sizeof now_ns, (uint64_t)now_ns);
    send_body(rp2040, WIRE_PING, body, &cursor, now_ns);
}

/* --- a scene --- */

static bool start_scene(struct rp2040 *rp2040, int64_t now_ns)
{
    const struct scene *scene = rp2040->scene;
    size_t memory = rp2040->caps.strips;
    bool good = scene->zone_count <= ZONES_MAX && scene->zone_count <= rp2040->caps.zones_max;
    for (size_t i = 0; good && i < scene->zone_count; i++) {
        size_t share = memory / (scene->zone_count - i);
        good = device_zone_init(&rp2040->zones[i], &scene->zones[i], (int)i, &rp2040->caps, share,
                                now_ns);
        memory -= good ? device_zone_memory(&rp2040->zones[i]) : 0;
    }
    return good;
}

static void send_scene(struct rp2040 *rp2040, int64_t now_ns)
{
    const struct scene *scene = rp2040->scene;
    int64_t held_us =
        scene->still_from_ns == INT64_MAX ? INT64_MAX : scene->still_from_ns / NS_PER_US;
    uint8_t body[16];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, 1, scene->zone_count);
    wire_put(&cursor, 1, scene->background.r);
    wire_put(&cursor, 1, scene->background.g);
    wire_put(&cursor, 1, scene->background.b);
    wire_put(&cursor, sizeof held_us, (uint64_t)held_us);
    send_body(rp2040, WIRE_SCENE, body, &cursor, now_ns);
    rp2040->part = TELL_ZONES;
    rp2040->at = 0;
}

static void send_zone(struct rp2040 *rp2040, int64_t now_ns)
{
    if (rp2040->at == (int)rp2040->scene->zone_count) {
        rp2040->part = TELL_COLUMNS;
        rp2040->at = 0;
        return;
    }
    uint8_t body[WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    const struct wire_zone *zone = &rp2040->zones[rp2040->at++].wire;
    wire_put_zone(&cursor, zone);
    send_body(rp2040, WIRE_ZONE, body, &cursor, now_ns);
    if (zone->motion == WIRE_PAGED)
        rp2040->part = TELL_PAGES;
}

static void send_pages(struct rp2040 *rp2040, int64_t now_ns)
{
    uint8_t body[WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    device_zone_pages(&rp2040->scene->zones[rp2040->at - 1], rp2040->at - 1, &cursor);
    send_body(rp2040, WIRE_PAGES, body, &cursor, now_ns);
    rp2040->part = TELL_ZONES;
}

/* Columns up to what the zone's ring holds from `needed` on. False: all are told. */
static bool send_columns(struct rp2040 *rp2040, int at, bool shown, uint32_t needed, uint32_t least,
                         int64_t now_ns)
{
    struct device_zone *zone = &rp2040->zones[at];
    uint32_t end = needed + zone->wire.room;
    end = end < zone->wire.strip_width ? end : zone->wire.strip_width;
    if (end <= zone->told || (end < zone->wire.strip_width && end - zone->told < least))
        return false;
    uint8_t body[WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, 1, shown);
    wire_put(&cursor, 1, (uint64_t)at);
    wire_put(&cursor, 4, zone->told);
    zone->told += device_zone_columns(zone, &rp2040->scene->zones[at], end - zone->told, &cursor);
    send_body(rp2040, WIRE_COLUMNS, body, &cursor, now_ns);
    return true;
}

static void send_next_columns(struct rp2040 *rp2040, int64_t now_ns)
{
    if (rp2040->at == (int)rp2040->scene->zone_count)
        rp2040->part = TELL_SHOW;
    else if (!send_columns(rp2040, rp2040->at, false, rp2040->zones[rp2040->at].wire.first_column,
                           1, now_ns))
        rp2040->at++;
}

static void send_show(struct rp2040 *rp2040, int64_t now_ns)
{
    int64_t from_us = rp2040->scene->valid_from_ns / NS_PER_US;
    uint8_t body[8];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, sizeof from_us, (uint64_t)from_us);
    send_body(rp2040, WIRE_SHOW, body, &cursor, now_ns);
    rp2040->part = TELL_NOTHING;
    rp2040->whole = true;
}

static void tell_scene(struct rp2040 *rp2040, int64_t now_ns)
{
    switch (rp2040->part) {
    case TELL_SCENE:
        rp2040->plain = !start_scene(rp2040, now_ns);
        if (rp2040->plain)
            rp2040->part = TELL_NOTHING;
        else
            send_scene(rp2040, now_ns);
        break;
    case TELL_ZONES:
        send_zone(rp2040, now_ns);
        break;
    case TELL_PAGES:
        send_pages(rp2040, now_ns);
        break;
    case TELL_COLUMNS:
        send_next_columns(rp2040, now_ns);
        break;
    case TELL_SHOW:
        send_show(rp2040, now_ns);
        break;
    case TELL_NOTHING:
        break;
    }
}

/* Strips longer than the memory: what has gone makes room. The device's picture
 * may be a little older than now. */
static bool stream(struct rp2040 *rp2040, int64_t now_ns)
{
    const int64_t behind_ns = 50 * CLOCK_NS_PER_MS;
    if (!rp2040->whole || !device_is_idle(&rp2040->device))
        return false;
    int64_t t_ns = now_ns < rp2040->scene->still_from_ns ? now_ns : rp2040->scene->still_from_ns;
    for (int i = 0; i < (int)rp2040->scene->zone_count; i++) {
        const struct device_zone *zone = &rp2040->zones[i];
        uint32_t needed = device_zone_needed(zone, &rp2040->scene->zones[i], t_ns - behind_ns);
        if (needed < zone->wire.first_column)
            needed = zone->wire.first_column;
        if (zone->wire.strip_width > 0 &&
            send_columns(rp2040, i, true, needed, AHEAD_COLUMNS, now_ns))
            return true;
    }
    return false;
}

/* --- plain frames --- */

static bool frame_is_due(const struct rp2040 *rp2040, int64_t now_ns)
{
    int64_t seen_ns = now_ns + rp2040->lead_ns;
    if (!rp2040->plain || seen_ns < rp2040->scene->valid_from_ns)
        return false;
    return !rp2040->frame_shown || scene_next_step(rp2040->scene, rp2040->frame_ns) <= seen_ns;
}

/* In connector order, two pixels a place. */
static void put_place(const struct rp2040 *rp2040, uint32_t place, struct wire_cursor *cursor)
{
    for (int half = 0; half < PANEL_HALVES; half++) {
        size_t pixel = rp2040->panel->pixels[(size_t)place * PANEL_HALVES + (size_t)half];
        for (size_t i = 0; i < 3; i++)
            wire_put(cursor, 1, rp2040->frame.rgb[pixel * 3 + i]);
    }
}

/* A frame that is too slow for the wire drops steps: each is drawn when it begins. */
static bool send_frame(struct rp2040 *rp2040, int64_t now_ns)
{
    uint32_t places = (uint32_t)(rp2040->panel->scan_rows * rp2040->panel->columns);
    if (rp2040->place == 0) {
        if (!frame_is_due(rp2040, now_ns))
            return false;
        rp2040->begun_ns = now_ns;
        rp2040->frame_ns = now_ns + rp2040->lead_ns;
        scene_draw(rp2040->scene, rp2040->frame_ns, &rp2040->frame);
        sent_count(&rp2040->output.sent, &rp2040->frame);
        rp2040->frame_shown = true;
    }
    if (rp2040->place == places) {
        device_send(&rp2040->device, WIRE_FLIP, NULL, 0, now_ns);
        rp2040->lead_ns = now_ns - rp2040->begun_ns;
        rp2040->place = 0;
        return true;
    }
    uint8_t body[WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, 4, rp2040->place);
    for (; rp2040->place < places && cursor.end - cursor.at >= PLACE_SIZE; rp2040->place++)
        put_place(rp2040, rp2040->place, &cursor);
    send_body(rp2040, WIRE_PIXELS, body, &cursor, now_ns);
    return true;
}

/* --- all of it --- */

static bool send_dark(struct rp2040 *rp2040, int64_t now_ns)
{
    if (!rp2040->dark_wanted)
        return false;
    rp2040->dark_wanted = false;
    device_send(&rp2040->device, WIRE_DARK, NULL, 0, now_ns);
    return true;
}

/* One thing at a time, the most urgent first. False: there is nothing to send. */
static bool send_something(struct rp2040 *rp2040, int64_t now_ns)
{
    if (ping_is_due(rp2040, now_ns)) {
        /* Alone on the wire: its way must not be longer than its way back. */
        bool idle = device_is_idle(&rp2040->device);
        if (idle)
            send_ping(rp2040, now_ns);
        return idle;
    }
    if (send_clock(rp2040, now_ns))
        return true;
    if (!rp2040->clock_known)
        return false;
    if (send_dark(rp2040, now_ns))
        return true;
    if (rp2040->part != TELL_NOTHING) {
        tell_scene(rp2040, now_ns);
        return true;
    }
    return rp2040->scene && (stream(rp2040, now_ns) || send_frame(rp2040, now_ns));
}

static void take_result(struct rp2040 *rp2040, const struct device_event *event, int64_t now_ns)
{
    if (event->type == WIRE_CONFIG) {
        if (event->result == WIRE_DONE)
            greet(rp2040, CONFIGURED, now_ns);
        else if (!rp2040->told_stranger)
            log_error("%s: %s can't drive such a panel: %s", rp2040->path, rp2040->caps.name,
                      event->result == WIRE_TOO_LARGE ? "its memory is too small"
                                                      : "its settings are not known there");
        rp2040->told_stranger |= event->result != WIRE_DONE;
        return;
    }
    if (event->result == WIRE_DONE || rp2040->state != READY)
        return;
    log_debug("message %d: %d; the scene is told again", event->type, event->result);
    begin_again(rp2040);
}

static void on_event(void *user, const struct device_event *event, int64_t now_ns)
{
    struct rp2040 *rp2040 = user;
    if (event->kind == DEVICE_CAPS)
        take_caps(rp2040, &event->caps, now_ns);
    else if (event->kind == DEVICE_PONG)
        take_pong(rp2040, event, now_ns);
    else
        take_result(rp2040, event, now_ns);
    if (rp2040->state == READY)
        rp2040->reports++;
}

static void pump(struct rp2040 *rp2040, int64_t now_ns)
{
    int error = device_pump(&rp2040->device, now_ns, on_event, rp2040);
    if (error < 0) {
        lose(rp2040, now_ns, strerror(-error));
        return;
    }
    if (rp2040->state != READY) {
        if (now_ns - rp2040->hello_ns > rp2040->patience_ns)
            greet_again(rp2040, now_ns);
        return;
    }
    while (device_has_room(&rp2040->device) && send_something(rp2040, now_ns))
        ;
    error = device_pump(&rp2040->device, now_ns, on_event, rp2040);
    if (error < 0)
        lose(rp2040, now_ns, strerror(-error));
}

static int64_t advance(struct output *output, int64_t now_ns)
{
    struct rp2040 *rp2040 = (struct rp2040 *)output;
    if (rp2040->state == AWAY && now_ns >= rp2040->retry_ns)
        try_open(rp2040, now_ns);
    if (rp2040->state == AWAY)
        return rp2040->retry_ns;
    pump(rp2040, now_ns);
    bool busy = rp2040->state != READY || !device_is_idle(&rp2040->device) ||
                rp2040->part != TELL_NOTHING || rp2040->plain;
    return now_ns + (busy ? BUSY_NS : IDLE_NS);
}

static int show(struct output *output, struct scene *scene)
{
    struct rp2040 *rp2040 = (struct rp2040 *)output;
    scene_unref(rp2040->scene);
    rp2040->scene = scene_ref(scene);
    begin_again(rp2040);
    return 0;
}

static uint64_t beats(const struct output *output)
{
    return ((const struct rp2040 *)output)->reports;
}

static int blank(struct output *output)
{
    struct rp2040 *rp2040 = (struct rp2040 *)output;
    scene_unref(rp2040->scene);
    rp2040->scene = NULL;
    begin_again(rp2040);
    return 0;
}

static void status(struct output *output, struct output_status *status)
{
    const struct rp2040 *rp2040 = (const struct rp2040 *)output;
    status->name = "rp2040";
    status->healthy = rp2040->state == READY;
    if (rp2040->state != READY)
        snprintf(status->note, sizeof status->note, "%s: not connected",
                 rp2040->path ? rp2040->path : rp2040->arg);
    else
        snprintf(status->note, sizeof status->note, "%s on %s, %s, %llu times sent again",
                 rp2040->caps.name, rp2040->path,
                 rp2040->plain ? "plain frames" : "moves by itself",
                 (unsigned long long)rp2040->device.resent);
}

/* The last word is dark. Should nobody listen any more, the device goes dark by
 * itself soon after. */
static bool close_rp2040(struct output *output, struct diag *diag)
{
    struct rp2040 *rp2040 = (struct rp2040 *)output;
    const int tries = 20;
    const int try_ms = 10;
    (void)diag;
    blank(output);
    if (rp2040->state == READY)
        device_hello(&rp2040->device, ++rp2040->nonce, 0); /* forgets what is under way */
    for (int i = 0; i < tries && rp2040->state == READY; i++) {
        if (send_dark(rp2040, 0) || !device_is_idle(&rp2040->device)) {
            struct pollfd port = {rp2040->device.fd, POLLIN, 0};
            if (device_pump(&rp2040->device, 0, on_event, rp2040) < 0)
                break;
            poll(&port, 1, try_ms);
        }
    }
    device_close(&rp2040->device);
    panel_destroy(rp2040->panel);
    frame_finish(&rp2040->frame);
    free(rp2040->arg);
    free(rp2040->path);
    free(rp2040);
    return true;
}

static const struct output_ops ops = {
    .show = show,
    .advance = advance,
    .blank = blank,
    .beats = beats,
    .status = status,
    .close = close_rp2040,
};

static bool check_panel(const struct config *config, const struct panel *panel, struct diag *diag)
{
    const int columns_max = 256;
    const int columns_multiple = 4;
    const int canvas_most = UINT16_MAX;
    int under_latch = panel->config->wiring.latch_clocks;
    if ((int64_t)panel->width_px * panel->height_px > canvas_most)
        return diag_error(diag,
                          "panels: %dx%d px, but the RP2040 has memory for at most %d: hang them "
                          "closer",
                          panel->width_px, panel->height_px, canvas_most);
    if (config->panel.parallel != 1)
        return diag_error(diag, "panel.parallel: %d, but the RP2040 drives one chain: set it to 1",
                          config->panel.parallel);
    if (panel->columns % columns_multiple != 0)
        return diag_error(diag,
                          "panel.chain: %d columns in a chain, but the RP2040 drives multiples of "
                          "%d; --output gpiod drives any",
                          panel->columns, columns_multiple);
    if (panel->columns <= under_latch)
        return diag_error(diag,
                          "panel.chain: %d columns in a chain, but the RP2040 drives more than the "
                          "%d that these chips want under the latch",
                          panel->columns, under_latch);
    return panel->columns <= columns_max ||
           diag_error(diag, "panel.chain: %d columns in a chain, but the RP2040 drives at most %d",
                      panel->columns, columns_max);
}

struct output *rp2040_open(const char *arg, const struct config *config, const struct clock *clock,
                           int width, int height, struct diag *diag)
{
    struct panel *panel = panel_create(&config->panel, diag);
    if (!panel || !check_panel(config, panel, diag)) {
        panel_destroy(panel);
        return NULL;
    }
    struct rp2040 *rp2040 = memory_alloc(1, sizeof *rp2040);
    *rp2040 = (struct rp2040){
        .output.ops = &ops,
        .output.apart = true,
        .config = config,
        .arg = memory_copy_string(arg ? arg : ""),
        .panel = panel,
        .device.fd = -1,
        .nonce = (uint32_t)clock_wall_ms(clock), /* another than the run before had */
    };
    frame_init(&rp2040->frame, width, height);
    return &rp2040->output;
}
