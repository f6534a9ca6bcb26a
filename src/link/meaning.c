#include "link/meaning.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/asked_time.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/utf8.h"

#define V1 "/api/v1"
#define PATH_KEY_MAX 64
#define WORDS_MAX 60
/* Of a take-over that comes as a command without an end of its own. */
#define USUAL_AIRINGS 3
#define USUAL_MINUTES 10
/* And how long a line stays that comes as one. */
#define NOTIFY_LASTS "60m"

#define NAMES "next, pause, blank, light, brightness, clear, kill, approve, notify, breaking"

void meaning_finish(struct meaning *meaning)
{
    free(meaning->path);
    free(meaning->bytes);
    free(meaning->name);
    json_decref(meaning->body);
    json_decref(meaning->id);
    *meaning = (struct meaning){0};
}

/* --- what was said --- */

/* Words without the blanks around them, or an object. */
struct said {
    const struct topic *topic;
    json_t *json; /* NULL: words */
    char *words;
    int64_t now_ms, until_ms;
};

static bool take_object(struct said *said, const char *payload, size_t size, struct diag *diag)
{
    json_error_t error;
    said->json = json_loadb(payload, size, JSON_REJECT_DUPLICATES, &error);
    return json_is_object(said->json) ||
           diag_error(diag, "it begins as an object of JSON and is none: %s", error.text);
}

static bool take_said(struct said *said, const char *payload, size_t size, struct diag *diag)
{
    while (size > 0 && strchr(" \t\r\n", payload[size - 1]))
        size--;
    while (size > 0 && strchr(" \t\r\n", *payload)) {
        payload++;
        size--;
    }
    if (size == 0)
        return diag_error(diag, "found nothing; words or an object of JSON are wanted");
    if (*payload == '{')
        return take_object(said, payload, size, diag);
    if (utf8_validate(payload, size) < size || memchr(payload, '\0', size))
        return diag_error(diag, "found bytes that are no UTF-8; text is wanted");
    said->words = memory_copy_bytes(payload, size);
    return true;
}

static bool is_word(const struct said *said, const char *const *words)
{
    for (; said->words && *words; words++)
        if (strcmp(said->words, *words) == 0)
            return true;
    return false;
}

static bool refuse_words(const struct said *said, const char *allowed, struct diag *diag)
{
    return diag_error(diag, "found %.*s; %s is wanted", WORDS_MAX,
                      said->words ? said->words : "an object", allowed);
}

/* The object, or the words as its member. The caller json_decrefs. */
static json_t *object_of(const struct said *said, const char *member)
{
    return said->json ? json_copy(said->json) : json_pack("{s:s}", member, said->words);
}

static void set(struct meaning *meaning, const char *method, const char *path, json_t *body)
{
    meaning->method = method;
    meaning->path = memory_copy_string(path);
    meaning->body = body;
}

/* --- what stays --- */

/* The terms of an item: of what is not told none holds. */
static const char *const terms[] = {"speaker", "category", "daypart",      "language",   "priority",
                                    "weight",  "gap_s",    "most_airings", "not_before", "expires"};

static void set_time(json_t *body, const char *name, int64_t at_ms)
{
    char text[CLOCK_TEXT_SIZE];
    clock_format_utc(at_ms, text);
    json_object_set_new(body, name, json_string(text));
}

/* Signed content is over when it says so, whatever ends later, or never. */
static void end_by(json_t *body, const char *name, const struct said *said)
{
    const char *text = json_string_value(json_object_get(body, name));
    struct diag ignored = {0};
    int64_t at_ms = INT64_MAX;
    bool told = text && strcmp(text, "never") != 0;
    /* What is no time is refused by the route. */
    bool good = !told || asked_time_parse(text, said->now_ms, ASKED_TIME_END, &at_ms, &ignored);
    diag_finish(&ignored);
    if (said->until_ms && good && at_ms > said->until_ms)
        set_time(body, name, said->until_ms);
}

static bool read_item(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    char key[TOPIC_STORE_SIZE];
    char path[sizeof V1 "/items/" + TOPIC_STORE_SIZE];
    json_t *body = json_object();
    json_t *told = object_of(said, "text");
    (void)diag;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        json_object_set_new(body, terms[i], json_null());
    json_object_update(body, told);
    json_decref(told);
    end_by(body, "expires", said);
    topic_store_key(said->topic, key);
    snprintf(path, sizeof path, V1 "/items/%s", key);
    set(meaning, "PUT", path, body);
    return true;
}

/* What is kept comes again and again: only an instant is an end. */
static bool read_take_over(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    char key[TOPIC_STORE_SIZE];
    json_t *body = object_of(said, "text");
    end_by(body, "until", said);
    const char *until = json_string_value(json_object_get(body, "until"));
    topic_store_key(said->topic, key);
    json_object_set_new(body, "key", json_string(key));
    bool ends = until && asked_time_is_exact(until);
    if (!ends)
        diag_error(
            diag, "\"until\": found %.40s; an end as 2026-11-30T18:00:00Z is wanted of a take-over",
            until ? until : "nothing");
    set(meaning, "POST", V1 "/breaking", body);
    return ends;
}

