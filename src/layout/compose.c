#include "layout/compose.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "config/config.h"
#include "display/crawl.h"
#include "display/flash.h"
#include "display/pages.h"
#include "label.h"
#include "look.h"
#include "ribbon.h"
#include "text/pages.h"
#include "text/strip_create.h"
#include "words.h"
#include "zone.h"

#define MS_PER_MINUTE (60 * CLOCK_MS_PER_S)

/* A take-over: the wall is dark for so long, one change that is no flash; then its words stand at
 * the edge where reading begins before they crawl, since from the other edge the first word of a
 * crawl is whole only after a second. */
#define DARK_NS (CLOCK_NS_PER_S * 3 / 10)
#define STAND_NS (CLOCK_NS_PER_S * 3 / 2)
#define STAND_PX 1

static struct zone *add_zone(const struct layout_zones *zones, const struct layout_zone *from,
                             struct scene *scene, struct strip *strip)
{
    const struct config_zone *at = &from->config;
    struct zone *zone = scene_add_zone(scene, at->x, at->y, at->width, at->height, strip);
    zone_set_colours(zone, &zones->config->colours);
    if (strip)
        zone->strip_y = (at->height - strip->height) / 2;
    return zone;
}

/* A page's zone has no place for the strip: its pages have. */
static void set_pages(const struct layout_zones *zones, struct zone *zone, int64_t start_ns)
{
    static const enum motion_transition transitions[] = {TRANSITION_SCROLL, TRANSITION_WIPE,
                                                         TRANSITION_CUT};
    const struct config_layout *layout = &zones->config->layout;
    zone->strip_y = 0;
    zone->motion = (struct motion){.kind = MOTION_PAGES,
                                   .start_ns = start_ns,
                                   .transition = transitions[layout->transition],
                                   .transition_ms = layout->transition_ms};
}

static int32_t speed_of(const struct layout_zones *zones, const struct layout_zone *from)
{
    struct config_crawl crawl = zones->config->crawl;
    if (from->config.characters_per_second > 0) {
        crawl.characters_per_second = from->config.characters_per_second;
        crawl.pixels_per_second = 0;
    }
    return crawl_speed_mpx_s(&crawl, from->advance_26_6);
}

/* A take-over's words stand before they crawl. */
static void set_standing_crawl(struct zone *zone, struct compose_item *item)
{
    struct motion *motion = &zone->motion;
    const int width = zone->strip->width;
    motion->start_px = motion->speed_mpx_s < 0 ? zone->width - width - STAND_PX : STAND_PX;
    motion->start_ns = item->start_ns + DARK_NS + STAND_NS;
    item->end_ns = motion_reaches_ns(motion, (int64_t)width + STAND_PX);
}

static bool is_take_over(const struct compose_item *item)
{
    return item->snippet && item->snippet->breaking && !item->still;
}

/* How the item moves through its zone, and when it has gone. */
static void set_motion(const struct layout_zones *zones, const struct layout_zone *from,
                       struct zone *zone, struct compose_item *item)
{
    item->end_ns = INT64_MAX;
    if (item->rides) {
        ribbon_times(from, speed_of(zones, from), item);
        return;
    }
    if (item->still) {
        zone->motion.start_px = (zone->width - zone->strip->width) / 2;
    } else if (zone->strip->page_count > 0) {
        set_pages(zones, zone, item->start_ns + (is_take_over(item) ? DARK_NS : 0));
        item->end_ns = zone_pages_end_ns(zone);
    } else {
        zone->motion =
            crawl_motion(zone->strip, zone->width, speed_of(zones, from), item->start_ns);
        item->end_ns = crawl_end_ns(zone->strip, zone->width, &zone->motion);
        if (is_take_over(item))
            set_standing_crawl(zone, item);
    }
    item->turn_ns = item->end_ns;
}

