#include "keep.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"
#include "intake/written.h"
#include "link/meaning.h"
#include "merge.h"
#include "serve/reply.h"
#include "store/place.h"
#include "store/store.h"

/* After its own marker, and the last message that was kept, nothing more is expected. */
#define SETTLE_NS (CLOCK_NS_PER_S / 2)

/* What the store has under a topic's key; the id of what stands, 0: nothing does. `done` is which
 * snippet was done last (0: not known). */
static enum wants_presence presence_of(const struct link *link, const struct topic *topic,
                                       int64_t done, int64_t *id)
{
    char key[TOPIC_STORE_SIZE];
    struct diag ignored = {0}; /* whoever reads the store tells */
    bool known = false;
    *id = 0;
    struct store *store = store_open_there(link->config->store.path, &ignored);
    topic_store_key(topic, key);
    bool read = store && written_find(store, key, id, &ignored) &&
                written_known(store, key, done, &known, &ignored);
    store_close(store);
    diag_finish(&ignored);
    return !read ? WANTS_UNKNOWN : *id ? WANTS_STANDS : known ? WANTS_OVER : WANTS_ABSENT;
}

static enum wants_outcome outcome_of(const struct order *order, const struct route_reply *reply)
{
    bool removes = strcmp(order->meaning.method, "DELETE") == 0;
    if (reply->status < STATUS_BAD || (removes && reply->status == STATUS_NOT_FOUND))
        return WANTS_DONE;
    return reply->status == STATUS_UNAVAILABLE ? WANTS_LATER : WANTS_REFUSED;
}

/* The ticker has it on its disk by now, or says why not. What waits for the ticker is told when it
 * was done. */
void keep_answered(void *user, const struct order *order, const struct route_reply *reply)
{
    struct link *link = user;
    enum wants_outcome outcome = outcome_of(order, reply);
    if (order->wanted) {
        int64_t id = 0;
        if (outcome == WANTS_DONE && order->topic.kind != TOPIC_SET)
            presence_of(link, &order->topic, 0, &id);
        wants_done(&link->wants, &order->topic, order->hash, outcome, id);
        link_save_if_changed(link);
        tell_state_soon(link->tell);
    }
    if (!order->text || (order->wanted && outcome == WANTS_LATER))
        return;
    json_t *document = outcome == WANTS_DONE ? NULL
                                             : json_loadb(reply->body.data ? reply->body.data : "",
                                                          reply->body.length, 0, NULL);
    json_t *error = json_incref(json_object_get(document, "error"));
    if (outcome != WANTS_DONE && !error)
        error = json_pack("{s:s}", "code", "refused");
    tell_result(link->tell, order->text, order->meaning.id, error);
    json_decref(document);
}

/* --- what is kept for this wall --- */

/* Light is no part of the store: it is asked for whenever the ticker has come. */
static bool stands_so(const struct link *link, const struct want *want)
{
    int64_t id;
    return want->topic.kind != TOPIC_SET &&
           wants_is_done(want, presence_of(link, &want->topic, want->done_id, &id));
}

static void tell_done(struct link *link, const struct want *want)
{
    char *rest = topic_rest(&want->topic);
    char *text = memory_format("%s/%s", link->names.prefix, rest);
    tell_result(link->tell, text, NULL, NULL);
    free(text);
    free(rest);
}

/* All settings are asked for together: what one topic says no more may be another one's. */
static void merge_into(struct link *link, const struct want *want, struct meaning *meaning)
{
    int64_t now = link_now_ms(link);
    json_decref(meaning->body);
    meaning->body = merge_settings(&link->wants, &link->names, want, now);
    int64_t end_ms = merge_next_end(&link->wants, now);
    loop_set_timer(link->ends, end_ms == INT64_MAX
                                   ? INT64_MAX
                                   : loop_now_ns(link->loop) + (end_ms - now) * CLOCK_NS_PER_MS);
}

static bool read_want(struct link *link, const struct want *want, struct meaning *meaning,
                      struct diag *diag)
{
    if (want->gone) {
        meaning_remove(&want->topic, meaning);
        return true;
    }
    return meaning_read(&want->topic, want->payload, want->size, link_now_ms(link), want->until_ms,
                        meaning, diag);
}

