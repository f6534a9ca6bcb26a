#include "plan/step.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "config/panel_keys.h"
#include "even_blocks.h"
#include "hub75/geometry.h"
#include "row_slots.h"
#include "shift_overlap.h"

void plan_step_init(struct plan_step *step, const struct plan *plan)
{
    size_t slots = (size_t)plan->panel->scan_rows * RECIPE_SLOTS;
    size_t row_size = (size_t)plan->panel->columns * (size_t)plan->panel->lanes;
    *step = (struct plan_step){.count = 1};
    step->items = memory_alloc(slots * PLAN_PHASES, sizeof *step->items);
    step->patterns = memory_alloc(slots * row_size, 1);
    step->overlaps = memory_alloc(slots, sizeof *step->overlaps);
    size_t blocks = (size_t)plan->panel->scan_rows * (size_t)even_blocks_count(plan->panel);
    step->blocks = memory_alloc(blocks, sizeof *step->blocks);
    step->even = memory_alloc(blocks, sizeof *step->even);
    even_blocks_find(plan->panel, step->blocks);
    for (size_t phase = 0; phase < PLAN_PHASES; phase++)
        step->phases[phase].items = step->items + phase * slots;
}

void plan_step_finish(struct plan_step *step)
{
    free(step->items);
    free(step->patterns);
    free(step->overlaps);
    free(step->blocks);
    free(step->even);
    *step = (struct plan_step){0};
}

static inline uint64_t levels_of(const struct plan *plan, const uint8_t *px)
{
    return plan->set_of[px[0]] | plan->set_of[px[1]] | plan->set_of[px[2]];
}

/* Of px that stand side by side; of even ones the first says all. */
static inline uint64_t block_set(const struct plan *plan, const uint8_t *px, bool even)
{
    if (even)
        return levels_of(plan, px);
    return levels_of(plan, px) | levels_of(plan, px + 3) | levels_of(plan, px + 6) |
           levels_of(plan, px + 9) | levels_of(plan, px + 12) | levels_of(plan, px + 15) |
           levels_of(plan, px + 18) | levels_of(plan, px + 21);
}

enum {
    UPPER_EVEN = 1,
    LOWER_EVEN = 2,
    ALL_EVEN = UPPER_EVEN | LOWER_EVEN,
};

static inline uint64_t whole_block_set(const struct plan *plan, const uint8_t *rgb,
                                       const struct even_block *block, uint8_t *even)
{
    const uint8_t *upper = rgb + block->left[0];
    const uint8_t *lower = rgb + block->left[1];
    bool upper_even = even_blocks_is_even(upper);
    bool lower_even = even_blocks_is_even(lower);
    *even = (uint8_t)((upper_even ? UPPER_EVEN : 0) | (lower_even ? LOWER_EVEN : 0));
    return block_set(plan, upper, upper_even) | block_set(plan, lower, lower_even);
}

/* The levels that stand in a row of the frame, and which of its blocks are even. */
static uint64_t row_set(const struct plan *plan, const uint32_t *pixels, const uint8_t *rgb,
                        const struct even_block *block, uint8_t *even)
{
    const int halves = plan->panel->columns * plan->panel->lanes * PANEL_HALVES;
    const int of_block = BLOCK_PLACES * PANEL_HALVES;
    uint64_t set = 0;
    for (int first = 0; first < halves; first += of_block, block++, even++) {
        if (block->whole) {
            set |= whole_block_set(plan, rgb, block, even);
            continue;
        }
        for (int i = first; i < first + of_block && i < halves; i++)
            set |= levels_of(plan, rgb + (size_t)pixels[i] * 3);
    }
    return set;
}

/* Slots of a row, as many as a word has bytes, and where their patterns go, row_size bytes each. */
struct some_slots {
    const uint64_t (*spread)[UINT8_MAX + 1]; /* by channel and value */
    int count;
    uint8_t *out;
};

/* A place's bits in these slots, where its panel has an order of its own. */
static uint64_t place_bits(const struct some_slots *slots, enum config_order order,
                           const uint8_t *above, const uint8_t *below)
{
    int line[3];
    uint64_t bytes = 0;
    geometry_channels(order, line);
    for (int colour = 0; colour < 3; colour++)
        bytes |= slots->spread[line[colour]][above[colour]] |
                 slots->spread[3 + line[colour]][below[colour]];
    return bytes;
}

