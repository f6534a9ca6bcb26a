#include "planes.h"

#include <string.h>

#include "display/luminance.h"
#include "hub75/geometry.h"

#define HALF_SHIFT 3 /* R2 G2 B2 stand three bits above R1 G1 B1 */

/* What becomes of a place's byte on a panel of another order than the wall's. */
static void prepare_order(struct device_wall *wall, enum config_order order)
{
    int from[3], to[3];
    geometry_channels(wall->panel.order, from);
    geometry_channels(order, to);
    for (unsigned byte = 0; byte < DEVICE_PLACE_VALUES; byte++) {
        unsigned swapped = 0;
        for (int colour = 0; colour < 3; colour++)
            swapped |= (byte >> from[colour] & 1) << to[colour] |
                       (byte >> (from[colour] + HALF_SHIFT) & 1) << (to[colour] + HALF_SHIFT);
        wall->swapped[order][byte] = (uint8_t)swapped;
    }
}

void planes_prepare(struct device_wall *wall)
{
    for (int order = 0; order < CONFIG_ORDERS; order++)
        prepare_order(wall, (enum config_order)order);
    int channel_of[3];
    geometry_channels(wall->panel.order, channel_of);
    for (int value = 0; value < 256; value++) {
        uint32_t light = luminance_bits((uint8_t)value, wall->planes);
        for (int colour = 0; colour < 3; colour++) {
            uint32_t *words = wall->spread[colour][value];
            memset(words, 0, sizeof wall->spread[colour][value]);
            for (int plane = 0; plane < wall->planes; plane++)
                words[plane / 4] |= (light >> plane & 1) << (plane % 4 * 8 + channel_of[colour]);
        }
    }
}

static void colour_words(const struct device_wall *wall, const uint8_t rgb[3],
                         uint32_t words[DEVICE_SPREAD_WORDS])
{
    for (int i = 0; i < DEVICE_SPREAD_WORDS; i++)
        words[i] =
            wall->spread[0][rgb[0]][i] | wall->spread[1][rgb[1]][i] | wall->spread[2][rgb[2]][i];
}

void planes_know_colour(struct device_wall *wall, int number, const uint8_t rgb[3])
{
    uint32_t words[DEVICE_SPREAD_WORDS];
    colour_words(wall, rgb, words);
    for (int i = 0; i < DEVICE_SPREAD_WORDS; i++) {
        wall->colours[0][i][number] = words[i];
        wall->colours[1][i][number] = words[i] << HALF_SHIFT;
    }
}

/* The colour numbers of one scan row's half, in the order of the registers. */
static const struct pixel_run *gather(const struct device_wall *wall, const struct pixel_run *run,
                                      uint8_t *line)
{
    for (int column = 0; column < wall->columns; run++) {
        const uint8_t *pixel = wall->canvas + run->first;
        if (run->step == 1)
            memcpy(line + column, pixel, run->length);
        else
            for (int i = 0; i < run->length; i++, pixel += run->step)
                line[column + i] = *pixel;
        column += run->length;
    }
    return run;
}

/* A place's bytes of all planes. */
static inline void put_place(uint8_t *out, int columns, int planes, const uint32_t *upper,
                             const uint32_t *lower)
{
    for (int word = 0; word < DEVICE_SPREAD_WORDS; word++) {
        uint32_t bits = upper[word] | lower[word] << HALF_SHIFT;
        for (int i = 0; i < 4; i++, out += columns, bits >>= 8) {
            if (4 * word + i == planes)
                return;
            *out = (uint8_t)bits;
        }
    }
}