/* The words in these letters: pages where the mode asks for them and the words fit, else NULL. */
static struct strip *pages_of(const struct layout_zones *zones, const struct layout_zone *from,
                              struct fonts *fonts, const struct strip_text *text, struct diag *diag)
{
    const struct config_layout *layout = &zones->config->layout;
    enum config_mode mode = layout_zone_mode(zones, from);
    const struct strip_box box = {from->config.width, from->config.height,
                                  layout->characters_per_second, (int32_t)(layout->hold_s * 1000),
                                  mode == CONFIG_MODE_HOLD};
    if (mode == CONFIG_MODE_CRAWL || !fonts)
        return NULL;
    return strip_create_pages(fonts, text, &box, diag);
}

static struct strip *strip_of(const struct layout_zones *zones, const struct layout_zone *from,
                              const struct compose_item *item, struct diag *diag)
{
    struct words words;
    words_make(&words, item);
    const struct strip_text text = {words.text, strlen(words.text), TEXT_ROLE_HEADLINE, words.spans,
                                    words.span_count};
    struct strip *strip = item->still ? NULL : pages_of(zones, from, from->fonts, &text, diag);
    if (!strip && !item->still)
        strip = pages_of(zones, from, from->small, &text, diag);
    if (!strip)
        strip = strip_create(item->still && from->idle ? from->idle : from->fonts, text.text,
                             text.length, text.role, text.spans, text.span_count, diag);
    bool fits = strip && strip->missing == 0 && strip->width > 0 &&
                (!item->still || strip->width <= from->config.width);
    if (!fits) {
        strip_unref(strip);
        strip = NULL;
    }
    words_finish(&words);
    return strip;
}

/* In a ribbon it comes above the first letters, on whichever side those are. */
static void turn_label(const struct layout_zones *zones, const struct layout_zone *from,
                       struct compose_item *item)
{
    strip_unref(item->label);
    item->label = NULL;
    label_make(zones, from, item);
}

static void make_strips(const struct layout_zones *zones, const struct layout_zone *from,
                        struct compose_item *item, struct diag *diag)
{
    if (item->strip)
        return;
    if (!item->still)
        label_make(zones, from, item);
    item->strip = strip_of(zones, from, item, diag);
    if (!item->strip) {
        compose_item_finish(item);
        return;
    }
    item->rides = layout_zone_mode(zones, from) == CONFIG_MODE_CRAWL &&
                  compose_ribbon_room(zones) > 0 && ribbon_takes(zones, item);
    if (item->rides && item->label && item->label->right_to_left != item->strip->right_to_left)
        turn_label(zones, from, item);
    if (item->rides && !item->placed)
        ribbon_place(from, speed_of(zones, from), item);
}

void compose_item_finish(struct compose_item *item)
{
    strip_unref(item->strip);
    strip_unref(item->label);
    item->strip = item->label = NULL;
    item->named = item->noted = item->rides = item->placed = item->follows = false;
}

void compose_item_delay(struct compose_item *item, int64_t ns)
{
    assert(ns >= 0);
    item->start_ns += ns;
    item->origin_ns += ns;
    if (item->turn_ns != INT64_MAX)
        item->turn_ns += ns;
    if (item->end_ns != INT64_MAX)
        item->end_ns += ns;
}

/* An item has words, a mark and a label; zones have a background and a clock beside a label. */
size_t compose_ribbon_room(const struct layout_zones *zones)
{
    const size_t each = 3;
    size_t fixed = 2 * zones->all_count;
    size_t room = fixed < SCENE_ZONES_MAX ? (SCENE_ZONES_MAX - fixed) / (each * zones->count) : 0;
    return room > 0 ? room - 1 : 0;
}

bool compose_lay_out(const struct layout_zones *zones, size_t zone_number,
                     struct compose_item *item, struct diag *diag)
{
    assert(zone_number < zones->count && item->snippet);
    const struct layout_zone *from = zones->news[zone_number];
    make_strips(zones, from, item, diag);
    struct zone zone = {
        .width = from->config.width, .height = from->config.height, .strip = item->strip};
    if (item->strip)
        set_motion(zones, from, &zone, item);
    return item->strip != NULL;
}