/* What is asked for of a topic; false: it makes no sense, which is told. */
static bool order_of(struct link *link, const struct want *want, struct order *order)
{
    struct diag diag = {0};
    char *rest = topic_rest(&want->topic);
    *order = (struct order){.topic = want->topic, .hash = want->hash, .wanted = true};
    order->text = memory_format("%s/%s", link->names.prefix, rest);
    order->editor = memory_copy_string(LINK_EDITOR);
    free(rest);
    if (read_want(link, want, &order->meaning, &diag)) {
        if (want->topic.kind == TOPIC_SET)
            merge_into(link, want, &order->meaning);
        return true;
    }
    link_refuse_diag(link, order->text, order->meaning.id, "field", &diag);
    return false;
}

/* Which file it is, is written down when all is done of it: after a death it is looked at again. */
static void note_place(struct link *link)
{
    if (!link->place || wants_any_doubt(&link->wants) ||
        (link->memo.place && strcmp(link->memo.place, link->place) == 0))
        return;
    free(link->memo.place);
    link->memo.place = memory_copy_string(link->place);
    link->wants.changed = true;
}

/* One after the other; what is done already is not asked for. */
static void ask_wanted(struct link *link)
{
    struct want *want;
    while (link->visible.connected && (want = wants_next(&link->wants))) {
        struct order order;
        struct topic topic = want->topic;
        if (stands_so(link, want)) {
            tell_done(link, want);
            wants_done(&link->wants, &topic, want->hash, WANTS_DONE, 0);
        } else if (!order_of(link, want, &order)) {
            wants_done(&link->wants, &topic, order.hash, WANTS_REFUSED, 0);
            order_finish(&order);
        } else {
            wants_ask(&link->wants, want);
            link_save_if_changed(link);
            orders_add(link->orders, &order);
            return;
        }
    }
    note_place(link);
    link_save_if_changed(link);
}

static bool note_key(void *user, const struct store_row *row)
{
    struct link *link = user;
    struct topic topic;
    const char *key = written_key(row->snippet.origin);
    bool stands =
        row->state == STORE_LIVE || row->state == STORE_APPROVED || row->state == STORE_HELD;
    if (key && stands && topic_of_store_key(key, &topic))
        wants_has(&link->wants, &topic);
    return true;
}

/* What stands in the store, and no topic has any more. */
static void sweep(struct link *link)
{
    struct diag ignored = {0};
    if (!link->sweep || !link->wants.settled || !link->visible.connected)
        return;
    struct store *store = store_open_there(link->config->store.path, &ignored);
    link->sweep = !store || !store_each(store, note_key, link, &ignored);
    store_close(store);
    diag_finish(&ignored);
}

void keep_look_at_store(struct link *link)
{
    char *place = store_place(link->config->store.path);
    const char *known = link->place ? link->place : link->memo.place;
    if (place && known && strcmp(place, known) != 0) {
        log_info("%s: another file took its place; what the broker keeps is put there again",
                 link->config->store.path);
        wants_doubt(&link->wants);
        link->sweep = true;
    }
    if (place) {
        free(link->place);
        link->place = place;
    }
}

void keep_go_on(struct link *link)
{
    sweep(link);
    if (orders_are_idle(link->orders))
        ask_wanted(link);
}

void keep_idle(void *user)
{
    ask_wanted(user);
}

void keep_ends(void *user, int64_t now_ns)
{
    struct link *link = user;
    (void)now_ns;
    wants_look_again(&link->wants);
    keep_go_on(link);
}

void keep_settle(void *user, int64_t now_ns)
{
    struct link *link = user;
    (void)now_ns;
    wants_settle(&link->wants);
    link->sweep = true;
    keep_go_on(link);
}

void keep_settle_soon(struct link *link)
{
    if (link->marked && !link->wants.settled)
        loop_set_timer(link->settle, loop_now_ns(link->loop) + SETTLE_NS);
}
