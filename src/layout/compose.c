#include "layout/compose.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "config/config.h"
#include "display/crawl.h"
#include "display/flash.h"
#include "display/pages.h"
#include "look.h"
#include "text/pages.h"
#include "text/strip_create.h"
#include "zone.h"

#define MS_PER_MINUTE (60 * CLOCK_MS_PER_S)

static enum config_mode mode_of(const struct layout_zones *zones, const struct layout_zone *from)
{
    enum config_mode mode = from->config.mode;
    if (mode == CONFIG_MODE_DEFAULT)
        mode = zones->config->layout.mode;
    return mode == CONFIG_MODE_DEFAULT ? CONFIG_MODE_CRAWL : mode;
}

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

static void set_crawl(const struct layout_zones *zones, const struct layout_zone *from,
                      struct zone *zone, int64_t start_ns)
{
    struct config_crawl crawl = zones->config->crawl;
    if (from->config.characters_per_second > 0) {
        crawl.characters_per_second = from->config.characters_per_second;
        crawl.pixels_per_second = 0;
    }
    int32_t speed = crawl_speed_mpx_s(&crawl, fonts_mean_advance_26_6(from->fonts));
    zone->motion = crawl_motion(zone->strip, zone->width, speed, start_ns);
}

/* How the item moves through its zone, and when it has gone. */
static void set_motion(const struct layout_zones *zones, const struct layout_zone *from,
                       struct zone *zone, struct compose_item *item)
{
    item->end_ns = INT64_MAX;
    if (item->still) {
        zone->motion.start_px = (zone->width - zone->strip->width) / 2;
    } else if (zone->strip->page_count > 0) {
        set_pages(zones, zone, item->start_ns);
        item->end_ns = zone_pages_end_ns(zone);
    } else {
        set_crawl(zones, from, zone, item->start_ns);
        item->end_ns = crawl_end_ns(zone->strip, zone->width, &zone->motion);
    }
}

/* Pages where the mode asks for them and the words fit, else one line. */
static struct strip *strip_of(const struct layout_zones *zones, const struct layout_zone *from,
                              const struct compose_item *item, struct diag *diag)
{
    const struct snippet *snippet = item->snippet;
    const struct config_layout *layout = &zones->config->layout;
    const struct snippet_span *speaker =
        item->shown ? &item->shown->speaker_span : &snippet->speaker_span;
    const char *words = item->shown ? item->shown->text : snippet->text;
    struct text_span spans[LOOK_SPANS_MAX];
    size_t span_count = look_spans(snippet, words, speaker, spans);
    const struct strip_text text = {words, strlen(words), TEXT_ROLE_HEADLINE, spans, span_count};
    enum config_mode mode = mode_of(zones, from);
    const struct strip_box box = {from->config.width, from->config.height,
                                  layout->characters_per_second, (int32_t)(layout->hold_s * 1000),
                                  mode == CONFIG_MODE_HOLD};
    struct strip *strip = NULL;
    if (mode != CONFIG_MODE_CRAWL && !item->still)
        strip = strip_create_pages(from->fonts, &text, &box, diag);
    if (!strip)
        strip = strip_create(from->fonts, text.text, text.length, text.role, text.spans,
                             text.span_count, diag);
    bool fits = strip && strip->missing == 0 && strip->width > 0 &&
                (!item->still || strip->width <= from->config.width);
    if (!fits) {
        strip_unref(strip);
        strip = NULL;
    }
    return strip;
}

bool compose_lay_out(const struct layout_zones *zones, size_t zone_number,
                     struct compose_item *item, struct diag *diag)
{
    assert(zone_number < zones->count && item->snippet);
    const struct layout_zone *from = zones->news[zone_number];
    if (!item->strip)
        item->strip = strip_of(zones, from, item, diag);
    struct zone zone = {
        .width = from->config.width, .height = from->config.height, .strip = item->strip};
    if (item->strip)
        set_motion(zones, from, &zone, item);
    return item->strip != NULL;
}

static bool add_news(const struct layout_zones *zones, const struct layout_zone *from,
                     struct scene *scene, struct compose_item *item, struct diag *diag)
{
    item->end_ns = INT64_MAX;
    if (item->snippet && !item->strip)
        item->strip = strip_of(zones, from, item, diag);
    struct zone *zone = add_zone(zones, from, scene, item->strip);
    if (item->strip) {
        look_colours(zone, &zones->config->colours, item->snippet);
        set_motion(zones, from, zone, item);
    }
    if (item->shown && item->shown->dimmed)
        zone_dim(zone, item->shown->dimmed);
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
        if (items[i].end_ns != INT64_MAX && items[i].end_ns > end_ns)
            end_ns = items[i].end_ns;
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
        good = add_news(zones, &zones->wall, scene, &items[last], diag);
    for (size_t i = 0; !taken && i < zones->all_count; i++) {
        const struct layout_zone *from = &zones->all[i];
        if (layout_zone_has_news(from))
            good &= add_news(zones, from, scene, item++, diag);
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
        if (zones->all[i].config.shows == CONFIG_SHOWS_CLOCK)
            return wall_ms - wall_ms % MS_PER_MINUTE + MS_PER_MINUTE;
    return INT64_MAX;
}
