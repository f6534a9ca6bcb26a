#include "app/player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "check.h"
#include "store/asrun.h"

#define FACE "/usr/share/fonts/X11/misc/7x13.pcf.gz"
#define WIDTH 64
#define HEIGHT 32
#define ENTRANCE 4 /* columns into which a crawl gets in 60 ms */
#define START_MS INT64_C(1764000000000)
#define S CLOCK_NS_PER_S
#define TWO_LINES                                                                                  \
    "zones=( { shows = \"headlines\"; height = 16; }, { shows = \"quotes\"; y = 16; height = 16; " \
    "characters_per_second = 4.0; } )"

/* An output that remembers the scene that stands. */
struct wall {
    struct output base;
    struct scene *scene;
    int shows;
};

struct rig {
    struct config config;
    struct clock clock;
    struct fonts *fonts;
    struct composer *composer;
    struct store *store;  /* the player's */
    struct store *editor; /* another program's */
    struct loop *loop;
    struct loop_timer *stop;
    struct player *player;
    struct wall wall;
    struct diag diag;
    char path[64];
    char aired[4096]; /* "zone:text;" of each airing */
};

static int wall_show(struct output *output, struct scene *scene)
{
    struct wall *wall = (struct wall *)output;
    scene_ref(scene);
    scene_unref(wall->scene);
    wall->scene = scene;
    wall->shows++;
    return 0;
}

static int64_t wall_advance(struct output *output, int64_t now_ns)
{
    (void)output;
    (void)now_ns;
    return INT64_MAX;
}

static int wall_blank(struct output *output)
{
    (void)output;
    return 0;
}

static void wall_status(struct output *output, struct output_status *status)
{
    (void)output;
    status->name = "wall";
}

static const struct output_ops wall_ops = {
    .show = wall_show, .advance = wall_advance, .blank = wall_blank, .status = wall_status};

static void on_air(void *user, int64_t now_ns, const char *zone, const struct snippet *snippet,
                   const char *reason)
{
    struct rig *rig = user;
    size_t at = strlen(rig->aired);
    (void)now_ns;
    (void)reason;
    snprintf(rig->aired + at, sizeof rig->aired - at, "%s:%s;", zone ? zone : "-", snippet->text);
}

static void stop(void *user, int64_t now_ns)
{
    struct rig *rig = user;
    (void)now_ns;
    loop_stop(rig->loop);
}

/* `settings` up to NULL as of --set. */
static void open_rig(struct rig *rig, const char *const *settings)
{
    *rig = (struct rig){.wall.base.ops = &wall_ops};
    configuration_init(&rig->config);
    assert_true(configuration_set(&rig->config, "text.fonts=" FACE, &rig->diag));
    assert_true(configuration_set(&rig->config, "text.size_px=13", &rig->diag));
    for (; *settings; settings++)
        assert_true(configuration_set(&rig->config, *settings, &rig->diag));
    clock_init_simulated(&rig->clock, START_MS);
    snprintf(rig->path, sizeof rig->path, "/tmp/player-test-%d.db", (int)getpid());
    unlink(rig->path);
    rig->store = store_open(rig->path, &rig->diag);
    rig->editor = store_open(rig->path, &rig->diag);
    rig->fonts = fonts_open(&rig->config.text, &rig->diag);
    assert_non_null(rig->fonts);
    rig->composer = composer_create(&rig->config, rig->fonts, WIDTH, HEIGHT, &rig->diag);
    assert_non_null(rig->composer);
    rig->loop = loop_create(&rig->clock);
    rig->stop = loop_add_timer(rig->loop, stop, rig);
}

static void start(struct rig *rig)
{
    const struct player_setup setup = {.loop = rig->loop,
                                       .clock = &rig->clock,
                                       .config = &rig->config,
                                       .store = rig->store,
                                       .composer = rig->composer,
                                       .output = &rig->wall.base,
                                       .end_ns = INT64_MAX,
                                       .write_history = true,
                                       .watch_store = true,
                                       .on_air = on_air,
                                       .user = rig};
    rig->player = player_create(&setup, &rig->diag);
    assert_non_null(rig->player);
}

static void run_until(struct rig *rig, int64_t t_ns)
{
    loop_set_timer(rig->stop, t_ns);
    assert_int_equal(loop_run(rig->loop), 0);
}

static void end_player(struct rig *rig)
{
    player_destroy(rig->player);
    rig->player = NULL;
}

static void close_rig(struct rig *rig)
{
    end_player(rig);
    loop_remove_timer(rig->loop, rig->stop);
    loop_destroy(rig->loop);
    scene_unref(rig->wall.scene);
    composer_destroy(rig->composer);
    fonts_close(rig->fonts);
    store_close(rig->store);
    store_close(rig->editor);
    unlink(rig->path);
    configuration_finish(&rig->config);
    diag_finish(&rig->diag);
}

static int64_t add(struct rig *rig, enum snippet_kind kind, const char *text, int breaking)
{
    struct snippet snippet = {.kind = kind,
                              .text = memory_copy_string(text),
                              .weight = 10,
                              .breaking = breaking,
                              .most_airings = breaking ? 1 : 0,
                              .created_ms = START_MS};
    assert_true(store_add(rig->editor, &snippet, &rig->diag));
    free(snippet.text);
    return snippet.id;
}

