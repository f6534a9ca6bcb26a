#include "layout/compose.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "check.h"
#include "newsroom.h"

static void finish_items(struct compose_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        compose_item_finish(&items[i]);
    }
}

static struct snippet line_of(char *text)
{
    return (struct snippet){.kind = SNIPPET_LINE, .text = text};
}

/* LEDs that are lit in the rows [top, bottom). */
static int lit(const struct scene *scene, int64_t t_ns, int top, int bottom)
{
    struct frame frame;
    int count = 0;
    frame_init(&frame, scene->width, scene->height);
    scene_draw(scene, t_ns, &frame);
    for (int y = top; y < bottom; y++)
        for (int x = 0; x < scene->width; x++)
            count += (frame_pixel(&frame, x, y)[0] | frame_pixel(&frame, x, y)[1]) > 0;
    frame_finish(&frame);
    return count;
}

static struct scene *compose_one(struct studio *studio, char *text, struct compose_item *item)
{
    static struct snippet snippet;
    snippet = line_of(text);
    *item = (struct compose_item){.snippet = &snippet};
    struct scene *scene = compose_scene(studio->zones, item, 0, 0, &studio->diag);
    assert_non_null(scene);
    finish_items(item, 1);
    return scene;
}

static void a_page_holds_as_long_as_it_takes_to_read(void **state)
{
    (void)state;
    static const char *const settings[] = {"layout.mode=page", "layout.transition=wipe",
                                           "layout.transition_ms=1000", "layout.label=off", NULL};
    struct studio studio;
    struct compose_item item;
    char text[] = "one two three four five six seven";
    studio_open(&studio, settings);
    struct scene *scene = compose_one(&studio, text, &item);
    const struct strip *strip = scene->zones[0].strip;
    assert_true(strip->page_count >= 2);
    int64_t end_ns = 1000 * CLOCK_NS_PER_MS;
    for (size_t i = 0; i < strip->page_count; i++) {
        assert_true(strip->pages[i].hold_ms >= 2000);
        end_ns += (strip->pages[i].hold_ms + 1000) * CLOCK_NS_PER_MS;
    }
    assert_int_equal(item.end_ns, end_ns);
    assert_int_equal(lit(scene, 0, 0, NEWSROOM_HEIGHT), 0);
    assert_true(lit(scene, 2 * CLOCK_NS_PER_S, 0, NEWSROOM_HEIGHT) > 50);
    assert_int_equal(lit(scene, end_ns, 0, NEWSROOM_HEIGHT), 0);
    scene_unref(scene);
    studio_close(&studio);
}

/* Each step that scene_next_step tells changes the picture, and nothing changes
 * between two of them. */
