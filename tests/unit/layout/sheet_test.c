/* The wall as it comes with each kind of item, at six sizes: tests/golden/wall-WIDTHxHEIGHT.png,
 * which is what `motograph look` draws. Only our own faces are there, and one of X11 for the row of
 * Hebrew, so that of Arabic is dark and the pictures hold on every machine. */
#include "layout/sheet.h"

#include <stdio.h>

#include "base/local.h"
#include "check.h"
#include "golden.h"
#include "layout/zones.h"
#include "newsroom.h"

#define MARGIN_PX 4
#define CAPTION_ROWS 12
#define ARABIC 10
#define NAME_MAX_BYTES 32

static const char *const as_it_comes[] = {
    "text.fonts=[\"motograph\",\"/usr/share/fonts/X11/misc/7x13.pcf.gz\"]", "text.size_px=0",
    "crawl.ribbon=true", NULL};

static const struct {
    int width, height;
} walls[] = {{32, 16}, {64, 32}, {128, 32}, {64, 64}, {128, 64}, {256, 64}};
#define WALLS (sizeof walls / sizeof *walls)

/* The caller finishes the frame. */
static void draw(int width, int height, struct frame *sheet)
{
    struct studio studio;
    studio_open(&studio, as_it_comes);
    struct layout_zones *zones =
        layout_zones_create(&studio.config, studio.fonts, width, height, &studio.diag);
    assert_non_null(zones);
    assert_true(sheet_draw(&studio.config, zones, width, height, sheet, &studio.diag));
    layout_zones_destroy(zones);
    studio_close(&studio);
}

static void every_wall_looks_as_it_did(void **state)
{
    (void)state;
    for (size_t i = 0; i < WALLS; i++) {
        char name[NAME_MAX_BYTES];
        struct frame sheet;
        draw(walls[i].width, walls[i].height, &sheet);
        const struct golden picture = {sheet.width, sheet.height, true, sheet.rgb};
        snprintf(name, sizeof name, "wall-%dx%d", walls[i].width, walls[i].height);
        assert_true(golden_holds(name, &picture));
        frame_finish(&sheet);
    }
}

/* LEDs of the first wall of a row that are lit. */
static size_t lit_in_row(const struct frame *sheet, size_t wall, int row)
{
    int top = MARGIN_PX + row * (CAPTION_ROWS + walls[wall].height + MARGIN_PX) + CAPTION_ROWS;
    size_t lit = 0;
    for (int y = 0; y < walls[wall].height; y++)
        for (int x = 0; x < walls[wall].width; x++) {
            const uint8_t *rgb = frame_pixel(sheet, MARGIN_PX + x, top + y);
            lit += rgb[0] || rgb[1] || rgb[2];
        }
    return lit;
}

static void every_kind_of_item_is_on_its_wall(void **state)
{
    (void)state;
    for (size_t i = 0; i < WALLS; i++) {
        struct frame sheet;
        draw(walls[i].width, walls[i].height, &sheet);
        for (int row = 0; row < ARABIC; row++)
            assert_true(lit_in_row(&sheet, i, row) > (size_t)walls[i].width);
        frame_finish(&sheet);
    }
}

static void what_no_font_has_leaves_its_row_dark(void **state)
{
    (void)state;
    struct frame sheet;
    draw(walls[1].width, walls[1].height, &sheet);
    assert_int_equal(lit_in_row(&sheet, 1, ARABIC), 0);
    assert_true(lit_in_row(&sheet, 1, ARABIC + 1) > 0);
    frame_finish(&sheet);
}

static int make_it_the_same_everywhere(void **state)
{
    local_zone_set("UTC");
    return golden_leave_our_faces(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("The wall as it comes looks as it did at six sizes, with each kind of item",
             every_wall_looks_as_it_did),
        TEST("Each kind of item is seen on its sheet, the take-over, too",
             every_kind_of_item_is_on_its_wall),
        TEST("What no font has leaves its row dark, and the others are drawn",
             what_no_font_has_leaves_its_row_dark),
    };
    return cmocka_run_group_tests_name("layout/sheet", tests, make_it_the_same_everywhere, NULL);
}
