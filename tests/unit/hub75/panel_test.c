#include <stdlib.h>

#include "config/panel_keys.h"
#include "config/panel_ranges.h"
#include "hub75/geometry.h"
#include "hub75/panel.h"

#include "check.h"
#include "module.h"

static void each_led_is_wired_once(void **state)
{
    (void)state;
    for (int g = 0; g < module_geometry_count; g++) {
        struct diag diag = {0};
        struct panel *panel = panel_create(&module_geometries[g], &diag);
        assert_non_null(panel);
        for (int y = 0; y < panel->height_px; y++)
            for (int x = 0; x < panel->width_px; x++) {
                struct module_place p = module_place(&module_geometries[g], x, y);
                assert_in_range(p.row, 0, panel->scan_rows - 1);
                assert_in_range(p.column, 0, panel->columns - 1);
                assert_int_equal(panel_pixel(panel, p.row, p.column, p.lane, p.half),
                                 y * panel->width_px + x);
            }
        panel_destroy(panel);
    }
}

static void a_shape_that_is_none_is_refused(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct config_panel config = module_geometries[0];
    config.scan = 5;
    assert_null(panel_create(&config, &diag));
    assert_int_equal(diag.errors, 1);
    diag_finish(&diag);
}

static void the_first_panel_hangs_at_the_right(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct config_panel config = module_geometries[3];
    struct panel *panel = panel_create(&config, &diag);
    /* What is shifted last stays nearest to the connector. */
    assert_int_equal(panel_pixel(panel, 0, panel->columns - 1, 0, 0), panel->width_px - 1);
    assert_int_equal(panel_pixel(panel, 0, 0, 0, 0), 0);
    panel_destroy(panel);
    config.rotation = 180;
    panel = panel_create(&config, &diag);
    int last_row = panel->height_px - 1;
    assert_int_equal(panel_pixel(panel, 0, panel->columns - 1, 0, 0), last_row * panel->width_px);
    panel_destroy(panel);
}

/* The one among all that hangs where the px is; -1: none. */
static int panel_of_px(const struct config_panel *config, int x, int y)
{
    int found = -1;
    for (int i = 0; i < config->chain * config->parallel; i++) {
        struct geometry_rectangle at = geometry_panel(config, i / config->chain, i % config->chain);
        if (x >= at.x && x < at.x + at.width && y >= at.y && y < at.y + at.height)
            found = i;
    }
    return found;
}

static void each_panel_has_its_own_order(void **state)
{
    (void)state;
    for (int g = 0; g < module_geometry_count; g++) {
        struct diag diag = {0};
        struct config_panel config = module_geometries[g];
        for (int i = 0; i < config.chain * config.parallel; i++)
            config.orders[i] = (uint8_t)(1 + i % CONFIG_ORDERS);
        struct panel *panel = panel_create(&config, &diag);
        assert_non_null(panel);
        for (int y = 0; y < panel->height_px; y++)
            for (int x = 0; x < panel->width_px; x++) {
                struct module_place p = module_place(&config, x, y);
                assert_int_equal(panel->orders[p.column * panel->lanes + p.lane],
                                 panel_of_px(panel->config, x, y) % CONFIG_ORDERS);
            }
        panel_destroy(panel);
    }
}

/* Panels of any turn, one after the other with gaps between them. */
static void hang_at_random(struct config_panel *config)
{
    int x = 0;
    config->placed = true;
    config->fold = 1;
    config->serpentine = config->beside = false;
    for (int i = 0; i < config->chain * config->parallel; i++) {
        config->places[i] = (struct config_place){
            .x = (uint16_t)(x + rand() % 3),
            .y = (uint16_t)(rand() % 9),
            .turned = (uint8_t)(rand() % 4),
            .mirrored = (uint8_t)(rand() % 2),
        };
        x = config->places[i].x + panel_width_at(config, i);
    }
    config->rotation = 90 * (rand() % 4);
}

/* How many LEDs of the wall there are, each wired as its place says. */
static int count_leds(const struct config_panel *config)
{
    struct diag diag = {0};
    int leds = 0;
    struct panel *panel = panel_create(config, &diag);
    assert_non_null(panel);
    for (int y = 0; y < panel->height_px; y++)
        for (int x = 0; x < panel->width_px; x++) {
            struct module_place p = module_place(config, x, y);
            if (p.row < 0) {
                assert_int_equal(panel_of_px(panel->config, x, y), -1);
                continue;
            }
            leds++;
            assert_int_equal(panel_pixel(panel, p.row, p.column, p.lane, p.half),
                             y * panel->width_px + x);
            assert_int_equal(panel_of_px(panel->config, x, y) % config->chain,
                             config->chain - 1 - p.column / (panel->columns / config->chain));
        }
    panel_destroy(panel);
    return leds;
}

static void panels_hang_where_they_are_placed(void **state)
{
    (void)state;
    srand(20);
    for (int g = 0; g < 4 * module_geometry_count; g++) {
        struct config_panel config = module_geometries[g % module_geometry_count];
        hang_at_random(&config);
        assert_int_equal(count_leds(&config),
                         config.chain * config.parallel * config.columns * config.rows);
    }
}

/* A chain of two 32x16: the nearer one on its side at the left, the other one mirrored. */
static void a_panel_on_its_side_is_read_from_its_own_top(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct config_panel config = {
        .rows = 16, .columns = 32, .chain = 2, .parallel = 1, .fold = 1, .placed = true};
    config.places[0] = (struct config_place){.turned = 1};
    config.places[1] = (struct config_place){.x = 16, .y = 4, .mirrored = 1};
    struct panel *panel = panel_create(&config, &diag);
    assert_int_equal(panel->width_px, 16 + 32);
    assert_int_equal(panel->height_px, 32);
    /* Its top left LED stands at the right of its rectangle's top, its top right one below. */
    assert_int_equal(panel_pixel(panel, 0, 32, 0, 0), 15);
    assert_int_equal(panel_pixel(panel, 0, 63, 0, 0), 31 * 48 + 15);
    assert_int_equal(panel_pixel(panel, 0, 0, 0, 0), 4 * 48 + 47);
    panel_destroy(panel);
    config.places[1].x = 15;
    assert_null(panel_create(&config, &diag)); /* they would cover each other */
    diag_finish(&diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Each LED of the wall stands where its module wires it, in every geometry",
             each_led_is_wired_once),
        TEST("Each panel of a chain has its own order of colours, wherever it hangs",
             each_panel_has_its_own_order),
        TEST("Panels hang where their places say, turned and mirrored",
             panels_hang_where_they_are_placed),
        TEST("A panel on its side is read from its own top",
             a_panel_on_its_side_is_read_from_its_own_top),
        TEST("A scan rate that the rows can't have is refused", a_shape_that_is_none_is_refused),
        TEST("The chain begins at the right, and turns with the wall",
             the_first_panel_hangs_at_the_right),
    };
    return cmocka_run_group_tests_name("hub75/panel", tests, NULL, NULL);
}
