/* The output rp2040 with the firmware's session and wall at the other end of a
 * pseudo-terminal; what stands in the bit planes is compared with scene_draw. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "config/config.h"
#include "config/panel_ranges.h"
#include "display/pages.h"
#include "fake_device.h"
#include "hub75/geometry.h"
#include "module.h"
#include "output/outputs.h"
#include "text/strip_create.h"

#define PICO_MEMORY (222 * 1024)
#define STEP_NS (2 * CLOCK_NS_PER_MS)
/* What the wire's delays may make of the clock; half a px at 60 px/s is 8.3 ms. */
#define CLOCK_ERROR_NS (6 * CLOCK_NS_PER_MS)

struct bench {
    struct config config;
    struct clock clock;
    struct fake_device device;
    struct output *output;
    int width, height;
    int64_t next_ns;
};

static const struct config_panel wall_64x32 = {
    .rows = 32, .columns = 64, .chain = 1, .parallel = 1, .fold = 1, .brightness = 100};

static void open_bench(struct bench *bench, const struct config_panel *panel, size_t memory)
{
    struct diag diag = {0};
    memset(bench, 0, sizeof *bench);
    bench->config.panel = *panel;
    bench->config.panel.pixel_cycles = 6;
    bench->config.panel.dark_after_ms = 2000;
    panel_wire_by_keys(&bench->config.panel);
    struct geometry_point size = geometry_size(panel);
    bench->width = size.x;
    bench->height = size.y;
    clock_init_simulated(&bench->clock, 0);
    clock_advance_to(&bench->clock, 5 * CLOCK_NS_PER_S);
    fake_device_init(&bench->device, memory);
    fake_device_plug(&bench->device);
    bench->output = rp2040_open(bench->device.path, &bench->config, &bench->clock, bench->width,
                                bench->height, &diag);
    assert_non_null(bench->output);
}

static void close_bench(struct bench *bench)
{
    struct diag diag = {0};
    fake_device_unplug(&bench->device);
    assert_true(bench->output->ops->close(bench->output, &diag));
    fake_device_finish(&bench->device);
}

/* The usual wall, plugged in. */
static int plug_in(void **state)
{
    static struct bench bench;
    open_bench(&bench, &wall_64x32, PICO_MEMORY);
    *state = &bench;
    return 0;
}

static int plug_out(void **state)
{
    close_bench(*state);
    return 0;
}

#define BENCH_TEST(sentence, function)                                                             \
    {                                                                                              \
        sentence, function, plug_in, plug_out, NULL                                                \
    }

static int64_t now(const struct bench *bench)
{
    return clock_monotonic_ns(&bench->clock);
}

static void step(struct bench *bench)
{
    clock_advance_to(&bench->clock, now(bench) + STEP_NS);
    if (now(bench) >= bench->next_ns)
        bench->next_ns = bench->output->ops->advance(bench->output, now(bench));
    fake_device_turn(&bench->device, now(bench));
}

static void run_ms(struct bench *bench, int64_t span_ms)
{
    for (int64_t end = now(bench) + span_ms * CLOCK_NS_PER_MS; now(bench) < end;)
        step(bench);
}

static void show(struct bench *bench, struct scene *scene)
{
    assert_int_equal(bench->output->ops->show(bench->output, scene), 0);
    bench->next_ns = 0;
}

static bool shows(const struct bench *bench, const struct scene *scene, int64_t t_ns)
{
    struct frame frame;
    frame_init(&frame, scene->width, scene->height);
    scene_draw(scene, t_ns, &frame);
    bool good = fake_device_shows(&bench->device, &bench->config.panel, &frame);
    frame_finish(&frame);
    return good;
}

/* The scene's picture of now, as near as the clocks are. */
static bool shows_now(const struct bench *bench, const struct scene *scene)
{
    for (int64_t t_ns = now(bench) - CLOCK_ERROR_NS; t_ns <= now(bench) + CLOCK_ERROR_NS;
         t_ns += CLOCK_NS_PER_MS)
        if (shows(bench, scene, t_ns))
            return true;
    return false;
}

/* Every step of a while; at most `late` at the beginning may be of what was before. */
static void assert_follows(struct bench *bench, const struct scene *scene, int64_t span_ms)
{
    for (int64_t end = now(bench) + span_ms * CLOCK_NS_PER_MS; now(bench) < end;) {
        step(bench);
        assert_true(shows_now(bench, scene));
    }
    assert_int_equal(bench->device.wall.missing, 0);
}

