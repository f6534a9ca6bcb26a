#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answers.h"
#include "base/clock.h"
#include "base/memory.h"
#include "config/config.h"
#include "output/outputs.h"
#include "output/picture_png.h"
#include "past.h"
#include "query.h"
#include "serve/reply.h"

#define SECONDS_USUAL 10
#define SECONDS_MOST 60
#define PICTURE_MAX ((size_t)64 << 20)

static bool refuse_nothing(const struct asked *asked, struct route_reply *reply)
{
    reply_refuse(reply, STATUS_NOT_FOUND, "nothing_shown", "Nothing is known of the wall then.",
                 "at", asked->query(asked->user, "at"), "a time of GET /api/v1/asrun");
    return false;
}

/* The bytes of a file that was written, which is removed. */
static void take_file(const char *path, bool good, struct route_reply *reply)
{
    FILE *file = good ? fopen(path, "rb") : NULL;
    if (!file || buffer_read_fd(&reply->body, fileno(file), PICTURE_MAX) < 0)
        reply_refuse(reply, STATUS_FAULT, "not_done", "The picture can't be made.", NULL, NULL,
                     NULL);
    if (file)
        fclose(file);
    unlink(path);
}

/* A name for a file of this program alone; false where there is no room for one. */
static bool make_name(char *path, size_t ending)
{
    int fd = mkstemps(path, (int)ending);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static void put_png(const struct route_world *world, const struct frame *frame,
                    struct route_reply *reply)
{
    char path[] = "/tmp/motograph-XXXXXX.png";
    struct diag ignored = {0};
    const struct config_picture *picture = &world->config->picture;
    bool good = make_name(path, strlen(".png")) &&
                picture_write_png(path, frame, picture->scale, picture->dots, &ignored);
    take_file(path, good, reply);
    diag_finish(&ignored);
}

/* What is on the wall at this instant; false where no ticker has told. */
static bool draw_now(const struct route_world *world, struct frame *frame)
{
    struct scene *scene = past_present(world->visible);
    if (!scene)
        return false;
    frame_init(frame, scene->width, scene->height);
    scene_draw(scene, world->now_ms * CLOCK_NS_PER_MS, frame);
    scene_unref(scene);
    return true;
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
    if (!(at_ns ? draw_past(world, asked, at_ns, &frame) : draw_now(world, &frame))) {
        refuse_nothing(asked, reply);
        return;
    }
    put_png(world, &frame, reply);
    frame_finish(&frame);
}

/* As AWTRIX has it: the colour of each LED, row by row. */
void work_screen(const struct route_world *world, const struct asked *asked,
                 struct route_reply *reply)
{
    struct frame frame;
    if (!draw_now(world, &frame)) {
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

static bool write_gif(const struct route_world *world, const struct replay *replay,
                      const char *path, int64_t from_ns, int64_t to_ns)
{
    struct clock clock;
    struct diag ignored = {0};
    clock_init_simulated(&clock, 0);
    clock_advance_to(&clock, from_ns);
    struct output *output =
        picture_open_gif(path, world->config, &clock, replay->width, replay->height, &ignored);
    bool good = output && replay_play(replay, &clock, output, to_ns, &ignored);
    if (output)
        good = output->ops->close(output, &ignored) && good;
    diag_finish(&ignored);
    return good;
}

void work_gif(const struct route_world *world, const struct asked *asked, struct route_reply *reply)
{
    char path[] = "/tmp/motograph-XXXXXX.gif";
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
    if (past_load(world, asked->role, from_ns, to_ns, &replay, &ignored))
        take_file(path,
                  make_name(path, strlen(".gif")) &&
                      write_gif(world, &replay, path, from_ns, to_ns),
                  reply);
    else
        refuse_nothing(asked, reply);
    replay_finish(&replay);
    diag_finish(&ignored);
}
