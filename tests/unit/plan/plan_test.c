#include "config/panel_keys.h"
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "check.h"
#include "config/crawl_keys.h"
#include "display/crawl.h"
#include "hub75/light.h"
#include "hub75/scan.h"
#include "module.h"
#include "pace.h"
#include "plan/colour.h"
#include "plan/step.h"
#include "plan_parts.h"
#include "test_lines.h"
#include "text/strip_create.h"

/* A wall and a scene whose pictures are made of a few colours at random. */
struct rig {
    struct config_panel config;
    struct panel *panel;
    struct plan *plan;
    struct plan_step step;
    struct scene *scene;
    struct strip *strip;
    struct frame frame;
    struct test_panel glass;
    struct test_lines lines;
    struct scan scan;
    struct lines_cost cost;
};

static struct strip *random_strip(int width, int height, bool grey)
{
    static const uint8_t greys[] = {0, 85, 170, 255};
    struct strip *strip = strip_create_blank(width, height);
    for (int i = 0; i < width * height; i++)
        strip->coverage[i] = grey ? greys[rand() % 4] : (uint8_t)(rand() % 3 ? 0 : 255);
    strip->spans = realloc(strip->spans, 2 * sizeof *strip->spans);
    strip->span_count = 2;
    strip->lines[0].span_count = 2;
    strip->spans[1] = (struct strip_span){width / 2, TEXT_ROLE_SPEAKER};
    return strip;
}

static struct config_colour random_colour(void)
{
    static const struct config_colour usual[] = {
        {255, 160, 32}, {255, 255, 255}, {64, 192, 255}, {255, 0, 0}, {0, 255, 0}, {128, 128, 0},
    };
    if (rand() % 2)
        return usual[rand() % 6];
    return (struct config_colour){(uint8_t)rand(), (uint8_t)rand(), (uint8_t)rand()};
}

static void rig_open(struct rig *rig, const struct config_panel *config, struct lines_cost cost,
                     unsigned seed)
{
    struct diag diag = {0};
    srand(seed);
    *rig = (struct rig){.config = *config, .cost = cost};
    rig->config.calm_hz = 100;
    rig->config.min_refresh_hz = 60;
    rig->panel = panel_create(&rig->config, &diag);
    assert_non_null(rig->panel);
    rig->plan = plan_create(rig->panel, &rig->config, cost);
    plan_step_init(&rig->step, rig->plan);
    int width = rig->panel->width_px;
    int height = rig->panel->height_px;
    frame_init(&rig->frame, width, height);
    rig->strip = random_strip(2 * width, height - 2, rand() % 2);
    rig->scene = scene_create(width, height, 0);
    struct zone *zone = scene_add_zone(rig->scene, 0, 0, width, height, rig->strip);
    zone->colours[TEXT_ROLE_TEXT] = random_colour();
    zone->colours[TEXT_ROLE_SPEAKER] = random_colour();
    zone->motion = (struct motion){.kind = MOTION_CRAWL, .start_px = width, .speed_mpx_s = 20000};
    test_panel_init(&rig->glass, rig->panel->scan_rows, rig->panel->columns, rig->panel->lanes);
    test_lines_init(&rig->lines, &rig->glass, cost.call_ns, cost.line_ns);
    scan_init(&rig->scan, &rig->lines.lines, rig->panel, cost.call_ns);
    assert_int_equal(scan_start(&rig->scan), 0);
}

static void rig_close(struct rig *rig)
{
    plan_step_finish(&rig->step);
    plan_destroy(rig->plan);
    panel_destroy(rig->panel);
    scene_unref(rig->scene);
    strip_unref(rig->strip);
    frame_finish(&rig->frame);
    test_panel_finish(&rig->glass);
}

/* Draws the scene at an instant and plays it for so many refreshes, a multiple
 * of the phases. */
static void play(struct rig *rig, int64_t t_ns, int refreshes)
{
    scene_draw(rig->scene, t_ns, &rig->frame);
    plan_step_fill(&rig->step, rig->plan, &rig->frame);
    test_panel_until(&rig->glass, rig->lines.now_ns);
    test_panel_reset_light(&rig->glass);
    int64_t start_ns = rig->lines.now_ns;
    for (int i = 0; i < refreshes; i++) {
        const struct slots *slots = &rig->step.phases[(unsigned)i % rig->step.count];
        assert_int_equal(scan_refresh(&rig->scan, slots, start_ns), 0);
        start_ns += slots->period_ns;
        /* It never takes longer than its period. */
        assert_true(rig->lines.now_ns <= start_ns);
    }
    rig->lines.now_ns = start_ns;
    test_panel_until(&rig->glass, start_ns);
}

