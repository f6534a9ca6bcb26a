#include "layout/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "check.h"
#include "display/scene_bytes.h"
#include "hub75/scan.h"
#include "module.h"
#include "newsroom.h"
#include "plan/step.h"
#include "test_lines.h"

#define MOST 8         /* items of a ribbon on a wall at once, and some */
#define LABEL_GAP_PX 8 /* between two labels */
#define NOWHERE 100000
#define CALL_NS 1500
#define SEEN_EVERY 10 /* steps: one is decoded; with FULL=1 each */

static const char *const ribbon[] = {"crawl.ribbon=true", NULL};

/* A ribbon as the player shows it: the newest item is the zone's, the others are before it. */
struct show {
    struct studio studio;
    struct snippet snippets[MOST];
    struct compose_item items[ZONES_MAX];
    struct compose_item leaving[MOST];
    size_t leaving_count;
    struct scene *scene;
    int64_t now_ns;
};

static void open_show(struct show *show, const char *const *settings)
{
    *show = (struct show){0};
    studio_open(&show->studio, settings);
    assert_non_null(show->studio.zones);
}

static void compose(struct show *show)
{
    scene_unref(show->scene);
    show->scene =
        compose_scene(show->studio.zones, show->items, show->now_ns, 0, &show->studio.diag);
    assert_non_null(show->scene);
}

static void link_items(struct show *show)
{
    for (size_t i = 0; i < show->leaving_count; i++)
        show->leaving[i].before = i > 0 ? &show->leaving[i - 1] : NULL;
    show->items[0].before =
        show->leaving_count > 0 ? &show->leaving[show->leaving_count - 1] : NULL;
}

/* What has gone by now. */
static void drop_gone(struct show *show)
{
    while (show->leaving_count > 0 && show->leaving[0].end_ns <= show->now_ns) {
        compose_item_finish(&show->leaving[0]);
        show->leaving_count--;
        memmove(&show->leaving[0], &show->leaving[1],
                show->leaving_count * sizeof show->leaving[0]);
        link_items(show);
    }
}

/* The item on the zone leaves, and this one follows. */
static void follow(struct show *show, const struct snippet *snippet)
{
    if (show->items[0].snippet) {
        assert_true(show->leaving_count < MOST);
        show->leaving[show->leaving_count++] = show->items[0];
    }
    show->items[0] = (struct compose_item){.snippet = snippet, .start_ns = show->now_ns};
    link_items(show);
    assert_true(compose_lay_out(show->studio.zones, 0, &show->items[0], &show->studio.diag));
    compose(show);
}

static void close_show(struct show *show)
{
    scene_unref(show->scene);
    compose_item_finish(&show->items[0]);
    for (size_t i = 0; i < show->leaving_count; i++)
        compose_item_finish(&show->leaving[i]);
    studio_close(&show->studio);
}

/* Columns of the wall that a strip's letters reach from and to; from > to: none. */
struct reach {
    int from, to;
};

static bool is_lit(const struct strip *strip, int x, int top, int bottom)
{
    for (int y = top > 0 ? top : 0; y < bottom && y < strip->height; y++)
        if (strip->coverage[(ptrdiff_t)y * strip->width + x])
            return true;
    return false;
}

static struct reach reach_of(const struct scene *scene, const struct strip *strip, int64_t t_ns)
{
    struct reach reach = {NOWHERE, -1};
    for (size_t i = 0; strip && i < scene->zone_count; i++) {
        const struct zone *zone = &scene->zones[i];
        struct zone_part parts[ZONE_PARTS_MAX];
        if (zone->strip != strip || zone_parts(zone, t_ns, parts) != 1)
            continue;
        for (int x = 0; x < strip->width; x++) {
            int column = zone->x + parts[0].x + x;
            bool seen = column >= zone->x && column < zone->x + zone->width &&
                        is_lit(strip, x, -parts[0].y, zone->height - parts[0].y);
            if (seen && column < reach.from)
                reach.from = column;
            if (seen && column > reach.to)
                reach.to = column;
        }
    }
    return reach;
}

static bool touch(struct reach a, struct reach b, int gap)
{
    return a.from <= a.to && b.from <= b.to && a.from < b.to + gap && b.from < a.to + gap;
}

static bool is_empty(struct reach reach)
{
    return reach.from > reach.to;
}

/* The oldest first, the one on air last. */
static const struct compose_item *item_at(const struct show *show, size_t i)
{
    return i < show->leaving_count ? &show->leaving[i] : &show->items[0];
}

