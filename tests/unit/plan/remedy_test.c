#include "config/config.h"
#include "plan/remedy.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "check.h"
#include "hub75/panel.h"
#include "text/strip_create.h"

/* Text in amber crawls over a wall. */
struct rig {
    struct config config;
    struct scene *scene;
    struct lines_cost cost;
    const struct lines_cost *registers; /* NULL: the board has none */
    struct remedy remedies[REMEDIES_MAX];
    size_t count;
    double refresh_hz, delta_e; /* as the plan has it */
    bool renamed;
};

static void show_amber(struct rig *rig, int32_t speed_mpx_s)
{
    struct diag diag = {0};
    struct panel *panel = panel_create(&rig->config.panel, &diag);
    assert_non_null(panel);
    struct strip *strip = strip_create_blank(400, 13);
    memset(strip->coverage, 255, (size_t)strip->width * (size_t)strip->height);
    scene_unref(rig->scene);
    rig->scene = scene_create(panel->width_px, panel->height_px, 0);
    struct zone *zone = scene_add_zone(rig->scene, 0, 0, panel->width_px, panel->height_px, strip);
    zone->strip_y = (panel->height_px - strip->height) / 2;
    zone->colours[TEXT_ROLE_TEXT] = (struct config_colour){255, 160, 32};
    zone->motion = (struct motion){
        .kind = MOTION_CRAWL, .start_px = panel->width_px, .speed_mpx_s = speed_mpx_s};
    strip_unref(strip);
    panel_destroy(panel);
}

static void find(struct rig *rig, int board_lanes)
{
    struct diag diag = {0};
    struct panel *panel = panel_create(&rig->config.panel, &diag);
    struct plan *plan = plan_create(panel, &rig->config.panel, rig->cost);
    plan_scene(plan, rig->scene);
    const struct plan_report *report = plan_report(plan);
    rig->refresh_hz = (double)CLOCK_NS_PER_S / (double)report->period_ns;
    rig->delta_e = report->delta_e;
    rig->renamed = report->renamed;
    rig->count = remedies_find(report, &rig->config.panel, &rig->cost, rig->registers, board_lanes,
                               rig->scene, rig->remedies);
    plan_destroy(plan);
    panel_destroy(panel);
}

static void rig_open(struct rig *rig, int rows, int columns, int chain, int lanes)
{
    *rig = (struct rig){.cost = {.call_ns = 1500}};
    configuration_init(&rig->config);
    rig->config.panel.rows = rows;
    rig->config.panel.columns = columns;
    rig->config.panel.chain = chain;
    rig->config.panel.parallel = lanes;
    rig->config.panel.beside = lanes > 1;
    show_amber(rig, 56000);
}

static void rig_close(struct rig *rig)
{
    scene_unref(rig->scene);
    configuration_finish(&rig->config);
}

static void what_is_held_needs_no_remedy(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, 32, 64, 1, 1);
    find(&rig, 3);
    assert_int_equal(rig.count, 0);
    rig_close(&rig);
}

/* A number that a remedy's words name. */
static double number_after(const char *text, const char *key, double else_it_is)
{
    const char *at = strstr(text, key);
    return at ? strtod(at + strlen(key), NULL) : else_it_is;
}

static void a_remedy_gives_what_it_tells(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, 64, 128, 2, 1);
    find(&rig, 3);
    assert_true(rig.count >= 2);
    const struct remedy told = rig.remedies[0];
    double before_hz = rig.refresh_hz;
    rig.config.panel.parallel = (int)number_after(told.change, "panel.parallel = ", 0);
    rig.config.panel.chain = (int)number_after(told.change, "panel.chain = ", 0);
    rig.config.panel.beside = strstr(told.change, "panel.beside = true") != NULL;
    rig.config.panel.refresh_hz = (int)number_after(told.change, "panel.refresh_hz = ", 150);
    show_amber(&rig,
               (int32_t)(1000 * number_after(told.change, "crawl.pixels_per_second = ", 56) + 0.5));
    find(&rig, 3);
    assert_true(rig.refresh_hz > before_hz * 1.05);
    assert_true(rig.refresh_hz > told.refresh_hz * 0.99 && rig.refresh_hz < told.refresh_hz * 1.01);
    assert_true(rig.delta_e < told.delta_e + 0.1 && rig.delta_e > told.delta_e - 0.1);
    assert_int_equal(rig.renamed, told.renamed);
    rig_close(&rig);
}

static void one_panel_is_not_told_to_take_more_lanes(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, 32, 64, 1, 1);
    rig.cost.call_ns = 16000;
    find(&rig, 3);
    assert_true(rig.count > 0);
    for (size_t i = 0; i < rig.count; i++)
        assert_null(strstr(rig.remedies[i].change, "parallel"));
    assert_non_null(strstr(rig.remedies[rig.count - 1].change, "RP2040"));
    rig_close(&rig);
}

static void a_board_of_one_lane_is_named_as_the_hindrance(void **state)
{
    (void)state;
    struct rig rig;
    char text[REMEDY_TEXT_SIZE];
    rig_open(&rig, 64, 128, 2, 1);
    find(&rig, 1);
    assert_true(rig.count > 0);
    remedy_text(&rig.remedies[0], text);
    assert_non_null(strstr(text, "a board with 2 lanes"));
    assert_non_null(strstr(text, " Hz, colour error "));
    rig_close(&rig);
}

static void snapping_is_a_remedy_where_it_is_off(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, 32, 64, 1, 1);
    rig.cost.call_ns = 4000;
    rig.config.panel.snap = false;
    find(&rig, 1);
    assert_true(rig.count > 0);
    assert_non_null(strstr(rig.remedies[0].change, "panel.snap = true"));
    rig_close(&rig);
}

static void registers_are_a_remedy_where_they_are_not_used(void **state)
{
    (void)state;
    struct rig rig;
    const struct lines_cost registers = lines_cost_of_registers(50);
    rig_open(&rig, 64, 128, 2, 1);
    rig.registers = &registers;
    find(&rig, 3);
    assert_true(rig.count > 0);
    const struct remedy told = rig.remedies[0];
    assert_string_equal(told.change, "panel.fast = \"registers\"");
    rig.cost = registers;
    find(&rig, 3);
    assert_true(rig.refresh_hz > told.refresh_hz * 0.99 && rig.refresh_hz < told.refresh_hz * 1.01);
    for (size_t i = 0; i < rig.count; i++)
        assert_null(strstr(rig.remedies[i].change, "panel.fast"));
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Where nothing gave way there is no remedy", what_is_held_needs_no_remedy),
        TEST("A remedy that is followed gives the rate and the colours that it told",
             a_remedy_gives_what_it_tells),
        TEST("A single panel is not told to take more lanes, but an RP2040",
             one_panel_is_not_told_to_take_more_lanes),
        TEST("Where the board has too few lanes, the remedy says so",
             a_board_of_one_lane_is_named_as_the_hindrance),
        TEST("Snapping is a remedy where it is off", snapping_is_a_remedy_where_it_is_off),
        TEST("Registers are one where the lines' calls give too little, and give what is told",
             registers_are_a_remedy_where_they_are_not_used),
    };
    return cmocka_run_group_tests_name("hub75/remedy", tests, NULL, NULL);
}