/* Text-like: strokes, in two roles, with edges of partial coverage. */
static struct strip *make_strip(int width, int height)
{
    struct strip *strip = strip_create_blank(width, height);
    static const uint8_t coverage[] = {0, 0, 255, 255, 0, 85, 170, 255};
    unsigned random = 1;
    for (int i = 0; i < width * height; i++) {
        random = random * 1103515245u + 12345u;
        strip->coverage[i] = coverage[random >> 16 & 7];
    }
    return strip;
}

static void colour(struct zone *zone)
{
    zone->colours[TEXT_ROLE_TEXT] = (struct config_colour){255, 160, 20};
    zone->colours[TEXT_ROLE_HEADLINE] = (struct config_colour){90, 200, 255};
    zone->colours[TEXT_ROLE_SPEAKER] = (struct config_colour){255, 255, 255};
    zone->background = (struct config_colour){3, 0, 40};
}

static struct zone *add_zone(struct scene *scene, int x, int y, int width, int height,
                             struct strip *strip)
{
    struct zone *zone = scene_add_zone(scene, x, y, width, height, strip);
    strip_unref(strip);
    colour(zone);
    return zone;
}

static void crawl(struct zone *zone, int64_t start_ns, int32_t speed_mpx_s)
{
    zone->motion = (struct motion){
        .kind = MOTION_CRAWL,
        .start_ns = start_ns,
        .start_px = speed_mpx_s > 0 ? zone->width : -zone->strip->width,
        .speed_mpx_s = speed_mpx_s,
    };
}

static struct scene *make_crawl(const struct bench *bench, int strip_width, int32_t speed_mpx_s)
{
    struct scene *scene = scene_create(bench->width, bench->height, now(bench));
    int height = bench->height / 2;
    struct zone *zone =
        add_zone(scene, 0, 3, bench->width, bench->height - 3, make_strip(strip_width, height));
    zone->strip_y = 2;
    crawl(zone, now(bench), speed_mpx_s);
    return scene;
}

/* A crawl that has been on the wall for so long. */
static struct scene *show_crawl(struct bench *bench, int strip_width, int32_t speed_mpx_s,
                                int64_t span_ms)
{
    struct scene *scene = make_crawl(bench, strip_width, speed_mpx_s);
    show(bench, scene);
    run_ms(bench, span_ms);
    return scene;
}

static void pages(struct zone *zone, int count, enum motion_transition transition, int64_t start_ns)
{
    struct strip *strip = zone->strip;
    strip->pages = calloc((size_t)count, sizeof *strip->pages);
    strip->page_count = (size_t)count;
    for (int i = 0; i < count; i++)
        strip->pages[i] = (struct strip_page){i * zone->height, 150};
    zone->motion = (struct motion){.kind = MOTION_PAGES,
                                   .start_ns = start_ns,
                                   .transition = transition,
                                   .transition_ms = transition == TRANSITION_CUT ? 0 : 200};
}

static void a_crawl_is_where_the_clock_says(void **state)
{
    struct bench *bench = *state;
    for (int direction = -1; direction <= 1; direction += 2) {
        struct scene *scene = make_crawl(bench, 150, direction * 60000);
        show(bench, scene);
        run_ms(bench, 150);
        assert_follows(bench, scene, 700);
        scene_unref(scene);
    }
}

static void check_geometry(const struct config_panel *panel)
{
    struct bench bench;
    open_bench(&bench, panel, PICO_MEMORY);
    struct scene *scene = make_crawl(&bench, 40, 60000);
    show(&bench, scene);
    run_ms(&bench, 250);
    assert_true(shows_now(&bench, scene));
    assert_int_equal(bench.device.wall.missing, 0);
    scene_unref(scene);
    close_bench(&bench);
}

static void every_geometry_and_colour_order(void **state)
{
    (void)state;
    for (int i = 0; i < module_geometry_count; i++)
        if (module_geometries[i].parallel == 1)
            check_geometry(&module_geometries[i]);
}

static void panels_hang_anywhere(void **state)
{
    (void)state;
    struct config_panel panel = wall_64x32;
    panel.chain = 3;
    panel.placed = true;
    panel.places[0] = (struct config_place){.x = 70, .y = 9};
    panel.places[1] = (struct config_place){.x = 34, .turned = 1};
    panel.places[2] = (struct config_place){.y = 66, .turned = 2, .mirrored = 1};
    for (panel.rotation = 0; panel.rotation < 360; panel.rotation += 90)
        check_geometry(&panel);
}

