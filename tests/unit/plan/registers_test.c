/* What the plan gives where lines are set in registers: pictures of many lights, with all planes.
 */
#include <stdlib.h>

#include "check.h"
#include "config/panel_keys.h"
#include "hub75/light.h"
#include "hub75/scan.h"
#include "module.h"
#include "plan/plan.h"
#include "plan/step.h"
#include "plan_parts.h"
#include "test_lines.h"
#include "text/strip_create.h"

#define GREYS 60 /* of a picture, at random: as many as a palette knows, nearly */

struct wall {
    int rows, columns, refresh_hz;
};

static const struct wall small = {32, 64, 400};
static const struct wall large = {64, 128, 120};
/* Of a BCM2711, and of RP1 (src/panel/registers.h). */
static const int writes_ns[] = {20, 50};

struct rig {
    struct config_panel config;
    struct panel *panel;
    struct lines_cost cost;
    struct plan *plan;
    struct strip *strip;
    struct scene *scene;
    struct frame frame;
    struct plan_step step;
};

static struct strip *picture(int width, int height)
{
    struct strip *strip = strip_create_blank(width, height);
    srand(5);
    for (int i = 0; i < width * height; i++)
        strip->coverage[i] = (uint8_t)(rand() % GREYS * UINT8_MAX / (GREYS - 1));
    return strip;
}

static void rig_open(struct rig *rig, const struct wall *wall, struct lines_cost cost)
{
    struct diag diag = {0};
    *rig = (struct rig){.cost = cost};
    rig->config = module_geometries[0];
    rig->config.rows = wall->rows;
    rig->config.columns = wall->columns;
    rig->config.refresh_hz = wall->refresh_hz;
    rig->config.min_refresh_hz = 60;
    rig->config.calm_hz = 100;
    rig->panel = panel_create(&rig->config, &diag);
    assert_non_null(rig->panel);
    rig->plan = plan_create(rig->panel, &rig->config, cost);
    rig->strip = picture(wall->columns, wall->rows);
    rig->scene = scene_create(wall->columns, wall->rows, 0);
    struct zone *zone = scene_add_zone(rig->scene, 0, 0, wall->columns, wall->rows, rig->strip);
    zone->colours[TEXT_ROLE_TEXT] = (struct config_colour){255, 255, 255};
    plan_scene(rig->plan, rig->scene);
    frame_init(&rig->frame, wall->columns, wall->rows);
    plan_step_init(&rig->step, rig->plan);
    scene_draw(rig->scene, 0, &rig->frame);
    plan_step_fill(&rig->step, rig->plan, &rig->frame);
}

static void rig_close(struct rig *rig)
{
    plan_step_finish(&rig->step);
    frame_finish(&rig->frame);
    scene_unref(rig->scene);
    strip_unref(rig->strip);
    plan_destroy(rig->plan);
    panel_destroy(rig->panel);
}

static int planes_of(const struct rig *rig)
{
    int planes = 0;
    for (unsigned phase = 0; phase < rig->step.count; phase++)
        for (size_t i = 0; i < rig->step.phases[phase].count; i++)
            if (rig->step.phases[phase].items[i].part >= planes)
                planes = rig->step.phases[phase].items[i].part + 1;
    return planes;
}

static void reaches(const struct wall *wall)
{
    for (size_t i = 0; i < sizeof writes_ns / sizeof *writes_ns; i++) {
        struct rig rig;
        rig_open(&rig, wall, lines_cost_of_registers(writes_ns[i]));
        const struct plan_report *report = plan_report(rig.plan);
        print_message("by registers: %dx%d, %lld ns a write: %.0f Hz (asked: %d), lit %.2f of a "
                      "row's time (asked: 0.50)\n",
                      wall->columns, wall->rows, (long long)writes_ns[i],
                      1e9 / (double)report->period_ns, wall->refresh_hz,
                      report->unit_share * report->crowded);
        assert_int_equal(planes_of(&rig), LIGHT_BITS);
        assert_true(1e9 / (double)report->period_ns >= wall->refresh_hz - 1e-3);
        assert_true(report->unit_share * report->crowded >= 0.5);
        assert_true(report->delta_e < 1e-6);
        rig_close(&rig);
    }
}

static void a_small_wall_shows_pictures_at_400_hz(void **state)
{
    (void)state;
    reaches(&small);
}

static void a_large_wall_shows_pictures_at_120_hz(void **state)
{
    (void)state;
    reaches(&large);
}

static void calls_give_a_picture_eight_planes(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, &small, (struct lines_cost){.call_ns = 1500, .line_ns = 300});
    assert_true(planes_of(&rig) <= RECIPE_COARSE);
    rig_close(&rig);
}

/* A call of the scan is two writes at most, and takes as long here. */
static void each_light_is_what_the_picture_asks(void **state)
{
    (void)state;
    const int64_t call_ns = 2 * writes_ns[0];
    struct rig rig;
    struct test_panel glass;
    struct test_lines lines;
    struct scan scan;
    rig_open(&rig, &small, lines_cost_of_registers(writes_ns[0]));
    test_panel_init(&glass, rig.panel->scan_rows, rig.panel->columns, rig.panel->lanes);
    test_lines_init(&lines, &glass, call_ns, 0);
    scan_init(&scan, &lines.lines, rig.panel, writes_ns[0]);
    assert_int_equal(scan_start(&scan), 0);
    test_panel_reset_light(&glass);
    int64_t start_ns = lines.now_ns;
    for (unsigned phase = 0; phase < rig.step.count; phase++) {
        assert_int_equal(scan_refresh(&scan, &rig.step.phases[phase], start_ns), 0);
        start_ns += rig.step.phases[phase].period_ns;
        assert_true(lines.now_ns <= start_ns);
    }
    test_panel_until(&glass, lines.now_ns);
    for (int y = 0; y < rig.frame.height; y++)
        for (int x = 0; x < rig.frame.width; x++) {
            struct module_place p = module_place(&rig.config, x, y);
            int64_t lit_ns = test_panel_lit_ns(&glass, p.row, p.column, p.lane, p.half * 3);
            int64_t wanted_ns = plan_report(rig.plan)->unit_ns * rig.step.count *
                                light_of_value(frame_pixel(&rig.frame, x, y)[0]) / LIGHT_FULL;
            assert_true(llabs(lit_ns - wanted_ns) <= rig.step.count * LIGHT_BITS * call_ns);
        }
    assert_string_equal(glass.error, "");
    test_panel_finish(&glass);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("With registers 64x32 shows a picture with all planes, half lit at least, at 400 Hz",
             a_small_wall_shows_pictures_at_400_hz),
        TEST("... and 128x64 (1:32) at 120 Hz", a_large_wall_shows_pictures_at_120_hz),
        TEST("Calls of the kernel give a picture the upper eight",
             calls_give_a_picture_eight_planes),
        TEST("Each LED's light is what the picture asks", each_light_is_what_the_picture_asks),
    };
    return cmocka_run_group_tests_name("plan/registers", tests, NULL, NULL);
}
