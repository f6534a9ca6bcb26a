#include "slots.h"

#include <assert.h>

#include "config/board.h"
#include "hub75/rows.h"

#define IN_A_WORD 4 /* levels */

static struct pass pass_of(const struct wire_config *config)
{
    struct pass pass = {.brightness = config->brightness};
    pass_wire(&pass, &config->wiring);
    return pass;
}

size_t slots_words(const struct wire_config *config)
{
    struct pass pass = pass_of(config);
    size_t a_row = config->planes + (size_t)pass.steps / IN_A_WORD;
    return config->wiring.scan * a_row * (size_t)pass_turns(&pass);
}

/* Levels that become words. */
struct steps {
    uint32_t *word;  /* NULL: they are not kept */
    uint32_t levels; /* of the lines A to E, from bit 0 */
    uint32_t count;
};

static void step(struct steps *steps)
{
    uint32_t at = steps->count++ % IN_A_WORD;
    if (!steps->word)
        return;
    *steps->word = (at == 0 ? 0 : *steps->word) | steps->levels << (8 * at);
    if (at == IN_A_WORD - 1)
        steps->word++;
}

static void take_levels(void *user, uint32_t mask, uint32_t bits)
{
    struct steps *steps = user;
    steps->levels = (steps->levels & ~(mask >> BOARD_A)) | bits >> BOARD_A;
    step(steps);
}

/* The row's levels behind its word; returns what is behind them. */
static uint32_t *choose(const struct panel_wiring *wiring, int row, struct steps *steps,
                        uint32_t *word)
{
    int scan = wiring->scan;
    *steps = (struct steps){word ? word + 1 : NULL, steps->levels, 0};
    rows_choose((enum wiring_select)wiring->select, scan, (row + scan - 1) % scan, row, take_levels,
                steps);
    while (steps->count % IN_A_WORD != 0)
        step(steps);
    if (word)
        *word = steps->count;
    return steps->word;
}

static void fill_clocked(const struct device_wall *wall, const struct pass *pass,
                         const struct pass_light *light)
{
    const struct panel_wiring *wiring = &wall->config.wiring;
    uint32_t *word = wall->slots;
    struct steps steps = {0};
    choose(wiring, wall->scan_rows - 1, &steps, NULL); /* what the lines are left at */
    for (int turn = 0; turn < pass_turns(pass); turn++)
        for (int row = 0; row < wall->scan_rows; row++)
            for (int plane = 0; plane < wall->planes; plane++) {
                uint32_t *slot = word++;
                *slot = 0;
                if (plane == 0)
                    word = choose(wiring, row, &steps, slot);
                uint32_t lit = pass_lit_cycles(pass, light, row, plane, turn);
                assert(lit >> (32 - SLOTS_COUNT_BITS) == 0); /* 134 ms at 125 MHz */
                *slot |= lit << SLOTS_COUNT_BITS;
            }
}

static void fill_levels(const struct device_wall *wall, const struct pass *pass,
                        const struct pass_light *light)
{
    enum wiring_select select = (enum wiring_select)wall->config.wiring.select;
    uint32_t *word = wall->slots;
    for (int turn = 0; turn < pass_turns(pass); turn++)
        for (int row = 0; row < wall->scan_rows; row++)
            for (int plane = 0; plane < wall->planes; plane++)
                *word++ = rows_levels(select, row) >> BOARD_A |
                          pass_lit_cycles(pass, light, row, plane, turn) << SLOTS_ROW_BITS;
}

void slots_fill(const struct device_wall *wall, const struct pass *pass,
                const struct pass_light *light)
{
    if (rows_are_levels((enum wiring_select)wall->config.wiring.select))
        fill_levels(wall, pass, light);
    else
        fill_clocked(wall, pass, light);
}
