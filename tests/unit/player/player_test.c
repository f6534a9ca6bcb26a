#include "player/player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check.h"
#include "news/banned.h"
#include "newsroom.h"
#include "player/commands.h"
#include "store/asrun.h"
#include "store_rows.h"

#define MARK_LEDS 13 /* of the mark between two items */
#define ENTRANCE 4   /* columns into which a crawl gets in 60 ms */
#define START_MS INT64_C(1764000000000)
#define S CLOCK_NS_PER_S
#define TWO_LINES                                                                                  \
    "zones=( { shows = \"headlines\"; height = 16; }, { shows = \"quotes\"; y = 16; height = 16; " \
    "characters_per_second = 4.0; } )"

struct rig {
    struct newsroom room;
    char aired[4096]; /* "zone:text;" of each airing */
};

static void on_air(void *user, int64_t now_ns, const char *zone, const struct snippet *snippet,
                   const char *text, const char *reason)
{
    struct rig *rig = user;
    size_t at = strlen(rig->aired);
    (void)now_ns, (void)snippet, (void)reason;
    snprintf(rig->aired + at, sizeof rig->aired - at, "%s:%s;", zone ? zone : "-", text);
}

static void open_rig(struct rig *rig, const char *const *settings)
{
    *rig = (struct rig){0};
    newsroom_open(&rig->room, settings, START_MS);
    rig->room.glass.keep = false;
    rig->room.setup.watch_store = true;
    rig->room.setup.on_air = on_air;
    rig->room.setup.user = rig;
}

static void run_until(struct rig *rig, int64_t t_ns)
{
    newsroom_run_to_ms(&rig->room, t_ns / CLOCK_NS_PER_MS);
}

static int64_t add(struct rig *rig, enum snippet_kind kind, const char *text, int breaking)
{
    struct snippet snippet = {.kind = kind,
                              .text = memory_copy_string(text),
                              .weight = 10,
                              .breaking = breaking,
                              .most_airings = breaking ? 1 : 0,
                              .created_ms = START_MS};
    assert_true(store_add(rig->room.desk, &snippet, &rig->room.diag));
    free(snippet.text);
    return snippet.id;
}

