#include "link/wants.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"

static bool same_topic(const struct topic *one, const struct topic *other)
{
    return one->kind == other->kind && strcmp(one->who, other->who) == 0 &&
           strcmp(one->key, other->key) == 0;
}

static struct want *find(const struct wants *wants, const struct topic *topic)
{
    for (size_t i = 0; i < wants->count; i++)
        if (same_topic(&wants->items[i].topic, topic))
            return &wants->items[i];
    return NULL;
}

static struct want *find_or_add(struct wants *wants, const struct topic *topic)
{
    struct want *found = find(wants, topic);
    if (found || wants->count == WANTS_MOST)
        return found;
    wants->items = memory_resize(wants->items, wants->count + 1, sizeof *wants->items);
    found = &wants->items[wants->count++];
    *found = (struct want){.topic = *topic};
    found->topic.rest = NULL;
    return found;
}

static void set_payload(struct want *want, const char *payload, size_t size)
{
    free(want->payload);
    want->payload = payload ? memory_copy_bytes(payload, size) : NULL;
    want->size = size;
    want->hash = payload ? hash_bytes(HASH_START, payload, size) : 0;
}

static void drop(struct wants *wants, struct want *want)
{
    free(want->payload);
    *want = wants->items[--wants->count];
}

void wants_finish(struct wants *wants)
{
    for (size_t i = 0; i < wants->count; i++)
        free(wants->items[i].payload);
    free(wants->items);
    *wants = (struct wants){0};
}

void wants_begin(struct wants *wants)
{
    wants->settled = false;
    for (size_t i = 0; i < wants->count; i++)
        wants->items[i].told = false;
}

static void take_away(struct want *want)
{
    set_payload(want, NULL, 0);
    want->gone = want->due = true;
    want->refused = false;
}

bool wants_take(struct wants *wants, const struct topic *topic, const char *payload, size_t size,
                bool anew, struct diag *diag)
{
    if (size > WANTS_PAYLOAD_MOST)
        return diag_error(diag, "found %zu bytes; %d at most are taken", size, WANTS_PAYLOAD_MOST);
    struct want *want = find_or_add(wants, topic);
    if (!want)
        return diag_error(diag, "%d topics have content already; no more are taken", WANTS_MOST);
    want->told = true;
    if (size == 0) {
        take_away(want);
        return true;
    }
    uint64_t before = want->hash;
    set_payload(want, payload, size);
    want->gone = false;
    want->due = true;
    want->refused = want->refused && want->hash == before;
    wants->changed |= anew && want->done_hash != 0;
    want->done_hash = anew ? 0 : want->done_hash;
    return true;
}

bool wants_number(struct wants *wants, const struct topic *topic, int64_t number, int64_t until_ms,
                  const char *payload, size_t size, bool *anew, struct diag *diag)
{
    struct want *want = find_or_add(wants, topic);
    uint64_t hash = hash_bytes(HASH_START, payload, size);
    if (!want)
        return diag_error(diag, "%d topics have content already; no more are taken", WANTS_MOST);
    if (number < want->number || (number == want->number && hash != want->number_hash))
        return diag_error(diag,
                          "\"number\": found %lld; one above %lld, which was taken, is wanted",
                          (long long)number, (long long)want->number);
    *anew = number != want->number;
    wants->changed |= *anew;
    want->number = number;
    want->number_hash = hash;
    want->until_ms = until_ms;
    return true;
}

void wants_settle(struct wants *wants)
{
    wants->settled = true;
    for (size_t i = 0; i < wants->count && !wants->lasting; i++)
        if (!wants->items[i].told && wants->items[i].topic.kind != TOPIC_COMMAND)
            take_away(&wants->items[i]);
}

void wants_look_again(struct wants *wants)
{
    for (size_t i = 0; i < wants->count; i++)
        wants->items[i].due = wants->items[i].payload || wants->items[i].gone;
}

void wants_doubt(struct wants *wants)
{
    for (size_t i = 0; i < wants->count; i++)
        wants->items[i].doubted = wants->items[i].topic.kind != TOPIC_SET;
    wants_look_again(wants);
}

bool wants_any_doubt(const struct wants *wants)
{
    for (size_t i = 0; i < wants->count; i++)
        if (wants->items[i].doubted && !wants->items[i].refused)
            return true;
    return false;
}

void wants_has(struct wants *wants, const struct topic *topic)
{
    if (!wants->settled || wants->lasting || find(wants, topic))
        return;
    struct want *want = find_or_add(wants, topic);
    if (want)
        take_away(want);
}

struct want *wants_next(struct wants *wants)
{
    for (size_t i = 0; i < wants->count; i++)
        if (wants->items[i].due && !wants->items[i].refused)
            return &wants->items[i];
    return NULL;
}

