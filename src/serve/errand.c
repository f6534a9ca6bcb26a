#include "serve/errand.h"

#include "config/config.h"
#include "serve/reply.h"
#include "store/store.h"

/* To read, for one answer: nothing is open when a process is made, since SQLite's connections must
 * not go into another one. NULL: there is none. */
static struct store *open_store(const struct route_world *world)
{
    struct diag ignored = {0};
    struct store *store = store_open_there(world->config->store.path, &ignored);
    diag_finish(&ignored);
    return store;
}

static bool look(struct errand *errand, struct route_world *world, struct asked *asked)
{
    const struct errand_for *whom = errand->for_whom;
    if (!whom->look(whom->user, world, asked))
        return false;
    asked->step = errand->step;
    asked->absent = errand->absent;
    world->store = open_store(world);
    return true;
}

/* What the ticker did, as a reply. */
static void take_answer(struct errand *errand, const json_t *answer)
{
    struct route_world world;
    struct asked asked;
    if (!look(errand, &world, &asked))
        return;
    errand->reply->status = STATUS_GOOD;
    errand->reply->type = errand->route->type;
    errand->route->done(&world, &asked, answer, errand->reply);
    store_close(world.store);
}

/* Whether a route that asks again has more to ask for; what was to be taken out and is not there is
 * no fault of one. */
static bool goes_on(struct errand *errand, const char *error)
{
    if (!errand->route->again)
        return false;
    if (error)
        reply_error(errand->reply, error);
    if (error && errand->reply->status != STATUS_NOT_FOUND)
        return false;
    errand->absent += error != NULL;
    errand->step++;
    return errand_ask(errand);
}

static void on_answer(void *user, const json_t *answer)
{
    struct errand *errand = user;
    const char *error = json_string_value(json_object_get(answer, "error"));
    if (answer && goes_on(errand, error))
        return;
    if (!answer)
        reply_refuse(errand->reply, STATUS_UNAVAILABLE, "no_answer",
                     "The ticker did not answer: it may have been done, or not.", NULL, NULL, NULL);
    else if (error && !errand->route->again)
        reply_error(errand->reply, error);
    else if (!errand->route->again)
        take_answer(errand, answer);
    errand->for_whom->done(errand->for_whom->user);
}

static bool refuse(struct errand *errand, int status, const char *code, const char *message,
                   const char *allowed)
{
    reply_refuse(errand->reply, status, code, message, NULL, NULL, allowed);
    return false;
}

bool errand_ask(struct errand *errand)
{
    struct route_world world;
    struct asked asked;
    if (!look(errand, &world, &asked))
        return false;
    struct request request = {.editor = asked.name};
    json_decref(errand->keep);
    errand->keep = json_array();
    bool asks = errand->route->ask(&world, &asked, &request, errand->keep, errand->reply);
    store_close(world.store);
    if (!asks)
        return false;
    struct upstream *upstream = errand->for_whom->upstream(errand->for_whom->user);
    switch (upstream_ask(upstream, &request, on_answer, errand)) {
    case UPSTREAM_ASKED:
        return true;
    case UPSTREAM_NOBODY:
        return refuse(errand, STATUS_UNAVAILABLE, "no_ticker",
                      "No ticker answers, and it alone writes: nothing was changed.", NULL);
    case UPSTREAM_LARGE:
        break;
    }
    return refuse(errand, STATUS_LARGE, "too_large", "It is too long for the ticker.", "64 KiB");
}

void errand_finish(struct errand *errand)
{
    json_decref(errand->keep);
    errand->keep = NULL;
}
