#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "answers.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "item_json.h"
#include "query.h"
#include "serve/reply.h"

#define LIMIT_MOST 200

/* What of the store is asked for. */
struct wanted {
    const char *state, *category;
    char *search; /* folded; NULL: anything */
    size_t folded;
    bool held, breaking;
    int64_t after;
    size_t limit;
    json_t *found;
    int64_t next; /* 0: that is all */
};

static bool has(const char *text, const struct wanted *wanted)
{
    size_t length;
    if (!text)
        return false;
    char *folded = utf8_fold(text, strlen(text), &length);
    bool found = memmem(folded, length, wanted->search, wanted->folded) != NULL;
    free(folded);
    return found;
}

static bool is_wanted(const struct wanted *wanted, const struct store_row *row)
{
    const struct snippet *snippet = &row->snippet;
    const char *category = snippet->category ? snippet->category : "news";
    return (!wanted->held || row->state == STORE_HELD) &&
           (!wanted->breaking || (snippet->breaking > 0 && row->state == STORE_LIVE)) &&
           (!wanted->state || strcmp(store_state_name(row->state), wanted->state) == 0) &&
           (!wanted->category || strcasecmp(category, wanted->category) == 0) &&
           (!wanted->search || has(snippet->text, wanted) || has(snippet->speaker, wanted));
}

/* In order of id; the newest first where it is what waits. */
static bool take_row(void *user, const struct store_row *row)
{
    struct wanted *wanted = user;
    if (row->snippet.id <= wanted->after || !is_wanted(wanted, row))
        return true;
    if (!wanted->held && json_array_size(wanted->found) == wanted->limit) {
        wanted->next = json_integer_value(
            json_object_get(json_array_get(wanted->found, wanted->limit - 1), "id"));
        return false;
    }
    if (wanted->held)
        json_array_insert_new(wanted->found, 0, item_to_json(row));
    else
        json_array_append_new(wanted->found, item_to_json(row));
    return true;
}

static void list(const struct route_world *world, struct wanted *wanted, struct route_reply *reply)
{
    struct diag diag = {0};
    wanted->found = json_array();
    bool good = world->store && store_each(world->store, take_row, wanted, &diag);
    if (good)
        reply_json(reply, STATUS_GOOD,
                   json_pack("{s:O, s:o}", "items", wanted->found, "next",
                             wanted->next ? json_integer(wanted->next) : json_null()));
    else
        reply_refuse(reply, STATUS_UNAVAILABLE, "store", "The store can't be read.", NULL, NULL,
                     NULL);
    json_decref(wanted->found);
    diag_finish(&diag);
}

static bool check_state(const char *state, struct route_reply *reply)
{
    for (int i = 0; i < STORE_REMOVED; i++)
        if (!state || strcmp(store_state_name((enum store_state)i), state) == 0)
            return true;
    reply_refuse(reply, STATUS_FIELD, "field", "There is no such state.", "state", state,
                 "live, approved, held, killed, expired, corrected");
    return false;
}

void answer_items(const struct route_world *world, const struct asked *asked,
                  struct route_reply *reply)
{
    int64_t limit = LIMIT_MOST;
    const char *search = asked->query(asked->user, "search");
    struct wanted wanted = {.state = asked->query(asked->user, "state"),
                            .category = asked->query(asked->user, "category")};
    if (!query_number(asked, "limit", 1, LIMIT_MOST, &limit, reply) ||
        !query_number(asked, "after", 0, INT64_MAX, &wanted.after, reply) ||
        !check_state(wanted.state, reply))
        return;
    wanted.limit = (size_t)limit;
    if (search && *search)
        wanted.search = utf8_fold(search, strlen(search), &wanted.folded);
    list(world, &wanted, reply);
    free(wanted.search);
}

void answer_held(const struct route_world *world, const struct asked *asked,
                 struct route_reply *reply)
{
    struct wanted wanted = {.held = true, .limit = LIMIT_MOST};
    (void)asked;
    list(world, &wanted, reply);
}

void answer_breaking(const struct route_world *world, const struct asked *asked,
                     struct route_reply *reply)
{
    struct wanted wanted = {.breaking = true, .limit = LIMIT_MOST};
    (void)asked;
    list(world, &wanted, reply);
}

void answer_item(const struct route_world *world, const struct asked *asked,
                 struct route_reply *reply)
{
    struct store_row row;
    if (!item_find(world, asked->key, &row, reply))
        return;
    item_reply(STATUS_GOOD, &row, reply);
    store_row_finish(&row);
}