/* No label above another's words or at another label, each label not apart from its own words. */
static void check_step(const struct show *show, int64_t t_ns)
{
    bool seen = false;
    for (size_t i = 0; i <= show->leaving_count; i++) {
        const struct compose_item *item = item_at(show, i);
        struct reach words = reach_of(show->scene, item->strip, t_ns);
        struct reach label = reach_of(show->scene, item->label, t_ns);
        seen |= !is_empty(words);
        for (size_t k = 0; k <= show->leaving_count; k++) {
            const struct compose_item *other = item_at(show, k);
            struct reach above = reach_of(show->scene, other->label, t_ns);
            if (k == i)
                continue;
            assert_false(touch(words, above, 1));
            assert_false(touch(label, above, LABEL_GAP_PX));
        }
        if (!is_empty(words) && item->label && words.to - words.from > 1)
            assert_false(is_empty(label));
    }
    assert_true(seen || t_ns < 2 * CLOCK_NS_PER_S);
}

/* --- the same through the connector, on a panel that knows HUB75 alone --- */

struct decoded {
    struct panel *panel;
    struct plan *plan;
    struct test_panel glass;
    struct test_lines lines;
    struct scan scan;
    struct plan_step step;
    struct frame frame;
    const struct scene *planned;
    int steps;
};

