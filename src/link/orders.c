#include "orders.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "serve/reply.h"

struct waiting {
    struct waiting *next;
    struct order order;
    const struct route *route;
    char *key; /* in its path */
    struct errand errand;
    struct route_reply reply;
};

struct orders {
    struct orders_for whom;
    struct errand_for errand_for;
    struct waiting *first, *last; /* the first is on its way, where `busy` */
    size_t count;
    bool busy;
    bool running; /* this is in a turn of its own loop */
};

void order_finish(struct order *order)
{
    free(order->text);
    free(order->editor);
    meaning_finish(&order->meaning);
}

static const char *query_of(void *user, const char *name)
{
    const struct waiting *waiting = user;
    return strcmp(name, "name") == 0 ? waiting->order.meaning.name : NULL;
}

static bool look(void *user, struct route_world *world, struct asked *asked)
{
    struct orders *orders = user;
    struct waiting *waiting = orders->first;
    const struct meaning *meaning = &waiting->order.meaning;
    size_t count;
    const struct route *routes = route_table(&count);
    *world = (struct route_world){.config = orders->whom.config,
                                  .routes = routes,
                                  .route_count = count,
                                  .visible = orders->whom.visible,
                                  .now_ms = clock_wall_ms(orders->whom.clock)};
    *asked = (struct asked){.key = waiting->key ? waiting->key : "",
                            .role = TOKEN_CHIEF,
                            .name = waiting->order.editor,
                            .query = query_of,
                            .user = waiting,
                            .body = meaning->bytes ? meaning->bytes : "",
                            .size = meaning->size,
                            .json = meaning->body};
    return true;
}

static void finish(struct waiting *waiting)
{
    errand_finish(&waiting->errand);
    order_finish(&waiting->order);
    buffer_finish(&waiting->reply.body);
    free(waiting->key);
    free(waiting);
}

/* The reply of the first is there. */
static void settle(struct orders *orders)
{
    struct waiting *done = orders->first;
    orders->first = done->next;
    if (!orders->first)
        orders->last = NULL;
    orders->count--;
    orders->busy = false;
    orders->whom.answered(orders->whom.user, &done->order, &done->reply);
    finish(done);
}

/* A body that its route takes as JSON; false: the reply says what it is. */
static bool settle_body(struct waiting *waiting)
{
    struct meaning *meaning = &waiting->order.meaning;
    if (waiting->route->takes != TAKES_JSON || meaning->body)
        return true;
    meaning->body = meaning->size
                        ? json_loadb(meaning->bytes, meaning->size, JSON_REJECT_DUPLICATES, NULL)
                        : json_object();
    if (json_is_object(meaning->body))
        return true;
    reply_refuse(&waiting->reply, STATUS_BAD, "no_json", "It is no object.", NULL, NULL,
                 "an object of JSON");
    return false;
}

/* False: the reply is there already. */
static bool begin(struct orders *orders, struct waiting *waiting)
{
    const struct meaning *meaning = &waiting->order.meaning;
    char *methods = NULL;
    waiting->route = route_find(meaning->method, meaning->path,
                                orders->whom.config->control.dialects, &waiting->key, &methods);
    free(methods);
    if (!waiting->route) {
        reply_refuse(&waiting->reply, STATUS_NOT_FOUND, "no_such_item",
                     "There is nothing of that name, or the dialect is not spoken here.", NULL,
                     NULL, "an id, a key, or a dialect of control.dialects");
        return false;
    }
    if (!settle_body(waiting))
        return false;
    waiting->reply.status = STATUS_GOOD;
    if (waiting->route->ask) {
        waiting->errand = (struct errand){
            .for_whom = &orders->errand_for, .route = waiting->route, .reply = &waiting->reply};
        return errand_ask(&waiting->errand);
    }
    struct route_world world;
    struct asked asked;
    look(orders, &world, &asked);
    waiting->route->answer(&world, &asked, &waiting->reply);
    return false;
}

/* Those that need no answer are done in one turn. */
static void go_on(struct orders *orders)
{
    if (orders->running)
        return;
    orders->running = true;
    while (!orders->busy) {
        if (!orders->first)
            orders->whom.idle(orders->whom.user);
        if (!orders->first)
            break;
        orders->busy = true;
        if (!begin(orders, orders->first))
            settle(orders);
    }
    orders->running = false;
}

static void on_done(void *user)
{
    struct orders *orders = user;
    settle(orders);
    go_on(orders);
}

static struct upstream *upstream_of(void *user)
{
    const struct orders *orders = user;
    return orders->whom.upstream(orders->whom.user);
}

struct orders *orders_create(const struct orders_for *whom)
{
    struct orders *orders = memory_alloc(1, sizeof *orders);
    *orders = (struct orders){.whom = *whom};
    orders->errand_for = (struct errand_for){upstream_of, look, on_done, orders};
    return orders;
}

void orders_destroy(struct orders *orders)
{
    if (!orders)
        return;
    while (orders->first) {
        struct waiting *waiting = orders->first;
        orders->first = waiting->next;
        finish(waiting);
    }
    free(orders);
}

void orders_add(struct orders *orders, const struct order *order)
{
    struct waiting *waiting = memory_alloc(1, sizeof *waiting);
    *waiting = (struct waiting){.order = *order};
    if (orders->last)
        orders->last->next = waiting;
    else
        orders->first = waiting;
    orders->last = waiting;
    orders->count++;
    go_on(orders);
}

bool orders_are_idle(const struct orders *orders)
{
    return orders->count == 0;
}

size_t orders_waiting(const struct orders *orders)
{
    return orders->count;
}
