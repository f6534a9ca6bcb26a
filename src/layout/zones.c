#include "layout/zones.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/config.h"
#include "display/logo.h"
#include "look.h"
#include "place.h"
#include "ribbon.h"
#include "zone.h"

static_assert(ZONES_MAX == CONFIG_ZONES_MAX + 1, "the zones, and the wall");

static bool place_zone(const struct layout_zones *zones, struct config_zone *zone, size_t number,
                       struct diag *diag)
{
    if (zone->width == 0)
        zone->width = zones->width - zone->x;
    if (zone->height == 0)
        zone->height = zones->height - zone->y;
    if (zone->width > 0 && zone->height > 0 && zone->x + zone->width <= zones->width &&
        zone->y + zone->height <= zones->height)
        return true;
    return diag_error(
        diag, "zones: zone %zu (line %d) reaches from %d,%d to %d,%d; the wall is %d x %d px",
        number + 1, zone->line, zone->x, zone->y, zone->x + zone->width, zone->y + zone->height,
        zones->width, zones->height);
}

/* Zones that ask for the same letters share them. */
static struct fonts *shared_fonts(const struct layout_zones *zones, const struct layout_zone *zone)
{
    for (size_t i = 0; i < zones->all_count && &zones->all[i] != zone; i++) {
        const struct layout_zone *other = &zones->all[i];
        if (other->own && other->size_px == zone->size_px && other->scale == zone->scale &&
            other->room_px == zone->room_px)
            return other->own;
    }
    return NULL;
}

/* Letters of another size are faces of their own: as the zone says, else so that a line
 * fits. */
static bool choose_fonts(const struct layout_zones *zones, struct layout_zone *zone,
                         struct fonts *fonts, struct diag *diag)
{
    const struct config_zone *wanted = &zone->config;
    struct config_text text = zones->config->text;
    bool small = fonts_line_height_px(fonts) > wanted->height;
    zone->fonts = fonts;
    zone->size_px = wanted->size_px ? wanted->size_px : zone->size_px;
    zone->scale = wanted->scale ? wanted->scale : zone->scale;
    if (wanted->shows == CONFIG_SHOWS_LOGO || !(zone->size_px || zone->scale || small))
        return true;
    zone->room_px = wanted->size_px ? 0 : wanted->height;
    zone->fonts = shared_fonts(zones, zone);
    if (zone->fonts)
        return true;
    text.size_px = zone->size_px ? zone->size_px : text.size_px;
    text.scale = zone->scale ? zone->scale : text.scale;
    zone->own = fonts_open_within(&text, zone->room_px, diag);
    zone->fonts = zone->own;
    return zone->own != NULL;
}

/* With what is made of them once: each item that is laid out asks for it. */
static bool open_fonts(struct layout_zones *zones, struct layout_zone *zone, struct fonts *fonts,
                       struct diag *diag)
{
    if (!choose_fonts(zones, zone, fonts, diag))
        return false;
    zone->advance_26_6 = fonts_mean_advance_26_6(zone->fonts);
    zone->mark = ribbon_mark(fonts_line_height_px(zone->fonts));
    return true;
}

/* An instant whose names are long in most languages. */
#define LONG_INSTANT_MS INT64_C(1790798880000) /* Wednesday, 2026-09-30, 20:08 UTC */

static int clock_width(const struct layout_zone *zone, struct diag *diag)
{
    struct strip *strip = layout_zone_clock(zone, LONG_INSTANT_MS, diag);
    int width = strip ? strip->width : 0;
    strip_unref(strip);
    return width;
}

/* A time that is cut is a wrong time: smaller letters, else none. */
static bool fit_clock(const struct layout_zones *zones, struct layout_zone *zone, size_t number,
                      struct diag *diag)
{
    struct config_text text = zones->config->text;
    text.scale = zone->config.scale ? zone->config.scale : text.scale;
    int width = clock_width(zone, diag);
    int line = fonts_line_height_px(zone->fonts);
    while (width > zone->config.width && !zone->config.size_px) {
        struct fonts *smaller = fonts_open_within(&text, line - 1, diag);
        if (!smaller || fonts_line_height_px(smaller) >= line) {
            fonts_close(smaller);
            break;
        }
        fonts_close(zone->own);
        zone->own = zone->fonts = smaller;
        line = fonts_line_height_px(smaller);
        width = clock_width(zone, diag);
    }
    return width <= zone->config.width ||
           diag_error(diag, "zones: zone %zu (line %d) is %d px wide, its clock %d", number + 1,
                      zone->config.line, zone->config.width, width);
}

