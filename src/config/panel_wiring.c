#include "config/panel_wiring.h"

#include <assert.h>
#include <string.h>

#define LINES_A_ROW 4 /* A to D, one a row */
#define SM5266_OUTPUTS 8

static int run_length(const struct wiring_run *run)
{
    return (run->from > run->to ? run->from - run->to : run->to - run->from) + 1;
}

int wiring_registers(const struct panel_wiring *wiring)
{
    assert(wiring->halves > 0 && wiring->scan > 0);
    return wiring->columns * wiring->rows / (wiring->halves * wiring->scan);
}

static int block_length(const struct wiring_sweep *sweep, const struct wiring_run *run)
{
    int length = 0;
    for (int i = 0; i < sweep->runs; i++)
        length += run_length(&run[i]);
    return length;
}

/* Inside of a block that begins at column `left`. */
static struct wiring_led led_in_block(const struct wiring_run *run, int left, int place)
{
    while (place >= run_length(run))
        place -= run_length(run++);
    int x = run->from > run->to ? run->from - place : run->from + place;
    return (struct wiring_led){left + x, run->dy};
}

struct wiring_led wiring_led(const struct panel_wiring *wiring, int row, int half, int place)
{
    assert(row >= 0 && row < wiring->scan && half >= 0 && half < wiring->halves);
    assert(place >= 0 && place < wiring_registers(wiring));
    const struct wiring_run *run = wiring->run;
    const struct wiring_sweep *sweep = wiring->sweep;
    int blocks = wiring->columns / sweep->width;
    int length = block_length(sweep, run);
    while (place >= blocks * length) {
        place -= blocks * length;
        run += sweep->runs;
        sweep++;
        blocks = wiring->columns / sweep->width;
        length = block_length(sweep, run);
    }
    assert(length > 0 && sweep->width > 0);
    int block = sweep->backward ? blocks - 1 - place / length : place / length;
    struct wiring_led led = led_in_block(run, block * sweep->width, place % length);
    led.y += wiring->base[half][row];
    return led;
}

void wiring_set_bases(struct panel_wiring *wiring)
{
    for (int half = 0; half < wiring->halves; half++)
        for (int row = 0; row < wiring->scan; row++)
            wiring->base[half][row] = (uint8_t)(half * wiring->rows / wiring->halves + row);
}

bool wiring_add_sweep(struct panel_wiring *wiring, int width, bool backward, int runs)
{
    int used = runs;
    for (int i = 0; i < wiring->sweeps; i++)
        used += wiring->sweep[i].runs;
    if (wiring->sweeps == WIRING_SWEEPS_MAX || used > WIRING_RUNS_MAX)
        return false;
    wiring->sweep[wiring->sweeps++] =
        (struct wiring_sweep){(uint16_t)width, (uint8_t)runs, backward};
    return true;
}

/* One line a row has four lines, an SM5266P eight outputs. */
static bool select_fits(enum wiring_select select, int scan)
{
    if (select == WIRING_LINE)
        return scan <= LINES_A_ROW;
    return select < WIRING_SELECTS && (select != WIRING_SM5266 || scan % SM5266_OUTPUTS == 0);
}

/* --- whether it is whole --- */

static bool sizes_are_right(const struct panel_wiring *wiring)
{
    return wiring->rows >= WIRING_ROWS_MIN && wiring->rows <= WIRING_ROWS_MAX &&
           wiring->columns >= WIRING_COLUMNS_MIN && wiring->columns <= WIRING_COLUMNS_MAX &&
           wiring->scan >= 1 && wiring->scan <= WIRING_SCAN_MAX && wiring->halves >= 1 &&
           wiring->halves <= WIRING_HALVES_MAX &&
           wiring->rows % (wiring->halves * wiring->scan) == 0;
}

static bool blocks_are_right(const struct panel_wiring *wiring)
{
    int used = 0;
    if (wiring->sweeps < 1 || wiring->sweeps > WIRING_SWEEPS_MAX)
        return false;
    for (int i = 0; i < wiring->sweeps; i++) {
        const struct wiring_sweep *sweep = &wiring->sweep[i];
        if (sweep->width == 0 || wiring->columns % sweep->width != 0 || sweep->runs < 1 ||
            sweep->runs > WIRING_RUNS_MAX - used || sweep->backward > 1)
            return false;
        for (int k = used; k < used + sweep->runs; k++)
            if (wiring->run[k].from >= sweep->width || wiring->run[k].to >= sweep->width)
                return false;
        used += sweep->runs;
    }
    return true;
}