/* LEDs that are lit behind the entrance in the rows [top, bottom). */
static int lit(struct rig *rig, int top, int bottom)
{
    struct frame frame;
    int count = 0;
    frame_init(&frame, WIDTH, HEIGHT);
    scene_draw(rig->wall.scene, clock_monotonic_ns(&rig->clock), &frame);
    for (int y = top; y < bottom; y++)
        for (int x = 0; x < WIDTH - ENTRANCE; x++)
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
    assert_true(asrun_each(rig->editor, INT64_MIN, INT64_MAX, count_row, &wanted, &rig->diag));
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
    start(&rig);
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
    end_player(&rig);
    assert_int_equal(rows(&rig, "headlines", "headline", ""), above);
    assert_int_equal(rows(&rig, "quotes", "Some", ""), below);
    assert_int_equal(rows(&rig, "", "", ""), 0);
    close_rig(&rig);
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
    start(&rig);
    frame_init(&before, WIDTH, HEIGHT);
    frame_init(&after, WIDTH, HEIGHT);
    run_until(&rig, S);
    struct scene *first = scene_ref(rig.wall.scene);
    for (int64_t t_ns = S; t_ns < 8 * S; t_ns += 20 * CLOCK_NS_PER_MS) {
        run_until(&rig, t_ns);
        scene_draw(first, t_ns, &before);
        scene_draw(rig.wall.scene, t_ns, &after);
        assert_memory_equal(frame_pixel(&before, 0, 16), frame_pixel(&after, 0, 16),
                            (size_t)WIDTH * 16 * 3);
    }
    assert_true(times(rig.aired, "headlines:") > 2);
    scene_unref(first);
    frame_finish(&before);
    frame_finish(&after);
    close_rig(&rig);
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
    start(&rig);
    run_until(&rig, 3 * S);
    assert_true(lit(&rig, 0, 16) > 20);
    assert_true(lit(&rig, 16, 32) > 20);
    assert_true(store_set_state(rig.editor, one, STORE_KILLED, &rig.diag));
    assert_true(store_set_text(rig.editor, two, "Corrected", &rig.diag));
    run_until(&rig, 3 * S + 60 * CLOCK_NS_PER_MS);
    assert_int_equal(lit(&rig, 0, HEIGHT), 0); /* what comes now begins outside of the glass */
    run_until(&rig, 20 * S);
    assert_int_equal(times(rig.aired, "The "), 2);
    assert_true(times(rig.aired, ":Corrected") > 1);
    end_player(&rig);
    assert_int_equal(rows(&rig, "above", "The ", "killed") + rows(&rig, "below", "The ", "killed"),
                     1);
    assert_int_equal(rows(&rig, "above", "The ", "edited") + rows(&rig, "below", "The ", "edited"),
                     1);
    close_rig(&rig);
}

static void one_snippet_is_never_in_two_zones(void **state)
{
    (void)state;
    static const char *const settings[] = {"zones=( { height = 16; }, { y = 16; } )",
                                           "rota.idle=dark", NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_LINE, "The only line", 0);
    start(&rig);
    for (int64_t t_ns = S; t_ns < 30 * S; t_ns += S) {
        run_until(&rig, t_ns);
        assert_true(lit(&rig, 0, 16) == 0 || lit(&rig, 16, 32) == 0);
    }
    assert_true(times(rig.aired, "only line") > 3);
    close_rig(&rig);
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
    assert_true(store_add(rig.editor, &sport, &rig.diag));
    assert_true(store_add(rig.editor, &art, &rig.diag));
    add(&rig, SNIPPET_LINE, "A bridge", 0);
    start(&rig);
    run_until(&rig, 20 * S);
    assert_true(times(rig.aired, "field:Two to one") > 1);
    assert_true(times(rig.aired, "town:A bridge") > 1);
    assert_int_equal(times(rig.aired, "field:A") + times(rig.aired, "painting"), 0);
    close_rig(&rig);
}

static void breaking_has_the_wall_and_gives_it_back(void **state)
{
    (void)state;
    static const char *const settings[] = {TWO_LINES, NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_HEADLINE, "A headline that is interrupted", 0);
    add(&rig, SNIPPET_QUOTE, "A quotation that is interrupted", 0);
    start(&rig);
    run_until(&rig, 3 * S);
    add(&rig, SNIPPET_LINE, "Quake", 5);
    run_until(&rig, 3 * S + 60 * CLOCK_NS_PER_MS);
    assert_int_equal(rig.wall.scene->zone_count, 1);
    assert_int_equal(rig.wall.scene->zones[0].height, HEIGHT);
    run_until(&rig, 4 * S);
    assert_int_equal(times(rig.aired, "wall:Quake;"), 1);
    assert_true(lit(&rig, 10, 22) > 10);
    run_until(&rig, 20 * S);
    assert_int_equal(times(rig.aired, "wall:"), 1);
    assert_int_equal(rig.wall.scene->zone_count, 2);
    end_player(&rig);
    assert_int_equal(rows(&rig, "headlines", "interrupted", "breaking, level 5"), 1);
    assert_int_equal(rows(&rig, "quotes", "interrupted", "breaking, level 5"), 1);
    assert_int_equal(rows(&rig, "wall", "Quake", ""), 1);
    assert_true(times(rig.aired, "headlines:A headline") > 1);
    assert_true(times(rig.aired, "quotes:A quotation") > 1);
    close_rig(&rig);
}