/* LEDs that are lit behind the entrance in the rows [top, bottom). */
static int lit(struct rig *rig, int top, int bottom)
{
    struct frame frame;
    int count = 0;
    frame_init(&frame, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    scene_draw(rig->room.glass.scene, clock_monotonic_ns(&rig->room.clock), &frame);
    for (int y = top; y < bottom; y++)
        for (int x = 0; x < NEWSROOM_WIDTH - ENTRANCE; x++)
            count += frame_pixel(&frame, x, y)[0] > 0 || frame_pixel(&frame, x, y)[2] > 0;
    frame_finish(&frame);
    return count;
}

static int times(const char *where, const char *what)
{
    int count = 0;
    for (; (where = strstr(where, what)); where++)
        count++;
    return count;
}

/* Rows of the log that have all three ("" is in each). */
struct rows_wanted {
    const char *zone, *text, *cut;
    int count;
};

static bool count_row(void *user, const struct asrun_row *row)
{
    struct rows_wanted *wanted = user;
    wanted->count += strcmp(row->zone ? row->zone : "", wanted->zone) == 0 &&
                     strstr(row->text, wanted->text) &&
                     strstr(row->cut ? row->cut : "", wanted->cut);
    return true;
}

static int rows(struct rig *rig, const char *zone, const char *text, const char *cut)
{
    struct rows_wanted wanted = {zone, text, cut, 0};
    assert_true(
        asrun_each(rig->room.desk, INT64_MIN, INT64_MAX, count_row, &wanted, &rig->room.diag));
    return wanted.count;
}

static void each_zone_has_its_own_news_at_its_own_speed(void **state)
{
    (void)state;
    static const char *const settings[] = {TWO_LINES, NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_HEADLINE, "One headline", 0);
    add(&rig, SNIPPET_HEADLINE, "Two headline", 0);
    add(&rig, SNIPPET_QUOTE, "Some quote.", 0);
    add(&rig, SNIPPET_LINE, "Some lines.", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 2 * S);
    assert_true(lit(&rig, 0, 16) > 20);
    assert_true(lit(&rig, 16, 32) > 20);
    run_until(&rig, 60 * S);
    assert_int_equal(times(rig.aired, "headlines:S"), 0);
    assert_int_equal(times(rig.aired, "quotes:O") + times(rig.aired, "quotes:T"), 0);
    int above = times(rig.aired, "headlines:");
    int below = times(rig.aired, "quotes:");
    assert_in_range(above, 2 * below - 2, 2 * below + 1);
    assert_true(below > 4);
    newsroom_stop(&rig.room);
    assert_int_equal(rows(&rig, "headlines", "headline", ""), above);
    assert_int_equal(rows(&rig, "quotes", "Some", ""), below);
    assert_int_equal(rows(&rig, "", "", ""), 0);
    newsroom_close(&rig.room);
}

static void a_change_in_one_zone_does_not_move_another(void **state)
{
    (void)state;
    static const char *const settings[] = {TWO_LINES, NULL};
    struct rig rig;
    struct frame before;
    struct frame after;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_HEADLINE, "A", 0);
    add(&rig, SNIPPET_QUOTE, "A quotation that takes far longer than the headline above.", 0);
    newsroom_start(&rig.room);
    frame_init(&before, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    frame_init(&after, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    run_until(&rig, S);
    struct scene *first = scene_ref(rig.room.glass.scene);
    for (int64_t t_ns = S; t_ns < 8 * S; t_ns += 20 * CLOCK_NS_PER_MS) {
        run_until(&rig, t_ns);
        scene_draw(first, t_ns, &before);
        scene_draw(rig.room.glass.scene, t_ns, &after);
        assert_memory_equal(frame_pixel(&before, 0, 16), frame_pixel(&after, 0, 16),
                            (size_t)NEWSROOM_WIDTH * 16 * 3);
    }
    assert_true(times(rig.aired, "headlines:") > 2);
    scene_unref(first);
    frame_finish(&before);
    frame_finish(&after);
    newsroom_close(&rig.room);
}

static void kill_and_edit_leave_every_zone_at_once(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "rota.idle=dark",
        "zones=( { height = 16; name = \"above\"; }, { y = 16; name = \"below\"; } )", NULL};
    struct rig rig;
    open_rig(&rig, settings);
    int64_t one = add(&rig, SNIPPET_LINE, "The first of two lines that are long", 0);
    int64_t two = add(&rig, SNIPPET_LINE, "The other of two lines that are long", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 3 * S);
    assert_true(lit(&rig, 0, 16) > 20);
    assert_true(lit(&rig, 16, 32) > 20);
    assert_true(store_set_state(rig.room.desk, one, STORE_KILLED, &rig.room.diag));
    assert_true(store_set_text(rig.room.desk, two, "Corrected", &rig.room.diag));
    run_until(&rig, 3 * S + 60 * CLOCK_NS_PER_MS);
    assert_int_equal(lit(&rig, 0, NEWSROOM_HEIGHT),
                     0); /* what comes now begins outside of the glass */
    run_until(&rig, 20 * S);
    assert_int_equal(times(rig.aired, "The "), 2);
    assert_true(times(rig.aired, ":Corrected") > 1);
    newsroom_stop(&rig.room);
    assert_int_equal(rows(&rig, "above", "The ", "killed") + rows(&rig, "below", "The ", "killed"),
                     1);
    assert_int_equal(
        rows(&rig, "above", "The ", "corrected") + rows(&rig, "below", "The ", "corrected"), 1);
    newsroom_close(&rig.room);
}

static void one_snippet_is_never_in_two_zones(void **state)
{
    (void)state;
    static const char *const settings[] = {"zones=( { height = 16; }, { y = 16; } )",
                                           "rota.idle=dark", NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_LINE, "The only line", 0);
    newsroom_start(&rig.room);
    for (int64_t t_ns = S; t_ns < 30 * S; t_ns += S) {
        run_until(&rig, t_ns);
        assert_true(lit(&rig, 0, 16) == 0 || lit(&rig, 16, 32) == 0);
    }
    assert_true(times(rig.aired, "only line") > 3);
    newsroom_close(&rig.room);
}

static void categories_choose_their_zone(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "zones=( { height = 16; categories = \"sport; weather\"; name = \"field\"; }, { y = 16; "
        "categories = \"news\"; name = \"town\"; } )",
        NULL};
    struct rig rig;
    open_rig(&rig, settings);
    struct snippet sport = {.kind = SNIPPET_LINE,
                            .text = "Two to one",
                            .weight = 10,
                            .category = "sport",
                            .created_ms = START_MS};
    struct snippet art = {.kind = SNIPPET_LINE,
                          .text = "A painting",
                          .weight = 10,
                          .category = "art",
                          .created_ms = START_MS};
    assert_true(store_add(rig.room.desk, &sport, &rig.room.diag));
    assert_true(store_add(rig.room.desk, &art, &rig.room.diag));
    add(&rig, SNIPPET_LINE, "A bridge", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 20 * S);
    assert_true(times(rig.aired, "field:Two to one") > 1);
    assert_true(times(rig.aired, "town:A bridge") > 1);
    assert_int_equal(times(rig.aired, "field:A") + times(rig.aired, "painting"), 0);
    newsroom_close(&rig.room);
}

