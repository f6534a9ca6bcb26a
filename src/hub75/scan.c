#include "hub75/scan.h"

#include <assert.h>

#include "config/panel_keys.h"
#include "hub75/connector.h"
#include "hub75/driver.h"
#include "hub75/rows.h"

/* What a slot may owe: a call that sets many lines may take several times as long
 * as one that sets one. */
#define OWED_HALF_CALLS 10
/* And the longest call, with three lanes of lines at 0.3 us beside a call of 1.5 us. */
#define LONGEST_HALF_CALLS 16

static uint64_t data_mask(const struct scan *scan)
{
    return connector_data(scan->lanes);
}

void scan_init(struct scan *scan, struct lines *lines, const struct panel *panel, int64_t call_ns)
{
    const struct panel_wiring *wiring = &panel->config->wiring;
    const enum wiring_select select = wiring->select;
    assert(panel->scan_rows > 0 && panel->scan_rows <= SCAN_ROWS && panel->columns > 0);
    assert(panel->lanes > 0 && panel->lanes <= BOARD_LANES_MAX && call_ns >= 0);
    *scan = (struct scan){
        .lines = lines,
        .columns = panel->columns,
        .lanes = panel->lanes,
        .scan_rows = panel->scan_rows,
        .wiring = *wiring,
        .apart = panel->config->apart,
        .half_call_ns = call_ns / 2,
        .row = ROWS_UNKNOWN,
        .again_ns = INT64_MAX,
    };
    uint64_t rows = rows_lines(select, scan->scan_rows);
    scan->address = rows_are_levels(select) ? rows : 0;
    scan->inverted = (wiring->inverse ? data_mask(scan) : 0) | (wiring->falling ? CLK : 0);
    scan->used = data_mask(scan) | rows | CLK | LAT | OE;
}

/* Brings the lines of `mask` to `bits`: one call, or none when they stand so. */
static void set(struct scan *scan, uint64_t mask, uint64_t bits)
{
    mask &= scan->used;
    bits &= mask;
    uint64_t changed = scan->known ? (scan->levels ^ bits) & mask : mask;
    if (!changed)
        return;
    int error = lines_set(scan->lines, changed, (bits ^ scan->inverted) & changed);
    scan->calls++;
    scan->lines_set += (uint64_t)__builtin_popcountll(changed);
    if (error < 0 && scan->error == 0)
        scan->error = error;
    scan->levels = (scan->levels & ~mask) | bits;
}

static uint64_t column_bits(const struct scan *scan, const uint8_t *column)
{
    uint64_t bits = 0;
    for (int lane = 0; lane < scan->lanes && lane < BOARD_LANES_MAX; lane++)
        bits |= (uint64_t)column[lane] << connector_lane[lane];
    return bits;
}

/* Whether the lit slot's time is over. As long as so many calls as fit in can't take what is left
 * of it, the clock is not asked: where registers are written, a look at it costs as much as a call.
 */
static bool is_over(struct scan *scan)
{
    if (!scan->lit || scan->unlooked-- > 0)
        return false;
    int64_t left_ns = scan->off_at_ns - lines_now_ns(scan->lines) - scan->half_call_ns;
    const int64_t most_ns = LONGEST_HALF_CALLS * scan->half_call_ns;
    scan->unlooked = most_ns > 0 && left_ns > 0 ? left_ns / most_ns : 0;
    return left_ns <= 0;
}

/* The output is about to go off. What it does too late or too early, since it
 * rides on a call of the shift, the same slot makes good when it is lit next; not
 * more than that, since the machine may have stood still. */
static void end_light(struct scan *scan)
{
    int64_t early_ns = scan->off_at_ns - lines_now_ns(scan->lines);
    const int64_t most_ns = OWED_HALF_CALLS * scan->half_call_ns;
    if (early_ns > most_ns)
        early_ns = most_ns;
    if (early_ns < -most_ns)
        early_ns = -most_ns;
    *scan->owed_ns = (int32_t)early_ns;
    scan->lit = false;
}

/* A call of a shift; output off rides on it when the lit slot's time is over. It
 * has a call of its own where the latch moves in this one. */