/* The light that the plan gives to a picture's value, 0 to LIGHT_FULL of U. */
static int declared_light(const struct plan *plan, uint8_t value)
{
    return plan->levels.light[plan->levels.index_of[value]];
}

/* The bit of a colour's line at a place of the wall. */
static int line_of(const struct rig *rig, struct module_place place, int colour)
{
    static const char *const orders[] = {"RGB", "RBG", "GRB", "GBR", "BRG", "BGR"};
    int line = (int)strcspn(orders[rig->config.order], (const char[]){"RGB"[colour], 0});
    return place.half * 3 + line;
}

static int64_t light_given(const struct rig *rig, int x, int y, int colour)
{
    struct module_place p = module_place(&rig->config, x, y);
    return test_panel_lit_ns(&rig->glass, p.row, p.column, p.lane, line_of(rig, p, colour));
}

/* In how many slots of its row an LED is lit. */
static int slots_lit(const struct rig *rig, int x, int y, int colour)
{
    struct module_place p = module_place(&rig->config, x, y);
    size_t at = (size_t)p.column * (size_t)rig->panel->lanes + (size_t)p.lane;
    unsigned parts = 0;
    for (unsigned phase = 0; phase < rig->step.count; phase++)
        for (size_t i = 0; i < rig->step.phases[phase].count; i++) {
            const struct slot *slot = &rig->step.phases[phase].items[i];
            if (slot->row == p.row && slot->pattern[at] >> line_of(rig, p, colour) & 1)
                parts |= 1u << slot->part;
        }
    return __builtin_popcount(parts);
}

/* Each LED's light, summed over the refreshes, is what the plan declares: the
 * mean of a refresh within half a step of 11 bits or half a call. What a slot owes at the
 * beginning and at the end of what is watched is half a call each time. */
static void check_light(const struct rig *rig, int refreshes)
{
    int64_t unit_ns = plan_report(rig->plan)->unit_ns;
    int64_t call_ns = rig->cost.call_ns + 6 * rig->cost.line_ns;
    const int64_t half_step_ns = unit_ns / LIGHT_FULL / 2;
    for (int y = 0; y < rig->frame.height; y++)
        for (int x = 0; x < rig->frame.width; x++)
            for (int colour = 0; colour < 3; colour++) {
                int declared = declared_light(rig->plan, frame_pixel(&rig->frame, x, y)[colour]);
                int64_t wanted = refreshes * unit_ns * declared / LIGHT_FULL;
                int64_t error = light_given(rig, x, y, colour) - wanted;
                int64_t half_ns = half_step_ns > call_ns / 2 ? half_step_ns : call_ns / 2;
                int64_t allowed = refreshes * half_ns;
                int64_t owed_ns = slots_lit(rig, x, y, colour) * call_ns;
                allowed = owed_ns > allowed ? owed_ns : allowed;
                if (declared == 0)
                    allowed = 0;
                if (llabs(error) > allowed)
                    fail_msg("%d, %d, colour %d: %lld ns off %lld (allowed %lld)", x, y, colour,
                             (long long)error, (long long)wanted, (long long)allowed);
            }
}

static struct colour_lab lab_of(const uint8_t *rgb, const struct plan *plan)
{
    uint16_t light[3];
    for (int i = 0; i < 3; i++)
        light[i] =
            plan ? levels_dimmed((uint16_t)declared_light(plan, rgb[i]), plan_report(plan)->crowded)
                 : light_of_value(rgb[i]);
    return colour_to_lab(light);
}

/* No colour of the picture is farther from what was asked than the report says. */
static void check_colours(const struct rig *rig)
{
    for (int i = 0; i < rig->frame.width * rig->frame.height; i++) {
        const uint8_t *rgb = rig->frame.rgb + (size_t)i * 3;
        struct colour_lab asked = lab_of(rgb, NULL);
        struct colour_lab given = lab_of(rgb, rig->plan);
        assert_true(colour_de2000(asked, given) <= plan_report(rig->plan)->delta_e + 1e-6);
        assert_true(colour_de76(asked, given) <= plan_report(rig->plan)->delta_e_76 + 1e-6);
    }
}

static void check_one(const struct config_panel *config, struct lines_cost cost, unsigned seed)
{
    struct rig rig;
    rig_open(&rig, config, cost, seed);
    plan_scene(rig.plan, rig.scene);
    for (int i = 0; i < 3; i++) {
        play(&rig, (int64_t)(rand() % 6000) * CLOCK_NS_PER_MS, PLAN_PHASES);
        check_light(&rig, PLAN_PHASES);
    }
    check_colours(&rig);
    assert_string_equal(rig.glass.error, "");
    assert_int_equal(scan_darken(&rig.scan), 0);
    assert_true(test_panel_is_dark(&rig.glass));
    rig_close(&rig);
}