static void breaking_has_the_wall_and_gives_it_back(void **state)
{
    (void)state;
    static const char *const settings[] = {TWO_LINES, NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_HEADLINE, "A headline that is interrupted", 0);
    add(&rig, SNIPPET_QUOTE, "A quotation that is interrupted", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 3 * S);
    add(&rig, SNIPPET_LINE, "Quake", 5);
    run_until(&rig, 3 * S + 60 * CLOCK_NS_PER_MS);
    assert_int_equal(rig.room.glass.scene->zone_count, 1);
    assert_int_equal(rig.room.glass.scene->zones[0].height, NEWSROOM_HEIGHT);
    run_until(&rig, 4 * S);
    assert_int_equal(times(rig.aired, "wall:Quake;"), 1);
    assert_true(lit(&rig, 10, 22) > 10);
    run_until(&rig, 20 * S);
    assert_int_equal(times(rig.aired, "wall:"), 1);
    assert_int_equal(rig.room.glass.scene->zone_count, 2);
    newsroom_stop(&rig.room);
    assert_int_equal(rows(&rig, "headlines", "interrupted", "breaking, level 5"), 1);
    assert_int_equal(rows(&rig, "quotes", "interrupted", "breaking, level 5"), 1);
    assert_int_equal(rows(&rig, "wall", "Quake", ""), 1);
    assert_true(times(rig.aired, "headlines:A headline") > 1);
    assert_true(times(rig.aired, "quotes:A quotation") > 1);
    newsroom_close(&rig.room);
}

static void breaking_has_its_zone_where_configured(void **state)
{
    (void)state;
    static const char *const settings[] = {TWO_LINES, "layout.breaking=zone", NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_HEADLINE, "A headline that is not interrupted", 0);
    add(&rig, SNIPPET_QUOTE, "A quotation that is interrupted", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 2 * S);
    add(&rig, SNIPPET_LINE, "Quake", 5);
    run_until(&rig, 2 * S + 60 * CLOCK_NS_PER_MS);
    assert_int_equal(times(rig.aired, "quotes:Quake;"), 1);
    assert_int_equal(rig.room.glass.scene->zone_count, 2);
    assert_int_equal(times(rig.aired, "headlines:"), 1);
    run_until(&rig, 30 * S);
    assert_int_equal(times(rig.aired, "quotes:Quake;"), 1);
    newsroom_stop(&rig.room);
    assert_int_equal(rows(&rig, "quotes", "quotation", "breaking, level 5"), 1);
    assert_int_equal(rows(&rig, "headlines", "headline", "breaking"), 0);
    newsroom_close(&rig.room);
}