static void zones_move_each_by_itself(void **state)
{
    struct bench *bench = *state;
    struct scene *scene = scene_create(bench->width, bench->height, now(bench));
    scene->background = (struct config_colour){0, 30, 0};
    crawl(add_zone(scene, 0, 0, 64, 8, make_strip(100, 7)), now(bench), 60000);
    crawl(add_zone(scene, 0, 8, 40, 8, make_strip(90, 8)), now(bench), -25000);
    struct zone *clock = add_zone(scene, 42, 9, 20, 7, make_strip(15, 9));
    clock->motion.start_px = 3;
    clock->strip_y = -1;
    pages(add_zone(scene, 0, 16, 64, 15, make_strip(50, 45)), 3, TRANSITION_WIPE, now(bench));
    add_zone(scene, 60, 30, 4, 2, strip_create_blank(1, 1));
    show(bench, scene);
    run_ms(bench, 200);
    assert_follows(bench, scene, 900);
    scene_unref(scene);
}

static void pages_change_in_every_way(void **state)
{
    static const enum motion_transition transitions[] = {TRANSITION_CUT, TRANSITION_WIPE,
                                                         TRANSITION_SCROLL, TRANSITION_WIPE};
    struct bench *bench = *state;
    for (int i = 0; i < 4; i++) {
        struct scene *scene = scene_create(bench->width, bench->height, now(bench));
        struct zone *zone = add_zone(scene, 0, 0, 64, 32, make_strip(60, 96));
        zone->strip->right_to_left = i == 3;
        pages(zone, 3, transitions[i], now(bench) + 150 * CLOCK_NS_PER_MS);
        show(bench, scene);
        run_ms(bench, 140);
        assert_follows(bench, scene, 1500);
        assert_true(shows(bench, scene, zone_pages_end_ns(zone)));
        scene_unref(scene);
    }
}

/* A device that has memory for half of the strip. */
static void a_strip_longer_than_the_memory_comes_in_pieces(void **state)
{
    (void)state;
    for (int direction = -1; direction <= 1; direction += 2) {
        struct bench bench;
        open_bench(&bench, &wall_64x32, 28 * 1024);
        struct scene *scene = make_crawl(&bench, 700, direction * 300000);
        show(&bench, scene);
        run_ms(&bench, 150);
        assert_true(bench.device.wall.scenes[bench.device.wall.shown].zones[0].shape.room < 400);
        assert_follows(&bench, scene, 2500);
        scene_unref(scene);
        close_bench(&bench);
    }
}

/* Pings and the clock go on; the strip is not sent again. */
static void a_crawl_costs_a_few_bytes_a_second(void **state)
{
    (void)state;
    struct bench bench;
    const struct config_panel big = {
        .rows = 64, .columns = 64, .chain = 4, .parallel = 1, .fold = 1, .brightness = 100};
    open_bench(&bench, &big, PICO_MEMORY);
    struct scene *scene = show_crawl(&bench, 900, 60000, 400);
    unsigned long before = bench.device.taken;
    int flips = bench.device.flips;
    run_ms(&bench, 2000);
    assert_true(bench.device.taken - before < 2 * 200);
    assert_in_range(bench.device.flips - flips, 118, 122);
    assert_true(shows_now(&bench, scene));
    scene_unref(scene);
    close_bench(&bench);
}

static void what_the_device_cannot_draw_comes_as_frames(void **state)
{
    struct bench *bench = *state;
    for (int kind = 0; kind < 3; kind++) {
        struct scene *scene = make_crawl(bench, 100, kind == 2 ? 0 : 60000);
        struct strip *strip = scene->zones[0].strip;
        if (kind == 0) { /* a picture in the text */
            uint8_t *rgba = malloc(8 * 8 * 4);
            for (int i = 0; i < 8 * 8 * 4; i++)
                rgba[i] = (uint8_t)(i * 7);
            strip_add_image(strip, (struct strip_image){4, 2, 8, 8, rgba});
        }
        for (int i = 0; kind == 1 && i < 100; i++) /* more than sixteen colours */
            strip->coverage[i] = (uint8_t)(i * 2);
        for (int i = 0; kind == 2 && i < 20; i++) /* more zones than it knows */
            add_zone(scene, 3 * i, i, 3, 5, make_strip(3, 5));
        show(bench, scene);
        run_ms(bench, 150);
        for (int i = 0; i < 100; i++) {
            step(bench);
            bool found = false;
            for (int64_t ago_ns = -CLOCK_ERROR_NS; ago_ns < 50 * CLOCK_NS_PER_MS && !found;
                 ago_ns += CLOCK_NS_PER_MS)
                found = shows(bench, scene, now(bench) - ago_ns);
            assert_true(found);
        }
        scene_unref(scene);
    }
}