/* The columns that one run lights in all blocks; how many were lit before is added to *twice. */
static void mark_run(const struct panel_wiring *wiring, const struct wiring_sweep *sweep,
                     const struct wiring_run *run, uint8_t *lit, int *twice)
{
    int first = run->from < run->to ? run->from : run->to;
    for (int left = 0; left < wiring->columns; left += sweep->width)
        for (int x = left + first; x < left + first + run_length(run); x++) {
            *twice += lit[x / 8] >> (x % 8) & 1;
            lit[x / 8] |= (uint8_t)(1 << x % 8);
        }
}

/* How many columns the runs `dy` below the base row reach; -1: one twice. */
static int columns_reached(const struct panel_wiring *wiring, int dy)
{
    uint8_t lit[WIRING_COLUMNS_MAX / 8] = {0};
    int twice = 0;
    int count = 0;
    const struct wiring_run *run = wiring->run;
    for (int i = 0; i < wiring->sweeps; i++)
        for (int k = 0; k < wiring->sweep[i].runs; k++, run++)
            if (run->dy == dy)
                mark_run(wiring, &wiring->sweep[i], run, lit, &twice);
    for (int x = 0; x < wiring->columns; x++)
        count += lit[x / 8] >> (x % 8) & 1;
    return twice ? -1 : count;
}

/* The rows below a base row that have runs, as bits. */
static struct wiring_check check_columns(const struct panel_wiring *wiring, uint64_t *below)
{
    *below = 0;
    for (int dy = 0; dy <= UINT8_MAX; dy++) {
        int reached = columns_reached(wiring, dy);
        if (reached != 0 && (reached != wiring->columns || dy >= WIRING_ROWS_MAX))
            return (struct wiring_check){WIRING_BAD_COLUMNS, dy};
        if (reached)
            *below |= UINT64_C(1) << dy;
    }
    return (struct wiring_check){WIRING_IS_WHOLE, 0};
}

static struct wiring_check check_rows(const struct panel_wiring *wiring, uint64_t below)
{
    uint64_t lit = 0;
    for (int half = 0; half < wiring->halves; half++)
        for (int row = 0; row < wiring->scan; row++)
            for (uint64_t rest = below; rest; rest &= rest - 1) {
                int y = wiring->base[half][row] + __builtin_ctzll(rest);
                if (y >= wiring->rows || lit >> y & 1)
                    return (struct wiring_check){WIRING_BAD_ROWS, y};
                lit |= UINT64_C(1) << y;
            }
    for (int y = 0; y < wiring->rows; y++)
        if (!(lit >> y & 1))
            return (struct wiring_check){WIRING_BAD_ROWS, y};
    return (struct wiring_check){WIRING_IS_WHOLE, 0};
}

static bool chip_is_right(const struct panel_wiring *wiring)
{
    if (wiring->writes > WIRING_WRITES_MAX || wiring->inverse > 1 || wiring->falling > 1 ||
        wiring->latch_clocks < 1 || wiring->latch_clocks > WIRING_LATCH_MAX ||
        wiring->latch_clocks > wiring->columns)
        return false;
    for (int i = 0; i < wiring->writes; i++)
        if (wiring->write[i].latched < 1 || wiring->write[i].latched > WIRING_LATCH_MAX)
            return false;
    return true;
}

struct wiring_check wiring_check(const struct panel_wiring *wiring)
{
    uint64_t below;
    if (!sizes_are_right(wiring))
        return (struct wiring_check){WIRING_BAD_SIZE, 0};
    if (!blocks_are_right(wiring))
        return (struct wiring_check){WIRING_BAD_BLOCK, 0};
    struct wiring_check check = check_columns(wiring, &below);
    if (check.fault == WIRING_IS_WHOLE)
        check = check_rows(wiring, below);
    if (check.fault == WIRING_IS_WHOLE && !select_fits(wiring->select, wiring->scan))
        check.fault = WIRING_BAD_SELECT;
    if (check.fault == WIRING_IS_WHOLE && !chip_is_right(wiring))
        check.fault = WIRING_BAD_CHIP;
    return check;
}
