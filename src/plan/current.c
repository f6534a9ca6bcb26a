#include "current.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "hub75/light.h"

/* A channel's constant-current driver: 10 to 20 mA in usual P2.5 to P5 panels. */
#define DRIVER_AMPERES 0.015

/* Light of a colour, 3: white at full light. */
static double colour_light(struct config_colour colour)
{
    return (light_of_value(colour.r) + light_of_value(colour.g) + light_of_value(colour.b)) /
           (double)LIGHT_FULL;
}

/* What a line gives to each column beyond the background. */
static void add_line(const struct zone *zone, const struct strip_line *line, double *lights)
{
    const struct strip *strip = zone->strip;
    double background = colour_light(zone->background);
    size_t last = line->span + line->span_count;
    for (size_t span = line->span; span < last; span++) {
        int end = span + 1 < last ? strip->spans[span + 1].x : strip->width;
        double text = colour_light(zone->colours[strip->spans[span].role]);
        for (int x = strip->spans[span].x; x < end; x++)
            for (int y = line->y; y < line->y + line->height; y++)
                lights[x] += strip->coverage[(size_t)y * (size_t)strip->width + (size_t)x] *
                             (text - background) / UINT8_MAX;
    }
}

static void add_image(const struct zone *zone, const struct strip_image *image, double *lights)
{
    const uint8_t *rgba = image->rgba;
    double background = colour_light(zone->background);
    for (int y = 0; y < image->height; y++)
        for (int x = 0; x < image->width; x++, rgba += 4)
            if (image->x + x >= 0 && image->x + x < zone->strip->width)
                lights[image->x + x] += (colour_light(zone_image_colour(zone, rgba)) - background) *
                                        rgba[3] / UINT8_MAX;
}

/* What a strip's columns give beyond the background, each; of pages, all of them
 * together would be too much: each line is as many columns of its own. */
static double *column_lights(const struct zone *zone, size_t from_line, size_t to_line)
{
    const struct strip *strip = zone->strip;
    double *lights = memory_alloc((size_t)strip->width, sizeof *lights);
    for (size_t i = from_line; i < to_line; i++) {
        add_line(zone, &strip->lines[i], lights);
        for (size_t k = 0; k < strip->lines[i].image_count; k++)
            add_image(zone, &strip->images[strip->lines[i].image + k], lights);
    }
    return lights;
}

/* The brightest `room` columns next to each other. */
static double brightest_columns(const double *lights, int width, int room)
{
    double sum = 0;
    double most = 0;
    for (int x = 0; x < width; x++) {
        sum += lights[x] - (x >= room ? lights[x - room] : 0);
        most = sum > most ? sum : most;
    }
    return most;
}

/* The brightest part of the lines that the zone can show at once. */
static double brightest_window(const struct zone *zone, size_t from_line, size_t to_line)
{
    double *lights = column_lights(zone, from_line, to_line);
    double most = brightest_columns(lights, zone->strip->width, zone->width);
    free(lights);
    return most;
}

/* Whether two crawl through the same place and never change their distance: the items of a ribbon
 * and the marks between them. */
static bool ride_together(const struct zone *a, const struct zone *b)
{
    const struct motion *one = &a->motion;
    const struct motion *other = &b->motion;
    return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height &&
           a->strip && b->strip && one->kind == MOTION_CRAWL && other->kind == MOTION_CRAWL &&
           one->start_ns == other->start_ns && one->speed_mpx_s == other->speed_mpx_s;
}

/* The brightest part of all that rides with a zone, as one strip. */
static double brightest_ribbon(const struct scene *scene, size_t first)
{
    const struct zone *zone = &scene->zones[first];
    int left = INT32_MAX;
    int right = INT32_MIN;
    for (size_t i = first; i < scene->zone_count; i++) {
        const struct zone *other = &scene->zones[i];
        if (!ride_together(zone, other))
            continue;
        int start = other->motion.start_px;
        left = start < left ? start : left;
        right = start + other->strip->width > right ? start + other->strip->width : right;
    }
    double *all = memory_alloc((size_t)(right - left), sizeof *all);
    for (size_t i = first; i < scene->zone_count; i++) {
        const struct zone *other = &scene->zones[i];
        if (!ride_together(zone, other))
            continue;
        double *lights = column_lights(other, 0, other->strip->line_count);
        for (int x = 0; x < other->strip->width; x++)
            all[other->motion.start_px - left + x] += lights[x];
        free(lights);
    }
    double most = brightest_columns(all, right - left, zone->width);
    free(all);
    return most;
}

/* The brightest picture of a strip: of pages, those lines that fit in the zone
 * at once (one more while they move). */
static double brightest_picture(const struct zone *zone)
{
    const struct strip *strip = zone->strip;
    if (zone->motion.kind != MOTION_PAGES)
        return brightest_window(zone, 0, strip->line_count);
    double most = 0;
    for (size_t from = 0, to = 0; to < strip->line_count; to++) {
        const struct strip_line *line = &strip->lines[to];
        while (line->y + line->height - strip->lines[from].y - strip->lines[from].height >
               zone->height)
            from++;
        double light = brightest_window(zone, from, to + 1);
        most = light > most ? light : most;
    }
    return most;
}

/* Whether it was counted with one that came before. */
static bool is_in_ribbon(const struct scene *scene, size_t zone)
{
    for (size_t i = 0; i < zone; i++)
        if (ride_together(&scene->zones[i], &scene->zones[zone]))
            return true;
    return false;
}

double current_of_scene(const struct panel *panel, const struct scene *scene)
{
    assert(scene->width == panel->width_px && scene->height == panel->height_px);
    double light = scene->width * scene->height * colour_light(scene->background);
    for (size_t i = 0; i < scene->zone_count; i++) {
        const struct zone *zone = &scene->zones[i];
        if (!zone->ink)
            light += zone->width * zone->height *
                     (colour_light(zone->background) - colour_light(scene->background));
        if (!zone->strip || zone->strip->width == 0 || is_in_ribbon(scene, i))
            continue;
        light += zone->motion.kind == MOTION_CRAWL ? brightest_ribbon(scene, i)
                                                   : brightest_picture(zone);
    }
    return DRIVER_AMPERES * light / panel->scan_rows;
}

double current_at_most(const struct panel *panel)
{
    return DRIVER_AMPERES * 3 * panel->width_px * panel->height_px / panel->scan_rows;
}