/* Four planes of four places: a byte of a word is a plane there, and a place in memory. */
static void turn(const uint32_t places[PLANES_PLACES], uint32_t planes[4])
{
    const uint32_t even = 0x00ff00ff;
    uint32_t first02 = (places[0] & even) | (places[1] & even) << 8;
    uint32_t first13 = (places[0] >> 8 & even) | (places[1] & ~even);
    uint32_t last02 = (places[2] & even) | (places[3] & even) << 8;
    uint32_t last13 = (places[2] >> 8 & even) | (places[3] & ~even);
    planes[0] = (first02 & 0xffff) | last02 << 16;
    planes[1] = (first13 & 0xffff) | last13 << 16;
    planes[2] = first02 >> 16 | (last02 & 0xffff0000);
    planes[3] = first13 >> 16 | (last13 & 0xffff0000);
}

static void make_places(const struct device_wall *wall, uint32_t upper, uint32_t lower,
                        uint32_t planes[4 * DEVICE_SPREAD_WORDS])
{
    for (int word = 0; 4 * word < wall->planes; word++) {
        const uint32_t *above = wall->colours[0][word];
        const uint32_t *below = wall->colours[1][word];
        const uint32_t places[PLANES_PLACES] = {
            above[upper & 255] | below[lower & 255],
            above[upper >> 8 & 255] | below[lower >> 8 & 255],
            above[upper >> 16 & 255] | below[lower >> 16 & 255],
            above[upper >> 24] | below[lower >> 24],
        };
        turn(places, planes + 4 * word);
    }
}

/* A scan row's planes. Most places are as those before them: background. */
static void make_row(const struct device_wall *wall, const uint32_t *upper, const uint32_t *lower,
                     uint8_t *out)
{
    uint32_t planes[4 * DEVICE_SPREAD_WORDS];
    int words = wall->columns / PLANES_PLACES;
    for (int i = 0; i < words; i++) {
        if (i == 0 || upper[i] != upper[i - 1] || lower[i] != lower[i - 1])
            make_places(wall, upper[i], lower[i], planes);
        uint32_t *word = (uint32_t *)(void *)out + i;
        for (int plane = 0; plane < wall->planes; plane++, word += words)
            *word = planes[plane];
    }
}

/* The panels of an order of their own, in all planes of a scan row. */
static void swap_row(const struct device_wall *wall, uint8_t *planes)
{
    int a_panel = wiring_registers(&wall->config.wiring);
    for (int first = 0; first < wall->columns; first += a_panel) {
        enum config_order order = geometry_order(&wall->panel, first, 0);
        if (order == wall->panel.order)
            continue;
        for (int plane = 0; plane < wall->planes; plane++) {
            uint8_t *byte = planes + plane * wall->columns + first;
            for (int i = 0; i < a_panel; i++)
                byte[i] = wall->swapped[order][byte[i]];
        }
    }
}

void planes_make(const struct device_wall *wall, uint8_t *frame)
{
    uint32_t lines[2][DEVICE_COLUMNS_MAX / PLANES_PLACES];
    const struct pixel_run *run = wall->runs;
    for (int row = 0; row < wall->scan_rows; row++) {
        for (int half = 0; half < 2; half++)
            run = gather(wall, run, (uint8_t *)lines[half]);
        uint8_t *planes = frame + row * wall->planes * wall->columns;
        make_row(wall, lines[0], lines[1], planes);
        swap_row(wall, planes);
    }
}

void planes_put_place(const struct device_wall *wall, uint32_t place, const uint8_t rgb[2][3],
                      uint8_t *frame)
{
    uint32_t upper[DEVICE_SPREAD_WORDS], lower[DEVICE_SPREAD_WORDS];
    colour_words(wall, rgb[0], upper);
    colour_words(wall, rgb[1], lower);
    uint32_t columns = (uint32_t)wall->columns;
    uint8_t *out = frame + place / columns * columns * (uint32_t)wall->planes + place % columns;
    put_place(out, wall->columns, wall->planes, upper, lower);
    enum config_order order = geometry_order(&wall->panel, (int)(place % columns), 0);
    for (int plane = 0; plane < wall->planes; plane++, out += columns)
        *out = wall->swapped[order][*out];
}
