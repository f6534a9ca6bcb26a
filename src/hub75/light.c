#include "hub75/light.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "display/luminance.h"

void light_init(struct light *light, const struct panel *panel)
{
    *light = (struct light){panel->scan_rows, panel->columns, panel->lanes, NULL};
    size_t places = (size_t)light->scan_rows * (size_t)light->columns * (size_t)light->lanes;
    light->values = memory_alloc(places * LIGHT_CHANNELS, sizeof *light->values);
}

void light_finish(struct light *light)
{
    free(light->values);
    *light = (struct light){0};
}

uint16_t light_of_value(uint8_t value)
{
    return luminance_bits(value, LIGHT_BITS);
}

static void fill_table(uint16_t table[UINT8_MAX + 1])
{
    for (int value = 0; value <= UINT8_MAX; value++)
        table[value] = light_of_value((uint8_t)value);
}

void light_from_frame(struct light *light, const struct panel *panel, const struct frame *frame)
{
    assert(frame->width == panel->width_px && frame->height == panel->height_px);
    uint16_t table[UINT8_MAX + 1];
    fill_table(table);
    size_t halves =
        (size_t)light->scan_rows * (size_t)light->columns * (size_t)light->lanes * PANEL_HALVES;
    uint16_t *out = light->values;
    for (size_t i = 0; i < halves; i++, out += 3) {
        const uint8_t *rgb = frame->rgb + (size_t)panel->pixels[i] * 3;
        for (int colour = 0; colour < 3; colour++)
            out[panel->channel_of[colour]] = table[rgb[colour]];
    }
}
