/* The places of the wall: zones, their fonts, names, and what each takes. */
#include "layout/compose.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/config.h"
#include "display/logo.h"
#include "zone.h"

static_assert(COMPOSE_PLACES_MAX == CONFIG_ZONES_MAX + 1, "the zones, and the wall");

bool part_is_news(enum config_shows shows)
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

/* Zones that ask for the same letters share them. */
static struct fonts *shared_fonts(const struct composer *composer, const struct part *part)
{
    for (size_t i = 0; i < composer->count && &composer->parts[i] != part; i++) {
        const struct part *other = &composer->parts[i];
        if (other->own && other->zone.size_px == part->zone.size_px &&
            other->zone.scale == part->zone.scale && other->room_px == part->room_px)
            return other->own;
    }
    return NULL;
}

/* Letters of another size are faces of their own: as the zone says, else so that a line
 * fits. */
static bool open_fonts(const struct composer *composer, struct part *part, struct fonts *fonts,
                       struct diag *diag)
{
    const struct config_zone *zone = &part->zone;
    struct config_text text = composer->config->text;
    bool small = fonts_line_height_px(fonts) > zone->height;
    part->fonts = fonts;
    if (zone->shows == CONFIG_SHOWS_LOGO || !(zone->size_px || zone->scale || small))
        return true;
    part->room_px = zone->size_px ? 0 : zone->height;
    part->fonts = shared_fonts(composer, part);
    if (part->fonts)
        return true;
    text.size_px = zone->size_px ? zone->size_px : text.size_px;
    text.scale = zone->scale ? zone->scale : text.scale;
    part->own = fonts_open_within(&text, part->room_px, diag);
    part->fonts = part->own;
    return part->own != NULL;
}

/* An instant whose names are long in most languages. */
#define LONG_INSTANT_MS INT64_C(1790798880000) /* Wednesday, 2026-09-30, 20:08 UTC */

static int clock_width(const struct part *part, struct diag *diag)
{
    struct strip *strip = part_clock(part, LONG_INSTANT_MS, diag);
    int width = strip ? strip->width : 0;
    strip_unref(strip);
    return width;
}

/* A time that is cut is a wrong time: smaller letters, else none. */
static bool fit_clock(const struct composer *composer, struct part *part, size_t number,
                      struct diag *diag)
{
    struct config_text text = composer->config->text;
    text.scale = part->zone.scale ? part->zone.scale : text.scale;
    int width = clock_width(part, diag);
    int line = fonts_line_height_px(part->fonts);
    while (width > part->zone.width && !part->zone.size_px) {
        struct fonts *smaller = fonts_open_within(&text, line - 1, diag);
        if (!smaller || fonts_line_height_px(smaller) >= line) {
            fonts_close(smaller);
            break;
        }
        fonts_close(part->own);
        part->own = part->fonts = smaller;
        line = fonts_line_height_px(smaller);
        width = clock_width(part, diag);
    }
    return width <= part->zone.width ||
           diag_error(diag, "zones: zone %zu (line %d) is %d px wide, its clock %d", number + 1,
                      part->zone.line, part->zone.width, width);
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
    if (part->zone.characters_per_second > 0 || !part_is_news(part->zone.shows))
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
    if (part->zone.shows == CONFIG_SHOWS_CLOCK && !fit_clock(composer, part, number, diag))
        return false;
    return fits(part, number, diag) && check_speed(composer, part, diag);
}

static const char *shown_name(enum config_shows shows)
{
    static const char *const names[] = {[CONFIG_SHOWS_NEWS] = "news",
                                        [CONFIG_SHOWS_HEADLINES] = "headlines",
                                        [CONFIG_SHOWS_QUOTES] = "quotes"};
    return names[shows];
}

static bool is_named(const struct composer *composer, const char *name)
{
    for (size_t i = 0; i < composer->place_count; i++)
        if (composer->names[i] && strcmp(composer->names[i], name) == 0)
            return true;
    return false;
}

