
#include "answers.h"
#include "base/clock.h"
#include "config/config.h"
#include "output/outputs.h"
#include "past.h"
#include "query.h"
#include "serve/reply.h"
#include "serve/still.h"

#define SECONDS_USUAL 10
#define SECONDS_MOST 60

static bool refuse_nothing(const struct asked *asked, struct route_reply *reply)
{
    reply_refuse(reply, STATUS_NOT_FOUND, "nothing_shown", "Nothing is known of the wall then.",
                 "at", asked->query(asked->user, "at"), "a time of GET /api/v1/asrun");
    return false;
}

static void refuse_unmade(struct route_reply *reply)
{
    reply_refuse(reply, STATUS_FAULT, "not_done", "The picture can't be made.", NULL, NULL, NULL);
}

static bool draw_past(const struct route_world *world, const struct asked *asked, int64_t at_ns,
                      struct frame *frame)
{
    struct replay replay;
    struct diag ignored = {0};
    bool good = past_load(world, asked->role, at_ns, at_ns + 1, &replay, &ignored);
    if (good) {
        frame_init(frame, replay.width, replay.height);
        replay_draw(&replay, at_ns, frame);
    }
    replay_finish(&replay);
    diag_finish(&ignored);
    return good;
}

void work_png(const struct route_world *world, const struct asked *asked, struct route_reply *reply)
{
    int64_t at_ns = 0;
    struct frame frame;
    if (!query_time(world, asked, "at", &at_ns, reply))
        return;
    if (!(at_ns ? draw_past(world, asked, at_ns, &frame)
                : still_draw(world->visible, world->now_ms * CLOCK_NS_PER_MS, &frame))) {
        refuse_nothing(asked, reply);
        return;
    }
    if (!still_png(&world->config->picture, &frame, &reply->body))
        refuse_unmade(reply);
    frame_finish(&frame);
}

/* As AWTRIX has it: the colour of each LED, row by row. */
void work_screen(const struct route_world *world, const struct asked *asked,
                 struct route_reply *reply)
{
    struct frame frame;
    if (!still_draw(world->visible, world->now_ms * CLOCK_NS_PER_MS, &frame)) {
        refuse_nothing(asked, reply);
        return;
    }
    json_t *colours = json_array();
    for (int i = 0; i < frame.width * frame.height; i++) {
        const uint8_t *led = frame.rgb + (size_t)i * 3;
        json_array_append_new(colours, json_integer(led[0] << 16 | led[1] << 8 | led[2]));
    }
    reply_json(reply, STATUS_GOOD, colours);
    frame_finish(&frame);
}

struct film {
    const struct route_world *world;
    const struct replay *replay;
    int64_t from_ns, to_ns;
};

static bool write_gif(void *user, const char *path)
{
    const struct film *film = user;
    const struct replay *replay = film->replay;
    struct clock clock;
    struct diag ignored = {0};
    clock_init_simulated(&clock, 0);
    clock_advance_to(&clock, film->from_ns);
    struct output *output = picture_open_gif(path, film->world->config, &clock, replay->width,
                                             replay->height, &ignored);
    bool good = output && replay_play(replay, &clock, output, film->to_ns, &ignored);
    if (output)
        good = output->ops->close(output, &ignored) && good;
    diag_finish(&ignored);
    return good;
}

void work_gif(const struct route_world *world, const struct asked *asked, struct route_reply *reply)
{
    int64_t seconds = SECONDS_USUAL;
    int64_t from_ns = 0;
    struct replay replay;
    struct diag ignored = {0};
    if (!query_number(asked, "seconds", 1, SECONDS_MOST, &seconds, reply) ||
        !query_time(world, asked, "at", &from_ns, reply))
        return;
    if (!from_ns)
        from_ns = world->now_ms * CLOCK_NS_PER_MS - seconds * CLOCK_NS_PER_S;
    int64_t to_ns = from_ns + seconds * CLOCK_NS_PER_S;
    bool known = past_load(world, asked->role, from_ns, to_ns, &replay, &ignored);
    struct film film = {world, &replay, from_ns, to_ns};
    if (!known)
        refuse_nothing(asked, reply);
    else if (!still_bytes(write_gif, &film, ".gif", &reply->body))
        refuse_unmade(reply);
    replay_finish(&replay);
    diag_finish(&ignored);
}