/* What stands alone has the label's rows, too. */
static struct zone *add_whole(const struct layout_zones *zones, const struct layout_zone *from,
                              struct scene *scene, struct strip *strip)
{
    struct layout_zone whole = *from;
    if (from->label.kind != LABEL_NONE) {
        whole.config.height += from->config.y - from->label.y;
        whole.config.y = from->label.y;
    }
    return add_zone(zones, &whole, scene, strip);
}

/* Whether the dark before a take-over's words is not over yet. */
static bool is_dark(const struct compose_item *item, int64_t now_ns)
{
    return is_take_over(item) && now_ns < item->start_ns + DARK_NS;
}

/* The zones from the first on show nothing. */
static void darken(struct scene *scene, size_t first)
{
    for (size_t i = first; i < scene->zone_count; i++) {
        strip_unref(scene->zones[i].strip);
        scene->zones[i].strip = NULL;
        scene->zones[i].background = scene->background;
    }
}

/* The zones from the first on are of the item, which may be old. */
static void dim(struct scene *scene, size_t first, const struct compose_item *item)
{
    for (size_t i = first; item->shown && item->shown->dimmed && i < scene->zone_count; i++)
        zone_dim(&scene->zones[i], item->shown->dimmed);
}

/* What is in a ribbon, over the zone: first what leaves. The time stands at the far side of a label
 * that stands, too, and where no label comes by. */
static void add_ribbon(const struct layout_zones *zones, const struct layout_zone *from,
                       struct scene *scene, struct compose_item *item, int64_t wall_ms)
{
    const int32_t speed = speed_of(zones, from);
    bool labelled = item->label != NULL;
    size_t first = scene->zone_count;
    for (struct compose_item *other = item->before; other; other = other->before) {
        labelled |= other->label != NULL;
        ribbon_times(from, speed, other);
        ribbon_add(zones, from, speed, scene, other);
        dim(scene, first, other);
        first = scene->zone_count;
    }
    if (item->rides)
        ribbon_add(zones, from, speed, scene, item);
    dim(scene, first, item);
    bool stands =
        item->rides && item->label && scene->valid_from_ns >= ribbon_docks_ns(from, speed, item);
    if (label_has_clock(zones, from) && (stands || !labelled))
        label_add_clock(zones, from, scene, item->label, wall_ms);
}

static bool add_news(const struct layout_zones *zones, const struct layout_zone *from,
                     struct scene *scene, struct compose_item *item, int64_t wall_ms,
                     struct diag *diag)
{
    item->end_ns = INT64_MAX;
    if (item->snippet)
        make_strips(zones, from, item, diag);
    size_t first = scene->zone_count;
    bool ribbon = item->rides || (item->before && !item->strip);
    struct zone *zone = item->still ? add_whole(zones, from, scene, item->strip)
                                    : add_zone(zones, from, scene, ribbon ? NULL : item->strip);
    if (item->rides)
        set_motion(zones, from, zone, item);
    if (ribbon)
        add_ribbon(zones, from, scene, item, wall_ms);
    if (item->strip && !ribbon) {
        look_colours(zone, &zones->config->colours, item->snippet);
        set_motion(zones, from, zone, item);
        label_add(zones, from, scene, item, wall_ms);
    }
    if (is_dark(item, scene->valid_from_ns))
        darken(scene, first);
    if (!ribbon)
        dim(scene, first, item);
    return !item->snippet || item->strip;
}

