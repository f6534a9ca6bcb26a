#include "layout/compose.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "config/config.h"
#include "display/crawl.h"
#include "display/flash.h"
#include "display/pages.h"
#include "zone.h"

#define MS_PER_MINUTE (60 * CLOCK_MS_PER_S)
#define CLOCK_TEXT_MAX 64

static enum config_mode mode_of(const struct composer *composer, const struct part *part)
{
    enum config_mode mode = part->zone.mode;
    if (mode == CONFIG_MODE_DEFAULT)
        mode = composer->config->layout.mode;
    return mode == CONFIG_MODE_DEFAULT ? CONFIG_MODE_CRAWL : mode;
}

static struct zone *add_zone(const struct composer *composer, const struct part *part,
                             struct scene *scene, struct strip *strip)
{
    const struct config_zone *at = &part->zone;
    struct zone *zone = scene_add_zone(scene, at->x, at->y, at->width, at->height, strip);
    zone_set_colours(zone, &composer->config->colours);
    if (strip)
        zone->strip_y = (at->height - strip->height) / 2;
    return zone;
}

/* A page's zone has no place for the strip: its pages have. */
static void set_pages(const struct composer *composer, struct zone *zone, int64_t start_ns)
{
    static const enum motion_transition transitions[] = {TRANSITION_SCROLL, TRANSITION_WIPE,
                                                         TRANSITION_CUT};
    const struct config_layout *layout = &composer->config->layout;
    zone->strip_y = 0;
    zone->motion = (struct motion){.kind = MOTION_PAGES,
                                   .start_ns = start_ns,
                                   .transition = transitions[layout->transition],
                                   .transition_ms = layout->transition_ms};
}

static void set_crawl(const struct composer *composer, const struct part *part, struct zone *zone,
                      int64_t start_ns)
{
    struct config_crawl crawl = composer->config->crawl;
    if (part->zone.characters_per_second > 0)
        crawl = (struct config_crawl){.characters_per_second = part->zone.characters_per_second};
    int32_t speed = crawl_speed_mpx_s(&crawl, fonts_mean_advance_26_6(part->fonts));
    zone->motion = crawl_motion(zone->strip, zone->width, speed, start_ns);
}

/* How the item moves through its zone, and when it has gone. */
static void set_motion(const struct composer *composer, const struct part *part, struct zone *zone,
                       struct compose_item *item)
{
    item->end_ns = INT64_MAX;
    if (item->still) {
        zone->motion.start_px = (zone->width - zone->strip->width) / 2;
    } else if (zone->strip->page_count > 0) {
        set_pages(composer, zone, item->start_ns);
        item->end_ns = zone_pages_end_ns(zone);
    } else {
        set_crawl(composer, part, zone, item->start_ns);
        item->end_ns = crawl_end_ns(zone->strip, zone->width, &zone->motion);
    }
}

/* Pages where the mode asks for them and the words fit, else one line. */
static struct strip *strip_of(const struct composer *composer, const struct part *part,
                              const struct compose_item *item, struct diag *diag)
{
    const struct snippet *snippet = item->snippet;
    const struct config_layout *layout = &composer->config->layout;
    const struct snippet_span *speaker =
        item->shown ? &item->shown->speaker_span : &snippet->speaker_span;
    const char *words = item->shown ? item->shown->text : snippet->text;
    struct text_span span = {speaker->start, speaker->length, TEXT_ROLE_SPEAKER};
    const struct strip_text text = {words, strlen(words),
                                    snippet->kind == SNIPPET_HEADLINE ? TEXT_ROLE_HEADLINE
                                                                      : TEXT_ROLE_TEXT,
                                    &span, span.length > 0};
    enum config_mode mode = mode_of(composer, part);
    const struct strip_box box = {part->zone.width, part->zone.height,
                                  layout->characters_per_second, (int32_t)(layout->hold_s * 1000),
                                  mode == CONFIG_MODE_HOLD};
    struct strip *strip = NULL;
    if (mode != CONFIG_MODE_CRAWL && !item->still)
        strip = strip_create_pages(part->fonts, &text, &box, diag);
    if (!strip)
        strip = strip_create(part->fonts, text.text, text.length, text.role, text.spans,
                             text.span_count, diag);
    bool fits = strip && strip->missing == 0 && strip->width > 0 &&
                (!item->still || strip->width <= part->zone.width);
    if (!fits) {
        strip_unref(strip);
        strip = NULL;
    }
    return strip;
}

