#include "current.h"

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

/* What a strip's columns give beyond the background, each. */
static double *column_lights(const struct zone *zone)
{
    const struct strip *strip = zone->strip;
    double *lights = memory_alloc((size_t)strip->width, sizeof *lights);
    double background = colour_light(zone->background);
    for (size_t span = 0; span < strip->span_count; span++) {
        int end = span + 1 < strip->span_count ? strip->spans[span + 1].x : strip->width;
        double text = colour_light(zone->colours[strip->spans[span].role]);
        for (int x = strip->spans[span].x; x < end; x++)
            for (int y = 0; y < strip->height; y++)
                lights[x] += strip->coverage[(size_t)y * (size_t)strip->width + (size_t)x] *
                             (text - background) / UINT8_MAX;
    }
    return lights;
}

/* The brightest part of the strip that the zone can show at once. */
static double brightest_window(const struct zone *zone)
{
    const int width = zone->strip->width;
    double *lights = column_lights(zone);
    double sum = 0;
    double most = 0;
    for (int x = 0; x < width; x++) {
        sum += lights[x] - (x >= zone->width ? lights[x - zone->width] : 0);
        most = sum > most ? sum : most;
    }
    free(lights);
    return most;
}

double current_of_scene(const struct panel *panel, const struct scene *scene)
{
    double light = scene->width * scene->height * colour_light(scene->background);
    for (size_t i = 0; i < scene->zone_count; i++) {
        const struct zone *zone = &scene->zones[i];
        light += zone->width * zone->height *
                 (colour_light(zone->background) - colour_light(scene->background));
        if (zone->strip && zone->strip->width > 0)
            light += brightest_window(zone);
    }
    return DRIVER_AMPERES * light / panel->scan_rows;
}

double current_at_most(const struct panel *panel)
{
    return DRIVER_AMPERES * 3 * panel->width_px * panel->height_px / panel->scan_rows;
}