/* A clock or a logo stands in the middle of its zone. */
static void add_fixed(const struct layout_zones *zones, const struct layout_zone *from,
                      struct scene *scene, int64_t wall_ms, struct diag *diag)
{
    struct strip *strip =
        from->logo ? strip_ref(from->logo) : layout_zone_clock(from, wall_ms, diag);
    if (strip && strip->width > from->config.width) {
        strip_unref(strip);
        strip = NULL;
    }
    struct zone *zone = add_zone(zones, from, scene, strip);
    if (strip)
        zone->motion.start_px = (zone->width - strip->width) / 2;
    zone->colours[TEXT_ROLE_TEXT] = from->config.colour;
    strip_unref(strip);
}

/* A scene that could harm does not air as it is. */
static struct scene *guard(const struct layout_zones *zones, struct scene *scene,
                           const struct compose_item *items, int64_t now_ns, struct diag *diag)
{
    struct flash_rule rule = flash_rule_of(&zones->config->panel, zones->width, zones->height,
                                           fonts_line_height_px(zones->all[0].fonts));
    struct flash_report report;
    int64_t end_ns = now_ns;
    for (size_t i = 0; i < zones->count; i++)
        for (const struct compose_item *item = &items[i]; item; item = item->before)
            if (item->end_ns != INT64_MAX && item->end_ns > end_ns)
                end_ns = item->end_ns;
    if (flash_passes(scene, &rule, now_ns, end_ns, &report))
        return scene;
    diag_warning(diag,
                 "%.0f LEDs would flash%s more than three times a second, %.1f s after it "
                 "begins (WCAG 2.2, 2.3.1: %.0f at most): it is shown in dim grey",
                 report.area_px, report.red ? " red" : "",
                 (double)(report.at_ns - now_ns) / (double)CLOCK_NS_PER_S, rule.area_px);
    struct scene *damped = flash_damp(scene, &rule, now_ns, end_ns);
    scene_unref(scene);
    return damped;
}

struct scene *compose_scene(const struct layout_zones *zones, struct compose_item *items,
                            int64_t now_ns, int64_t wall_ms, struct diag *diag)
{
    struct scene *scene = scene_create(zones->width, zones->height, now_ns);
    scene->background = zones->config->colours.background;
    size_t last = zones->count - 1;
    bool taken = zones->has_wall && items[last].snippet;
    struct compose_item *item = items;
    bool good = true;
    if (taken)
        good = add_news(zones, &zones->wall, scene, &items[last], wall_ms, diag);
    for (size_t i = 0; !taken && i < zones->all_count; i++) {
        const struct layout_zone *from = &zones->all[i];
        if (layout_zone_has_news(from))
            good &= add_news(zones, from, scene, item++, wall_ms, diag);
        else
            add_fixed(zones, from, scene, wall_ms, diag);
    }
    if (good)
        return guard(zones, scene, items, now_ns, diag);
    scene_unref(scene);
    return NULL;
}

int64_t compose_next_change_ms(const struct layout_zones *zones, int64_t wall_ms)
{
    for (size_t i = 0; i < zones->all_count; i++)
        if (zones->all[i].config.shows == CONFIG_SHOWS_CLOCK ||
            label_has_clock(zones, &zones->all[i]))
            return wall_ms - wall_ms % MS_PER_MINUTE + MS_PER_MINUTE;
    return INT64_MAX;
}

int64_t compose_next_change_ns(const struct layout_zones *zones, const struct compose_item *items,
                               int64_t now_ns)
{
    int64_t next_ns = INT64_MAX;
    for (size_t i = 0; i < zones->count; i++) {
        if (is_dark(&items[i], now_ns) && items[i].start_ns + DARK_NS < next_ns)
            next_ns = items[i].start_ns + DARK_NS;
        const struct layout_zone *from = zones->news[i];
        const int32_t speed = speed_of(zones, from);
        for (const struct compose_item *item = &items[i]; item; item = item->before) {
            int64_t change_ns = ribbon_next_change_ns(from, speed, item, now_ns);
            next_ns = change_ns < next_ns ? change_ns : next_ns;
        }
    }
    return next_ns;
}