static void unplugged_and_plugged_in_again(void **state)
{
    struct bench *bench = *state;
    struct output_status status = {0};
    struct scene *scene = show_crawl(bench, 400, 60000, 200);
    assert_true(shows_now(bench, scene));
    fake_device_unplug(&bench->device);
    run_ms(bench, 300);
    bench->output->ops->status(bench->output, &status);
    assert_false(status.healthy);
    fake_device_plug(&bench->device);
    run_ms(bench, 1400);
    bench->output->ops->status(bench->output, &status);
    assert_true(status.healthy);
    assert_follows(bench, scene, 100);
    scene_unref(scene);
}

static uint64_t beats(const struct bench *bench)
{
    return bench->output->ops->beats(bench->output);
}

/* Even where nothing moves, or is lit. */
static void what_it_reports_is_its_life_and_a_silent_one_has_none(void **state)
{
    struct bench *bench = *state;
    const int64_t limit_ms = 2000; /* between two words of a watchdog of ten seconds */
    struct scene *scene = show_crawl(bench, 100, 20000, 150);
    uint64_t before = beats(bench);
    run_ms(bench, limit_ms);
    assert_true(beats(bench) != before);
    bench->output->ops->blank(bench->output);
    run_ms(bench, 100);
    before = beats(bench);
    run_ms(bench, limit_ms);
    assert_true(beats(bench) != before);
    before = beats(bench);
    for (int i = 0; i < 3 * limit_ms; i++) {
        clock_advance_to(&bench->clock, now(bench) + CLOCK_NS_PER_MS);
        bench->output->ops->advance(bench->output, now(bench));
        if (i == 10)
            before = beats(bench); /* what was under way has come */
    }
    assert_true(beats(bench) == before);
    scene_unref(scene);
}

static void bytes_lost_and_spoilt_are_made_good(void **state)
{
    struct bench *bench = *state;
    bench->device.lose_every = 6007;
    bench->device.spoil_every = 4999;
    for (int i = 0; i < 3; i++) {
        struct scene *scene = make_crawl(bench, 400, 60000);
        show(bench, scene);
        run_ms(bench, 1500);
        assert_follows(bench, scene, 300);
        scene_unref(scene);
    }
}

static void blank_is_dark_until_the_next_scene(void **state)
{
    struct bench *bench = *state;
    struct scene *scene = show_crawl(bench, 100, 20000, 150);
    assert_non_null(bench->device.glass);
    bench->output->ops->blank(bench->output);
    run_ms(bench, 50);
    assert_null(bench->device.glass);
    show(bench, scene);
    run_ms(bench, 50);
    assert_true(shows_now(bench, scene));
    scene_unref(scene);
}

/* A still picture: nothing but the clock keeps the device awake; a byte in 90 is lost. */
static void a_wall_of_little_patience_stays_lit(void **state)
{
    struct bench *bench = *state;
    bench->config.panel.dark_after_ms = 500;
    struct scene *scene = show_crawl(bench, 100, 0, 200);
    bench->device.lose_every = 90;
    for (int i = 0; i < 5000 / 2; i++) {
        step(bench);
        assert_non_null(bench->device.glass);
    }
    scene_unref(scene);
}

static void a_stranger_never_holds_up_the_loop(void **state)
{
    struct bench *bench = *state;
    struct output_status status = {0};
    bench->device.deaf = true;
    struct scene *scene = show_crawl(bench, 100, 20000, 4000);
    bench->output->ops->status(bench->output, &status);
    assert_false(status.healthy);
    bench->device.deaf = false; /* it was busy, only */
    run_ms(bench, 1500);
    assert_true(shows_now(bench, scene));
    scene_unref(scene);
}

/* The greeting is asked again when nothing answers; the answer may be on its way all the time. */
static void a_device_that_answers_late_is_driven(void **state)
{
    struct bench *bench = *state;
    static const int late_ms[] = {0, 100, 299, 301, 700, 1100};
    for (size_t i = 0; i < sizeof late_ms / sizeof *late_ms; i++) {
        struct output_status status = {0};
        bench->device.late_us = late_ms[i] * 1000;
        fake_device_unplug(&bench->device);
        run_ms(bench, 50);
        fake_device_plug(&bench->device);
        struct scene *scene = show_crawl(bench, 100, 0, 12000 + 8 * late_ms[i]);
        bench->output->ops->status(bench->output, &status);
        if (!status.healthy || !bench->device.glass)
            fail_msg("%d ms late: %s, %s", late_ms[i], status.note,
                     bench->device.glass ? "lit" : "dark");
        assert_true(shows(bench, scene, now(bench)));
        scene_unref(scene);
    }
}