static void what_no_font_shows_any_more_is_held(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    struct rig rig;
    struct store_row row;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_LINE, "Before", 0);
    int64_t bad = add(&rig, SNIPPET_LINE, "Private \xf4\x8f\xbf\xbd", 0);
    add(&rig, SNIPPET_LINE, "After", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 20 * S);
    assert_true(times(rig.aired, "-:Before") > 1);
    assert_true(times(rig.aired, "-:After") > 1);
    assert_int_equal(times(rig.aired, "Private"), 0);
    assert_true(store_get(rig.room.desk, bad, &row, &rig.room.diag));
    assert_int_equal(row.state, STORE_HELD);
    assert_string_equal(row.snippet.hold, "no font has U+10FFFD");
    store_row_finish(&row);
    newsroom_stop(&rig.room);
    assert_int_equal(rows(&rig, "", "Private", ""), 0);
    newsroom_close(&rig.room);
}

static void a_pause_holds_every_zone(void **state)
{
    (void)state;
    static const char *const settings[] = {TWO_LINES, NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_HEADLINE, "A headline", 0);
    add(&rig, SNIPPET_QUOTE, "A quotation", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 2 * S);
    newsroom_ask(&rig.room, (struct request){.kind = REQUEST_PAUSE, .pause.on = REQUEST_ON});
    int above = lit(&rig, 0, 16);
    int below = lit(&rig, 16, 32);
    run_until(&rig, 60 * S);
    assert_int_equal(lit(&rig, 0, 16), above);
    assert_int_equal(lit(&rig, 16, 32), below);
    assert_int_equal(times(rig.aired, ":"), 2);
    newsroom_ask(&rig.room, (struct request){.kind = REQUEST_PAUSE, .pause.on = REQUEST_OFF});
    assert_int_equal(lit(&rig, 0, 16), above);
    assert_int_equal(lit(&rig, 16, 32), below);
    run_until(&rig, 80 * S);
    assert_true(times(rig.aired, "headlines:") > 2);
    newsroom_close(&rig.room);
}

