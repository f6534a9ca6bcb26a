#include "app/compose.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/memory.h"
#include "display/crawl.h"
#include "display/flash.h"
#include "display/logo.h"

#define MS_PER_MINUTE (60 * CLOCK_MS_PER_S)
#define CLOCK_TEXT_MAX 64

/* A zone as it is on this wall: zeros of the configuration filled in. */
struct part {
    struct config_zone zone;
    struct fonts *fonts; /* the general ones, or: */
    struct fonts *own;   /* of another size; NULL */
    struct strip *logo;
};

struct composer {
    const struct config *config;
    int width, height;
    struct part parts[CONFIG_ZONES_MAX];
    size_t count;
};

static bool is_news(enum config_shows shows)
{
    return shows == CONFIG_SHOWS_NEWS || shows == CONFIG_SHOWS_HEADLINES ||
           shows == CONFIG_SHOWS_QUOTES;
}

static bool place_zone(const struct composer *composer, struct config_zone *zone, size_t number,
                       struct diag *diag)
{
    if (zone->width == 0)
        zone->width = composer->width - zone->x;
    if (zone->height == 0)
        zone->height = composer->height - zone->y;
    if (zone->width > 0 && zone->height > 0 && zone->x + zone->width <= composer->width &&
        zone->y + zone->height <= composer->height)
        return true;
    return diag_error(
        diag, "zones: zone %zu (line %d) reaches from %d,%d to %d,%d; the wall is %d x %d px",
        number + 1, zone->line, zone->x, zone->y, zone->x + zone->width, zone->y + zone->height,
        composer->width, composer->height);
}

/* Letters of another size are faces of their own. */
static bool open_fonts(const struct composer *composer, struct part *part, struct fonts *fonts,
                       struct diag *diag)
{
    struct config_text text = composer->config->text;
    part->fonts = fonts;
    if (part->zone.shows == CONFIG_SHOWS_LOGO || (!part->zone.size_px && !part->zone.scale))
        return true;
    text.size_px = part->zone.size_px ? part->zone.size_px : text.size_px;
    text.scale = part->zone.scale ? part->zone.scale : text.scale;
    part->own = fonts_open(&text, diag);
    part->fonts = part->own;
    return part->own != NULL;
}

static bool fits(const struct part *part, size_t number, struct diag *diag)
{
    int height = part->logo ? part->logo->height : fonts_line_height_px(part->fonts);
    if (part->zone.shows != CONFIG_SHOWS_LOGO && height > part->zone.height)
        diag_warning(diag,
                     "zones: zone %zu (line %d) is %d px high, a line of text %d: it is cut; "
                     "size_px makes it smaller",
                     number + 1, part->zone.line, part->zone.height, height);
    if (part->zone.shows != CONFIG_SHOWS_LOGO ||
        (height <= part->zone.height && part->logo->width <= part->zone.width))
        return true;
    return diag_error(diag, "zones: zone %zu (line %d) has %d x %d px, its logo %d x %d",
                      number + 1, part->zone.line, part->zone.width, part->zone.height,
                      part->logo->width, height);
}

/* px a second are characters a second of this font. */
static bool check_speed(const struct composer *composer, const struct part *part, struct diag *diag)
{
    const struct config_crawl *crawl = &composer->config->crawl;
    double advance_px = fonts_mean_advance_26_6(part->fonts) / 64.0;
    double characters = crawl->pixels_per_second / advance_px;
    if (part->zone.characters_per_second > 0 || !is_news(part->zone.shows))
        return true;
    if (characters > CONFIG_CPS_MAX && !crawl->force)
        return diag_error(diag,
                          "crawl.pixels_per_second: %g px are %.0f characters a second of this "
                          "font; above 15 nobody can follow; crawl.force = true allows it",
                          crawl->pixels_per_second, characters);
    if (characters > CONFIG_CPS_WARNING)
        diag_warning(diag,
                     "crawl.pixels_per_second: %g px are %.0f characters a second of this font; "
                     "above 12 few people can follow",
                     crawl->pixels_per_second, characters);
    return true;
}

static bool open_part(struct composer *composer, struct fonts *fonts, size_t number,
                      struct diag *diag)
{
    struct part *part = &composer->parts[number];
    if (!place_zone(composer, &part->zone, number, diag) ||
        !open_fonts(composer, part, fonts, diag))
        return false;
    if (part->zone.shows == CONFIG_SHOWS_LOGO) {
        part->logo = logo_read(part->zone.file, part->zone.scale ? part->zone.scale : 1, diag);
        if (!part->logo)
            return false;
    }
    return fits(part, number, diag) && check_speed(composer, part, diag);
}

struct composer *composer_create(const struct config *config, struct fonts *fonts, int wall_width,
                                 int wall_height, struct diag *diag)
{
    struct composer *composer = memory_alloc(1, sizeof *composer);
    *composer = (struct composer){.config = config, .width = wall_width, .height = wall_height};
    composer->count = config->zone_count ? config->zone_count : 1;
    bool good = true;
    for (size_t i = 0; i < composer->count; i++) {
        if (config->zone_count)
            composer->parts[i].zone = config->zones[i];
        good &= open_part(composer, fonts, i, diag);
    }
    if (good && composer_places(composer) == 0)
        good = diag_error(diag, "zones: none shows news, headlines or quotes");
    if (good)
        return composer;
    composer_destroy(composer);
    return NULL;
}

