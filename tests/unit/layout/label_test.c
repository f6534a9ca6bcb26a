#include "layout/compose.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "check.h"
#include "newsroom.h"
#include "text/strip_create.h"

#define BAND_ROWS 12

/* The picture of one item, and what it was made of. */
struct wall {
    struct studio studio;
    struct snippet snippet;
    struct compose_item items[ZONES_MAX];
    struct scene *scene;
    struct frame frame;
};

static void open_wall(struct wall *wall, const char *const *settings, struct snippet snippet)
{
    *wall = (struct wall){.snippet = snippet};
    studio_open(&wall->studio, settings);
    assert_non_null(wall->studio.zones);
    wall->items[0].snippet = &wall->snippet;
    wall->scene = compose_scene(wall->studio.zones, wall->items, 0, 0, &wall->studio.diag);
    assert_non_null(wall->scene);
    frame_init(&wall->frame, wall->scene->width, wall->scene->height);
}

static void close_wall(struct wall *wall)
{
    frame_finish(&wall->frame);
    scene_unref(wall->scene);
    compose_item_finish(&wall->items[0]);
    studio_close(&wall->studio);
}

/* LEDs of a colour in the rows [top, bottom) at that time. */
static size_t count(struct wall *wall, int64_t t_ns, int top, int bottom,
                    struct config_colour colour)
{
    size_t found = 0;
    scene_draw(wall->scene, t_ns, &wall->frame);
    for (int y = top; y < bottom; y++)
        for (int x = 0; x < wall->frame.width; x++)
            found += memcmp(frame_pixel(&wall->frame, x, y), &colour, 3) == 0;
    return found;
}

static size_t count_label(struct wall *wall, int64_t t_ns)
{
    return count(wall, t_ns, 0, BAND_ROWS, wall->studio.config.colours.label);
}

/* Columns that the words are wide. */
static int words_width(const struct wall *wall)
{
    return wall->items[0].strip->width;
}

static char quotation[] = "“We wait for the ferry” - Ada Brunner";
static char brunner[] = "Ada Brunner";

static struct snippet said_by_brunner(void)
{
    const char *at = strstr(quotation, brunner);
    return (struct snippet){.kind = SNIPPET_QUOTE,
                            .text = quotation,
                            .speaker = brunner,
                            .speaker_span = {(size_t)(at - quotation), strlen(brunner)}};
}

static void a_name_stands_and_the_words_do_not_repeat_it(void **state)
{
    (void)state;
    static const char *const labelled[] = {NULL};
    static const char *const bare[] = {"layout.label=off", NULL};
    struct wall wall;
    struct wall other;
    open_wall(&wall, labelled, said_by_brunner());
    open_wall(&other, bare, said_by_brunner());
    size_t lit = count_label(&wall, 0);
    assert_true(lit > 50);
    for (int64_t t_ns = 0; t_ns < wall.items[0].end_ns; t_ns += CLOCK_NS_PER_S / 10) {
        assert_int_equal(count_label(&wall, t_ns), lit);
        assert_int_equal(
            count(&wall, t_ns, BAND_ROWS, NEWSROOM_HEIGHT, wall.studio.config.colours.speaker), 0);
    }
    assert_true(words_width(&wall) < words_width(&other) - 50);
    close_wall(&wall);
    close_wall(&other);
}

/* Where each colour is seen first, in quarters of a second; -1: never. */
static int first_seen(struct wall *wall, struct config_colour colour)
{
    for (int i = 0; i * CLOCK_NS_PER_S / 4 < wall->items[0].end_ns; i++)
        if (count(wall, i * CLOCK_NS_PER_S / 4, 0, wall->frame.height, colour) > 0)
            return i;
    return -1;
}

static void without_a_label_the_name_comes_first(void **state)
{
    (void)state;
    static const char *const bare[] = {"layout.label=off", NULL};
    struct wall wall;
    open_wall(&wall, bare, said_by_brunner());
    int name = first_seen(&wall, wall.studio.config.colours.speaker);
    int words = first_seen(&wall, wall.studio.config.colours.text);
    assert_true(name >= 0 && words > name + 4);
    close_wall(&wall);
}

/* The label's picture as it is at that time. */
static void keep_label(struct wall *wall, int64_t t_ns, uint8_t *rgb)
{
    scene_draw(wall->scene, t_ns, &wall->frame);
    memcpy(rgb, wall->frame.rgb, (size_t)BAND_ROWS * NEWSROOM_WIDTH * 3);
}

