#include "tell.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "link/discovery.h"
#include "link/row.h"
#include "serve/still.h"
#include "store/asrun.h"
#include "store/store.h"

/* At most four states a second, however often it changes. */
#define STATE_GAP_NS (CLOCK_NS_PER_S / 4)
/* When a crawl that has begun fills the wall. */
#define PICTURE_NS (3 * CLOCK_NS_PER_S / 2)
/* A row is in the log some time after its end. */
#define ROWS_NS (2 * CLOCK_NS_PER_S)
/* And one that the broker refuses is tried again then: who may write is changed by people. */
#define REFUSED_NS (60 * CLOCK_NS_PER_S)
/* Rows that are with the broker and not yet taken. */
#define ROWS_MOST 100

/* A row that was sent. */
struct sent {
    int id; /* of the message; 0: free */
    int64_t row;
};

struct tell {
    struct tell_setup setup;
    struct loop_timer *state, *picture, *rows;
    int64_t state_ns; /* when it was last told */
    char *state_text; /* as told */
    bool taken_over;  /* as told last */
    bool look;        /* the store may have changed */
    int64_t items, held;
    char head[ASRUN_HEX_SIZE];
    int64_t sent_row, taken_row;
    struct sent sent[ROWS_MOST];
    bool more; /* of the log than may be sent at once */
};

char *tell_topic(const struct topic_names *names, const char *what)
{
    return memory_format("%s/%s/%s", names->prefix, names->name, what);
}

static int say(const struct tell *tell, const char *what, const void *bytes, size_t size,
               int quality, bool kept)
{
    struct broker *broker = tell->setup.broker(tell->setup.user);
    if (!broker || !broker_is_connected(broker))
        return 0;
    char *topic = tell_topic(tell->setup.names, what);
    int id = broker_publish(broker, topic, bytes, size, quality, kept);
    free(topic);
    return id;
}

/* The document is dropped. */
static int say_json(const struct tell *tell, const char *what, json_t *json, int quality, bool kept)
{
    char *text = json_dumps(json, JSON_COMPACT);
    int id = text ? say(tell, what, text, strlen(text), quality, kept) : 0;
    free(text);
    json_decref(json);
    return id;
}

/* --- the state --- */

/* The zone that a person looks at: the first that shows a snippet, else the first. */
static const json_t *main_zone(const json_t *zones)
{
    const json_t *zone;
    size_t i;
    json_array_foreach(zones, i, zone)
    {
        if (json_integer_value(json_object_get(json_object_get(zone, "on_air"), "id")) > 0)
            return zone;
    }
    return json_array_get(zones, 0);
}

static json_t *state_of(const struct tell *tell)
{
    static const char *const of_status[] = {"version",    "paused",     "dark",       "why_dark",
                                            "brightness", "taken_over", "time_known", "time_zone"};
    static const char *const of_store[] = {"due", "pending", "store_trouble"};
    const struct visible *visible = tell->setup.visible;
    const json_t *zone = main_zone(visible->zones);
    json_t *state = json_pack("{s:b, s:b}", "connected", visible->connected, "healthy",
                              visible_is_healthy(visible));
    for (size_t i = 0; i < sizeof of_status / sizeof *of_status; i++) {
        json_t *value = json_object_get(visible->status, of_status[i]);
        json_object_set_new(state, of_status[i], value ? json_incref(value) : json_null());
    }
    for (size_t i = 0; i < sizeof of_store / sizeof *of_store; i++) {
        json_t *value = json_object_get(visible->store, of_store[i]);
        json_object_set_new(state, of_store[i], value ? json_incref(value) : json_null());
    }
    json_t *on_air = json_object_get(zone, "on_air");
    json_t *next = json_object_get(zone, "next");
    json_object_set_new(state, "on_air", on_air ? json_incref(on_air) : json_null());
    json_object_set_new(state, "next", next ? json_incref(next) : json_null());
    json_t *hertz = json_object_get(json_object_get(visible->status, "output"), "refresh_hz");
    json_object_set_new(state, "refresh_hz", hertz ? json_incref(hertz) : json_null());
    return state;
}

static bool count_row(void *user, const struct store_row *row)
{
    struct tell *tell = user;
    tell->items += row->state == STORE_LIVE || row->state == STORE_APPROVED;
    tell->held += row->state == STORE_HELD;
    return true;
}

/* What is in the store and in its log, which no event tells. */
static void look_into_store(struct tell *tell)
{
    struct diag ignored = {0};
    uint8_t hash[ASRUN_HASH_SIZE] = {0};
    struct store *store = store_open_there(tell->setup.config->store.path, &ignored);
    tell->items = tell->held = 0;
    if (store) {
        store_each(store, count_row, tell, &ignored);
        asrun_head(store, hash, &ignored);
    }
    asrun_hash_print(hash, tell->head);
    store_close(store);
    diag_finish(&ignored);
}

