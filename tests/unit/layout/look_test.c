#include "display/sight.h"
#include "layout/compose.h"
#include "layout/quoted.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "check.h"
#include "hub75/light.h"
#include "newsroom.h"
#include "plan/colour.h"

static const char *const as_it_comes[] = {NULL};

/* Of what must be told apart, in the colours as they come. */
enum seen {
    QUOTATION,
    HEADLINE,
    LINE,
    BREAKING,
    SEEN
};

static struct colour_lab lab_seen(enum sight sight, struct config_colour colour)
{
    struct config_colour now = sight_seen(sight, colour);
    const uint16_t light[3] = {light_of_value(now.r), light_of_value(now.g), light_of_value(now.b)};
    return colour_to_lab(light);
}

/* Below 10 two colours on thin letters are one; a quotation is to be known at a glance. */
static void what_is_what_is_seen_by_all_eyes(void **state)
{
    (void)state;
    struct studio studio;
    studio_open(&studio, as_it_comes);
    const struct config_colours *colours = &studio.config.colours;
    const struct config_colour seen[SEEN] = {
        [QUOTATION] = colours->text,
        [HEADLINE] = colours->headline,
        [LINE] = colours->line,
        [BREAKING] = colours->breaking,
    };
    for (int sight = 0; sight < SIGHTS; sight++)
        for (int i = 0; i < SEEN; i++)
            for (int k = i + 1; k < SEEN; k++) {
                double distance = colour_de2000(lab_seen((enum sight)sight, seen[i]),
                                                lab_seen((enum sight)sight, seen[k]));
                assert_true(distance >= 10);
                assert_true(i != QUOTATION || sight == SIGHT_TRITAN || distance >= 15);
            }
    studio_close(&studio);
}

static bool is_full(struct config_colour colour)
{
    return (colour.r == 0 || colour.r == 255) && (colour.g == 0 || colour.g == 255) &&
           (colour.b == 0 || colour.b == 255);
}

/* Channels that are all or nothing share one slot a row. */
static void all_defaults_but_lines_cost_one_slot(void **state)
{
    (void)state;
    struct studio studio;
    studio_open(&studio, as_it_comes);
    const struct config_colours *colours = &studio.config.colours;
    assert_true(is_full(colours->text) && is_full(colours->headline));
    assert_true(is_full(colours->speaker) && is_full(colours->label));
    assert_true(is_full(colours->breaking) && is_full(colours->breaking_text));
    assert_false(is_full(colours->line));
    studio_close(&studio);
}

static bool same_colour(struct config_colour one, struct config_colour other)
{
    return memcmp(&one, &other, sizeof one) == 0;
}

/* Somebody without cones for long waves sees hardly anything of it. */
static void no_letters_are_red(void **state)
{
    (void)state;
    struct studio studio;
    studio_open(&studio, as_it_comes);
    const struct config_colours *colours = &studio.config.colours;
    const struct config_colour letters[] = {colours->text,    colours->headline,
                                            colours->line,    colours->label,
                                            colours->speaker, colours->breaking_text};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        assert_true(letters[i].g > 0);
    studio_close(&studio);
}

/* The words of a text that are somebody's, each in brackets. */
static void check_quoted(const char *text, const char *wanted)
{
    struct snippet_span parts[QUOTED_PARTS_MAX];
    char told[512] = "";
    size_t count = quoted_parts(text, strlen(text), parts);
    for (size_t i = 0; i < count; i++)
        snprintf(told + strlen(told), sizeof told - strlen(told), "[%.*s]", (int)parts[i].length,
                 text + parts[i].start);
    assert_string_equal(told, wanted);
}

static void exact_words_are_found_with_their_marks(void **state)
{
    (void)state;
    check_quoted("“The bolts were new”", "[“The bolts were new”]");
    check_quoted("She said that it was \"a guess\" and \"late\".", "[\"a guess\"][\"late\"]");
    check_quoted("Sie nannte ihn „mutig, um nicht zu sagen feucht“.",
                 "[„mutig, um nicht zu sagen feucht“]");
    check_quoted("« Aucune piste », dit-elle.", "[« Aucune piste »]");
    check_quoted("»Nein«, sagte er, »niemals«.", "[»Nein«][»niemals«]");
    check_quoted("伊藤は「来年は『次』を」と明かした。", "[「来年は『次』を」]");
    check_quoted("\"They told us, 'Go round.'\"", "[\"They told us, 'Go round.'\"]");
    check_quoted("'It's Ada's', she said.", "['It's Ada's']");
    check_quoted("‘I don’t know’, he said.", "[‘I don’t know’]");
    check_quoted("“He said “no” to us”, she said.", "[“He said “no” to us”]");
    check_quoted("“The first page of many", "[“The first page of many]");
    check_quoted("and the last of them”, she said", "[and the last of them”]");
    check_quoted("Words that nobody marked", "[Words that nobody marked]");
    check_quoted("The mayor's “no”", "[“no”]");
    check_quoted("", "");
}