static bool any_blue(struct rig *rig)
{
    struct frame frame;
    bool blue = false;
    frame_init(&frame, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    scene_draw(rig->room.glass.scene, clock_monotonic_ns(&rig->room.clock), &frame);
    for (int y = 0; y < NEWSROOM_HEIGHT; y++)
        for (int x = 0; x < NEWSROOM_WIDTH; x++)
            blue |= frame_pixel(&frame, x, y)[2] > 200;
    frame_finish(&frame);
    return blue;
}

static void another_configuration_comes_between_two_items(void **state)
{
    (void)state;
    static const char *const settings[] = {"colours.line=red", "layout.label=off", NULL};
    static const char *const others[] = {"colours.line=blue", "layout.label=off", NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_LINE, "The first of two lines", 0);
    add(&rig, SNIPPET_LINE, "The second of two lines", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 2 * S);
    const struct newsroom_change *other = newsroom_reload(&rig.room, others);
    assert_int_equal(other->taken, 0);
    assert_true(
        newsroom_ask(&rig.room, (struct request){.kind = REQUEST_STATUS}).configuration.waits);
    while (times(rig.aired, ":") == 1) {
        assert_false(any_blue(&rig));
        run_until(&rig, clock_monotonic_ns(&rig.room.clock) + 60 * CLOCK_NS_PER_MS);
    }
    assert_int_equal(other->taken, 1);
    run_until(&rig, clock_monotonic_ns(&rig.room.clock) + 2 * S);
    assert_true(any_blue(&rig));
    assert_false(
        newsroom_ask(&rig.room, (struct request){.kind = REQUEST_STATUS}).configuration.waits);
    newsroom_stop(&rig.room);
    assert_int_equal(rows(&rig, "", "", "configuration"), 0);
    newsroom_close(&rig.room);
}

static void what_another_configuration_cuts_airs_again(void **state)
{
    (void)state;
    static const char *const settings[] = {TWO_LINES, NULL};
    static const char *const others[] = {NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_HEADLINE, "Short", 0);
    add(&rig, SNIPPET_QUOTE, "A quotation that is in its middle when the headline ends", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 1 * S);
    const struct newsroom_change *other = newsroom_reload(&rig.room, others);
    assert_int_equal(other->taken, 0);
    run_until(&rig, 30 * S);
    assert_int_equal(other->taken, 1);
    assert_int_equal(times(rig.aired, "quotes:A quotation"), 1);
    assert_true(times(rig.aired, "-:A quotation") >= 1);
    newsroom_stop(&rig.room);
    assert_int_equal(rows(&rig, "quotes", "A quotation", "the configuration changed"), 1);
    newsroom_close(&rig.room);
}

static void a_change_waits_for_the_end_of_a_pause_and_the_last_one_counts(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    static const char *const others[] = {"colours.line=blue", "layout.label=off", NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_LINE, "A line", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 1 * S);
    newsroom_ask(&rig.room, (struct request){.kind = REQUEST_PAUSE, .pause.on = REQUEST_ON});
    const struct newsroom_change *one = newsroom_reload(&rig.room, settings);
    const struct newsroom_change *other = newsroom_reload(&rig.room, others);
    run_until(&rig, 60 * S);
    assert_int_equal(one->taken + other->taken, 0);
    newsroom_ask(&rig.room, (struct request){.kind = REQUEST_PAUSE, .pause.on = REQUEST_OFF});
    run_until(&rig, 90 * S);
    assert_int_equal(one->taken, 0);
    assert_int_equal(other->taken, 1);
    newsroom_close(&rig.room);
}

static void a_wall_made_dark_by_hand_stays_dark_until_a_hand_lights_it(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    const struct request off = {.kind = REQUEST_BLANK, .blank.on = REQUEST_OFF};
    struct rig rig;
    open_rig(&rig, settings);
    int64_t id = add(&rig, SNIPPET_LINE, "A line", 0);
    add(&rig, SNIPPET_LINE, "Another line", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 1 * S);
    struct state now = newsroom_ask(&rig.room, (struct request){.kind = REQUEST_BLANK});
    assert_true(now.dark);
    assert_non_null(strstr(now.why_dark, "motograph blank off"));
    int before = times(rig.aired, ":");
    newsroom_ask(&rig.room, (struct request){.kind = REQUEST_KILL, .kill.id = id});
    newsroom_ask(&rig.room, (struct request){.kind = REQUEST_NEXT});
    add(&rig, SNIPPET_LINE, "A take-over", 3);
    run_until(&rig, 30 * S);
    now = newsroom_ask(&rig.room, (struct request){.kind = REQUEST_STATUS});
    assert_true(now.dark && now.paused);
    assert_int_equal(times(rig.aired, ":"), before);
    now = newsroom_ask(&rig.room, off);
    assert_false(now.dark || now.paused);
    run_until(&rig, 35 * S);
    assert_int_equal(times(rig.aired, "A take-over"), 1);
    newsroom_close(&rig.room);
}

static void a_pause_goes_on_behind_the_dark(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_LINE, "A line", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 1 * S);
    newsroom_ask(&rig.room, (struct request){.kind = REQUEST_PAUSE, .pause.on = REQUEST_ON});
    newsroom_ask(&rig.room, (struct request){.kind = REQUEST_BLANK, .blank.on = REQUEST_ON});
    const struct request off = {.kind = REQUEST_BLANK, .blank.on = REQUEST_OFF};
    struct state now = newsroom_ask(&rig.room, off);
    assert_false(now.dark);
    assert_true(now.paused);
    assert_non_null(strstr(now.why_paused, "motograph pause off"));
    newsroom_close(&rig.room);
}