static void fill_own_orders(const struct plan *plan, const struct some_slots *slots,
                            const uint32_t *pixels, const uint8_t *rgb, size_t row_size)
{
    for (size_t i = 0; i < row_size; i++) {
        uint64_t bytes = place_bits(slots, plan->panel->orders[i], rgb + (size_t)pixels[2 * i] * 3,
                                    rgb + (size_t)pixels[2 * i + 1] * 3);
        for (int slot = 0; slot < slots->count; slot++, bytes >>= 8)
            slots->out[(size_t)slot * row_size + i] = (uint8_t)bytes;
    }
}

/* Of a half: for each colour and value its bit in each slot. */
struct tables {
    const uint64_t *of[3];
};

static inline uint64_t bits_of(const struct tables *tables, const uint8_t *px)
{
    return tables->of[0][px[0]] | tables->of[1][px[1]] | tables->of[2][px[2]];
}

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* The block's bytes where all its places are the same. */
static void put_even(const struct some_slots *slots, uint64_t bytes, uint8_t *out, size_t row_size)
{
    for (int slot = 0; slot < slots->count; slot++, bytes >>= 8, out += row_size) {
        const uint64_t eight = (bytes & UINT8_MAX) * EACH_BYTE;
        memcpy(out, &eight, sizeof eight);
    }
}

static inline void put_each(const struct some_slots *slots, const uint64_t bytes[BLOCK_PLACES],
                            uint8_t *out, size_t row_size)
{
    for (int shift = 0; shift < slots->count * 8; shift += 8, out += row_size) {
        out[0] = (uint8_t)(bytes[0] >> shift);
        out[1] = (uint8_t)(bytes[1] >> shift);
        out[2] = (uint8_t)(bytes[2] >> shift);
        out[3] = (uint8_t)(bytes[3] >> shift);
        out[4] = (uint8_t)(bytes[4] >> shift);
        out[5] = (uint8_t)(bytes[5] >> shift);
        out[6] = (uint8_t)(bytes[6] >> shift);
        out[7] = (uint8_t)(bytes[7] >> shift);
    }
}

/* One half of a block, `more` added to each place. */
static inline void half_bytes(const struct tables *tables, const uint8_t *px, int step,
                              uint64_t more, uint64_t bytes[BLOCK_PLACES])
{
    bytes[0] = bits_of(tables, px) | more;
    bytes[1] = bits_of(tables, px += step) | more;
    bytes[2] = bits_of(tables, px += step) | more;
    bytes[3] = bits_of(tables, px += step) | more;
    bytes[4] = bits_of(tables, px += step) | more;
    bytes[5] = bits_of(tables, px += step) | more;
    bytes[6] = bits_of(tables, px += step) | more;
    bytes[7] = bits_of(tables, px + step) | more;
}

static void fill_whole_block(const struct some_slots *slots, const struct tables halves[],
                             const struct even_block *block, const uint8_t *rgb, int even,
                             uint8_t *out, size_t row_size)
{
    const uint8_t *upper = rgb + block->first[0];
    const uint8_t *lower = rgb + block->first[1];
    uint64_t bytes[BLOCK_PLACES];
    if (even == ALL_EVEN) {
        put_even(slots, bits_of(&halves[0], upper) | bits_of(&halves[1], lower), out, row_size);
        return;
    }
    if (even & UPPER_EVEN) {
        half_bytes(&halves[1], lower, block->step[1], bits_of(&halves[0], upper), bytes);
    } else if (even & LOWER_EVEN) {
        half_bytes(&halves[0], upper, block->step[0], bits_of(&halves[1], lower), bytes);
    } else {
        half_bytes(&halves[0], upper, block->step[0], 0, bytes);
        for (int i = 0; i < BLOCK_PLACES; i++, lower += block->step[1])
            bytes[i] |= bits_of(&halves[1], lower);
    }
    put_each(slots, bytes, out, row_size);
}

static void fill_place(const struct some_slots *slots, const struct tables halves[],
                       const uint32_t *pair, const uint8_t *rgb, uint8_t *out, size_t row_size)
{
    uint64_t bytes = bits_of(&halves[0], rgb + (size_t)pair[0] * 3) |
                     bits_of(&halves[1], rgb + (size_t)pair[1] * 3);
    for (int slot = 0; slot < slots->count; slot++, bytes >>= 8, out += row_size)
        *out = (uint8_t)bytes;
}