/* The label's picture of a snippet; the caller frees. */
static uint8_t *label_of(const char *const *settings, struct snippet snippet)
{
    struct wall wall;
    uint8_t *rgb = memory_alloc((size_t)BAND_ROWS * NEWSROOM_WIDTH, 3);
    open_wall(&wall, settings, snippet);
    keep_label(&wall, 0, rgb);
    close_wall(&wall);
    return rgb;
}

/* Whether the picture is the label of somebody with that name. */
static bool is_label_of(const uint8_t *rgb, char *name)
{
    static const char *const labelled[] = {NULL};
    char text[] = "“We wait”";
    uint8_t *wanted =
        label_of(labelled, (struct snippet){.kind = SNIPPET_QUOTE, .text = text, .speaker = name});
    bool same = memcmp(rgb, wanted, (size_t)BAND_ROWS * NEWSROOM_WIDTH * 3) == 0;
    free(wanted);
    return same;
}

static void a_long_name_stands_in_pages_of_whole_words(void **state)
{
    (void)state;
    static const char *const labelled[] = {NULL};
    char text[] = "“A long wait for everybody who came here today”";
    char name[] = "Maximiliane Rautenberg-Hohenlohe";
    struct wall wall;
    uint8_t pages[3][BAND_ROWS * NEWSROOM_WIDTH * 3];
    uint8_t now[BAND_ROWS * NEWSROOM_WIDTH * 3];
    open_wall(&wall, labelled,
              (struct snippet){.kind = SNIPPET_QUOTE, .text = text, .speaker = name});
    for (int i = 0; i < 3; i++) {
        keep_label(&wall, i * 2 * CLOCK_NS_PER_S, pages[i]);
        keep_label(&wall, i * 2 * CLOCK_NS_PER_S + CLOCK_NS_PER_S * 19 / 10, now);
        assert_memory_equal(pages[i], now, sizeof now);
    }
    char first[] = "Maximiliane";
    char second[] = "Rautenberg-";
    char third[] = "Hohenlohe";
    assert_true(is_label_of(pages[0], first));
    assert_true(is_label_of(pages[1], second));
    assert_true(is_label_of(pages[2], third));
    keep_label(&wall, 6 * CLOCK_NS_PER_S, now);
    assert_memory_equal(pages[0], now, sizeof now);
    close_wall(&wall);
}

static bool same_label(const char *const *settings, struct snippet one, struct snippet other)
{
    uint8_t *first = label_of(settings, one);
    uint8_t *second = label_of(settings, other);
    bool same = memcmp(first, second, (size_t)BAND_ROWS * NEWSROOM_WIDTH * 3) == 0;
    free(first);
    free(second);
    return same;
}

static void a_label_is_that_of_its_own_item(void **state)
{
    (void)state;
    static const char *const labelled[] = {NULL};
    char text[] = "“The ferry waits for you”";
    char name[] = "Io Lund";
    uint8_t now[BAND_ROWS * NEWSROOM_WIDTH * 3];
    struct wall wall;
    open_wall(&wall, labelled, said_by_brunner());
    keep_label(&wall, 0, now);
    assert_true(is_label_of(now, brunner));
    compose_item_finish(&wall.items[0]);
    scene_unref(wall.scene);
    wall.snippet = (struct snippet){.kind = SNIPPET_QUOTE, .text = text, .speaker = name};
    wall.scene = compose_scene(wall.studio.zones, wall.items, 0, 0, &wall.studio.diag);
    assert_non_null(wall.scene);
    keep_label(&wall, 0, now);
    assert_true(is_label_of(now, name));
    close_wall(&wall);
}

static void a_label_never_guesses(void **state)
{
    (void)state;
    static const char *const labelled[] = {NULL};
    char text[] = "“Nobody knows”";
    char source[] = "Harbour Gazette";
    char capitals[] = "QUOTE";
    const struct snippet unsure = {.kind = SNIPPET_QUOTE, .text = text, .source = source};
    const struct snippet quote = {.kind = SNIPPET_HEADLINE, .text = text, .category = capitals};
    assert_true(same_label(labelled, unsure, quote));
}