/* Two of the same kind are told apart: "news", "news 2". */
static void add_place(struct composer *composer, const struct part *part, const char *name)
{
    char *unique = memory_copy_string(name);
    for (int number = 2; unique && is_named(composer, unique); number++) {
        free(unique);
        unique = memory_format("%s %d", name, number);
    }
    composer->names[composer->place_count] = unique;
    composer->places[composer->place_count++] = part;
}

static void find_places(struct composer *composer)
{
    size_t news = 0;
    for (size_t i = 0; i < composer->count; i++)
        news += part_is_news(composer->parts[i].zone.shows);
    for (size_t i = 0; i < composer->count; i++) {
        const struct part *part = &composer->parts[i];
        const char *name = part->zone.name;
        if (part_is_news(part->zone.shows))
            add_place(composer, part,
                      name && *name ? name
                      : news > 1    ? shown_name(part->zone.shows)
                                    : NULL);
    }
    if (composer->has_wall)
        add_place(composer, &composer->wall, "wall");
}

static bool open_parts(struct composer *composer, struct fonts *fonts, struct diag *diag)
{
    const struct config *config = composer->config;
    bool good = true;
    for (size_t i = 0; i < composer->count; i++) {
        if (config->zone_count)
            composer->parts[i].zone = config->zones[i];
        good &= open_part(composer, fonts, i, diag);
    }
    composer->wall = (struct part){.zone = {.width = composer->width, .height = composer->height},
                                   .fonts = fonts};
    return open_fonts(composer, &composer->wall, fonts, diag) && good;
}

struct composer *composer_create(const struct config *config, struct fonts *fonts, int wall_width,
                                 int wall_height, struct diag *diag)
{
    struct composer *composer = memory_alloc(1, sizeof *composer);
    *composer = (struct composer){.config = config, .width = wall_width, .height = wall_height};
    composer->count = config->zone_count ? config->zone_count : 1;
    composer->has_wall = config->zone_count && config->layout.breaking == CONFIG_BREAKING_WALL;
    bool good = open_parts(composer, fonts, diag);
    find_places(composer);
    if (good && composer->place_count == composer->has_wall)
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
    if (composer)
        fonts_close(composer->wall.own);
    for (size_t i = 0; composer && i < composer->place_count; i++)
        free(composer->names[i]);
    free(composer);
}

size_t composer_places(const struct composer *composer)
{
    return composer->place_count;
}

bool composer_is_wall(const struct composer *composer, size_t place)
{
    return composer->has_wall && place == composer->place_count - 1;
}

const char *composer_place_name(const struct composer *composer, size_t place)
{
    return composer->names[place];
}

struct fonts *composer_fonts(const struct composer *composer, size_t place)
{
    return composer->places[place]->fonts;
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

static bool takes_kind(const struct part *part, enum snippet_kind kind)
{
    return part->zone.shows == CONFIG_SHOWS_NEWS ||
           (kind == SNIPPET_HEADLINE) == (part->zone.shows == CONFIG_SHOWS_HEADLINES);
}

/* A take-over without the wall has the first zone for its kind, else the first. */
static bool takes_breaking(const struct composer *composer, size_t place, enum snippet_kind kind)
{
    size_t first = 0;
    if (composer->has_wall)
        return composer_is_wall(composer, place);
    while (first < composer->place_count && !takes_kind(composer->places[first], kind))
        first++;
    return place == (first < composer->place_count ? first : 0);
}

bool composer_takes(const struct composer *composer, size_t place, const struct snippet *snippet)
{
    if (place >= composer->place_count)
        return false;
    if (snippet->breaking)
        return takes_breaking(composer, place, snippet->kind);
    const struct part *part = composer->places[place];
    const char *listed = part->zone.categories;
    return !composer_is_wall(composer, place) && takes_kind(part, snippet->kind) &&
           (!listed || !*listed ||
            is_listed(listed, snippet->category ? snippet->category : "news"));
}