/* What a row's blocks are, of the step. */
struct row_blocks {
    const struct even_block *blocks;
    const uint8_t *even;
};

static void fill_one_order(const struct plan *plan, const struct some_slots *slots,
                           const uint32_t *pixels, const uint8_t *rgb, struct row_blocks row,
                           size_t row_size)
{
    struct tables halves[PANEL_HALVES];
    for (int half = 0; half < PANEL_HALVES; half++)
        for (int colour = 0; colour < 3; colour++)
            halves[half].of[colour] = slots->spread[3 * half + plan->panel->channel_of[colour]];
    for (size_t i = 0; i < row_size; row.blocks++, row.even++) {
        if (row.blocks->whole) {
            fill_whole_block(slots, halves, row.blocks, rgb, *row.even, slots->out + i, row_size);
            i += BLOCK_PLACES;
            continue;
        }
        for (int k = 0; k < BLOCK_PLACES && i < row_size; k++, i++)
            fill_place(slots, halves, pixels + PANEL_HALVES * i, rgb, slots->out + i, row_size);
    }
}

/* The patterns of a row's slots, row_size bytes each. */
static void fill_patterns(const struct plan *plan, const struct row_slots *row_slots,
                          const uint32_t *pixels, const uint8_t *rgb, struct row_blocks blocks,
                          size_t row_size, uint8_t *out)
{
    for (int first = 0; first < row_slots->recipe.count; first += SPREAD_SLOTS) {
        int left = row_slots->recipe.count - first;
        const struct some_slots slots = {
            .spread = row_slots->spread[first / SPREAD_SLOTS],
            .count = left < SPREAD_SLOTS ? left : SPREAD_SLOTS,
            .out = out + (size_t)first * row_size,
        };
        if (plan->panel->orders)
            fill_own_orders(plan, &slots, pixels, rgb, row_size);
        else
            fill_one_order(plan, &slots, pixels, rgb, blocks, row_size);
    }
}

/* The same, asked again for another phase. */
static int known_overlap(struct plan_step *step, const struct plan *plan, const uint8_t *last,
                         const uint8_t *next)
{
    size_t row_size = (size_t)plan->panel->columns * (size_t)plan->panel->lanes;
    struct plan_overlap *known = &step->overlaps[(size_t)(next - step->patterns) / row_size];
    for (int i = 0; i < PLAN_OVERLAPS; i++)
        if (known->last[i] == last)
            return known->columns[i];
    int columns = shift_overlap(last, next, plan->panel->columns, plan->panel->lanes);
    known->last[known->next] = last;
    known->columns[known->next] = columns;
    known->next = (known->next + 1) % PLAN_OVERLAPS;
    return columns;
}

static void add_slot(struct plan_step *step, const struct plan *plan, unsigned phase,
                     struct slot slot)
{
    struct slots *slots = &step->phases[phase];
    if (slots->count > 0)
        slot.shift -=
            known_overlap(step, plan, slots->items[slots->count - 1].pattern, slot.pattern);
    /* A latch that counts clocks needs that many: then all is shifted. */
    if (slot.shift > 0 && slot.shift < plan->panel->config->wiring.latch_clocks)
        slot.shift = plan->panel->columns;
    assert(slots->count < (size_t)plan->panel->scan_rows * RECIPE_SLOTS);
    slots->items[slots->count++] = slot;
}

/* A row of a step: what it shows. */
struct row {
    const struct row_slots *row_slots;
    const uint8_t *patterns;
    uint64_t hash; /* of the first pattern */
    int number;    /* scan row */
    int same_as;   /* index of the first row that looks the same; its own: none */
};

/* One slot of all rows that look the same: shifted once, then lit row by row.
 * Every second group's slots come in the other order, so that where two groups
 * meet their patterns are of the same kind and overlap more; of the scene's last row the first
 * one comes last, which is counted on (budget.c). */