static void every_led_gets_the_light_that_is_declared(void **state)
{
    (void)state;
    for (int g = 0; g < module_geometry_count; g++)
        for (unsigned seed = 0; seed < 6; seed++) {
            struct config_panel config = module_geometries[g];
            config.refresh_hz = seed % 3 == 0 ? 150 : 60;
            config.snap = seed % 2;
            check_one(&config, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, seed + 1);
        }
}

static void calls_may_cost_more_for_more_lines(void **state)
{
    (void)state;
    for (int g = 0; g < module_geometry_count; g += 3)
        for (unsigned seed = 0; seed < 4; seed++) {
            struct config_panel config = module_geometries[g];
            config.refresh_hz = 40;
            config.snap = true;
            check_one(&config,
                      (struct lines_cost){.call_ns = 700 + 400 * (int)seed, .line_ns = 100},
                      seed + 50);
        }
}

static int one_of(const int *choices, int count)
{
    return choices[rand() % count];
}

/* Walls, colours and costs as they come. */
static void any_wall_keeps_its_promises(void **state)
{
    static const int rates[] = {30, 60, 90, 150, 220};
    static const int calls_ns[] = {400, 800, 1500, 2100, 5000};
    static const int lines_ns[] = {0, 50, 300};
    static const int blanks_ns[] = {0, 0, 3000};
    (void)state;
    for (unsigned seed = 0; seed < 40; seed++) {
        srand(seed + 1000);
        struct config_panel config = module_geometries[rand() % module_geometry_count];
        config.refresh_hz = one_of(rates, 5);
        config.brightness = 1 + rand() % 100;
        config.light = rand() % 3 ? CONFIG_LIGHT_EVEN : CONFIG_LIGHT_BRIGHT;
        config.blank_ns = one_of(blanks_ns, 3);
        config.snap = rand() % 2;
        const struct lines_cost cost = {.call_ns = one_of(calls_ns, 5),
                                        .line_ns = one_of(lines_ns, 3)};
        check_one(&config, cost, seed + 2000);
    }
}

static void a_long_crawl_of_many_shades_keeps_its_light(void **state)
{
    (void)state;
    const struct config_panel config = {.rows = 64,
                                        .columns = 16,
                                        .chain = 1,
                                        .parallel = 1,
                                        .fold = 1,
                                        .refresh_hz = 60,
                                        .brightness = 100};
    struct rig rig;
    rig_open(&rig, &config, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 3);
    strip_unref(rig.strip);
    rig.strip = random_strip(200, 62, true);
    for (int i = 0; i < 200 * 62; i++)
        if (i % 200 / 7 % 2) /* shades in some rows and columns only: many different sets */
            rig.strip->coverage[i] = (uint8_t)(i / 200 * 4);
    strip_unref(rig.scene->zones[0].strip);
    rig.scene->zones[0].strip = strip_ref(rig.strip);
    plan_scene(rig.plan, rig.scene);
    for (int i = 0; i < 60; i++) {
        play(&rig, (i * 150) * CLOCK_NS_PER_MS, PLAN_PHASES);
        check_light(&rig, PLAN_PHASES);
    }
    rig_close(&rig);
}

static const struct config_panel usual = {.rows = 32,
                                          .columns = 64,
                                          .chain = 1,
                                          .parallel = 1,
                                          .fold = 1,
                                          .refresh_hz = 150,
                                          .calm_hz = 100,
                                          .brightness = 100,
                                          .min_refresh_hz = 60,
                                          .snap = true};

/* A still scene of one rectangle. */
static struct scene *rectangle(int width, int height, struct config_colour colour)
{
    struct scene *scene = scene_create(64, 32, 0);
    scene_add_zone(scene, 0, 0, width, height, NULL)->background = colour;
    return scene;
}

static int64_t light_of_first(struct rig *rig, struct scene *scene)
{
    struct scene *before = rig->scene;
    rig->scene = scene;
    plan_scene(rig->plan, scene);
    play(rig, 0, PLAN_PHASES);
    rig->scene = before;
    int64_t light = light_given(rig, 0, 0, 0);
    scene_unref(scene);
    return light;
}

static void brightness_does_not_depend_on_the_picture(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &usual, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    const struct config_colour white = {255, 255, 255};
    int64_t one = light_of_first(&rig, rectangle(1, 1, white));
    int64_t all = light_of_first(&rig, rectangle(64, 32, white));
    assert_true(llabs(one - all) * 100 <= one);
    rig_close(&rig);
}