static void breaking_has_its_zone_where_configured(void **state)
{
    (void)state;
    static const char *const settings[] = {TWO_LINES, "layout.breaking=zone", NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_HEADLINE, "A headline that is not interrupted", 0);
    add(&rig, SNIPPET_QUOTE, "A quotation that is interrupted", 0);
    start(&rig);
    run_until(&rig, 2 * S);
    add(&rig, SNIPPET_LINE, "Quake", 5);
    run_until(&rig, 2 * S + 60 * CLOCK_NS_PER_MS);
    assert_int_equal(times(rig.aired, "quotes:Quake;"), 1);
    assert_int_equal(rig.wall.scene->zone_count, 2);
    assert_int_equal(times(rig.aired, "headlines:"), 1);
    run_until(&rig, 30 * S);
    assert_int_equal(times(rig.aired, "quotes:Quake;"), 1);
    end_player(&rig);
    assert_int_equal(rows(&rig, "quotes", "quotation", "breaking, level 5"), 1);
    assert_int_equal(rows(&rig, "headlines", "headline", "breaking"), 0);
    close_rig(&rig);
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
    start(&rig);
    run_until(&rig, 20 * S);
    assert_true(times(rig.aired, "-:Before") > 1);
    assert_true(times(rig.aired, "-:After") > 1);
    assert_int_equal(times(rig.aired, "Private"), 0);
    assert_true(store_get(rig.editor, bad, &row, &rig.diag));
    assert_int_equal(row.state, STORE_HELD);
    assert_string_equal(row.snippet.hold, "no font has U+10FFFD");
    store_row_finish(&row);
    end_player(&rig);
    assert_int_equal(rows(&rig, "", "Private", ""), 0);
    close_rig(&rig);
}

static void a_pause_holds_every_zone(void **state)
{
    (void)state;
    static const char *const settings[] = {TWO_LINES, NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_HEADLINE, "A headline", 0);
    add(&rig, SNIPPET_QUOTE, "A quotation", 0);
    start(&rig);
    run_until(&rig, 2 * S);
    json_t *on = json_pack("{s:b}", "on", 1);
    json_t *off = json_pack("{s:b}", "on", 0);
    json_t *reply = json_object();
    assert_null(player_control(rig.player, "pause", on, reply));
    int above = lit(&rig, 0, 16);
    int below = lit(&rig, 16, 32);
    run_until(&rig, 60 * S);
    assert_int_equal(lit(&rig, 0, 16), above);
    assert_int_equal(lit(&rig, 16, 32), below);
    assert_int_equal(times(rig.aired, ":"), 2);
    assert_null(player_control(rig.player, "pause", off, reply));
    assert_int_equal(lit(&rig, 0, 16), above);
    assert_int_equal(lit(&rig, 16, 32), below);
    run_until(&rig, 80 * S);
    assert_true(times(rig.aired, "headlines:") > 2);
    json_decref(on);
    json_decref(off);
    json_decref(reply);
    close_rig(&rig);
}

static void next_goes_on_in_the_zone_that_is_named(void **state)
{
    (void)state;
    static const char *const settings[] = {TWO_LINES, NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_HEADLINE, "A headline", 0);
    add(&rig, SNIPPET_QUOTE, "A quotation", 0);
    start(&rig);
    run_until(&rig, S);
    json_t *zone = json_pack("{s:s}", "zone", "quotes");
    json_t *wrong = json_pack("{s:s}", "zone", "cellar");
    json_t *reply = json_object();
    assert_null(player_control(rig.player, "next", zone, reply));
    assert_int_equal(times(rig.aired, "headlines:"), 1);
    assert_int_equal(times(rig.aired, "quotes:"), 2);
    assert_non_null(player_control(rig.player, "next", wrong, reply));
    json_decref(zone);
    json_decref(wrong);
    json_decref(reply);
    close_rig(&rig);
}

static void a_gap_between_airings_ends(void **state)
{
    (void)state;
    static const char *const settings[] = {"rota.gap_seconds=20.0", NULL};
    struct rig rig;
    open_rig(&rig, settings);
    add(&rig, SNIPPET_LINE, "Now and then", 0);
    start(&rig);
    run_until(&rig, 65 * S);
    assert_in_range(times(rig.aired, "Now and then"), 3, 4);
    close_rig(&rig);
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
        TEST("next goes on in the zone that is named", next_goes_on_in_the_zone_that_is_named),
        TEST("What waits for its gap airs when that is over", a_gap_between_airings_ends),
    };
    return cmocka_run_group_tests_name("app/player", tests, NULL, NULL);
}