/* What the route refuses is no business of this. */
static bool read_set(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    if (!said->json)
        return refuse_words(said, "an object, as {\"brightness\": 40}", diag);
    set(meaning, "PUT", V1 "/settings", json_incref(said->json));
    return true;
}

/* --- commands --- */

static bool read_next(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    (void)diag;
    set(meaning, "POST", V1 "/next", said->json ? json_incref(said->json) : json_object());
    return true;
}

/* On, off, or the other way. `lit`: on means light, which is the opposite of blank. */
static bool read_switch(const struct said *said, const char *path, bool lit,
                        struct meaning *meaning, struct diag *diag)
{
    static const char *const on[] = {"ON", "on", "true", "1", NULL};
    static const char *const off[] = {"OFF", "off", "false", "0", NULL};
    static const char *const other[] = {"PRESS", "toggle", NULL};
    json_t *body = said->json             ? json_incref(said->json)
                   : is_word(said, on)    ? json_pack("{s:b}", "on", !lit)
                   : is_word(said, off)   ? json_pack("{s:b}", "on", lit)
                   : is_word(said, other) ? json_object()
                                          : NULL;
    if (!body)
        return refuse_words(said, "ON, OFF or toggle", diag);
    set(meaning, "POST", path, body);
    return true;
}

static bool read_pause(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    return read_switch(said, V1 "/pause", false, meaning, diag);
}

static bool read_blank(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    return read_switch(said, V1 "/blank", false, meaning, diag);
}

static bool read_light(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    if (said->json)
        return refuse_words(said, "ON or OFF", diag);
    return read_switch(said, V1 "/blank", true, meaning, diag);
}

static bool read_brightness(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    char *end = NULL;
    long percent = said->words ? strtol(said->words, &end, 10) : 0;
    if (said->words && (end == said->words || *end))
        return refuse_words(said, "a whole number from 1 to 100", diag);
    set(meaning, "PUT", V1 "/brightness",
        said->json ? json_incref(said->json) : json_pack("{s:I}", "percent", (json_int_t)percent));
    return true;
}

/* A key, an id: as words, or as a member; NULL: none. For the caller to free. */
static char *key_of(const struct said *said)
{
    const json_t *id = json_object_get(said->json, "id");
    const char *key = json_string_value(json_object_get(said->json, "key"));
    if (json_is_integer(id))
        return memory_format("%lld", (long long)json_integer_value(id));
    return memory_copy_string(said->words ? said->words : key);
}

static bool read_clear(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    const json_t *key = json_object_get(said->json, "key");
    char *path = memory_format(V1 "/breaking%s%.*s", key ? "/" : "", PATH_KEY_MAX,
                               key ? json_string_value(key) ? json_string_value(key) : "?" : "");
    (void)diag;
    set(meaning, "DELETE", path, json_object());
    free(path);
    return true;
}

static bool read_decision(const struct said *said, const char *what, struct meaning *meaning,
                          struct diag *diag)
{
    char *key = key_of(said);
    if (!key)
        return refuse_words(said, "an id or a key", diag);
    char *path = memory_format(V1 "/items/%.*s/%s", PATH_KEY_MAX, key, what);
    set(meaning, "POST", path, json_object());
    free(path);
    free(key);
    return true;
}

static bool read_kill(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    return read_decision(said, "kill", meaning, diag);
}

static bool read_approve(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    return read_decision(said, "approve", meaning, diag);
}

static bool read_notify(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    json_t *body = object_of(said, "text");
    (void)diag;
    if (!json_object_get(body, "expires"))
        json_object_set_new(body, "expires", json_string(NOTIFY_LASTS));
    end_by(body, "expires", said);
    set(meaning, "POST", V1 "/items", body);
    return true;
}

static bool read_breaking(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    static const char *const ends[] = {"airings", "minutes", "until"};
    json_t *body = object_of(said, "text");
    bool told = false;
    (void)diag;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const json_t *end = json_object_get(body, ends[i]);
        told |= json_is_string(end) || json_integer_value(end) != 0;
    }
    if (!told) {
        json_object_set_new(body, "airings", json_integer(USUAL_AIRINGS));
        json_object_set_new(body, "minutes", json_integer(USUAL_MINUTES));
    }
    if (said->until_ms)
        end_by(body, "until", said);
    set(meaning, "POST", V1 "/breaking", body);
    return true;
}

static const struct {
    const char *name;
    bool (*read)(const struct said *said, struct meaning *meaning, struct diag *diag);
} commands[] = {
    {"next", read_next},         {"pause", read_pause},           {"blank", read_blank},
    {"light", read_light},       {"brightness", read_brightness}, {"clear", read_clear},
    {"kill", read_kill},         {"approve", read_approve},       {"notify", read_notify},
    {"breaking", read_breaking},
};

