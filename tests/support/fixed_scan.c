#include "fixed_scan.h"

#include <stdlib.h>

#include "base/memory.h"
#include "hub75/geometry.h"
#include "hub75/light.h"

static size_t row_size(const struct panel *panel)
{
    return (size_t)panel->columns * (size_t)panel->lanes;
}

void fixed_scan_init(struct fixed_scan *fixed, const struct panel *panel)
{
    size_t slots = (size_t)panel->scan_rows * LIGHT_BITS;
    *fixed = (struct fixed_scan){.panel = panel};
    fixed->patterns = memory_alloc(slots * row_size(panel), 1);
    fixed->slots.items = memory_alloc(slots, sizeof *fixed->slots.items);
}

void fixed_scan_finish(struct fixed_scan *fixed)
{
    free(fixed->patterns);
    free(fixed->slots.items);
}

static uint8_t pattern_byte(const struct panel *panel, const struct frame *frame, size_t place,
                            int plane)
{
    unsigned bits = 0;
    int channel_of[3];
    size_t row_size = (size_t)panel->columns * (size_t)panel->lanes;
    geometry_channels(panel->orders ? (enum config_order)panel->orders[place % row_size]
                                    : panel->config->order,
                      channel_of);
    for (int half = 0; half < PANEL_HALVES; half++) {
        const uint8_t *rgb =
            frame->rgb + 3 * (size_t)panel->pixels[place * PANEL_HALVES + (size_t)half];
        for (int colour = 0; colour < 3; colour++)
            bits |= (unsigned)(light_of_value(rgb[colour]) >> plane & 1)
                    << (3 * half + channel_of[colour]);
    }
    return (uint8_t)bits;
}

/* Two calls a column, and address, latch and output; the next slot is shifted while this one is
 * lit. */
static int64_t slot_ns(int columns, int64_t call_ns, int64_t on_ns)
{
    const int dark_calls = 3;
    int64_t shift_ns = 2 * columns * call_ns;
    return (on_ns > shift_ns ? on_ns : shift_ns) + dark_calls * call_ns;
}

static void add_slot(struct fixed_scan *fixed, const struct frame *frame, int row, int plane,
                     int64_t on_ns)
{
    const struct panel *panel = fixed->panel;
    uint8_t *pattern = fixed->patterns + fixed->slots.count * row_size(panel);
    for (size_t i = 0; i < row_size(panel); i++)
        pattern[i] = pattern_byte(panel, frame, (size_t)row * row_size(panel) + i, plane);
    fixed->slots.items[fixed->slots.count++] = (struct slot){
        .row = row, .part = plane, .shift = panel->columns, .pattern = pattern, .on_ns = on_ns};
}

void fixed_scan_fill(struct fixed_scan *fixed, const struct frame *frame, int64_t unit_ns,
                     int64_t call_ns)
{
    int columns = fixed->panel->columns;
    fixed->slots.count = 0;
    /* The first pattern is shifted in the dark, and the end is a call. */
    fixed->slots.period_ns = (2 * columns + 1) * call_ns;
    for (int row = 0; row < fixed->panel->scan_rows; row++)
        for (int plane = 0; plane < LIGHT_BITS; plane++) {
            add_slot(fixed, frame, row, plane, unit_ns << plane);
            fixed->slots.period_ns += slot_ns(columns, call_ns, unit_ns << plane);
        }
}