static void add_group_slot(struct plan_step *step, const struct plan *plan, const struct row *rows,
                           int count, int first, int which)
{
    const struct row_slots *row_slots = rows[first].row_slots;
    unsigned every = (unsigned)row_slots->every[which];
    for (int i = first; i < count; i++) {
        if (rows[i].same_as != first)
            continue;
        const struct slot slot = {
            .row = rows[i].number,
            .part = which,
            .shift = plan->panel->columns,
            .pattern = rows[first].patterns +
                       (size_t)which * (size_t)plan->panel->columns * (size_t)plan->panel->lanes,
            .on_ns = row_slots->on_ns[which],
        };
        for (unsigned phase = 0; phase < step->count; phase++)
            if ((unsigned)slot.row % every == phase % every)
                add_slot(step, plan, phase, slot);
    }
}

static void add_group(struct plan_step *step, const struct plan *plan, const struct row *rows,
                      int count, int first)
{
    int slots = rows[first].row_slots->recipe.count;
    for (int k = 0; k < slots; k++)
        add_group_slot(step, plan, rows, count, first,
                       (plan->last_row - rows[first].number) % 2 ? k : slots - 1 - k);
}

/* Where a row costs a sequence of calls its slots are kept together, and the rows in their order:
 * no row is like another then. */
static int first_like(const struct row *rows, int index, size_t row_size, bool apart)
{
    const struct row *row = &rows[index];
    if (apart)
        return index;
    for (int i = 0; i < index; i++)
        if (rows[i].hash == row->hash && rows[i].row_slots == row->row_slots &&
            rows[i].same_as == i &&
            memcmp(rows[i].patterns, row->patterns,
                   (size_t)row->row_slots->recipe.count * row_size) == 0)
            return i;
    return index;
}

/* Whether some slot of the scene is not lit in every refresh. */
static unsigned phases_needed(struct plan *plan, const uint64_t *sets)
{
    for (int row = 0; row < plan->panel->scan_rows; row++) {
        const struct row_slots *row_slots = row_slots_for(plan, sets[row]);
        for (int i = 0; i < row_slots->recipe.count; i++)
            if (row_slots->every[i] > 1)
                return PLAN_PHASES;
    }
    return 1;
}

void plan_step_fill(struct plan_step *step, struct plan *plan, const struct frame *frame)
{
    const struct panel *panel = plan->panel;
    size_t row_size = (size_t)panel->columns * (size_t)panel->lanes;
    size_t halves = row_size * PANEL_HALVES;
    size_t blocks = (size_t)even_blocks_count(panel);
    uint64_t sets[PALETTE_ROWS] = {0};
    assert(frame->width == panel->width_px && frame->height == panel->height_px);
    plan->step++;
    for (int row = 0; row < panel->scan_rows; row++)
        sets[row] = row_set(plan, panel->pixels + (size_t)row * halves, frame->rgb,
                            step->blocks + (size_t)row * blocks, step->even + (size_t)row * blocks);
    step->count = phases_needed(plan, sets);
    for (unsigned phase = 0; phase < step->count; phase++) {
        step->phases[phase].count = 0;
        step->phases[phase].period_ns = plan->report.period_ns;
        step->phases[phase].blank_ns = plan->config->blank_ns;
    }
    struct row rows[PALETTE_ROWS] = {{0}};
    int count = 0;
    uint8_t *patterns = step->patterns;
    for (int number = 0; number < panel->scan_rows; number++) {
        const struct row_slots *row_slots = row_slots_for(plan, sets[number]);
        if (row_slots->recipe.count == 0)
            continue;
        const struct row_blocks row_blocks = {step->blocks + (size_t)number * blocks,
                                              step->even + (size_t)number * blocks};
        fill_patterns(plan, row_slots, panel->pixels + (size_t)number * halves, frame->rgb,
                      row_blocks, row_size, patterns);
        rows[count] = (struct row){row_slots, patterns, hash_words(HASH_START, patterns, row_size),
                                   number, 0};
        rows[count].same_as = first_like(rows, count, row_size, plan->row_ns > 0);
        memset(&step->overlaps[(size_t)(patterns - step->patterns) / row_size], 0,
               (size_t)row_slots->recipe.count * sizeof *step->overlaps);
        patterns += (size_t)row_slots->recipe.count * row_size;
        count++;
    }
    for (int i = 0; i < count; i++)
        if (rows[i].same_as == i)
            add_group(step, plan, rows, count, i);
}
