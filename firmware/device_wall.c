#include "device_wall.h"

#include <string.h>

#include "picture.h"
#include "planes.h"

void device_wall_init(struct device_wall *wall, uint8_t *memory, size_t size,
                      struct scan_control control)
{
    memset(wall, 0, sizeof *wall);
    wall->memory = memory;
    wall->memory_size = size;
    wall->control = control;
    device_wall_darken(wall);
}

void device_wall_darken(struct device_wall *wall)
{
    wall->shown = -1;
    wall->begun = wall->due = wall->plain = wall->composed = false;
    wall->dark = true;
}

void device_wall_reset(struct device_wall *wall)
{
    device_wall_darken(wall);
    wall->front = 0;
    wall->lead_us = wall->making_us = DEVICE_NEVER;
}

struct pass device_wall_pass(const struct device_wall *wall, uint32_t clock_hz)
{
    struct pass pass = {
        .clock_hz = clock_hz,
        .scan_rows = wall->scan_rows,
        .columns = wall->columns,
        .planes = wall->planes,
        .pixel_cycles = wall->config.pixel_cycles,
        .blank_ns = (int)wall->config.blank_ns,
        .brightness = wall->config.brightness,
    };
    pass_wire(&pass, &wall->config.wiring);
    return pass;
}

static void compose(struct device_wall *wall, int64_t t_us)
{
    const struct told_scene *scene = &wall->scenes[wall->shown];
    int64_t drawn_us = t_us < scene->held_us ? t_us : scene->held_us;
    picture_draw(wall, scene, drawn_us);
    planes_make(wall, wall->frames[1 - wall->front]);
    wall->picture_us = t_us;
    wall->composed = true;
}

void device_wall_flip(struct device_wall *wall)
{
    wall->front = 1 - wall->front;
    wall->glass_us = wall->picture_us;
    wall->dark = false;
    wall->composed = false;
    wall->control.flip(wall->control.user, wall->front);
}

static void put_on(struct device_wall *wall, int64_t now_us)
{
    wall->shown = wall->shown == 0 ? 1 : 0;
    wall->glass_us = now_us; /* no column that went before then is needed */
    wall->begun = wall->due = wall->plain = false;
    const struct told_scene *scene = &wall->scenes[wall->shown];
    planes_know_colour(wall, 0, scene->background);
    for (int i = 0; i < scene->zone_count; i++)
        for (int colour = 0; colour < WIRE_COLOURS; colour++)
            planes_know_colour(wall, 1 + i * WIRE_COLOURS + colour,
                               scene->zones[i].shape.colours[colour]);
}

/* A picture is of the time at which it will be seen. */
static void make_picture(struct device_wall *wall, int64_t t_us, int64_t device_us)
{
    int64_t lead_us = wall->lead_us == DEVICE_NEVER ? 0 : wall->lead_us;
    int64_t seen_us = device_us + wall->clock_us + lead_us;
    compose(wall, t_us > seen_us ? t_us : seen_us);
    wall->making_us = device_us;
}

/* The picture has taken until now. The first one was a rehearsal: nobody knew how long. */
static void measure_lead(struct device_wall *wall, int64_t device_us)
{
    bool first = wall->lead_us == DEVICE_NEVER;
    if (wall->making_us == DEVICE_NEVER)
        return;
    wall->lead_us = device_us - wall->making_us;
    wall->making_us = DEVICE_NEVER;
    if (first && wall->composed)
        make_picture(wall, wall->picture_us, device_us);
}

void device_wall_step(struct device_wall *wall, int64_t device_us)
{
    if (!wall->ready || !wall->control.settled(wall->control.user))
        return;
    measure_lead(wall, device_us);
    int64_t now_us = device_us + wall->clock_us;
    int64_t lead_us = wall->lead_us == DEVICE_NEVER ? 0 : wall->lead_us;
    if (wall->due && now_us + lead_us >= wall->due_us) {
        put_on(wall, now_us);
        make_picture(wall, wall->due_us, device_us);
    } else if (wall->shown < 0 || wall->plain) {
        return;
    } else if (wall->composed) {
        if (now_us >= wall->picture_us)
            device_wall_flip(wall);
    } else {
        int64_t next_us = picture_next_us(&wall->scenes[wall->shown], wall->picture_us);
        if (next_us != DEVICE_NEVER)
            make_picture(wall, next_us, device_us);
    }
}

struct told_scene *device_wall_coming(struct device_wall *wall)
{
    return &wall->scenes[wall->shown == 0 ? 1 : 0];
}

size_t device_wall_strip_memory(const struct device_wall *wall)
{
    return wall->ready ? wall->arena_size : 0;
}
