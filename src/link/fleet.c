#include "link/fleet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/config.h"
#include "link/topic.h"
#include "visit.h"

#define WAITS_S 5

struct fleet {
    json_t *tickers; /* name: {"availability", "state"} */
    json_t *items;   /* "WHO/items/KEY": true */
};

static json_t *ticker_of(struct fleet *fleet, const char *name)
{
    json_t *ticker = json_object_get(fleet->tickers, name);
    if (!ticker) {
        ticker = json_pack("{s:s}", "ticker", name);
        json_object_set_new(fleet->tickers, name, ticker);
    }
    return ticker;
}

static void on_message(void *user, const char *topic, const char *bytes, size_t size)
{
    struct fleet *fleet = user;
    const char *slash = strchr(topic, '/');
    char name[TOPIC_WHO_MAX + 1];
    if (!slash || (size_t)(slash - topic) > TOPIC_WHO_MAX)
        return;
    snprintf(name, sizeof name, "%.*s", (int)(slash - topic), topic);
    if (strcmp(slash, "/availability") == 0) {
        json_object_set_new(ticker_of(fleet, name), "availability", json_stringn(bytes, size));
    } else if (strcmp(slash, "/state") == 0) {
        json_t *state = json_loadb(bytes, size, 0, NULL);
        if (state)
            json_object_set_new(ticker_of(fleet, name), "state", state);
    } else if (size > 0 &&
               (strncmp(slash, "/items/", 7) == 0 || strncmp(slash, "/breaking/", 10) == 0)) {
        json_object_set_new(fleet->items, topic, json_true());
    }
}

static void on_turn(void *user)
{
    (void)user;
}

static bool is_for(const char *topic, const char *name, const json_t *groups)
{
    size_t length = strcspn(topic, "/");
    const json_t *group;
    size_t i;
    if ((strlen(TOPIC_ALL) == length && strncmp(topic, TOPIC_ALL, length) == 0) ||
        (strlen(name) == length && strncmp(topic, name, length) == 0))
        return true;
    json_array_foreach(groups, i, group)
    {
        const char *text = json_string_value(group);
        if (text && strlen(text) == length && strncmp(topic, text, length) == 0)
            return true;
    }
    return false;
}

static int by_name(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* The names of an object in their order; the caller frees the list. */
static const char **sorted(json_t *object)
{
    const char **names = memory_alloc(json_object_size(object) + 1, sizeof *names);
    size_t count = 0;
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value) names[count++] = name;
    qsort(names, count, sizeof *names, by_name);
    return names;
}

static json_t *list_of(const struct fleet *fleet)
{
    json_t *list = json_array();
    const char **names = sorted(fleet->tickers);
    const char **items = sorted(fleet->items);
    for (size_t i = 0; names[i]; i++) {
        json_t *ticker = json_object_get(fleet->tickers, names[i]);
        const json_t *state = json_object_get(ticker, "state");
        json_t *own = json_array();
        for (size_t k = 0; items[k]; k++)
            if (is_for(items[k], names[i], json_object_get(state, "groups")))
                json_array_append_new(own, json_string(items[k]));
        json_object_set_new(ticker, "items", own);
        json_array_append(list, ticker);
    }
    free(names);
    free(items);
    return list;
}

json_t *fleet_look(const struct config *config, struct diag *diag)
{
    struct fleet fleet = {.tickers = json_object(), .items = json_object()};
    char *client = memory_format("motograph-fleet-%d", (int)getpid());
    const struct visit visit = {.client = client,
                                .topic = "#",
                                .seconds = WAITS_S,
                                .message = on_message,
                                .turn = on_turn,
                                .user = &fleet,
                                .ends = true};
    json_t *list = visit_broker(config, &visit, diag) ? list_of(&fleet) : NULL;
    json_decref(fleet.tickers);
    json_decref(fleet.items);
    free(client);
    return list;
}