static void check_steps(const char *transition)
{
    const char *const settings[] = {"layout.mode=page", transition, NULL};
    struct studio studio;
    struct compose_item item;
    char text[] = "alpha beta gamma delta";
    studio_open(&studio, settings);
    struct scene *scene = compose_one(&studio, text, &item);
    struct frame before;
    struct frame now;
    frame_init(&before, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    frame_init(&now, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    scene_draw(scene, 0, &before);
    int64_t next_ns = scene_next_step(scene, 0);
    for (int64_t t_ns = 0; t_ns < item.end_ns + CLOCK_NS_PER_S; t_ns += CLOCK_NS_PER_MS) {
        while (next_ns <= t_ns)
            next_ns = scene_next_step(scene, next_ns), scene_draw(scene, t_ns, &before);
        scene_draw(scene, t_ns, &now);
        assert_true(frame_equal(&before, &now));
    }
    assert_int_equal(scene_next_step(scene, item.end_ns), INT64_MAX);
    frame_finish(&before);
    frame_finish(&now);
    scene_unref(scene);
    studio_close(&studio);
}

static void nothing_changes_between_steps(void **state)
{
    (void)state;
    check_steps("layout.transition=wipe");
    check_steps("layout.transition=scroll");
    check_steps("layout.transition=cut");
}

static void what_fits_is_held_and_the_rest_crawls(void **state)
{
    (void)state;
    static const char *const settings[] = {"layout.mode=hold", NULL};
    struct studio studio;
    struct compose_item item;
    char fits[] = "Hello";
    char longer[] = "Hello to everybody who reads this on the wall today";
    char word[] = "Donaudampfschiff";
    studio_open(&studio, settings);
    struct scene *scene = compose_one(&studio, fits, &item);
    assert_int_equal(scene->zones[0].motion.kind, MOTION_PAGES);
    assert_int_equal(scene->zones[0].strip->page_count, 1);
    scene_unref(scene);
    scene = compose_one(&studio, longer, &item);
    assert_int_equal(scene->zones[0].motion.kind, MOTION_CRAWL);
    scene_unref(scene);
    scene = compose_one(&studio, word, &item); /* wider than the wall: never broken */
    assert_int_equal(scene->zones[0].motion.kind, MOTION_CRAWL);
    scene_unref(scene);
    studio_close(&studio);
}

/* The brightest value on the glass. */
static int brightest(const struct scene *scene, int64_t t_ns)
{
    struct frame frame;
    int most = 0;
    frame_init(&frame, scene->width, scene->height);
    scene_draw(scene, t_ns, &frame);
    for (int i = 0; i < scene->width * scene->height * 3; i++)
        most = frame.rgb[i] > most ? frame.rgb[i] : most;
    frame_finish(&frame);
    return most;
}

static void what_is_dimmed_is_darker(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    struct studio studio;
    char text[] = "Hello";
    const struct snippet snippet = line_of(text);
    struct shown shown = {.text = text};
    struct compose_item item = {.snippet = &snippet, .shown = &shown};
    studio_open(&studio, settings);
    for (int percent = 0; percent <= 50; percent += 50) {
        shown.dimmed = percent;
        struct scene *scene = compose_scene(studio.zones, &item, 0, 0, &studio.diag);
        int most = brightest(scene, CLOCK_NS_PER_S);
        assert_true(percent ? most > 100 && most < 220 : most == 255);
        scene_unref(scene);
    }
    compose_item_finish(&item);
    studio_close(&studio);
}

static void two_zones_are_two_places(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "zones=( { shows = \"headlines\"; height = 16; }, { shows = \"quotes\"; y = 16; "
        "characters_per_second = 4.0; } )",
        NULL};
    struct studio studio;
    char text[] = "A headline that is long";
    studio_open(&studio, settings);
    struct snippet headline = line_of(text);
    struct snippet quote = line_of(text);
    headline.kind = SNIPPET_HEADLINE;
    assert_int_equal(layout_zones_count(studio.zones), 3); /* and the wall for take-overs */
    assert_true(layout_zones_take(studio.zones, 0, &headline));
    assert_false(layout_zones_take(studio.zones, 0, &quote));
    assert_true(layout_zones_take(studio.zones, 1, &quote));
    assert_false(layout_zones_take(studio.zones, 2, &quote));
    assert_string_equal(layout_zones_name(studio.zones, 1), "quotes");
    struct compose_item items[ZONES_MAX] = {{.snippet = &headline}, {.snippet = &quote}};
    struct scene *scene = compose_scene(studio.zones, items, 0, 0, &studio.diag);
    assert_int_equal(scene->zone_count, 2);
    assert_in_range(items[1].end_ns / CLOCK_NS_PER_MS, 2 * items[0].end_ns / CLOCK_NS_PER_MS - 2,
                    2 * items[0].end_ns / CLOCK_NS_PER_MS + 2);
    assert_true(lit(scene, 2 * CLOCK_NS_PER_S, 0, 16) > 20);
    assert_true(lit(scene, 2 * CLOCK_NS_PER_S, 16, 32) > 20);
    scene_unref(scene);
    finish_items(&items[1], 1);
    items[1].snippet = NULL;
    scene = compose_scene(studio.zones, items, 0, 0, &studio.diag);
    assert_int_equal(lit(scene, 2 * CLOCK_NS_PER_S, 16, 32), 0);
    assert_int_equal(items[1].end_ns, INT64_MAX);
    scene_unref(scene);
    finish_items(items, 1);
    studio_close(&studio);
}

static void a_clock_changes_with_the_minute(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "zones=( { shows = \"news\"; y = 16; }, { shows = \"clock\"; height = 16; } )", NULL};
    struct studio studio;
    setenv("TZ", "UTC", 1);
    studio_open(&studio, settings);
    struct compose_item items[ZONES_MAX] = {{0}};
    struct scene *a = compose_scene(studio.zones, items, 0, 59999, &studio.diag);
    struct scene *b = compose_scene(studio.zones, items, 0, 60000, &studio.diag);
    assert_int_equal(compose_next_change_ms(studio.zones, 59999), 60000);
    assert_int_equal(compose_next_change_ms(studio.zones, 60000), 120000);
    assert_int_not_equal(lit(a, 0, 0, 16), lit(b, 0, 0, 16));
    scene_unref(a);
    scene_unref(b);
    studio_close(&studio);
}

static void a_zone_outside_of_the_wall_is_refused(void **state)
{
    (void)state;
    static const char *const settings[] = {"zones=( { x = 32; width = 64; } )", NULL};
    struct studio studio;
    studio_open(&studio, settings);
    assert_null(studio.zones);
    assert_non_null(strstr(studio.diag.messages[0].text, "the wall is 64 x 32 px"));
    studio_close(&studio);
}