bool compose_lay_out(const struct composer *composer, size_t place, struct compose_item *item,
                     struct diag *diag)
{
    const struct part *part = composer->places[place];
    if (!item->strip)
        item->strip = strip_of(composer, part, item, diag);
    struct zone zone = {
        .width = part->zone.width, .height = part->zone.height, .strip = item->strip};
    if (item->strip)
        set_motion(composer, part, &zone, item);
    return item->strip != NULL;
}

static bool add_news(const struct composer *composer, const struct part *part, struct scene *scene,
                     struct compose_item *item, struct diag *diag)
{
    item->end_ns = INT64_MAX;
    if (item->snippet && !item->strip)
        item->strip = strip_of(composer, part, item, diag);
    struct zone *zone = add_zone(composer, part, scene, item->strip);
    if (item->strip)
        set_motion(composer, part, zone, item);
    if (item->shown && item->shown->dimmed)
        zone_dim(zone, item->shown->dimmed);
    return !item->snippet || item->strip;
}

struct strip *part_clock(const struct part *part, int64_t wall_ms, struct diag *diag)
{
    char text[CLOCK_TEXT_MAX];
    time_t seconds = (time_t)(wall_ms / CLOCK_MS_PER_S);
    struct tm local;
    localtime_r(&seconds, &local);
    size_t length = strftime(text, sizeof text, part->zone.format, &local);
    return strip_create(part->fonts, text, length, TEXT_ROLE_TEXT, NULL, 0, diag);
}

/* A clock or a logo stands in the middle of its zone. */
static void add_fixed(const struct composer *composer, const struct part *part, struct scene *scene,
                      int64_t wall_ms, struct diag *diag)
{
    struct strip *strip = part->logo ? strip_ref(part->logo) : part_clock(part, wall_ms, diag);
    if (strip && strip->width > part->zone.width) {
        strip_unref(strip);
        strip = NULL;
    }
    struct zone *zone = add_zone(composer, part, scene, strip);
    if (strip)
        zone->motion.start_px = (zone->width - strip->width) / 2;
    zone->colours[TEXT_ROLE_TEXT] = part->zone.colour;
    strip_unref(strip);
}

/* A scene that could harm does not air as it is. */
static struct scene *guard(const struct composer *composer, struct scene *scene,
                           const struct compose_item *items, int64_t now_ns, struct diag *diag)
{
    struct flash_rule rule =
        flash_rule_of(&composer->config->panel, composer->width, composer->height,
                      fonts_line_height_px(composer->parts[0].fonts));
    struct flash_report report;
    int64_t end_ns = now_ns;
    for (size_t i = 0; i < composer->place_count; i++)
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

struct scene *compose_scene(const struct composer *composer, struct compose_item *items,
                            int64_t now_ns, int64_t wall_ms, struct diag *diag)
{
    struct scene *scene = scene_create(composer->width, composer->height, now_ns);
    scene->background = composer->config->colours.background;
    size_t last = composer->place_count - 1;
    bool taken = composer->has_wall && items[last].snippet;
    struct compose_item *item = items;
    bool good = true;
    if (taken)
        good = add_news(composer, &composer->wall, scene, &items[last], diag);
    for (size_t i = 0; !taken && i < composer->count; i++) {
        const struct part *part = &composer->parts[i];
        if (part_is_news(part->zone.shows))
            good &= add_news(composer, part, scene, item++, diag);
        else
            add_fixed(composer, part, scene, wall_ms, diag);
    }
    if (good)
        return guard(composer, scene, items, now_ns, diag);
    scene_unref(scene);
    return NULL;
}

int64_t composer_next_change_ms(const struct composer *composer, int64_t wall_ms)
{
    for (size_t i = 0; i < composer->count; i++)
        if (composer->parts[i].zone.shows == CONFIG_SHOWS_CLOCK)
            return wall_ms - wall_ms % MS_PER_MINUTE + MS_PER_MINUTE;
    return INT64_MAX;
}