/* How often a colour is in the picture at that time. */
static size_t count_colour(const struct scene *scene, int64_t t_ns, struct config_colour colour)
{
    struct frame frame;
    size_t count = 0;
    frame_init(&frame, scene->width, scene->height);
    scene_draw(scene, t_ns, &frame);
    for (int y = 0; y < frame.height; y++)
        for (int x = 0; x < frame.width; x++)
            count += memcmp(frame_pixel(&frame, x, y), &colour, 3) == 0;
    frame_finish(&frame);
    return count;
}

/* Seen at any time of its way. */
static bool is_ever_seen(const struct scene *scene, int64_t end_ns, struct config_colour colour)
{
    for (int64_t t_ns = 0; t_ns < end_ns; t_ns += CLOCK_NS_PER_S / 4)
        if (count_colour(scene, t_ns, colour) > 0)
            return true;
    return false;
}

static void check_yellow(struct studio *studio, struct snippet snippet, bool yellow, bool white)
{
    const struct config_colours *colours = &studio->config.colours;
    struct compose_item items[ZONES_MAX] = {{.snippet = &snippet}};
    struct scene *scene = compose_scene(studio->zones, items, CLOCK_NS_PER_S, 0, &studio->diag);
    assert_non_null(scene);
    assert_true(is_ever_seen(scene, items[0].end_ns, colours->text) == yellow);
    assert_true(is_ever_seen(scene, items[0].end_ns, colours->headline) == white);
    scene_unref(scene);
    compose_item_finish(&items[0]);
}

static void yellow_is_exact_words_and_nothing_else(void **state)
{
    (void)state;
    struct studio studio;
    char words[] = "“We wait”";
    char report[] = "She called it \"a guess\" on Friday";
    char marked[] = "Mayor says “no” to fair";
    studio_open(&studio, as_it_comes);
    check_yellow(&studio, (struct snippet){.kind = SNIPPET_QUOTE, .text = words}, true, false);
    check_yellow(&studio, (struct snippet){.kind = SNIPPET_QUOTE, .text = report}, true, true);
    check_yellow(&studio, (struct snippet){.kind = SNIPPET_HEADLINE, .text = marked}, false, true);
    check_yellow(&studio, (struct snippet){.kind = SNIPPET_LINE, .text = marked}, false, false);
    check_yellow(&studio, (struct snippet){.kind = SNIPPET_LINE, .text = marked, .breaking = 1},
                 false, true);
    studio_close(&studio);
}

static void each_category_has_its_colour(void **state)
{
    (void)state;
    static const char *const settings[] = {"colours.categories=sport green; weather  #0000ff",
                                           NULL};
    struct studio studio;
    char text[] = "Cup";
    char sport[] = "sport";
    struct snippet snippet = {.kind = SNIPPET_HEADLINE, .text = text, .category = sport};
    studio_open(&studio, settings);
    struct compose_item items[ZONES_MAX] = {{.snippet = &snippet}};
    struct scene *scene = compose_scene(studio.zones, items, 0, 0, &studio.diag);
    assert_true(is_ever_seen(scene, items[0].end_ns, (struct config_colour){0, 255, 0}));
    assert_false(is_ever_seen(scene, items[0].end_ns, studio.config.colours.headline));
    assert_false(same_colour(studio.config.colours.headline, studio.config.colours.line));
    scene_unref(scene);
    compose_item_finish(&items[0]);
    studio_close(&studio);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Quotation, headline, line and take-over are told apart by every eye",
             what_is_what_is_seen_by_all_eyes),
        TEST("All default colours but that of lines cost one slot a row",
             all_defaults_but_lines_cost_one_slot),
        TEST("No letters are red as it comes", no_letters_are_red),
        TEST("Exact words are found with their marks, in each language's marks",
             exact_words_are_found_with_their_marks),
        TEST("Yellow is somebody's exact words and nothing else",
             yellow_is_exact_words_and_nothing_else),
        TEST("Each category may have a colour", each_category_has_its_colour),
    };
    return cmocka_run_group_tests_name("layout/look", tests, NULL, NULL);
}