static void headlines_have_their_category_and_lines_are_notices(void **state)
{
    (void)state;
    static const char *const labelled[] = {NULL};
    char text[] = "Words";
    char sport[] = "sport";
    char capitals[] = "SPORT";
    char house[] = "house";
    char notice[] = "NOTICE";
    const struct snippet small = {.text = text, .category = sport};
    const struct snippet large = {.text = text, .category = capitals};
    const struct snippet line = {.kind = SNIPPET_LINE, .text = text, .category = house};
    const struct snippet word = {.text = text, .category = notice};
    assert_true(same_label(labelled, small, large));
    assert_true(same_label(labelled, line, word));
    assert_false(same_label(labelled, small, line));
}

#define LIGHT_NS (CLOCK_NS_PER_S * 3 / 10)

/* The scene that follows the dark before a take-over. */
static void come_to_light(struct wall *wall)
{
    assert_int_equal(compose_next_change_ns(wall->studio.zones, wall->items, 0), LIGHT_NS);
    assert_int_equal(compose_next_change_ns(wall->studio.zones, wall->items, LIGHT_NS), INT64_MAX);
    scene_unref(wall->scene);
    wall->scene = compose_scene(wall->studio.zones, wall->items, LIGHT_NS, 0, &wall->studio.diag);
    assert_non_null(wall->scene);
}

static int32_t speed_of(const struct wall *wall)
{
    return wall->scene->zones[0].motion.speed_mpx_s;
}

static void a_take_over_has_a_red_field_with_white_letters(void **state)
{
    (void)state;
    static const char *const labelled[] = {NULL};
    char text[] = "The harbour is shut";
    struct wall wall;
    open_wall(&wall, labelled, (struct snippet){.kind = SNIPPET_LINE, .text = text, .breaking = 1});
    const struct config_colours *colours = &wall.studio.config.colours;
    come_to_light(&wall);
    size_t white = count(&wall, LIGHT_NS, 0, BAND_ROWS, colours->breaking_text);
    size_t red = count(&wall, LIGHT_NS, 0, BAND_ROWS, colours->breaking);
    assert_true(white > 100);
    assert_int_equal(red + white, (BAND_ROWS - 1) * NEWSROOM_WIDTH);
    assert_int_equal(count(&wall, LIGHT_NS, BAND_ROWS - 1, BAND_ROWS, colours->background),
                     NEWSROOM_WIDTH);
    close_wall(&wall);
}

/* The pages of a label on a wall of that width, 32 rows; where it has one its letters' columns go
 * into *label_px. */
static size_t label_pages(const struct snippet *snippet, const struct shown *shown, int width,
                          int *label_px)
{
    static const char *const labelled[] = {NULL};
    struct studio studio;
    struct compose_item item = {.snippet = snippet, .shown = shown};
    studio_open(&studio, labelled);
    struct layout_zones *zones =
        layout_zones_create(&studio.config, studio.fonts, width, 32, &studio.diag);
    assert_non_null(zones);
    assert_true(compose_lay_out(zones, 0, &item, &studio.diag));
    assert_non_null(item.label);
    size_t pages = item.label->page_count > 0 ? item.label->page_count : 1;
    *label_px = item.label_px;
    compose_item_finish(&item);
    layout_zones_destroy(zones);
    studio_close(&studio);
    return pages;
}

static void a_red_word_has_the_name_beside_it_where_both_fit(void **state)
{
    (void)state;
    struct snippet urgent = said_by_brunner();
    int alone, both, name;
    struct snippet nobody = {.kind = SNIPPET_LINE, .text = quotation, .breaking = 1};
    assert_int_equal(label_pages(&nobody, NULL, 128, &alone), 1);
    assert_int_equal(label_pages(&urgent, NULL, 128, &name), 1);
    urgent.breaking = 1;
    assert_int_equal(label_pages(&urgent, NULL, 128, &both), 1);
    assert_true(both > alone && both > name);
    assert_true(label_pages(&urgent, NULL, 64, &both) > 1); /* in turns */
}

static void a_note_stands_behind_the_category_else_instead_of_it(void **state)
{
    (void)state;
    char text[] = "The ferry runs";
    char shown_text[] = "The ferry runs (CORRECTED)";
    char note[] = "CORRECTED";
    char category[] = "northport";
    const struct snippet headline = {.text = text, .category = category};
    const struct shown shown = {.text = shown_text, .bare = sizeof text - 1, .note = note};
    const struct snippet only = {.text = text, .category = note};
    int wide, narrow, alone;
    assert_int_equal(label_pages(&headline, &shown, 128, &wide), 1);
    assert_int_equal(label_pages(&headline, &shown, 64, &narrow), 1);
    assert_int_equal(label_pages(&only, NULL, 64, &alone), 1);
    assert_true(wide > narrow);
    assert_int_equal(narrow, alone);
}