/* What stands still for the while of a notice was paused by nobody. */
static void a_pause_is_turned_by_hand_whatever_else_stands_still(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    const struct request turn = {.kind = REQUEST_PAUSE, .pause.on = REQUEST_TOGGLE};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_LINE, "A line", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 1 * S);
    struct scene *notice = scene_create(64, 32, 0);
    assert_true(commands_notice(rig.room.player, notice));
    struct state now = newsroom_ask(&rig.room, (struct request){.kind = REQUEST_STATUS});
    assert_false(now.paused);
    assert_null(now.why_paused);
    newsroom_ask(&rig.room, turn);
    commands_end_notice(rig.room.player);
    assert_true(newsroom_ask(&rig.room, (struct request){.kind = REQUEST_STATUS}).paused);
    newsroom_ask(&rig.room, (struct request){.kind = REQUEST_BLANK, .blank.on = REQUEST_ON});
    assert_true(newsroom_ask(&rig.room, turn).dark);
    const struct request light = {.kind = REQUEST_BLANK, .blank.on = REQUEST_OFF};
    assert_false(newsroom_ask(&rig.room, light).paused);
    scene_unref(notice);
    newsroom_close(&rig.room);
}

static void next_goes_on_in_the_zone_that_is_named(void **state)
{
    (void)state;
    static const char *const settings[] = {TWO_LINES, NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_HEADLINE, "A headline", 0);
    add(&rig, SNIPPET_QUOTE, "A quotation", 0);
    newsroom_start(&rig.room);
    run_until(&rig, S);
    struct diag diag = {0};
    struct state told;
    struct request request = {.kind = REQUEST_NEXT, .next.zone = "quotes"};
    assert_true(commands_take(rig.room.player, &request, &told, &diag));
    assert_int_equal(times(rig.aired, "headlines:"), 1);
    assert_int_equal(times(rig.aired, "quotes:"), 2);
    request.next.zone = "cellar";
    assert_false(commands_take(rig.room.player, &request, &told, &diag));
    assert_non_null(strstr(diag.messages[0].text, "no zone of that name"));
    diag_finish(&diag);
    newsroom_close(&rig.room);
}

static void a_gap_between_airings_ends(void **state)
{
    (void)state;
    static const char *const settings[] = {"rota.gap_seconds=20.0", NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_LINE, "Now and then", 0);
    newsroom_start(&rig.room);
    run_until(&rig, 65 * S);
    assert_in_range(times(rig.aired, "Now and then"), 3, 4);
    newsroom_close(&rig.room);
}

static void what_never_airs_is_not_foreseen(void **state)
{
    (void)state;
    static const char *const settings[] = {"news.banned=blast", NULL};
    struct rig rig;
    struct store_row row;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_LINE, "The mill opens", 0);
    int64_t bad = add(&rig, SNIPPET_LINE, "What a blast", 0);
    newsroom_start(&rig.room);
    run_until(&rig, S);
    struct state now = newsroom_ask(&rig.room, (struct request){.kind = REQUEST_STATUS});
    assert_string_equal(now.zones[0].next, "The mill opens");
    assert_true(store_get(rig.room.desk, bad, &row, &rig.room.diag));
    assert_int_equal(row.state, STORE_HELD);
    assert_string_equal(row.snippet.hold, banned_reason);
    store_row_finish(&row);
    newsroom_close(&rig.room);
}

static void what_was_killed_is_not_foreseen(void **state)
{
    (void)state;
    static const char *const settings[] = {NULL};
    struct rig rig;
    open_rig(&rig, settings);
    int64_t ids[] = {add(&rig, SNIPPET_LINE, "The mill opens", 0),
                     add(&rig, SNIPPET_LINE, "The river is low", 0)};
    newsroom_start(&rig.room);
    run_until(&rig, S);
    struct state now = newsroom_ask(&rig.room, (struct request){.kind = REQUEST_STATUS});
    int64_t next = strcmp(now.zones[0].next, "The mill opens") == 0 ? ids[0] : ids[1];
    char killed[64];
    snprintf(killed, sizeof killed, "%s", now.zones[0].next);
    now = newsroom_ask(&rig.room, (struct request){.kind = REQUEST_KILL, .kill.id = next});
    assert_true(!now.zones[0].next || strcmp(now.zones[0].next, killed) != 0);
    newsroom_close(&rig.room);
}