/* Panels whose row drivers are slow. */
static void a_new_row_is_dark_as_long_as_it_is_asked(void **state)
{
    (void)state;
    struct rig rig;
    struct config_panel slow = usual;
    slow.blank_ns = 20000;
    rig_open(&rig, &slow, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    light_of_first(&rig, rectangle(64, 32, (struct config_colour){255, 255, 255}));
    assert_true(rig.glass.least_blank_ns >= 20000);
    assert_true(rig.glass.least_blank_ns < 30000);
    rig_close(&rig);
}

static void brightness_shortens_the_light(void **state)
{
    (void)state;
    const struct config_colour white = {255, 255, 255};
    struct rig rig;
    rig_open(&rig, &usual, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    int64_t full = light_of_first(&rig, rectangle(9, 9, white));
    rig_close(&rig);
    struct config_panel dimmed = usual;
    dimmed.brightness = 25;
    rig_open(&rig, &dimmed, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    int64_t quarter = light_of_first(&rig, rectangle(9, 9, white));
    assert_true(llabs(4 * quarter - full) * 50 <= full);
    rig_close(&rig);
}

static void a_weak_supply_dims_the_picture(void **state)
{
    (void)state;
    const struct config_colour white = {255, 255, 255};
    struct rig rig;
    rig_open(&rig, &usual, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    int64_t full = light_of_first(&rig, rectangle(64, 32, white));
    double amperes = plan_report(rig.plan)->amperes;
    assert_true(amperes > 0 && amperes <= plan_worst_amperes(rig.plan) * 1.001);
    rig_close(&rig);
    struct config_panel weak = usual;
    weak.max_amperes = amperes / 2;
    rig_open(&rig, &weak, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    int64_t half = light_of_first(&rig, rectangle(64, 32, white));
    assert_true(llabs(2 * half - full) * 50 <= full);
    light_of_first(&rig, rectangle(8, 8, white)); /* a small one draws little */
    assert_true(plan_report(rig.plan)->dimmed == 1);
    rig_close(&rig);
}

/* Adds a part of the strip, from that column on, that crawls where it crawls in the whole. */
static void add_part(struct scene *scene, const struct rig *rig, int from, int width)
{
    const struct zone *whole = &rig->scene->zones[0];
    struct strip *part = strip_create_blank(width, rig->strip->height);
    for (int y = 0; y < part->height; y++)
        memcpy(part->coverage + (size_t)y * (size_t)width,
               rig->strip->coverage + (size_t)y * (size_t)rig->strip->width + from, (size_t)width);
    struct zone *zone = scene_add_zone(scene, 0, 0, whole->width, whole->height, part);
    memcpy(zone->colours, whole->colours, sizeof zone->colours);
    zone->ink = scene->zone_count > 1;
    zone->motion = whole->motion;
    zone->motion.start_px += from;
    strip_unref(part);
}

/* What follows each other on a wall is not added up: no instant shows all of it. */
static void a_ribbon_draws_what_one_strip_draws(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 20; seed++) {
        struct rig rig;
        rig_open(&rig, &usual, (struct lines_cost){.call_ns = 1500}, seed);
        rig.scene->zones[0].colours[TEXT_ROLE_SPEAKER] =
            rig.scene->zones[0].colours[TEXT_ROLE_TEXT];
        rig.strip->span_count = rig.strip->lines[0].span_count = 1;
        struct scene *ribbon = scene_create(rig.scene->width, rig.scene->height, 0);
        int cut = 1 + rand() % (rig.strip->width - 2);
        add_part(ribbon, &rig, 0, cut);
        add_part(ribbon, &rig, cut, rig.strip->width - cut);
        double whole = current_of_scene(rig.panel, rig.scene);
        double parts = current_of_scene(rig.panel, ribbon);
        assert_true(whole > 0 && parts > 0.999 * whole && parts < 1.001 * whole);
        ribbon->zones[1].motion.speed_mpx_s /= 2; /* by itself: both may be seen whole */
        assert_true(current_of_scene(rig.panel, ribbon) > whole);
        scene_unref(ribbon);
        rig_close(&rig);
    }
}

/* All rows white at U = 0.99 of their share leave no dark to sleep in. */
static void bright_light_holds_the_rate_on_every_row(void **state)
{
    (void)state;
    const struct config_colour white = {255, 255, 255};
    struct rig rig;
    struct config_panel bright = usual;
    bright.light = CONFIG_LIGHT_BRIGHT;
    rig_open(&rig, &bright, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    int64_t few = light_of_first(&rig, rectangle(64, 10, white));
    assert_true(plan_report(rig.plan)->crowded == 1);
    assert_true(few * 16 > PLAN_PHASES * plan_report(rig.plan)->period_ns * 98 / 100);
    int64_t all = light_of_first(&rig, rectangle(64, 32, white));
    assert_false(plan_report(rig.plan)->slow);
    assert_true(plan_report(rig.plan)->crowded < 1);
    assert_true(all * 100 > few * 80);
    rig_close(&rig);
}

static void a_dark_wall_costs_nothing(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &usual, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    play(&rig, 0, 1); /* the crawl has not come in yet */
    assert_int_equal(rig.step.phases[0].count, 0);
    rig_close(&rig);
}

static void snapping_keeps_amber_amber(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &usual, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    struct scene *scene = rectangle(8, 8, (struct config_colour){255, 160, 32});
    plan_scene(rig.plan, scene);
    const struct plan_report *report = plan_report(rig.plan);
    assert_false(report->renamed);
    assert_true(report->delta_e > 0.5 && report->delta_e_76 <= PLAN_SNAP_DE);
    assert_int_equal(declared_light(rig.plan, 32), 0); /* the blue that hardly matters */
    assert_int_equal(declared_light(rig.plan, 160), light_of_value(160));
    scene_unref(scene);
    rig_close(&rig);
}

/* A crawl of text as high as the wall, each px in the text's colour. */
static struct scene *full_crawl(int width, int height, struct config_colour colour, int32_t speed)
{
    struct strip *strip = strip_create_blank(100, height);
    memset(strip->coverage, UINT8_MAX, (size_t)strip->width * (size_t)strip->height);
    struct scene *scene = scene_create(width, height, 0);
    struct zone *zone = scene_add_zone(scene, 0, 0, width, height, strip);
    zone->colours[TEXT_ROLE_TEXT] = colour;
    zone->motion = (struct motion){.kind = MOTION_CRAWL, .start_px = width, .speed_mpx_s = speed};
    strip_unref(strip);
    return scene;
}

static double hz_of(const struct plan *plan)
{
    return (double)CLOCK_NS_PER_S / (double)plan_report(plan)->period_ns;
}

static const struct config_colour amber = {255, 160, 32};
static const struct config_colour orange = {255, 128, 0};

/* 250 Hz would show orange as red. */
static void the_rate_gives_way_before_a_colour(void **state)
{
    (void)state;
    static const struct config_colour colours[] = {{255, 160, 32}, {255, 140, 0}, {255, 191, 0}};
    struct rig rig;
    struct config_panel fast = usual;
    fast.refresh_hz = 250;
    rig_open(&rig, &fast, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++) {
        struct scene *scene = full_crawl(64, 32, colours[i], 108000);
        plan_scene(rig.plan, scene);
        assert_true(plan_report(rig.plan)->slow);
        assert_false(plan_report(rig.plan)->moved);
        assert_true(plan_report(rig.plan)->delta_e <= PLAN_TRUE_DE);
        assert_true(hz_of(rig.plan) >= 100);
        scene_unref(scene);
    }
    rig_close(&rig);
}

/* Two whole shifts of 128 columns take 776 us of each row: 70 Hz and no more. */
static void below_the_floor_the_least_visible_gives_way(void **state)
{
    (void)state;
    struct rig rig;
    struct config_panel wide = usual;
    wide.columns = 128;
    rig_open(&rig, &wide, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    struct scene *scene = full_crawl(128, 32, orange, 100000);
    plan_scene(rig.plan, scene);
    assert_false(plan_report(rig.plan)->moved);
    assert_true(hz_of(rig.plan) >= 60 && hz_of(rig.plan) < 100);
    scene_unref(scene);
    rig_close(&rig);
}

/* Amber above, sky below: three levels on each row, and green has both. */
static void two_zones_of_two_colours_keep_them(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &usual, (struct lines_cost){.call_ns = 2100, .line_ns = 100}, 1);
    struct scene *scene = full_crawl(64, 32, amber, 60000);
    scene->zones[0].height = 16;
    struct zone *below = scene_add_zone(scene, 0, 16, 64, 16, scene->zones[0].strip);
    below->colours[TEXT_ROLE_TEXT] = (struct config_colour){64, 192, 255};
    below->motion = scene->zones[0].motion;
    plan_scene(rig.plan, scene);
    assert_false(plan_report(rig.plan)->renamed);
    assert_true(plan_report(rig.plan)->delta_e <= PLAN_MOVED_DE);
    assert_true(hz_of(rig.plan) >= 60);
    scene_unref(scene);
    rig_close(&rig);
}

static void check_moved(const struct rig *rig)
{
    const struct plan_report *report = plan_report(rig->plan);
    const uint8_t asked[3] = {report->worst.r, report->worst.g, report->worst.b};
    const uint8_t shown[3] = {report->shown.r, report->shown.g, report->shown.b};
    char text[PLAN_MOVED_SIZE];
    char asked_text[8];
    plan_moved_text(report, text);
    snprintf(asked_text, sizeof asked_text, "#%02x%02x%02x", asked[0], asked[1], asked[2]);
    assert_int_equal(report->moved, report->delta_e > PLAN_MOVED_DE || report->renamed);
    assert_int_equal(text[0] != 0, report->moved);
    if (report->moved) {
        double far = colour_de2000(lab_of(asked, NULL), lab_of(shown, NULL));
        assert_true(far > report->delta_e - 1 && far < report->delta_e + 1);
        assert_memory_equal(text, asked_text, 7);
    }
}

static bool worst_is_renamed(const struct rig *rig)
{
    const struct config_colour worst = plan_report(rig->plan)->worst;
    const uint8_t rgb[3] = {worst.r, worst.g, worst.b};
    uint16_t light[3];
    for (int i = 0; i < 3; i++)
        light[i] = (uint16_t)declared_light(rig->plan, rgb[i]);
    return colour_name_differs(lab_of(rgb, NULL), colour_to_lab(light));
}

/* More colours than fit, at calls that are far too slow. */
static void a_colour_that_moved_is_told(void **state)
{
    (void)state;
    struct config_panel hasty = usual;
    hasty.min_refresh_hz = 95;
    int moved = 0;
    int renamed = 0;
    for (unsigned seed = 1; seed <= 60; seed++) {
        struct rig rig;
        rig_open(&rig, &hasty, (struct lines_cost){.call_ns = 200 * (int)seed, .line_ns = 100},
                 seed);
        plan_scene(rig.plan, rig.scene);
        check_moved(&rig);
        moved += plan_report(rig.plan)->moved;
        renamed += worst_is_renamed(&rig);
        assert_true(plan_report(rig.plan)->renamed || !worst_is_renamed(&rig));
        rig_close(&rig);
    }
    assert_true(moved > 0 && renamed > 0);
}

/* Whatever the colours: where one moved, no calmer refresh would have had room for it. */
static void no_colour_moves_before_the_floor(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 40; seed++) {
        struct rig rig;
        rig_open(&rig, &usual, (struct lines_cost){.call_ns = 100 * (int)seed, .line_ns = 50},
                 seed);
        rig.scene->zones[0].motion.speed_mpx_s = 20000 + 3000 * (int)seed;
        plan_scene(rig.plan, rig.scene);
        double step_ns = 1e12 / rig.scene->zones[0].motion.speed_mpx_s;
        double period_ns = (double)plan_report(rig.plan)->period_ns;
        if (plan_report(rig.plan)->delta_e > PLAN_TRUE_DE)
            assert_true(pace_longer(step_ns, period_ns) > 1e7);
        rig_close(&rig);
    }
}

/* In how many of the phases a slot of a row is lit. */
static unsigned phases_lit(const struct plan_step *step, int row, int part, int64_t *on_ns)
{
    unsigned lit = 0;
    for (unsigned phase = 0; phase < step->count; phase++)
        for (size_t i = 0; i < step->phases[phase].count; i++) {
            const struct slot *slot = &step->phases[phase].items[i];
            lit += slot->row == row && slot->part == part;
            if (slot->row == row && slot->part == part)
                *on_ns = slot->on_ns;
        }
    return lit;
}

/* But for those that are dim beside another, or shorter than a call. */
static void check_every_slot_is_calm(const struct rig *rig)
{
    const struct plan_report *report = plan_report(rig->plan);
    for (int row = 0; row < rig->panel->scan_rows; row++)
        for (int part = 0; part < SLOTS_A_ROW; part++) {
            int64_t on_ns = 0;
            unsigned lit = phases_lit(&rig->step, row, part, &on_ns);
            int64_t mean_ns = lit ? on_ns * lit / rig->step.count : 0;
            if (lit == rig->step.count || mean_ns <= report->unit_ns / 20 ||
                mean_ns <= rig->cost.call_ns)
                continue;
            assert_true(hz_of(rig->plan) * lit / rig->step.count >= 100 - 1e-3);
        }
}

static void every_slot_is_lit_often_enough(void **state)
{
    (void)state;
    int halves = 0;
    for (unsigned seed = 1; seed <= 60; seed++) {
        struct rig rig;
        struct config_panel asked = usual;
        asked.refresh_hz = 100 + 8 * (int)seed;
        asked.snap = seed % 2;
        rig_open(&rig, &asked, (struct lines_cost){.call_ns = 40 * (int)seed, .line_ns = 20}, seed);
        rig.scene->zones[0].motion.speed_mpx_s = 20000 + 3000 * (int)seed;
        plan_scene(rig.plan, rig.scene);
        for (int i = 0; i < 4; i++) {
            play(&rig, rand() % 2000 * CLOCK_NS_PER_MS, PLAN_PHASES);
            check_every_slot_is_calm(&rig);
        }
        halves += plan_report(rig.plan)->half_rate;
        rig_close(&rig);
    }
    assert_true(halves > 0);
}

static int32_t fitted_mpx_s(int32_t speed_mpx_s, double hz)
{
    const struct config_crawl config = {
        .pixels_per_second = speed_mpx_s / 1000.0, .fit = true, .panel_hz = hz};
    return crawl_speed_mpx_s(&config, 0);
}

/* From the fitted speed on every step looks alike, and amber has its colour and its light. */
static void a_fitted_crawl_is_calm_at_any_speed(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &usual, (struct lines_cost){.call_ns = 1500, .line_ns = 300}, 1);
    for (int32_t speed = 30000; speed <= 120000; speed += 1000) {
        struct scene *scene = full_crawl(64, 32, amber, speed);
        double hz = plan_crawl_hz(rig.plan, scene);
        int32_t fitted = fitted_mpx_s(speed, hz);
        scene->zones[0].motion.speed_mpx_s = fitted;
        plan_scene(rig.plan, scene);
        const struct plan_report *report = plan_report(rig.plan);
        assert_true(pace_is_kept(1e12 / fitted, (double)report->period_ns));
        assert_true(hz_of(rig.plan) >= 100);
        assert_false(report->half_rate);
        assert_true(report->crowded == 1);
        assert_true(report->delta_e <= 2);
        scene_unref(scene);
    }
    rig_close(&rig);
}

static void light_follows_the_cost_and_is_told(void **state)
{
    (void)state;
    static const int calls_ns[] = {500, 1000, 1500, 2100, 4000, 12000};
    double before = 1;
    for (size_t i = 0; i < sizeof calls_ns / sizeof *calls_ns; i++) {
        struct rig rig;
        char text[PLAN_LIGHT_SIZE];
        rig_open(&rig, &usual, (struct lines_cost){.call_ns = calls_ns[i], .line_ns = 100}, 1);
        const struct plan_report *report = plan_report(rig.plan);
        double unit = report->unit_share;
        assert_true(unit >= 0.6 && unit <= PLAN_UNIT_MOST && unit <= before + 0.06);
        plan_light_text(report, text);
        assert_int_equal(text[0] != 0, unit < PLAN_UNIT_MOST);
        /* What calls cost later changes no light. */
        plan_set_cost(rig.plan, (struct lines_cost){.call_ns = 2 * calls_ns[i]});
        plan_scene(rig.plan, rig.scene);
        assert_true(report->unit_share == unit);
        before = unit;
        rig_close(&rig);
    }
    assert_true(before < PLAN_UNIT_MOST);
}

/* Strokes of 3 to 6 columns, no two rows alike: as dense as a headline. */
static void draw_letters(struct strip *strip)
{
    for (int y = 0; y < strip->height; y++)
        for (int x = 0, end = 0; x < strip->width; end += 3 + rand() % 4)
            for (uint8_t ink = rand() % 2 ? UINT8_MAX : 0; x < strip->width && x < end; x++)
                strip->coverage[y * strip->width + x] = ink;
}

/* The share of a period for which the lines are busy, at most, where a crawl was fitted. */
static double busiest_share(const struct lines_cost *cost, struct config_colour text)
{
    struct rig rig;
    struct config_panel wall = usual;
    double most = 0;
    wall.refresh_hz = 1000; /* as fast as it goes */
    rig_open(&rig, &wall, *cost, 1);
    draw_letters(rig.strip);
    struct zone *zone = &rig.scene->zones[0];
    zone->colours[TEXT_ROLE_TEXT] = zone->colours[TEXT_ROLE_SPEAKER] = text;
    zone->strip_y = 0;
    double hz = plan_crawl_hz(rig.plan, rig.scene);
    zone->motion.speed_mpx_s = (int32_t)(1000 * hz);
    rig.config.refresh_hz = (int)hz;
    plan_scene(rig.plan, rig.scene);
    assert_int_equal(plan_report(rig.plan)->half_rate, false);
    for (int i = 1; i < 100; i++) {
        int64_t t_ns = i * CLOCK_NS_PER_S / 100;
        scene_draw(rig.scene, t_ns, &rig.frame);
        plan_step_fill(&rig.step, rig.plan, &rig.frame);
        int64_t start_ns = rig.lines.now_ns;
        assert_int_equal(scan_refresh(&rig.scan, &rig.step.phases[0], start_ns), 0);
        double share = (double)(rig.lines.now_ns - start_ns) / (double)rig.step.phases[0].period_ns;
        most = share > most ? share : most;
    }
    rig_close(&rig);
    return most;
}

static void what_is_counted_is_what_it_takes(void **state)
{
    (void)state;
    static const struct lines_cost costs[] = {{.call_ns = 1500, .line_ns = 300},
                                              {.call_ns = 2100, .line_ns = 100},
                                              {.call_ns = 800, .line_ns = 100}};
    static const struct config_colour colours[] = {{255, 255, 255}, {255, 160, 0}, {0, 160, 255}};
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++)
        for (size_t k = 0; k < sizeof colours / sizeof *colours; k++) {
            double share = busiest_share(&costs[i], colours[k]);
            assert_true(share <= 1 - SLEEP_SHARE && share >= 0.94 * (1 - SLEEP_SHARE));
        }
}

static void a_long_chain_is_refreshed_as_often_as_it_fits(void **state)
{
    (void)state;
    struct rig rig;
    struct config_panel chain = usual;
    chain.chain = 6;
    chain.rows = 64;
    rig_open(&rig, &chain, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 1);
    struct scene *scene = scene_create(384, 64, 0);
    scene->background = (struct config_colour){255, 255, 255};
    struct scene *before = rig.scene;
    rig.scene = scene;
    plan_scene(rig.plan, scene);
    assert_true(plan_report(rig.plan)->slow);
    assert_true(plan_report(rig.plan)->too_slow);
    play(&rig, 0, PLAN_PHASES); /* and fits its own period */
    rig.scene = before;
    scene_unref(scene);
    rig_close(&rig);
}

static void the_refresh_fits_the_crawl(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &usual, (struct lines_cost){.call_ns = 1500, .line_ns = 0}, 3);
    for (int speed = 7000; speed < 200000; speed += 7777) {
        rig.scene->zones[0].motion.speed_mpx_s = speed;
        plan_scene(rig.plan, rig.scene);
        const struct plan_report *report = plan_report(rig.plan);
        if (report->slow)
            continue;
        double step_ns = 1e12 / speed;
        double refreshes = 2 * step_ns / (double)report->period_ns; /* of two steps */
        int whole = (int)(refreshes + 0.5);
        assert_true(refreshes - whole < 1e-3 && whole - refreshes < 1e-3);
        assert_true(whole % 2 == 0 || whole == 3);
        assert_true(report->period_ns <= CLOCK_NS_PER_S / 150 + 1);
    }
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Each LED gets the light that the plan declares, in every geometry",
             every_led_gets_the_light_that_is_declared),
        TEST("... also where a call costs more for more lines", calls_may_cost_more_for_more_lines),
        TEST("... whatever the wall, the colours and the cost of calls",
             any_wall_keeps_its_promises),
        TEST("... also in a long crawl of many shades",
             a_long_crawl_of_many_shades_keeps_its_light),
        TEST("A white screen and a single white LED are equally bright",
             brightness_does_not_depend_on_the_picture),
        TEST("A new row stays dark as long as panel.blank_ns says",
             a_new_row_is_dark_as_long_as_it_is_asked),
        TEST("Brightness shortens the light", brightness_shortens_the_light),
        TEST("A weak supply dims the whole picture, and only one that would draw too much",
             a_weak_supply_dims_the_picture),
        TEST("A ribbon draws what one strip of its items draws",
             a_ribbon_draws_what_one_strip_draws),
        TEST("Bright light is 0.99 of a row's share, and holds the rate on every row too",
             bright_light_holds_the_rate_on_every_row),
        TEST("A dark wall costs nothing", a_dark_wall_costs_nothing),
        TEST("Snapping lets amber's blue go, and keeps amber amber", snapping_keeps_amber_amber),
        TEST("The rate gives way down to the calm floor before a colour does",
             the_rate_gives_way_before_a_colour),
        TEST("Below the floor the least visible gives way: a few Hz before a colour",
             below_the_floor_the_least_visible_gives_way),
        TEST("Two zones of two colours keep them where calls are slow",
             two_zones_of_two_colours_keep_them),
        TEST("A colour that moved by more than DE2000 5 is told, and to what",
             a_colour_that_moved_is_told),
        TEST("Whatever the colours, none moves by more than 3 while a calm refresh has room",
             no_colour_moves_before_the_floor),
        TEST("No slot that can be seen is lit less often than is calm",
             every_slot_is_lit_often_enough),
        TEST("A fitted crawl of amber is calm, true and even, whatever the speed asked for",
             a_fitted_crawl_is_calm_at_any_speed),
        TEST("The unit of light follows what calls cost at the start, and less is told",
             light_follows_the_cost_and_is_told),
        TEST("What is counted for a refresh of text is what it takes, and hardly more",
             what_is_counted_is_what_it_takes),
        TEST("A chain that is too long is refreshed as often as it fits",
             a_long_chain_is_refreshed_as_often_as_it_fits),
        TEST("A step of the crawl lasts a whole number of refreshes, or two last three",
             the_refresh_fits_the_crawl),
    };
    return cmocka_run_group_tests_name("hub75/plan", tests, NULL, NULL);
}