static bool fits(const struct layout_zone *zone, size_t number, struct diag *diag)
{
    int height = zone->logo ? zone->logo->height : fonts_line_height_px(zone->fonts);
    if (zone->config.shows != CONFIG_SHOWS_LOGO && height > zone->config.height)
        diag_warning(diag,
                     "zones: zone %zu (line %d) is %d px high, a line of text %d: it is cut; "
                     "size_px makes it smaller",
                     number + 1, zone->config.line, zone->config.height, height);
    if (zone->config.shows != CONFIG_SHOWS_LOGO ||
        (height <= zone->config.height && zone->logo->width <= zone->config.width))
        return true;
    return diag_error(diag, "zones: zone %zu (line %d) has %d x %d px, its logo %d x %d",
                      number + 1, zone->config.line, zone->config.width, zone->config.height,
                      zone->logo->width, height);
}

/* px a second are characters a second of this font. */
static bool check_speed(const struct layout_zones *zones, const struct layout_zone *zone,
                        struct diag *diag)
{
    const struct config_crawl *crawl = &zones->config->crawl;
    double advance_px = zone->advance_26_6 / 64.0;
    double characters = crawl->pixels_per_second / advance_px;
    if (zone->config.characters_per_second > 0 || !layout_zone_has_news(zone))
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

/* The wall as it comes has a label, a configured zone where it asks for one. */
static bool has_label(const struct layout_zones *zones, const struct layout_zone *zone)
{
    return layout_zone_has_news(zone) && (zones->config->zone_count == 0 || zone->config.label);
}

static bool open_zone(struct layout_zones *zones, struct fonts *fonts, size_t number,
                      struct diag *diag)
{
    struct layout_zone *zone = &zones->all[number];
    if (!place_zone(zones, &zone->config, number, diag) ||
        (has_label(zones, zone) && !label_place(zones, zone, fonts, diag)) ||
        !open_fonts(zones, zone, fonts, diag))
        return false;
    if (zone->config.shows == CONFIG_SHOWS_LOGO) {
        zone->logo =
            logo_read(zone->config.file, zone->config.scale ? zone->config.scale : 1, diag);
        if (!zone->logo)
            return false;
    }
    if (zone->config.shows == CONFIG_SHOWS_CLOCK && !fit_clock(zones, zone, number, diag))
        return false;
    return fits(zone, number, diag) && check_speed(zones, zone, diag);
}

static const char *shown_name(enum config_shows shows)
{
    static const char *const names[] = {[CONFIG_SHOWS_NEWS] = "news",
                                        [CONFIG_SHOWS_HEADLINES] = "headlines",
                                        [CONFIG_SHOWS_QUOTES] = "quotes"};
    return names[shows];
}

static bool is_named(const struct layout_zones *zones, const char *name)
{
    for (size_t i = 0; i < zones->count; i++)
        if (zones->names[i] && strcmp(zones->names[i], name) == 0)
            return true;
    return false;
}

/* Two of the same kind are told apart: "news", "news 2". */
static void add_zone(struct layout_zones *zones, const struct layout_zone *zone, const char *name)
{
    char *unique = memory_copy_string(name);
    for (int number = 2; unique && is_named(zones, unique); number++) {
        free(unique);
        unique = memory_format("%s %d", name, number);
    }
    assert(zones->count < ZONES_MAX);
    zones->names[zones->count] = unique;
    zones->news[zones->count++] = zone;
}

static void find_news(struct layout_zones *zones)
{
    size_t news = 0;
    for (size_t i = 0; i < zones->all_count; i++)
        news += layout_zone_has_news(&zones->all[i]);
    for (size_t i = 0; i < zones->all_count; i++) {
        const struct layout_zone *zone = &zones->all[i];
        const char *name = zone->config.name;
        if (layout_zone_has_news(zone))
            add_zone(zones, zone,
                     name && *name ? name
                     : news > 1    ? shown_name(zone->config.shows)
                                   : NULL);
    }
    if (zones->has_wall)
        add_zone(zones, &zones->wall, "wall");
}

static bool open_all(struct layout_zones *zones, struct fonts *fonts, struct diag *diag)
{
    const struct config *config = zones->config;
    bool good = true;
    for (size_t i = 0; i < zones->all_count; i++) {
        if (config->zone_count)
            zones->all[i].config = config->zones[i];
        good &= open_zone(zones, fonts, i, diag);
    }
    zones->wall = (struct layout_zone){.config = {.width = zones->width, .height = zones->height},
                                       .fonts = fonts};
    bool label = false;
    for (size_t i = 0; i < config->zone_count; i++)
        label |= config->zones[i].label;
    if (zones->has_wall && label)
        good &= label_place(zones, &zones->wall, fonts, diag);
    return open_fonts(zones, &zones->wall, fonts, diag) && good;
}

struct layout_zones *layout_zones_create(const struct config *config, struct fonts *fonts,
                                         int wall_width, int wall_height, struct diag *diag)
{
    assert(wall_width > 0 && wall_height > 0);
    struct layout_zones *zones = memory_alloc(1, sizeof *zones);
    *zones = (struct layout_zones){.config = config, .width = wall_width, .height = wall_height};
    zones->all_count = config->zone_count ? config->zone_count : 1;
    zones->has_wall = config->zone_count && config->layout.breaking == CONFIG_BREAKING_WALL;
    bool good = look_check(&config->colours, diag);
    good &= open_all(zones, fonts, diag);
    find_news(zones);
    if (good && zones->count == zones->has_wall)
        good = diag_error(diag, "zones: none shows news, headlines or quotes");
    if (good)
        return zones;
    layout_zones_destroy(zones);
    return NULL;
}

static void close_zone(struct layout_zone *zone)
{
    fonts_close(zone->own);
    fonts_close(zone->small);
    fonts_close(zone->idle);
    fonts_close(zone->label.fonts);
    strip_unref(zone->logo);
    strip_unref(zone->mark);
}

void layout_zones_destroy(struct layout_zones *zones)
{
    for (size_t i = 0; zones && i < zones->all_count; i++)
        close_zone(&zones->all[i]);
    if (zones)
        close_zone(&zones->wall);
    for (size_t i = 0; zones && i < zones->count; i++)
        free(zones->names[i]);
    free(zones);
}

void layout_zones_follow(struct layout_zones *zones, const struct config *config)
{
    zones->config = config;
}

size_t layout_zones_count(const struct layout_zones *zones)
{
    return zones->count;
}

bool layout_zones_is_wall(const struct layout_zones *zones, size_t zone)
{
    return zones->has_wall && zone == zones->count - 1;
}

const char *layout_zones_name(const struct layout_zones *zones, size_t zone)
{
    assert(zone < zones->count);
    return zones->names[zone];
}

struct fonts *layout_zones_fonts(const struct layout_zones *zones, size_t zone)
{
    assert(zone < zones->count);
    return zones->news[zone]->fonts;
}

int layout_zones_page_letters(const struct layout_zones *zones, size_t zone)
{
    assert(zone < zones->count);
    const struct layout_zone *from = zones->news[zone];
    const struct fonts *fonts = from->small ? from->small : from->fonts;
    const int px_26_6 = 64;
    if (layout_zone_mode(zones, from) == CONFIG_MODE_CRAWL)
        return -1;
    if (fonts_line_height_px(fonts) > from->config.height)
        return 0;
    return from->config.width * px_26_6 / fonts_mean_advance_26_6(fonts);
}

/* Whether the category is one of "sport; weather". */
static bool is_listed(const char *list, const char *category)
{
    static const char separators[] = "; ,";
    size_t length = strlen(category);
    for (const char *at = list; *(at += strspn(at, separators)); at += strcspn(at, separators))
        if (strcspn(at, separators) == length && strncmp(at, category, length) == 0)
            return true;
    return false;
}

static bool takes_kind(const struct layout_zone *zone, enum snippet_kind kind)
{
    return zone->config.shows == CONFIG_SHOWS_NEWS ||
           (kind == SNIPPET_HEADLINE) == (zone->config.shows == CONFIG_SHOWS_HEADLINES);
}

/* A take-over without the wall has the first zone for its kind, else the first. */
static bool takes_breaking(const struct layout_zones *zones, size_t zone, enum snippet_kind kind)
{
    size_t first = 0;
    if (zones->has_wall)
        return layout_zones_is_wall(zones, zone);
    while (first < zones->count && !takes_kind(zones->news[first], kind))
        first++;
    return zone == (first < zones->count ? first : 0);
}

bool layout_zones_take(const struct layout_zones *zones, size_t zone, const struct snippet *snippet)
{
    if (zone >= zones->count)
        return false;
    if (snippet->breaking)
        return takes_breaking(zones, zone, snippet->kind);
    const struct layout_zone *news = zones->news[zone];
    const char *listed = news->config.categories;
    return !layout_zones_is_wall(zones, zone) && takes_kind(news, snippet->kind) &&
           (!listed || !*listed ||
            is_listed(listed, snippet->category ? snippet->category : "news"));
}