static void shift_call(struct scan *scan, uint64_t mask, uint64_t bits)
{
    if (is_over(scan)) {
        end_light(scan);
        if (mask & LAT) {
            set(scan, OE, OE);
        } else {
            mask |= OE;
            bits |= OE;
        }
    }
    set(scan, mask, bits);
}

static void go_dark(struct scan *scan)
{
    if (!scan->lit)
        return;
    lines_wait_until(scan->lines, scan->off_at_ns);
    end_light(scan);
    set(scan, OE, OE);
}

/* The levels that choose a row; 0 where it is clocked in. */
static uint64_t address_bits(const struct scan *scan, int row)
{
    return scan->address ? rows_levels(scan->wiring.select, row) : 0;
}

static void set_row_line(void *user, uint64_t mask, uint64_t bits)
{
    set(user, mask, bits);
}

/* In the dark. */
static void clock_row_in(struct scan *scan, int row)
{
    if (!rows_are_levels(scan->wiring.select))
        rows_choose(scan->wiring.select, scan->scan_rows, scan->row, row, set_row_line, scan);
}

/* The columns that are shifted in the dark: as many as the latch wants to see. */
static int last_columns(const struct scan *scan, const struct slot *slot)
{
    return scan->wiring.latch_clocks < slot->shift ? scan->wiring.latch_clocks : slot->shift;
}

/* Before a column: its other edge sees no data. The latch closes with it, before the clock. */
static void take_data_away(struct scan *scan, uint64_t latch)
{
    if (!scan->apart)
        return;
    shift_call(scan, data_mask(scan) | latch, 0);
    shift_call(scan, CLK, 0);
}

/* The last columns with the latch open over their clocks: it takes the data as it closes. */
static void latch_over_clocks(struct scan *scan, const uint8_t *column, int count, int row)
{
    uint64_t data = data_mask(scan);
    go_dark(scan);
    for (int i = 0; i < count; i++, column += scan->lanes) {
        take_data_away(scan, 0);
        set(scan, data | CLK | LAT, column_bits(scan, column) | LAT);
        set(scan, CLK, CLK);
    }
    if (scan->apart)
        set(scan, data, 0);
    set(scan, CLK | LAT | scan->address, address_bits(scan, row));
}

/* The last column's data bring output off with them; the last rise of the clock, in the dark,
 * opens the latch (transparent: what comes with the rise goes through) and changes the row. */
static void latch_with_clock(struct scan *scan, const uint8_t *column, int row)
{
    if (scan->lit)
        lines_wait_until(scan->lines, scan->off_at_ns);
    take_data_away(scan, 0);
    shift_call(scan, data_mask(scan) | CLK, column_bits(scan, column));
    set(scan, CLK | scan->address | LAT, CLK | address_bits(scan, row) | LAT);
}

/* The pattern into the registers, and on to the row. The last columns' data wait for the end of the
 * lit slot. The latch of a plain chip closes with the first data of the next shift, before any
 * clock. */
static void shift(struct scan *scan, const struct slot *slot)
{
    uint64_t data = data_mask(scan);
    const uint8_t *column =
        slot->pattern + (size_t)(scan->columns - slot->shift) * (size_t)scan->lanes;
    uint64_t latch = scan->levels & LAT;
    int64_t begin_ns = lines_now_ns(scan->lines);
    uint64_t calls = scan->calls;
    uint64_t lines_set = scan->lines_set;
    int last = last_columns(scan, slot);
    for (int i = last; i < slot->shift; i++, column += scan->lanes) {
        take_data_away(scan, latch);
        shift_call(scan, data | CLK | latch, column_bits(scan, column));
        shift_call(scan, CLK, CLK);
        latch = 0;
    }
    scan->shifting_ns += lines_now_ns(scan->lines) - begin_ns;
    scan->shifted += scan->calls - calls;
    scan->shifted_lines += scan->lines_set - lines_set;
    scan->unlooked = 0; /* time passes without calls now */
    if (latch)
        set(scan, LAT, 0);
    if (scan->wiring.latch_clocks > 1)
        latch_over_clocks(scan, column, last, slot->row);
    else
        latch_with_clock(scan, column, slot->row);
}