static void open_decoded(struct decoded *decoded, const struct config_panel *config)
{
    struct diag diag = {0};
    *decoded = (struct decoded){.panel = panel_create(config, &diag)};
    assert_non_null(decoded->panel);
    decoded->plan = plan_create(decoded->panel, config, (struct lines_cost){.call_ns = CALL_NS});
    plan_step_init(&decoded->step, decoded->plan);
    frame_init(&decoded->frame, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    test_panel_init(&decoded->glass, NEWSROOM_HEIGHT / 2, NEWSROOM_WIDTH, 1);
    test_lines_init(&decoded->lines, &decoded->glass, CALL_NS, 0);
    scan_init(&decoded->scan, &decoded->lines.lines, decoded->panel, CALL_NS);
    assert_int_equal(scan_start(&decoded->scan), 0);
}

static void close_decoded(struct decoded *decoded)
{
    assert_string_equal(decoded->glass.error, "");
    test_panel_finish(&decoded->glass);
    frame_finish(&decoded->frame);
    plan_step_finish(&decoded->step);
    plan_destroy(decoded->plan);
    panel_destroy(decoded->panel);
}

static bool is_lit_on_glass(const struct decoded *decoded, const struct config_panel *config, int x,
                            int y, int channel)
{
    struct module_place at = module_place(config, x, y);
    return test_panel_lit_ns(&decoded->glass, at.row, at.column, at.lane, at.half * 3 + channel) >
           0;
}

/* The label and the words that shine at t_ns are those of the scene, LED by LED. */
static void check_glass(struct decoded *decoded, const struct config_panel *config,
                        const struct scene *scene, int64_t t_ns)
{
    if (decoded->steps++ % (getenv("FULL") ? 1 : SEEN_EVERY) != 0)
        return;
    if (decoded->planned != scene)
        plan_scene(decoded->plan, scene);
    decoded->planned = scene;
    scene_draw(scene, t_ns, &decoded->frame);
    plan_step_fill(&decoded->step, decoded->plan, &decoded->frame);
    test_panel_reset_light(&decoded->glass);
    for (size_t i = 0; i < decoded->step.count; i++)
        scan_refresh(&decoded->scan, &decoded->step.phases[i], decoded->lines.now_ns);
    test_panel_until(&decoded->glass, decoded->lines.now_ns);
    for (int i = 0; i < NEWSROOM_WIDTH * NEWSROOM_HEIGHT * 3; i++) {
        int x = i / 3 % NEWSROOM_WIDTH;
        int y = i / 3 / NEWSROOM_WIDTH;
        bool wanted = frame_pixel(&decoded->frame, x, y)[i % 3] > 0;
        if (is_lit_on_glass(decoded, config, x, y, i % 3) != wanted)
            fail_msg("%lld ns: column %d, row %d, colour %d is %s", (long long)t_ns, x, y, i % 3,
                     wanted ? "dark" : "lit");
    }
}

/* Each step up to until_ns; the scene is composed anew where the player would. Steps are as even
 * as those of one crawl. */
static void check_until(struct show *show, struct decoded *decoded, int64_t until_ns)
{
    int64_t least_ns = CLOCK_NS_PER_S;
    while (show->now_ns < until_ns) {
        int64_t change_ns = compose_next_change_ns(show->studio.zones, show->items, show->now_ns);
        int64_t end_ns = change_ns < until_ns ? change_ns : until_ns;
        int64_t before_ns = show->now_ns;
        for (int64_t t_ns = before_ns; t_ns < end_ns; t_ns = scene_next_step(show->scene, t_ns)) {
            if (t_ns > before_ns && before_ns > show->now_ns && t_ns - before_ns < least_ns)
                least_ns = t_ns - before_ns;
            check_step(show, t_ns);
            check_glass(decoded, &show->studio.config.panel, show->scene, t_ns);
            before_ns = t_ns;
        }
        show->now_ns = end_ns;
        drop_gone(show);
        compose(show);
        decoded->planned = NULL; /* the next scene may lie where this one lay */
    }
    assert_true(least_ns > CLOCK_NS_PER_S / 200);
}

/* Words of any length, said by people with short, long and no names, and what the house says. */
static struct snippet item_of(int number, char *text, size_t size)
{
    static char *const people[] = {"Ada Brunner", "Maximilian Rautenberg Sandoval", "Li", NULL};
    static char *const categories[] = {"sport", "news", "weather forecast"};
    static const char words[] = "The ferry of the eastern harbour runs again from Monday on, said "
                                "the harbour master in the evening";
    int length = 1 + number * number * 7 % 90;
    snprintf(text, size, "%.*s", length, words);
    if (text[length - 1] == ' ')
        text[length - 1] = '.';
    char *person = people[number % 4];
    return (struct snippet){.kind = number % 3 ? SNIPPET_QUOTE : SNIPPET_LINE,
                            .text = text,
                            .speaker = number % 3 ? person : NULL,
                            .category = categories[number % 3]};
}

static void no_label_stands_over_the_words_of_another_item(void **state)
{
    (void)state;
    struct show show;
    static char texts[50][100];
    static struct snippet snippets[50];
    struct decoded decoded;
    open_show(&show, ribbon);
    open_decoded(&decoded, &show.studio.config.panel);
    for (int i = 0; i < 50; i++) {
        snippets[i] = item_of(i, texts[i], sizeof texts[i]);
        follow(&show, &snippets[i]);
        assert_true(show.items[0].rides);
        check_until(&show, &decoded, show.items[0].turn_ns);
    }
    assert_true(show.now_ns > 60 * CLOCK_NS_PER_S);
    assert_true(decoded.steps > 50 * SEEN_EVERY);
    close_decoded(&decoded);
    close_show(&show);
}

static void words_that_run_the_other_way_wait_until_the_wall_is_empty(void **state)
{
    (void)state;
    static char there[] = "The ferry runs again";
    static char back[] = "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\xa2\xd7\x95\xd7\x9c\xd7\x9d";
    const struct snippet latin = {.kind = SNIPPET_LINE, .text = there};
    const struct snippet hebrew = {.kind = SNIPPET_LINE, .text = back};
    const struct snippet *const order[] = {&latin, &hebrew, &hebrew, &latin};
    struct show show;
    open_show(&show, ribbon);
    for (size_t i = 0; i < 4; i++) {
        follow(&show, order[i]);
        bool other = i > 0 && order[i] != order[i - 1];
        assert_int_equal(show.items[0].follows, i > 0 && !other);
        if (other)
            assert_true(show.items[0].start_ns >= show.leaving[0].end_ns);
        while (show.now_ns < show.items[0].turn_ns) {
            for (size_t k = 0; k < show.leaving_count; k++)
                assert_false(touch(reach_of(show.scene, show.leaving[k].strip, show.now_ns),
                                   reach_of(show.scene, show.items[0].strip, show.now_ns), 1));
            show.now_ns += CLOCK_NS_PER_S / 50;
            drop_gone(&show);
            compose(&show);
        }
    }
    close_show(&show);
}

static void a_bar_is_as_long_as_the_words_below_it(void **state)
{
    (void)state;
    static const char *const settings[] = {"crawl.ribbon=true",
                                           "zones=( { height = 16; label = true; size_px = 7; } )",
                                           "text.fonts=motograph", NULL};
    static char first[] = "The ferry runs";
    static char second[] = "It is late";
    const struct snippet line = {.kind = SNIPPET_LINE, .text = first};
    const struct snippet quote = {.kind = SNIPPET_QUOTE, .text = second};
    struct show show;
    struct frame frame;
    open_show(&show, settings);
    const struct config_colours *colours = &show.studio.config.colours;
    frame_init(&frame, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    follow(&show, &line);
    show.now_ns = show.items[0].turn_ns;
    follow(&show, &quote);
    int both = 0;
    for (; show.now_ns < show.leaving[0].end_ns; show.now_ns += CLOCK_NS_PER_S / 50) {
        struct reach words[2] = {reach_of(show.scene, show.leaving[0].strip, show.now_ns),
                                 reach_of(show.scene, show.items[0].strip, show.now_ns)};
        scene_draw(show.scene, show.now_ns, &frame);
        for (int i = 0; i < 2; i++) {
            struct config_colour colour = i ? colours->text : colours->line;
            for (int x = words[i].from; x <= words[i].to; x++)
                assert_memory_equal(frame_pixel(&frame, x, 0), &colour, 3);
        }
        for (int x = words[0].to + 3; !is_empty(words[1]) && x < words[1].from - 1; x++)
            assert_int_equal(frame_pixel(&frame, x, 0)[1], 0);
        both += !is_empty(words[0]) && !is_empty(words[1]);
    }
    assert_true(both > 10);
    frame_finish(&frame);
    close_show(&show);
}

static void the_clock_gives_way_while_a_label_comes(void **state)
{
    (void)state;
    static const char *const settings[] = {"crawl.ribbon=true", "layout.label=clock", NULL};
    static char text[] = "The ferry runs again";
    const struct snippet line = {.kind = SNIPPET_LINE, .text = text};
    struct show show;
    open_show(&show, settings);
    follow(&show, &line);
    size_t alone = show.scene->zone_count; /* no label comes by: the time stands */
    show.now_ns = show.items[0].turn_ns;
    follow(&show, &line);
    assert_int_equal(show.scene->zone_count, alone + 2);
    close_show(&show);
}

static struct strip *give(void *user, const uint8_t key[SCENE_KEY_SIZE])
{
    const struct scene *scene = user;
    return strip_ref(scene->zones[key[0]].strip);
}

/* What was kept of the scene has the same pictures. */
static void check_bytes(struct show *show)
{
    struct scene_key keys[SCENE_ZONES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < show->scene->zone_count; i++)
        if (show->scene->zones[i].strip)
            keys[count++] = (struct scene_key){show->scene->zones[i].strip, {(uint8_t)i}};
    const struct scene_moment moment = {show->now_ns, show->scene};
    struct buffer bytes = {0};
    struct scene_record record;
    struct frame kept;
    struct frame wall;
    scene_bytes_write(&moment, 1, 7, show->now_ns, keys, count, &bytes);
    assert_int_equal(bytes.data[0], 3);
    assert_true(scene_bytes_read(bytes.data, bytes.length, 7, give, show->scene, &record));
    frame_init(&kept, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    frame_init(&wall, NEWSROOM_WIDTH, NEWSROOM_HEIGHT);
    for (int i = 0; i < 60; i++) {
        int64_t t_ns = show->now_ns + i * CLOCK_NS_PER_S / 10;
        scene_draw(show->scene, t_ns, &wall);
        scene_draw(record.moments[0].scene, t_ns, &kept);
        assert_true(frame_equal(&wall, &kept));
    }
    frame_finish(&kept);
    frame_finish(&wall);
    scene_record_finish(&record);
    buffer_finish(&bytes);
}

static void labels_dock_and_nothing_but_ink_is_painted(void **state)
{
    (void)state;
    static char first[] = "The ferry runs";
    const struct snippet line = {.kind = SNIPPET_LINE, .text = first};
    struct show show;
    open_show(&show, ribbon);
    follow(&show, &line);
    show.now_ns = show.items[0].turn_ns;
    follow(&show, &line);
    int docks = 0;
    for (size_t i = 0; i < show.scene->zone_count; i++)
        docks += show.scene->zones[i].motion.kind == MOTION_DOCK && show.scene->zones[i].ink;
    assert_int_equal(docks, 2);
    check_bytes(&show);
    close_show(&show);
}

static void items_come_one_by_one_where_the_output_asks(void **state)
{
    (void)state;
    static char text[] = "The ferry runs again";
    const struct snippet line = {.kind = SNIPPET_LINE, .text = text};
    for (int apart = 0; apart < 2; apart++) {
        struct show show;
        open_show(&show, ribbon);
        show.studio.config.crawl.apart = apart;
        follow(&show, &line);
        assert_int_equal(show.items[0].rides, !apart);
        assert_int_equal(show.items[0].turn_ns < show.items[0].end_ns, !apart);
        close_show(&show);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("At each step of fifty items no label stands over the words of another item, and the "
             "wall is never empty; what the connector's lines light is that",
             no_label_stands_over_the_words_of_another_item),
        TEST("Words that run the other way wait until the wall is empty",
             words_that_run_the_other_way_wait_until_the_wall_is_empty),
        TEST("On few rows a bar is as long as the words below it",
             a_bar_is_as_long_as_the_words_below_it),
        TEST("Where no label comes by the time stands", the_clock_gives_way_while_a_label_comes),
        TEST("Where the output can't show more at once items come one by one",
             items_come_one_by_one_where_the_output_asks),
        TEST("Labels dock, nothing but their ink is painted, and so they are kept",
             labels_dock_and_nothing_but_ink_is_painted),
    };
    return cmocka_run_group_tests_name("layout/ribbon", tests, NULL, NULL);
}
