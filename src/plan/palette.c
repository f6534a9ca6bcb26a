#include "palette.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "display/colour.h"

static int find(struct palette *palette, struct config_colour colour)
{
    for (int i = 0; i < palette->count; i++)
        if (memcmp(&palette->colours[i], &colour, sizeof colour) == 0)
            return i;
    if (palette->count == PALETTE_MAX) {
        palette->overflow = true;
        return 0;
    }
    palette->colours[palette->count] = colour;
    return palette->count++;
}

static uint64_t bit_of(struct palette *palette, struct config_colour colour)
{
    return UINT64_C(1) << find(palette, colour);
}

static const struct strip_line *line_at(const struct strip *strip, int y)
{
    for (size_t i = 0; i < strip->line_count; i++)
        if (y >= strip->lines[i].y && y < strip->lines[i].y + strip->lines[i].height)
            return &strip->lines[i];
    return NULL;
}

/* The text's coverage in the colour of its role, over the background. */
static uint64_t text_row_colours(struct palette *palette, const struct zone *zone,
                                 const struct strip_line *line, int y)
{
    const struct strip *strip = zone->strip;
    const uint8_t *coverage = strip->coverage + (size_t)y * (size_t)strip->width;
    bool seen[TEXT_ROLES][UINT8_MAX + 1] = {{false}};
    uint64_t colours = 0;
    size_t last = line->span + line->span_count;
    for (size_t span = line->span; span < last; span++) {
        enum text_role role = strip->spans[span].role;
        int end = span + 1 < last ? strip->spans[span + 1].x : strip->width;
        for (int x = strip->spans[span].x; x < end; x++) {
            if (!coverage[x] || seen[role][coverage[x]])
                continue;
            seen[role][coverage[x]] = true;
            colours |=
                bit_of(palette, colour_mix(zone->colours[role], zone->background, coverage[x]));
        }
    }
    return colours;
}

static uint64_t image_row_colours(struct palette *palette, const struct zone *zone,
                                  const struct strip_image *image, int y)
{
    uint64_t colours = 0;
    if (y < image->y || y >= image->y + image->height)
        return 0;
    const uint8_t *rgba = image->rgba + (size_t)(y - image->y) * (size_t)image->width * 4;
    for (int x = 0; x < image->width; x++, rgba += 4)
        if (rgba[3])
            colours |= bit_of(palette,
                              colour_mix(zone_image_colour(zone, rgba), zone->background, rgba[3]));
    return colours;
}

/* What one row of a strip may show. */
static uint64_t strip_row_colours(struct palette *palette, const struct zone *zone, int y)
{
    const struct strip *strip = zone->strip;
    const struct strip_line *line = line_at(strip, y);
    uint64_t colours = line ? text_row_colours(palette, zone, line, y) : 0;
    for (size_t i = 0; i < strip->image_count; i++)
        colours |= image_row_colours(palette, zone, &strip->images[i], y);
    return colours;
}

/* Pages may show each row of the strip on each row of the zone, when they move
 * up and down. */
static uint64_t all_colours(struct palette *palette, const struct zone *zone)
{
    uint64_t colours = 0;
    for (int y = 0; y < zone->strip->height; y++)
        colours |= strip_row_colours(palette, zone, y);
    return colours;
}

/* Adds what a zone may show to each row of the wall. */
static void add_zone(struct palette *palette, const struct zone *zone, uint64_t *wall_rows)
{
    uint64_t background = bit_of(palette, zone->background);
    bool paged = zone->strip && zone->motion.kind == MOTION_PAGES;
    uint64_t all = paged ? all_colours(palette, zone) : 0;
    for (int y = 0; y < zone->height; y++) {
        int strip_y = y - zone->strip_y;
        wall_rows[zone->y + y] |= background | all;
        if (!paged && zone->strip && strip_y >= 0 && strip_y < zone->strip->height)
            wall_rows[zone->y + y] |= strip_row_colours(palette, zone, strip_y);
    }
}

void palette_of_scene(struct palette *palette, const struct panel *panel, const struct scene *scene)
{
    assert(scene->width == panel->width_px && scene->height == panel->height_px);
    assert(panel->scan_rows <= PALETTE_ROWS);
    *palette = (struct palette){0};
    uint64_t *wall_rows = memory_alloc((size_t)scene->height, sizeof *wall_rows);
    uint64_t background = bit_of(palette, scene->background);
    for (int y = 0; y < scene->height; y++)
        wall_rows[y] = background;
    for (size_t i = 0; i < scene->zone_count; i++)
        add_zone(palette, &scene->zones[i], wall_rows);
    int halves = panel->lanes * PANEL_HALVES;
    const uint32_t *pixel = panel->pixels;
    for (int row = 0; row < panel->scan_rows; row++) {
        for (int i = 0; i < panel->columns * halves; i++)
            palette->halves[row][i % halves] |= wall_rows[*pixel++ / (uint32_t)panel->width_px];
        for (int half = 0; half < halves; half++)
            palette->rows[row] |= palette->halves[row][half];
    }
    free(wall_rows);
}