/* Rows that are slow to let go of their light want darkness after the address. */
static void wait_for_row(struct scan *scan, int row, int64_t blank_ns)
{
    if (blank_ns > 0 && row != scan->row)
        lines_wait_until(scan->lines, lines_now_ns(scan->lines) + blank_ns);
    scan->row = row;
}

static void play(struct scan *scan, const struct slot *slot, int64_t blank_ns)
{
    assert(slot->row >= 0 && slot->row < scan->scan_rows);
    assert(slot->part >= 0 && slot->part < SLOTS_A_ROW);
    assert(slot->shift >= 0 && slot->shift <= scan->columns);
    assert(slot->shift == 0 || slot->shift >= scan->wiring.latch_clocks);
    if (slot->shift > 0) {
        shift(scan, slot);
    } else {
        go_dark(scan);
        set(scan, scan->address, address_bits(scan, slot->row));
    }
    clock_row_in(scan, slot->row);
    wait_for_row(scan, slot->row, blank_ns);
    scan->owed_ns = &scan->owed[slot->row][slot->part];
    scan->on_since_ns = lines_now_ns(scan->lines);
    scan->off_at_ns = scan->on_since_ns + slot->on_ns + *scan->owed_ns;
    scan->lit = true;
    scan->unlooked = 0;
    set(scan, OE, 0);
}

static void write_register(struct scan *scan, const struct wiring_write *write)
{
    uint64_t data = data_mask(scan);
    for (int i = 0; i < scan->columns; i++) {
        uint64_t latch = driver_latch(write, i, scan->columns) ? LAT : 0;
        take_data_away(scan, 0);
        set(scan, data | CLK | LAT, (driver_data(write, i) ? data : 0) | latch);
        set(scan, CLK, CLK);
    }
    set(scan, LAT, 0);
}

/* In the dark: what chips and rows forget when their supply comes and goes. */
static void start_chips(struct scan *scan)
{
    bool forget = scan->wiring.writes > 0 || !rows_are_levels(scan->wiring.select);
    for (int i = 0; i < scan->wiring.writes; i++)
        write_register(scan, &scan->wiring.write[i]);
    scan->row = ROWS_UNKNOWN;
    scan->again_ns = forget ? lines_now_ns(scan->lines) + SCAN_AGAIN_NS : INT64_MAX;
}

int scan_start(struct scan *scan)
{
    set(scan, OE, OE);
    set(scan, ~OE, 0);
    scan->known = true;
    scan->levels = OE;
    scan->lit = false;
    start_chips(scan);
    return scan->error;
}

int scan_refresh(struct scan *scan, const struct slots *slots, int64_t start_ns)
{
    lines_sleep_until(scan->lines, start_ns);
    for (size_t i = 0; i < slots->count && scan->error == 0; i++)
        play(scan, &slots->items[i], slots->blank_ns);
    go_dark(scan);
    if (scan->again_ns < INT64_MAX && lines_now_ns(scan->lines) >= scan->again_ns)
        start_chips(scan);
    return scan->error;
}

int scan_darken(struct scan *scan)
{
    uint64_t data = data_mask(scan);
    scan->known = false; /* after an error the levels may be anything */
    scan->lit = false;
    set(scan, OE, OE);
    set(scan, data | LAT | CLK, 0);
    scan->levels = OE;
    scan->known = true;
    int over = scan->wiring.latch_clocks > 1 ? scan->columns - scan->wiring.latch_clocks
                                             : scan->columns; /* clocks before the latch opens */
    for (int i = 0; i < scan->columns; i++) {
        set(scan, CLK | LAT, i < over ? 0 : LAT);
        set(scan, CLK, CLK);
    }
    set(scan, LAT, LAT);
    set(scan, LAT, 0);
    scan->known = false;
    set(scan, ADDRESS, 0);
    scan->known = true;
    scan->row = ROWS_UNKNOWN;
    return scan->error;
}