/* What changes at each beat is no change. */
static char *text_of(const json_t *state)
{
    json_t *copy = json_copy((json_t *)state);
    json_object_del(copy, "refresh_hz");
    char *text = json_dumps(copy, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(copy);
    return text;
}

static json_t *groups_of(const struct tell *tell)
{
    json_t *groups = json_array();
    for (size_t i = 0; i < tell->setup.names->group_count; i++)
        json_array_append_new(groups, json_string(tell->setup.names->groups[i]));
    return groups;
}

static void tell_state(struct tell *tell, bool anyway)
{
    size_t wanted, taken;
    wants_count(tell->setup.wants, &wanted, &taken);
    if (tell->look)
        look_into_store(tell);
    tell->look = false;
    json_t *state = state_of(tell);
    const char *twin = tell->setup.twin->machine;
    json_object_update_new(state, json_pack("{s:I, s:I, s:o, s:I, s:I, s:s, s:s?}", "wanted",
                                            (json_int_t)wanted, "taken", (json_int_t)taken,
                                            "groups", groups_of(tell), "items",
                                            (json_int_t)tell->items, "held", (json_int_t)tell->held,
                                            "head", tell->head, "twin", *twin ? twin : NULL));
    char *text = text_of(state);
    if (!anyway && text && tell->state_text && strcmp(text, tell->state_text) == 0) {
        free(text);
        json_decref(state);
        return;
    }
    free(tell->state_text);
    tell->state_text = text;
    tell->state_ns = loop_now_ns(tell->setup.loop);
    say_json(tell, "state", state, 0, true);
}

static void on_state(void *user, int64_t now_ns)
{
    (void)now_ns;
    tell_state(user, false);
}

void tell_state_soon(struct tell *tell)
{
    int64_t now_ns = loop_now_ns(tell->setup.loop);
    int64_t at_ns = tell->state_ns + STATE_GAP_NS;
    loop_set_timer(tell->state, at_ns > now_ns ? at_ns : now_ns);
}

void tell_availability(const struct tell *tell)
{
    const char *text = tell->setup.visible->connected ? "online" : "offline";
    say(tell, "availability", text, strlen(text), 1, true);
}

/* --- the picture --- */

static void on_picture(void *user, int64_t now_ns)
{
    struct tell *tell = user;
    struct buffer png = {0};
    (void)now_ns;
    struct frame frame;
    if (!still_draw(tell->setup.visible, clock_wall_ns(tell->setup.clock), &frame))
        return;
    if (still_png(&tell->setup.config->picture, &frame, &png))
        say(tell, "wall", png.data, png.length, 0, true);
    frame_finish(&frame);
    buffer_finish(&png);
}

/* --- the log --- */

struct following {
    struct tell *tell;
    uint8_t before[ASRUN_HASH_SIZE];
};

static struct sent *free_place(struct tell *tell)
{
    for (size_t i = 0; i < ROWS_MOST; i++)
        if (tell->sent[i].id == 0)
            return &tell->sent[i];
    return NULL;
}

static bool send_row(void *user, const struct asrun_row *row)
{
    struct following *following = user;
    struct tell *tell = following->tell;
    struct sent *place = free_place(tell);
    if (row->id <= tell->sent_row) {
        memcpy(following->before, row->hash, sizeof following->before);
        return true;
    }
    tell->more = !place;
    if (!place)
        return false;
    int id = say_json(tell, "asrun", row_to_json(tell->setup.names->name, following->before, row),
                      1, false);
    if (id == 0)
        return false; /* no broker: from here on when there is one */
    *place = (struct sent){id, row->id};
    tell->sent_row = row->id;
    memcpy(following->before, row->hash, sizeof following->before);
    return true;
}

static void tell_rows(struct tell *tell)
{
    struct diag ignored = {0};
    struct following following = {.tell = tell};
    struct store *store = store_open_there(tell->setup.config->store.path, &ignored);
    tell->more = false;
    if (store && asrun_base(store, following.before, &ignored))
        asrun_each_from(store, tell->sent_row, send_row, &following, &ignored);
    store_close(store);
    diag_finish(&ignored);
}

static void on_rows(void *user, int64_t now_ns)
{
    struct tell *tell = user;
    struct broker *broker = tell->setup.broker(tell->setup.user);
    (void)now_ns;
    if (broker && broker_is_connected(broker))
        tell_rows(tell);
}

static void rows_soon(struct tell *tell)
{
    loop_set_timer(tell->rows, loop_now_ns(tell->setup.loop) + ROWS_NS);
}

/* From there on they are sent again: what was taken meanwhile comes twice. */
static void send_again(struct tell *tell, int64_t row)
{
    if (row <= tell->sent_row)
        tell->sent_row = row - 1;
    loop_set_timer(tell->rows, loop_now_ns(tell->setup.loop) + REFUSED_NS);
}

bool tell_taken(struct tell *tell, int id, bool good)
{
    int64_t oldest = INT64_MAX;
    bool found = false;
    for (size_t i = 0; i < ROWS_MOST; i++) {
        if (tell->sent[i].id == id && id != 0) {
            if (!good)
                send_again(tell, tell->sent[i].row);
            tell->sent[i] = (struct sent){0};
            found = true;
        } else if (tell->sent[i].id && tell->sent[i].row < oldest) {
            oldest = tell->sent[i].row;
        }
    }
    if (!found || !good)
        return false;
    if (tell->more)
        loop_set_timer(tell->rows, loop_now_ns(tell->setup.loop));
    int64_t taken = oldest == INT64_MAX || oldest > tell->sent_row ? tell->sent_row : oldest - 1;
    bool newer = taken > tell->taken_row;
    tell->taken_row = newer ? taken : tell->taken_row;
    return newer;
}

int64_t tell_last_row(const struct tell *tell)
{
    return tell->taken_row;
}

/* --- what happens --- */

static void tell_happening(const struct tell *tell, const char *kind, const char *text)
{
    say_json(tell, "event", json_pack("{s:s, s:s?}", "event_type", kind, "text", text), 0, false);
}

static void look_at_take_over(struct tell *tell)
{
    const struct visible *visible = tell->setup.visible;
    bool now = json_is_true(json_object_get(visible->status, "taken_over"));
    if (now != tell->taken_over)
        tell_happening(tell, now ? "breaking" : "cleared",
                       json_string_value(json_object_get(
                           json_object_get(main_zone(visible->zones), "on_air"), "text")));
    tell->taken_over = now;
}

void tell_event(struct tell *tell, const json_t *event)
{
    const char *name = json_string_value(json_object_get(event, "event"));
    if (!event || (name && strcmp(name, "hello") == 0))
        tell_availability(tell);
    if (name && (strcmp(name, "scene") == 0 || strcmp(name, "dark") == 0))
        loop_set_timer(tell->picture, loop_now_ns(tell->setup.loop) + PICTURE_NS);
    tell->look |= name && (strcmp(name, "store") == 0 || strcmp(name, "on_air") == 0);
    if (name && strcmp(name, "status") == 0)
        look_at_take_over(tell);
    if (name && strcmp(name, "log") == 0) {
        const char *level = json_string_value(json_object_get(event, "level"));
        if (level && strcmp(level, "error") == 0)
            tell_happening(tell, "error", json_string_value(json_object_get(event, "text")));
        return;
    }
    tell_state_soon(tell);
    rows_soon(tell);
}

void tell_result(struct tell *tell, const char *topic, json_t *id, json_t *error)
{
    json_t *json = json_pack("{s:s, s:O, s:b}", "topic", topic, "id", id ? id : json_null(), "ok",
                             error == NULL);
    if (error)
        json_object_set_new(json, "error", error);
    say_json(tell, "result", json, 1, false);
}

static void tell_discovery(struct tell *tell)
{
    const struct config_mqtt *mqtt = &tell->setup.config->mqtt;
    struct broker *broker = tell->setup.broker(tell->setup.user);
    if (!*mqtt->discovery || !broker)
        return;
    json_t *json = discovery_document(tell->setup.names);
    char *topic = discovery_topic(mqtt->discovery, tell->setup.names);
    char *text = json_dumps(json, JSON_COMPACT);
    if (text)
        broker_publish(broker, topic, text, strlen(text), 1, true);
    free(text);
    free(topic);
    json_decref(json);
}

void tell_all(struct tell *tell)
{
    tell_availability(tell);
    tell_discovery(tell);
    tell->look = true;
    tell_state(tell, true);
    loop_set_timer(tell->picture, loop_now_ns(tell->setup.loop));
    loop_set_timer(tell->rows, loop_now_ns(tell->setup.loop));
}

struct tell *tell_create(const struct tell_setup *setup)
{
    struct tell *tell = memory_alloc(1, sizeof *tell);
    *tell =
        (struct tell){.setup = *setup, .sent_row = setup->last_row, .taken_row = setup->last_row};
    tell->state = loop_add_timer(setup->loop, on_state, tell);
    tell->picture = loop_add_timer(setup->loop, on_picture, tell);
    tell->rows = loop_add_timer(setup->loop, on_rows, tell);
    return tell;
}

void tell_destroy(struct tell *tell)
{
    if (!tell)
        return;
    loop_remove_timer(tell->setup.loop, tell->state);
    loop_remove_timer(tell->setup.loop, tell->picture);
    loop_remove_timer(tell->setup.loop, tell->rows);
    free(tell->state_text);
    free(tell);
}