void composer_destroy(struct composer *composer)
{
    for (size_t i = 0; composer && i < composer->count; i++) {
        fonts_close(composer->parts[i].own);
        strip_unref(composer->parts[i].logo);
    }
    free(composer);
}

size_t composer_places(const struct composer *composer)
{
    size_t places = 0;
    for (size_t i = 0; i < composer->count; i++)
        places += is_news(composer->parts[i].zone.shows);
    return places;
}

/* Zones that show news are places, in their order. */
static const struct part *part_of(const struct composer *composer, size_t place)
{
    for (size_t i = 0; i < composer->count; i++)
        if (is_news(composer->parts[i].zone.shows) && place-- == 0)
            return &composer->parts[i];
    return NULL;
}

bool composer_takes(const struct composer *composer, size_t place, enum snippet_kind kind)
{
    const struct part *part = part_of(composer, place);
    if (!part || part->zone.shows == CONFIG_SHOWS_NEWS)
        return part != NULL;
    return (kind == SNIPPET_HEADLINE) == (part->zone.shows == CONFIG_SHOWS_HEADLINES);
}

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
static void set_pages(const struct composer *composer, struct zone *zone, struct compose_item *item)
{
    static const enum motion_transition transitions[] = {TRANSITION_SCROLL, TRANSITION_WIPE,
                                                         TRANSITION_CUT};
    const struct config_layout *layout = &composer->config->layout;
    zone->strip_y = 0;
    zone->motion = (struct motion){.kind = MOTION_PAGES,
                                   .start_ns = item->start_ns,
                                   .transition = transitions[layout->transition],
                                   .transition_ms = layout->transition_ms};
    item->end_ns = zone_pages_end_ns(zone);
}

static void set_crawl(const struct composer *composer, const struct part *part, struct zone *zone,
                      struct compose_item *item)
{
    struct config_crawl crawl = composer->config->crawl;
    if (part->zone.characters_per_second > 0)
        crawl = (struct config_crawl){.characters_per_second = part->zone.characters_per_second};
    int32_t speed = crawl_speed_mpx_s(&crawl, fonts_mean_advance_26_6(part->fonts));
    zone->motion = crawl_motion(zone->strip, zone->width, speed, item->start_ns);
    item->end_ns = crawl_end_ns(zone->strip, zone->width, &zone->motion);
}

/* Pages where the mode asks for them and the words fit, else one line. */
static struct strip *strip_of(const struct composer *composer, const struct part *part,
                              const struct snippet *snippet, struct diag *diag)
{
    const struct config_layout *layout = &composer->config->layout;
    struct text_span span = {snippet->speaker_span.start, snippet->speaker_span.length,
                             TEXT_ROLE_SPEAKER};
    const struct strip_text text = {snippet->text, strlen(snippet->text),
                                    snippet->kind == SNIPPET_HEADLINE ? TEXT_ROLE_HEADLINE
                                                                      : TEXT_ROLE_TEXT,
                                    &span, span.length > 0};
    enum config_mode mode = mode_of(composer, part);
    const struct strip_box box = {part->zone.width, part->zone.height,
                                  layout->characters_per_second, (int32_t)(layout->hold_s * 1000),
                                  mode == CONFIG_MODE_HOLD};
    struct strip *strip = NULL;
    if (mode != CONFIG_MODE_CRAWL)
        strip = strip_create_pages(part->fonts, &text, &box, diag);
    if (!strip)
        strip = strip_create(part->fonts, text.text, text.length, text.role, text.spans,
                             text.span_count, diag);
    if (strip && (strip->missing > 0 || strip->width == 0)) {
        strip_unref(strip);
        strip = NULL;
    }
    return strip;
}

static bool add_news(const struct composer *composer, const struct part *part, struct scene *scene,
                     struct compose_item *item, struct diag *diag)
{
    item->end_ns = INT64_MAX;
    if (!item->snippet) {
        add_zone(composer, part, scene, NULL);
        return true;
    }
    struct strip *strip = strip_of(composer, part, item->snippet, diag);
    if (!strip)
        return false;
    struct zone *zone = add_zone(composer, part, scene, strip);
    if (strip->page_count > 0)
        set_pages(composer, zone, item);
    else
        set_crawl(composer, part, zone, item);
    strip_unref(strip);
    return true;
}

static struct strip *clock_strip(const struct part *part, int64_t wall_ms, struct diag *diag)
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
    struct strip *strip = part->logo ? strip_ref(part->logo) : clock_strip(part, wall_ms, diag);
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
    for (size_t i = 0; i < composer_places(composer); i++)
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
    struct compose_item *item = items;
    bool good = true;
    for (size_t i = 0; i < composer->count; i++) {
        const struct part *part = &composer->parts[i];
        if (is_news(part->zone.shows))
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