/* LEDs lit in the columns up to half of the wall. */
static int lit_at_the_left(struct rig *rig)
{
    struct frame frame;
    int count = 0;
    frame_init(&frame, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    scene_draw(rig->room.glass.scene, clock_monotonic_ns(&rig->room.clock), &frame);
    for (int y = 0; y < NEWSROOM_HEIGHT; y++)
        for (int x = 0; x < NEWSROOM_WIDTH / 2; x++)
            count += frame_pixel(&frame, x, y)[2] > 0;
    frame_finish(&frame);
    return count;
}

static void what_leaves_a_ribbon_is_taken_off_at_once(void **state)
{
    (void)state;
    static const char *const settings[] = {"crawl.ribbon=true", "layout.label=off",
                                           "layout.mode=crawl", NULL};
    struct rig rig;
    open_rig(&rig, settings);
    int64_t first = add(&rig, SNIPPET_LINE, "The first line of two", 0);
    newsroom_start(&rig.room);
    run_until(&rig, S);
    add(&rig, SNIPPET_LINE, "The second line of two", 0);
    while (times(rig.aired, ";") < 2)
        run_until(&rig, clock_monotonic_ns(&rig.room.clock) + S / 10);
    run_until(&rig, clock_monotonic_ns(&rig.room.clock) + S / 2);
    assert_true(lit_at_the_left(&rig) > 3 * MARK_LEDS);
    newsroom_ask(&rig.room, (struct request){.kind = REQUEST_KILL, .kill.id = first});
    run_until(&rig, clock_monotonic_ns(&rig.room.clock) + S / 10);
    assert_in_range(lit_at_the_left(&rig), 0, MARK_LEDS); /* which is the second one's */
    run_until(&rig, clock_monotonic_ns(&rig.room.clock) + 5 * S);
    newsroom_stop(&rig.room);
    assert_int_equal(rows(&rig, "", "The first", ""), 1);
    assert_int_equal(rows(&rig, "", "The first", "killed"), 1);
    assert_true(rows(&rig, "", "The second", "") > 1); /* it follows itself */
    newsroom_close(&rig.room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Each zone has its own news, at its own speed",
             each_zone_has_its_own_news_at_its_own_speed),
        TEST("A change in one zone does not move another",
             a_change_in_one_zone_does_not_move_another),
        TEST("What is killed or edited leaves every zone at once",
             kill_and_edit_leave_every_zone_at_once),
        TEST("A snippet is never in two zones at once", one_snippet_is_never_in_two_zones),
        TEST("Categories choose their zone", categories_choose_their_zone),
        TEST("Breaking news has the whole wall, and gives it back to the zones",
             breaking_has_the_wall_and_gives_it_back),
        TEST("Breaking news has one zone where the configuration says so",
             breaking_has_its_zone_where_configured),
        TEST("What no font shows any more is held, with the reason, and the rota goes on",
             what_no_font_shows_any_more_is_held),
        TEST("A pause holds every zone, and all go on from there", a_pause_holds_every_zone),
        TEST("Another configuration comes between two items",
             another_configuration_comes_between_two_items),
        TEST("What another configuration cuts airs again",
             what_another_configuration_cuts_airs_again),
        TEST("A change waits for the end of a pause, and the last one counts",
             a_change_waits_for_the_end_of_a_pause_and_the_last_one_counts),
        TEST("A wall made dark by hand stays dark until a hand lights it",
             a_wall_made_dark_by_hand_stays_dark_until_a_hand_lights_it),
        TEST("A pause goes on behind the dark", a_pause_goes_on_behind_the_dark),
        TEST("A pause is turned by hand, whatever else stands still",
             a_pause_is_turned_by_hand_whatever_else_stands_still),
        TEST("next goes on in the zone that is named", next_goes_on_in_the_zone_that_is_named),
        TEST("What was killed is not foreseen any more", what_was_killed_is_not_foreseen),
        TEST("What never airs is not foreseen, and waits for an editor at once",
             what_never_airs_is_not_foreseen),
        TEST("What waits for its gap airs when that is over", a_gap_between_airings_ends),
        TEST("What leaves a ribbon is taken off the glass at once when it is killed",
             what_leaves_a_ribbon_is_taken_off_at_once),
    };
    return cmocka_run_group_tests_name("app/player", tests, NULL, NULL);
}