static void a_scene_of_later_begins_then(void **state)
{
    struct bench *bench = *state;
    struct scene *first = make_crawl(bench, 300, 30000);
    show(bench, first);
    run_ms(bench, 150);
    struct scene *second = make_crawl(bench, 300, -60000);
    second->valid_from_ns = now(bench) + 200 * CLOCK_NS_PER_MS;
    show(bench, second);
    assert_follows(bench, first, 190);
    run_ms(bench, 20);
    assert_follows(bench, second, 100);
    scene_unref(first);
    scene_unref(second);
}

static void a_frame_of_later_too(void **state)
{
    struct bench *bench = *state;
    struct scene *first = make_crawl(bench, 300, 30000);
    show(bench, first);
    run_ms(bench, 150);
    struct scene *second = make_crawl(bench, 300, 0);
    for (int i = 0; i < 20; i++)
        add_zone(second, 3 * i, i, 3, 5, make_strip(3, 5));
    second->valid_from_ns = now(bench) + 200 * CLOCK_NS_PER_MS;
    show(bench, second);
    assert_follows(bench, first, 190);
    run_ms(bench, 60);
    assert_true(shows(bench, second, now(bench)));
    scene_unref(first);
    scene_unref(second);
}

static void a_wall_too_large_is_refused_with_a_reason(void **state)
{
    (void)state;
    struct bench bench = {0};
    struct config_panel panel = wall_64x32;
    panel.chain = 5;
    bench.config.panel = panel;
    struct diag diag = {0};
    assert_null(rp2040_open("", &bench.config, &bench.clock, 320, 32, &diag));
    assert_int_equal(diag.count, 1);
    diag_finish(&diag);
    panel.chain = 1;
    panel.parallel = 2;
    bench.config.panel = panel;
    assert_null(rp2040_open("", &bench.config, &bench.clock, 64, 64, &diag));
    diag_finish(&diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST("A crawl on the device is where the clock says, both ways",
                   a_crawl_is_where_the_clock_says),
        TEST("Every geometry of one chain, every colour order", every_geometry_and_colour_order),
        TEST("Panels of the Pico's chain hang anywhere, turned and mirrored", panels_hang_anywhere),
        BENCH_TEST("Zones move each by itself, over still ones", zones_move_each_by_itself),
        BENCH_TEST("Pages are cut, wiped and scrolled in time", pages_change_in_every_way),
        TEST("A strip longer than the memory comes in pieces, ahead of need",
             a_strip_longer_than_the_memory_comes_in_pieces),
        TEST("A crawl over 256x64 costs less than 200 bytes a second",
             a_crawl_costs_a_few_bytes_a_second),
        BENCH_TEST("Pictures, many colours, many zones come as plain frames",
                   what_the_device_cannot_draw_comes_as_frames),
        BENCH_TEST("Unplugged and plugged in again, it shows what is due",
                   unplugged_and_plugged_in_again),
        BENCH_TEST("What it reports is its life, and a silent one has none",
                   what_it_reports_is_its_life_and_a_silent_one_has_none),
        BENCH_TEST("Bytes that are lost or spoilt are made good",
                   bytes_lost_and_spoilt_are_made_good),
        BENCH_TEST("Blank is dark until the next scene", blank_is_dark_until_the_next_scene),
        BENCH_TEST("A wall that goes dark after half a second stays lit while the program lives",
                   a_wall_of_little_patience_stays_lit),
        BENCH_TEST("A device that says nothing holds nothing up",
                   a_stranger_never_holds_up_the_loop),
        BENCH_TEST("A device that answers late, by a second even, is driven",
                   a_device_that_answers_late_is_driven),
        BENCH_TEST("A scene of later begins then, and not before", a_scene_of_later_begins_then),
        BENCH_TEST("A plain frame of later is shown then", a_frame_of_later_too),
        TEST("A wall that the RP2040 can't drive is refused",
             a_wall_too_large_is_refused_with_a_reason),
    };
    return cmocka_run_group_tests_name("rp2040", tests, NULL, NULL);
}