bool wants_is_done(const struct want *want, enum wants_presence presence)
{
    if (want->gone)
        return presence == WANTS_ABSENT || presence == WANTS_OVER;
    bool known = presence == WANTS_STANDS || presence == WANTS_UNKNOWN;
    return want->hash == want->done_hash && (presence == WANTS_OVER || (known && !want->doubted));
}

void wants_ask(struct wants *wants, struct want *want)
{
    if (want->topic.kind == TOPIC_SET && want->hash == want->done_hash)
        return; /* it is told again to a ticker that has come anew */
    wants->changed |= want->done_hash != 0;
    want->done_hash = 0;
}

void wants_done(struct wants *wants, const struct topic *topic, uint64_t hash,
                enum wants_outcome outcome, int64_t id)
{
    struct want *want = find(wants, topic);
    if (!want)
        return;
    bool same = want->hash == hash;
    if (outcome == WANTS_DONE) {
        wants->changed |= want->done_hash != hash || (id && want->done_id != id);
        want->done_hash = hash;
        want->done_id = id ? id : want->done_id;
    }
    if (!same)
        return; /* another one came meanwhile, and is due */
    want->due = false;
    want->doubted = want->doubted && outcome == WANTS_LATER;
    want->refused = outcome == WANTS_REFUSED;
    if (want->gone && outcome != WANTS_LATER && want->number == 0)
        drop(wants, want);
}

void wants_count(const struct wants *wants, size_t *wanted, size_t *taken)
{
    *wanted = *taken = 0;
    for (size_t i = 0; i < wants->count; i++) {
        *wanted += wants->items[i].payload != NULL;
        *taken += wants->items[i].payload && wants->items[i].hash == wants->items[i].done_hash;
    }
}

/* --- over the end of the process --- */

json_t *wants_to_json(struct wants *wants, int64_t now_ms)
{
    json_t *json = json_object();
    wants->changed = false;
    for (size_t i = 0; i < wants->count; i++) {
        const struct want *want = &wants->items[i];
        bool numbered = want->number && want->until_ms > now_ms;
        char hash[17];
        char number_hash[17];
        if (!numbered && !want->done_hash)
            continue;
        snprintf(hash, sizeof hash, "%016" PRIx64, want->done_hash);
        snprintf(number_hash, sizeof number_hash, "%016" PRIx64, want->number_hash);
        char *rest = topic_rest(&want->topic);
        json_t *kept = json_pack("{s:s, s:I, s:I, s:s, s:I}", "done", hash, "snippet",
                                 (json_int_t)want->done_id, "number",
                                 (json_int_t)(numbered ? want->number : 0), "signed", number_hash,
                                 "until", (json_int_t)(numbered ? want->until_ms : 0));
        if (want->topic.kind == TOPIC_SET && want->payload && want->hash == want->done_hash)
            json_object_set_new(kept, "content", json_stringn(want->payload, want->size));
        json_object_set_new(json, rest, kept);
        free(rest);
    }
    return json;
}

static uint64_t hash_of(const json_t *json, const char *name)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text ? strtoull(text, NULL, 16) : 0;
}

/* Settings are no part of the store: who has them again after a night without its broker has them
 * from here. */
static void take_kept(struct want *want, const json_t *content)
{
    if (want->topic.kind != TOPIC_SET || !json_is_string(content))
        return;
    set_payload(want, json_string_value(content), json_string_length(content));
    want->due = true;
}

void wants_from_json(struct wants *wants, const json_t *json)
{
    static const struct topic_names anybody = {.prefix = "x"};
    const char *rest;
    json_t *value;
    json_object_foreach((json_t *)json, rest, value)
    {
        struct topic_names names = anybody;
        struct topic topic;
        char *text = memory_format("x/%s", rest);
        size_t length = strcspn(rest, "/");
        snprintf(names.name, sizeof names.name, "%.*s", (int)length, rest);
        bool known = topic_read(&names, text, &topic) &&
                     (topic.kind == TOPIC_ITEM || topic.kind == TOPIC_BREAKING ||
                      topic.kind == TOPIC_COMMAND || topic.kind == TOPIC_SET);
        struct want *want = known ? find_or_add(wants, &topic) : NULL;
        free(text);
        if (!want)
            continue;
        want->done_hash = hash_of(value, "done");
        want->done_id = json_integer_value(json_object_get(value, "snippet"));
        want->number = json_integer_value(json_object_get(value, "number"));
        want->number_hash = hash_of(value, "signed");
        want->until_ms = json_integer_value(json_object_get(value, "until"));
        take_kept(want, json_object_get(value, "content"));
    }
}
