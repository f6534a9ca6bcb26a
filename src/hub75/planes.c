#include "hub75/planes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Sixteen places at a time: for each, the 11 bits of a channel's light are
 * spread over 11 bytes of a vector, each in the channel's bit of its byte, so
 * that OR joins six channels; then a transposition of 16 x 16 bytes makes bytes
 * of one plane neighbours. */
typedef uint8_t vector __attribute__((vector_size(16)));

#define STEP 16
#define VALUES 256
/* Bytes of one colour's table: a vector for each value, for each half. */
#define HALF_SIZE ((size_t)VALUES * sizeof(vector))
#define COLOUR_SIZE (PANEL_HALVES * HALF_SIZE)

static void fill_spread(uint8_t *out, int value, int bit)
{
    uint16_t light = light_of_value((uint8_t)value);
    for (int plane = 0; plane < LIGHT_BITS; plane++)
        out[plane] = (uint8_t)((light >> plane & 1) << bit);
}

void planes_init(struct planes *planes, const struct panel *panel)
{
    *planes = (struct planes){.panel = panel};
    planes->row_size = (size_t)panel->columns * (size_t)panel->lanes;
    assert(planes->row_size % 8 == 0); /* panel.columns is a multiple of 8 */
    size_t rows = (size_t)panel->scan_rows;
    /* The last step of the last row may write half a vector too much. */
    planes->bits = memory_alloc(LIGHT_BITS * rows * planes->row_size + sizeof(vector), 1);
    planes->spread = memory_alloc(3 * COLOUR_SIZE, 1);
    for (int colour = 0; colour < 3; colour++)
        for (int half = 0; half < PANEL_HALVES; half++)
            for (int value = 0; value < VALUES; value++)
                fill_spread(planes->spread + (size_t)colour * COLOUR_SIZE +
                                (size_t)half * HALF_SIZE + (size_t)value * sizeof(vector),
                            value, half * 3 + panel->channel_of[colour]);
}

void planes_finish(struct planes *planes)
{
    free(planes->bits);
    free(planes->spread);
    *planes = (struct planes){0};
}

static inline vector load(const uint8_t *table, uint8_t value)
{
    vector v;
    memcpy(&v, table + (size_t)value * sizeof v, sizeof v);
    return v;
}

static inline vector spread_place(const uint8_t *spread, const uint8_t *upper, const uint8_t *lower)
{
    return load(spread, upper[0]) | load(spread + HALF_SIZE, lower[0]) |
           load(spread + COLOUR_SIZE, upper[1]) | load(spread + COLOUR_SIZE + HALF_SIZE, lower[1]) |
           load(spread + 2 * COLOUR_SIZE, upper[2]) |
           load(spread + 2 * COLOUR_SIZE + HALF_SIZE, lower[2]);
}

#define LOW_HALVES 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH_HALVES 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31

/* One stage of the transposition: interleaves vector i with vector i + 8. Four
 * of them turn v[place][plane] into v[plane][place]. */
static inline void interleave(const vector in[STEP], vector out[STEP])
{
    for (size_t i = 0; i < STEP / 2; i++) {
        out[2 * i] = __builtin_shufflevector(in[i], in[i + STEP / 2], LOW_HALVES);
        out[2 * i + 1] = __builtin_shufflevector(in[i], in[i + STEP / 2], HIGH_HALVES);
    }
}

static void transpose(vector v[STEP])
{
    vector other[STEP];
    interleave(v, other);
    interleave(other, v);
    interleave(v, other);
    interleave(other, v);
}

/* Sixteen places from `first` on, in connector order; `count` of them count. */
static inline __attribute__((always_inline)) void
fill_step(struct planes *planes, const uint8_t *rgb, size_t first, size_t count)
{
    const uint32_t *pixels = planes->panel->pixels + first * PANEL_HALVES;
    vector v[STEP] = {0};
    for (size_t i = 0; i < count; i++)
        v[i] = spread_place(planes->spread, rgb + (size_t)pixels[2 * i] * 3,
                            rgb + (size_t)pixels[2 * i + 1] * 3);
    transpose(v);
    size_t plane_size = (size_t)planes->panel->scan_rows * planes->row_size;
    for (size_t plane = 0; plane < LIGHT_BITS; plane++)
        memcpy(planes->bits + plane * plane_size + first, &v[plane], count);
}

void planes_from_frame(struct planes *planes, const struct frame *frame)
{
    assert(frame->width == planes->panel->width_px && frame->height == planes->panel->height_px);
    size_t places = (size_t)planes->panel->scan_rows * planes->row_size;
    size_t first = 0;
    for (; first + STEP <= places; first += STEP)
        fill_step(planes, frame->rgb, first, STEP);
    if (first < places)
        fill_step(planes, frame->rgb, first, places - first);
}

size_t planes_slot_count(const struct planes *planes)
{
    return (size_t)planes->panel->scan_rows * LIGHT_BITS;
}

/* What a slot costs: two calls a column, address, latch up, latch down, output
 * on; the next one is shifted while this one is lit. */
static int64_t slot_ns(int columns, int64_t call_ns, int64_t on_ns)
{
    const int shift_calls = 2 * columns;
    const int dark_calls = 3;
    int64_t shift_ns = shift_calls * call_ns;
    return (on_ns > shift_ns ? on_ns : shift_ns) + dark_calls * call_ns;
}

void planes_to_slots(const struct planes *planes, int64_t unit_ns, int64_t call_ns,
                     int64_t wanted_ns, struct slots *slots)
{
    int columns = planes->panel->columns;
    /* The first pattern is shifted in the dark, and the end is a call. */
    int64_t needed_ns = (2 * columns + 1) * call_ns;
    slots->count = 0;
    for (int row = 0; row < planes->panel->scan_rows; row++)
        for (int plane = 0; plane < LIGHT_BITS; plane++) {
            slots->items[slots->count++] = (struct slot){
                .row = row,
                .part = plane,
                .shift = columns,
                .pattern = planes_pattern(planes, plane, row),
                .on_ns = unit_ns << plane,
            };
            needed_ns += slot_ns(columns, call_ns, unit_ns << plane);
        }
    slots->period_ns = needed_ns > wanted_ns ? needed_ns : wanted_ns;
}
