#include "palette.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

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

/* What one row of a strip may show: its coverage in the colour of its role, over
 * the background. */
static uint64_t strip_row_colours(struct palette *palette, const struct zone *zone, int y)
{
    const struct strip *strip = zone->strip;
    const uint8_t *coverage = strip->coverage + (size_t)y * (size_t)strip->width;
    bool seen[TEXT_ROLES][UINT8_MAX + 1] = {{false}};
    uint64_t colours = 0;
    for (size_t span = 0; span < strip->span_count; span++) {
        enum text_role role = strip->spans[span].role;
        int end = span + 1 < strip->span_count ? strip->spans[span + 1].x : strip->width;
        for (int x = strip->spans[span].x; x < end; x++) {
            if (!coverage[x] || seen[role][coverage[x]])
                continue;
            seen[role][coverage[x]] = true;
            colours |=
                bit_of(palette, scene_mix(zone->colours[role], zone->background, coverage[x]));
        }
    }
    return colours;
}

/* Adds what a zone may show to each row of the wall. */
static void add_zone(struct palette *palette, const struct zone *zone, uint64_t *wall_rows)
{
    uint64_t background = bit_of(palette, zone->background);
    for (int y = 0; y < zone->height; y++) {
        int strip_y = y - zone->strip_y;
        wall_rows[zone->y + y] |= background;
        if (zone->strip && strip_y >= 0 && strip_y < zone->strip->height)
            wall_rows[zone->y + y] |= strip_row_colours(palette, zone, strip_y);
    }
}

void palette_of_scene(struct palette *palette, const struct panel *panel, const struct scene *scene)
{
    *palette = (struct palette){0};
    uint64_t *wall_rows = memory_alloc((size_t)scene->height, sizeof *wall_rows);
    uint64_t background = bit_of(palette, scene->background);
    for (int y = 0; y < scene->height; y++)
        wall_rows[y] = background;
    for (size_t i = 0; i < scene->zone_count; i++)
        add_zone(palette, &scene->zones[i], wall_rows);
    int halves = panel->columns * panel->lanes * PANEL_HALVES;
    for (int row = 0; row < panel->scan_rows; row++)
        for (int i = 0; i < halves; i++)
            palette->rows[row] |=
                wall_rows[panel->pixels[row * halves + i] / (uint32_t)panel->width_px];
    free(wall_rows);
}