static void a_take_over_is_dark_then_stands_then_crawls(void **state)
{
    (void)state;
    static const char *const labelled[] = {NULL};
    char text[] = "The harbour is shut until the morning";
    struct wall wall;
    open_wall(&wall, labelled, (struct snippet){.kind = SNIPPET_LINE, .text = text, .breaking = 1});
    const struct config_colours *colours = &wall.studio.config.colours;
    const size_t leds = (size_t)NEWSROOM_WIDTH * NEWSROOM_HEIGHT;
    assert_int_equal(count(&wall, LIGHT_NS - 1, 0, NEWSROOM_HEIGHT, colours->background), leds);
    come_to_light(&wall);
    assert_int_equal(
        scene_next_step(wall.scene, LIGHT_NS),
        wall.scene->zones[0].motion.start_ns +
            motion_reaches_ns(
                &(struct motion){.kind = MOTION_CRAWL, .speed_mpx_s = speed_of(&wall)}, 1));
    assert_true(wall.scene->zones[0].motion.start_ns == LIGHT_NS + CLOCK_NS_PER_S * 3 / 2);
    assert_int_equal(motion_position(&wall.scene->zones[0].motion, LIGHT_NS), 1);
    assert_int_equal(
        count(&wall, wall.items[0].end_ns, BAND_ROWS, NEWSROOM_HEIGHT, colours->background),
        (NEWSROOM_HEIGHT - BAND_ROWS) * NEWSROOM_WIDTH);
    close_wall(&wall);
}

/* Lit LEDs of the label as it comes with those settings. */
static size_t label_lit(const char *setting, const char *other)
{
    const char *const settings[] = {setting, other, NULL};
    struct wall wall;
    open_wall(&wall, settings, said_by_brunner());
    size_t lit = count_label(&wall, 0);
    close_wall(&wall);
    return lit;
}

static void configured_letters_are_kept(void **state)
{
    (void)state;
    static const char *const settings[] = {"text.fonts=motograph", "text.size_px=26", NULL};
    struct wall wall;
    open_wall(&wall, settings, said_by_brunner());
    assert_int_equal(fonts_line_height_px(layout_zones_fonts(wall.studio.zones, 0)), 32);
    assert_int_equal(wall.scene->zone_count, 1);
    close_wall(&wall);
    assert_true(label_lit("text.size_px=13", NULL) > 0);
}

static void only_zones_that_ask_have_a_label(void **state)
{
    (void)state;
    assert_int_equal(label_lit("zones=( { shows = \"news\"; } )", NULL), 0);
    assert_true(label_lit("zones=( { shows = \"news\"; label = true; } )", NULL) > 0);
    assert_int_equal(label_lit("layout.label=off", "zones=( { shows = \"news\"; label = true; } )"),
                     0);
}

static void the_letters_suit_the_wall(void **state)
{
    (void)state;
    static const char *const own[] = {"text.fonts=motograph", "text.size_px=0", NULL};
    static const struct {
        int width, height, line;
    } walls[] = {{32, 16, 12},  {64, 16, 12}, {64, 32, 20},
                 {128, 32, 20}, {64, 64, 16}, {128, 64, 20}};
    struct studio studio;
    studio_open(&studio, own);
    for (size_t i = 0; i < sizeof walls / sizeof *walls; i++) {
        struct layout_zones *zones = layout_zones_create(
            &studio.config, studio.fonts, walls[i].width, walls[i].height, &studio.diag);
        assert_non_null(zones);
        assert_int_equal(fonts_line_height_px(layout_zones_fonts(zones, 0)), walls[i].line);
        layout_zones_destroy(zones);
    }
    studio_close(&studio);
}

/* The note of a snippet at that time; the caller frees. */
static char *note_at(const struct snippet *snippet, int64_t now_ms)
{
    static const char *const settings[] = {"layout.age=shown", NULL};
    struct studio studio;
    struct shown shown;
    studio_open(&studio, settings);
    assert_null(
        shown_make(&shown, &studio.config.layout, studio.fonts, snippet, now_ms, &studio.diag));
    char *note = memory_copy_string(shown.note ? shown.note : "");
    shown_finish(&shown);
    studio_close(&studio);
    return note;
}

