/* bench CASE [TURNS]: does one thing TURNS times; tests/bench/bench.sh counts its
 * instructions (callgrind, from bench_turn on) and its time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "config/config.h"
#include "display/crawl.h"
#include "memory_map.h"
#include "plan/plan.h"
#include "plan/step.h"
#include "planes.h"
#include "text/strip.h"
#include "text/strip_create.h"

/* 120 characters. */
static const char headline[] =
    "BREAKING: Central bank holds rate at 4.25% as inflation cools; markets rally, tech up 2.1%, "
    "oil slips under $70 a barrel";

struct bench {
    struct config config;
    struct fonts *fonts;
    struct strip *strip;
    struct scene *scene;
    struct panel *panel;
    struct frame frame;
    struct device_wall device;
    struct plan *plan;
    struct plan_step step;
    int64_t t_ns;
    uint64_t memory[222 * 1024 / 8]; /* of the device: firmware/main.c */
};

struct bench_case {
    const char *name;
    int columns, rows, chain;
    void (*turn)(struct bench *bench);
};

static void layout(struct bench *bench)
{
    struct diag diag = {0};
    strip_unref(
        strip_create(bench->fonts, headline, sizeof headline - 1, TEXT_ROLE_TEXT, NULL, 0, &diag));
    diag_finish(&diag);
}

static void crawl(struct bench *bench)
{
    bench->t_ns += CLOCK_NS_PER_S / 60;
    scene_draw(bench->scene, bench->t_ns, &bench->frame);
}

/* What an RP2040 does with each picture of a crawl: its firmware's own source. */
static void planes(struct bench *bench)
{
    planes_make(&bench->device, bench->device.frames[1]);
}

/* The slots of a picture that is drawn. */
static void plan(struct bench *bench)
{
    plan_step_fill(&bench->step, bench->plan, &bench->frame);
}

static const struct bench_case cases[] = {
    {"layout", 64, 32, 1, layout},         {"crawl-64x32", 64, 32, 1, crawl},
    {"crawl-256x64", 128, 64, 2, crawl},   {"planes-64x32", 64, 32, 1, planes},
    {"planes-256x64", 128, 64, 2, planes}, {"plan-64x32", 64, 32, 1, plan},
    {"plan-256x64", 128, 64, 2, plan},
};

/* What callgrind counts. */
__attribute__((noinline)) void bench_turn(struct bench *bench, void (*turn)(struct bench *));

__attribute__((noinline)) void bench_turn(struct bench *bench, void (*turn)(struct bench *))
{
    turn(bench);
}

/* The device's wall, and the picture in it as its canvas has it: the text's colour is number 1. */
static bool prepare_device(struct bench *bench)
{
    const struct config_panel *panel = &bench->config.panel;
    const struct wire_config config = {
        .wiring = bench->panel->config->wiring,
        .chain = (uint16_t)panel->chain,
        .fold = 1,
        .planes = (uint8_t)pass_planes(bench->panel->columns),
        .brightness = 100,
        .pixel_cycles = (uint8_t)panel->pixel_cycles,
        .dark_after_ms = (uint16_t)panel->dark_after_ms,
    };
    device_wall_init(&bench->device, (uint8_t *)bench->memory, sizeof bench->memory,
                     (struct scan_control){0});
    if (memory_map_configure(&bench->device, &config) != WIRE_DONE)
        return false;
    planes_know_colour(&bench->device, 0, (const uint8_t[]){0, 0, 0});
    planes_know_colour(&bench->device, 1, (const uint8_t[]){255, 160, 32});
    for (int i = 0; i < bench->frame.width * bench->frame.height; i++)
        bench->device.canvas[i] = bench->frame.rgb[(size_t)i * 3] > 0;
    return true;
}

static bool prepare(struct bench *bench, const struct bench_case *what, struct diag *diag)
{
    configuration_init(&bench->config);
    bench->config.panel.columns = what->columns;
    bench->config.panel.rows = what->rows;
    bench->config.panel.chain = what->chain;
    bench->fonts = fonts_open(&bench->config.text, diag);
    bench->panel = panel_create(&bench->config.panel, diag);
    if (!bench->fonts || !bench->panel)
        return false;
    int width = bench->panel->width_px;
    int height = bench->panel->height_px;
    bench->strip =
        strip_create(bench->fonts, headline, sizeof headline - 1, TEXT_ROLE_TEXT, NULL, 0, diag);
    bench->scene = scene_create(width, height, 0);
    struct zone *zone = scene_add_zone(bench->scene, 0, 0, width, height, bench->strip);
    zone->colours[TEXT_ROLE_TEXT] = (struct config_colour){255, 160, 32};
    zone->motion = crawl_motion(bench->strip, width, 60000, 0);
    frame_init(&bench->frame, width, height);
    bench->plan =
        plan_create(bench->panel, &bench->config.panel, (struct lines_cost){.call_ns = 1500});
    plan_scene(bench->plan, bench->scene);
    plan_step_init(&bench->step, bench->plan);
    bench->t_ns = 10 * CLOCK_NS_PER_S;
    scene_draw(bench->scene, bench->t_ns, &bench->frame);
    return prepare_device(bench);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int run(const struct bench_case *what, int turns)
{
    static struct bench bench;
    struct diag diag = {0};
    if (!prepare(&bench, what, &diag)) {
        diag_print(&diag, stderr);
        fprintf(stderr, "bench: %s can't be prepared\n", what->name);
        return 1;
    }
    what->turn(&bench); /* warm */
    double start = seconds();
    for (int i = 0; i < turns; i++)
        bench_turn(&bench, what->turn);
    printf("%s %d %.9f\n", what->name, turns, (seconds() - start) / turns);
    return 0;
}

int main(int argc, char **argv)
{
    int turns = argc > 2 ? atoi(argv[2]) : 1;
    for (size_t i = 0; argc > 1 && i < sizeof cases / sizeof *cases; i++)
        if (strcmp(cases[i].name, argv[1]) == 0)
            return run(&cases[i], turns);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        puts(cases[i].name);
    return argc > 1 ? 2 : 0;
}