static bool read_command(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, said->topic->key) == 0)
            return commands[i].read(said, meaning, diag);
    return diag_error(diag, "cmd/%s: there is no such command; " NAMES " are there",
                      said->topic->key);
}

/* --- all of it --- */

/* Of AWTRIX NG, as its topics and its HTTP belong together. */
static const struct {
    const char *topic, *method, *path;
} of_ng[] = {
    {"cmd/notify", "POST", V1 "/notifications"},
    {"cmd/notify/dismiss", "DELETE", V1 "/notifications/active"},
    {"cmd/apps/next", "POST", V1 "/next"},
};

#define OF_NG (sizeof of_ng / sizeof *of_ng)

static void set_ng(const char *topic, size_t size, struct meaning *meaning, const char *key)
{
    size_t i = 0;
    while (i < OF_NG && strcmp(topic, of_ng[i].topic) != 0)
        i++;
    meaning->method = i < OF_NG ? of_ng[i].method : size > 0 ? "PUT" : "DELETE";
    meaning->path =
        i < OF_NG ? memory_copy_string(of_ng[i].path) : memory_format(V1 "/apps/pushed/%s", key);
}

/* As the same sender's HTTP has it: the dialect's routes read the bytes. */
static bool read_dialect(const struct topic *topic, const char *payload, size_t size,
                         struct meaning *meaning)
{
    const char *path = strchr(topic->rest, '/');
    meaning->bytes = memory_copy_bytes(payload, size);
    meaning->size = size;
    if (strncmp(path, "/cmd/", 5) == 0) {
        set_ng(path + 1, size, meaning, topic->key);
        return true;
    }
    meaning->name = *topic->key ? memory_copy_string(topic->key) : NULL;
    meaning->method = "POST";
    meaning->path = memory_format("/api%s", *topic->key ? "/custom" : path);
    return true;
}

/* What a line can't have is an AWTRIX's. */
static bool is_of_ng(const struct topic *topic, const char *payload, size_t size)
{
    static const char *const ours[] = {"id", "text", "key"};
    json_t *json = topic->ng && topic->kind == TOPIC_COMMAND && strcmp(topic->key, "notify") == 0
                       ? json_loadb(payload, size, JSON_REJECT_DUPLICATES, NULL)
                       : NULL;
    json_t *theirs = json_is_object(json) ? json_copy(json) : NULL;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        json_object_del(theirs, terms[i]);
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        json_object_del(theirs, ours[i]);
    bool is = json_object_size(theirs) > 0;
    json_decref(theirs);
    json_decref(json);
    return is;
}

static bool read_said(const struct said *said, struct meaning *meaning, struct diag *diag)
{
    switch (said->topic->kind) {
    case TOPIC_ITEM:
        return read_item(said, meaning, diag);
    case TOPIC_BREAKING:
        return read_take_over(said, meaning, diag);
    case TOPIC_SET:
        return read_set(said, meaning, diag);
    case TOPIC_COMMAND:
        return read_command(said, meaning, diag);
    case TOPIC_DIALECT:
    case TOPIC_OTHER:
    case TOPIC_OWN:
    case TOPIC_MARKER:
        break;
    }
    return diag_error(diag,
                      "there is no such topic; items/KEY, breaking/KEY, set and cmd/NAME are");
}

bool meaning_read(const struct topic *topic, const char *payload, size_t size, int64_t now_ms,
                  int64_t until_ms, struct meaning *meaning, struct diag *diag)
{
    struct said said = {.topic = topic, .now_ms = now_ms, .until_ms = until_ms};
    *meaning = (struct meaning){0};
    if (topic->kind == TOPIC_DIALECT || is_of_ng(topic, payload, size))
        return read_dialect(topic, payload, size, meaning);
    bool good = take_said(&said, payload, size, diag);
    meaning->id = json_incref(json_object_get(said.json, "id"));
    good = good && read_said(&said, meaning, diag);
    if (meaning->body) {
        json_t *own = json_copy(meaning->body); /* it may be the payload's still */
        json_object_del(own, "id");
        json_decref(meaning->body);
        meaning->body = own;
    }
    json_decref(said.json);
    free(said.words);
    return good;
}

void meaning_remove(const struct topic *topic, struct meaning *meaning)
{
    char key[TOPIC_STORE_SIZE];
    if (topic->kind == TOPIC_SET) {
        *meaning = (struct meaning){
            .method = "PUT", .path = memory_copy_string(V1 "/settings"), .body = json_object()};
        return;
    }
    topic_store_key(topic, key);
    *meaning = (struct meaning){.method = "DELETE", .body = json_object()};
    meaning->path =
        memory_format(V1 "/%s/%s", topic->kind == TOPIC_BREAKING ? "breaking" : "items", key);
}