static void our_own_letters_fit_their_zone(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "text.fonts=motograph", "text.size_px=24",
        "zones=( { height = 16; }, { y = 16; height = 12; name = \"low\"; }, { shows = \"clock\"; "
        "width = 32; height = 16; } )",
        NULL};
    struct studio studio;
    studio_open(&studio, settings);
    assert_non_null(studio.zones);
    assert_int_equal(studio.diag.count, 0);
    assert_int_equal(fonts_line_height_px(studio.fonts), 32);
    assert_int_equal(fonts_line_height_px(layout_zones_fonts(studio.zones, 0)), 16);
    assert_int_equal(fonts_line_height_px(layout_zones_fonts(studio.zones, 1)), 12);
    assert_string_equal(layout_zones_name(studio.zones, 0), "news");
    assert_string_equal(layout_zones_name(studio.zones, 1), "low");
    studio_close(&studio);
}

static void a_clock_that_would_be_cut_is_refused(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "zones=( { y = 16; }, { shows = \"clock\"; width = 30; height = 16; } )", NULL};
    struct studio studio;
    studio_open(&studio, settings);
    assert_null(studio.zones);
    assert_non_null(strstr(studio.diag.messages[0].text, "is 30 px wide, its clock 35"));
    studio_close(&studio);
}

static void what_would_be_cut_is_refused(void **state)
{
    (void)state;
    static const char *const modes[] = {"layout.mode=crawl", "layout.mode=page",
                                        "layout.mode=hold"};
    char *text = malloc(100001);
    memset(text, 'w', 100000);
    text[100000] = '\0';
    for (size_t i = 0; i < 6; i++) {
        const char *const settings[] = {modes[i % 3], NULL};
        if (i == 3)
            text[20000] = '\0'; /* less than the paragraph, more than the strip holds */
        struct studio studio;
        struct snippet snippet = line_of(text);
        struct compose_item item = {.snippet = &snippet};
        studio_open(&studio, settings);
        assert_false(compose_lay_out(studio.zones, 0, &item, &studio.diag));
        assert_null(item.strip);
        assert_true(studio.diag.count > 0);
        studio_close(&studio);
    }
    free(text);
}

/* The column of the first LED that is lit, or the last. */
static int edge(const struct scene *scene, int64_t t_ns, bool last)
{
    struct frame frame;
    int found = -1;
    frame_init(&frame, scene->width, scene->height);
    scene_draw(scene, t_ns, &frame);
    for (int x = 0; x < scene->width && (last || found < 0); x++)
        for (int y = 0; y < scene->height; y++)
            if ((frame_pixel(&frame, x, y)[0] | frame_pixel(&frame, x, y)[1]) > 0)
                found = x;
    frame_finish(&frame);
    return found;
}

static void arabic_enters_at_the_left(void **state)
{
    (void)state;
    static const char *const settings[] = {"text.fonts=DejaVu Sans", "layout.label=off", NULL};
    struct studio studio;
    struct compose_item item;
    char arabic[] = "قال جون سميث (John Smith) إن 15 حافلة تعود";
    char latin[] = "John Smith (جون) said 15 buses return";
    studio_open(&studio, settings);
    struct scene *scene = compose_one(&studio, arabic, &item);
    assert_in_range(edge(scene, CLOCK_NS_PER_S, true), 10, NEWSROOM_WIDTH - 10);
    assert_in_range(edge(scene, CLOCK_NS_PER_S, false), 0, 9);
    assert_int_equal(edge(scene, item.end_ns, false), -1);
    assert_in_range(edge(scene, item.end_ns - CLOCK_NS_PER_S / 4, false), NEWSROOM_WIDTH - 20,
                    NEWSROOM_WIDTH - 1);
    scene_unref(scene);
    scene = compose_one(&studio, latin, &item);
    assert_in_range(edge(scene, CLOCK_NS_PER_S, false), 10, NEWSROOM_WIDTH - 10);
    assert_in_range(edge(scene, CLOCK_NS_PER_S, true), NEWSROOM_WIDTH - 10, NEWSROOM_WIDTH - 1);
    scene_unref(scene);
    studio_close(&studio);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A page stands as long as it takes to read, 2 s at least",
             a_page_holds_as_long_as_it_takes_to_read),
        TEST("Nothing changes between two steps of a page", nothing_changes_between_steps),
        TEST("What fits is held, the rest crawls", what_fits_is_held_and_the_rest_crawls),
        TEST("Two zones are two places, each with its speed", two_zones_are_two_places),
        TEST("A clock changes with the minute", a_clock_changes_with_the_minute),
        TEST("What would be cut is refused: 20,000 and 100,000 characters in every mode",
             what_would_be_cut_is_refused),
        TEST("An Arabic line enters at the left and leaves at the right, a Latin one the other way",
             arabic_enters_at_the_left),
        TEST("Our own letters have the size that fits their zone", our_own_letters_fit_their_zone),
        TEST("A clock that would be cut is refused", a_clock_that_would_be_cut_is_refused),
        TEST("A zone outside of the wall is refused", a_zone_outside_of_the_wall_is_refused),
        TEST("What is old stands in less light", what_is_dimmed_is_darker),
    };
    return cmocka_run_group_tests_name("layout/compose", tests, NULL, NULL);
}