static void check_note(const struct snippet *snippet, int64_t now_ms, const char *wanted)
{
    char *note = note_at(snippet, now_ms);
    assert_string_equal(note, wanted);
    free(note);
}

static void what_was_corrected_or_is_just_out_says_so(void **state)
{
    (void)state;
    const int64_t hour_ms = 3600 * CLOCK_MS_PER_S;
    char text[] = "The ferry runs";
    struct snippet snippet = {.text = text, .created_ms = hour_ms, .not_before_ms = 10 * hour_ms};
    check_note(&snippet, 10 * hour_ms, "NEW");
    check_note(&snippet, 11 * hour_ms - 1, "NEW");
    check_note(&snippet, 11 * hour_ms, "");
    check_note(&snippet, 16 * hour_ms, "6 h");
    snippet.corrected = true;
    check_note(&snippet, 10 * hour_ms, "CORRECTED");
    check_note(&snippet, 16 * hour_ms, "CORRECTED");
    snippet.corrected = false;
    snippet.kind = SNIPPET_LINE; /* typed for later */
    check_note(&snippet, 10 * hour_ms, "");
    snippet.corrected = true;
    check_note(&snippet, 10 * hour_ms, "CORRECTED");
    snippet.breaking = 1;
    check_note(&snippet, 10 * hour_ms, "");
}

/* Of a line of the day before yesterday. */
static void an_age_stands_in_the_label(void **state)
{
    (void)state;
    static const char *const settings[] = {"layout.age=shown", NULL};
    static char text[] = "The ferry runs";
    static char old_text[] = "The ferry runs (2 d)";
    static char note[] = "2 d";
    struct shown shown = {.text = old_text, .bare = sizeof text - 1, .note = note};
    const struct snippet line = {.kind = SNIPPET_LINE, .text = text};
    struct wall wall;
    struct wall other;
    open_wall(&wall, settings, line);
    struct studio studio;
    studio_open(&studio, settings);
    struct compose_item item = {.snippet = &line, .shown = &shown};
    assert_true(compose_lay_out(studio.zones, 0, &item, &studio.diag));
    assert_true(item.noted);
    assert_int_equal(item.strip->width, words_width(&wall)); /* the words do not tell it */
    assert_true(item.label_px > wall.items[0].label_px + 10);
    compose_item_finish(&item);
    studio_close(&studio);
    static const char *const bare[] = {"layout.label=off", NULL};
    open_wall(&other, bare, line);
    item = (struct compose_item){.snippet = &line, .shown = &shown};
    assert_true(compose_lay_out(other.studio.zones, 0, &item, &other.studio.diag));
    assert_false(item.noted);
    compose_item_finish(&item);
    close_wall(&wall);
    close_wall(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A name stands above its words, which do not repeat it",
             a_name_stands_and_the_words_do_not_repeat_it),
        TEST("Without a label the name comes before the words",
             without_a_label_the_name_comes_first),
        TEST("A long name stands in pages of whole words, 2 s each, in turns",
             a_long_name_stands_in_pages_of_whole_words),
        TEST("The label of an item that follows another one is its own",
             a_label_is_that_of_its_own_item),
        TEST("Where the speaker is not sure the label says QUOTE, never a guess",
             a_label_never_guesses),
        TEST("A headline's label is its category, a line's is NOTICE",
             headlines_have_their_category_and_lines_are_notices),
        TEST("What was corrected on air says so, and for an hour what was under embargo",
             what_was_corrected_or_is_just_out_says_so),
        TEST("An age stands in the label, and the words do not repeat it",
             an_age_stands_in_the_label),
        TEST("A take-over's label is a red field with white letters",
             a_take_over_has_a_red_field_with_white_letters),
        TEST("A red word has the speaker's name beside it where both fit, else in turns",
             a_red_word_has_the_name_beside_it_where_both_fit),
        TEST("A note stands behind the category where both fit, else instead of it",
             a_note_stands_behind_the_category_else_instead_of_it),
        TEST("A take-over is dark for 0.3 s, then its words stand for 1.5 s, then they crawl",
             a_take_over_is_dark_then_stands_then_crawls),
        TEST("Letters that are configured are kept, label or not", configured_letters_are_kept),
        TEST("With zones only one that asks has a label", only_zones_that_ask_have_a_label),
        TEST("The letters suit the wall as it comes", the_letters_suit_the_wall),
    };
    return cmocka_run_group_tests_name("layout/label", tests, NULL, NULL);
}
