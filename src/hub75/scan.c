#include "hub75/scan.h"

#include <assert.h>

#include "config/panel_keys.h"
#include "hub75/connector.h"
#include "hub75/driver.h"

/* What a slot may owe: a call that sets many lines may take several times as long
 * as one that sets one. */
#define OWED_HALF_CALLS 10
/* And the longest call, with three lanes of lines at 0.3 us beside a call of 1.5 us. */
#define LONGEST_HALF_CALLS 16

static uint32_t data_mask(const struct scan *scan)
{
    return connector_data(scan->lanes);
}

static uint32_t address_mask(int scan_rows)
{
    uint32_t mask = 0;
    for (int bit = 0; 1 << bit < scan_rows; bit++)
        mask |= BIT(BOARD_A + bit);
    return mask;
}

void scan_init(struct scan *scan, struct lines *lines, int scan_rows, int columns, int lanes,
               int64_t call_ns)
{
    assert(scan_rows > 0 && scan_rows <= SCAN_ROWS && columns > 0);
    assert(lanes > 0 && lanes <= BOARD_LANES_MAX && call_ns >= 0);
    *scan = (struct scan){
        .lines = lines,
        .columns = columns,
        .lanes = lanes,
        .scan_rows = scan_rows,
        .half_call_ns = call_ns / 2,
    };
    scan->used = data_mask(scan) | address_mask(scan_rows) | CLK | LAT | OE;
}

/* Brings the lines of `mask` to `bits`: one call, or none when they stand so. */
static void set(struct scan *scan, uint32_t mask, uint32_t bits)
{
    mask &= scan->used;
    bits &= mask;
    uint32_t changed = scan->known ? (scan->levels ^ bits) & mask : mask;
    if (!changed)
        return;
    int error = lines_set(scan->lines, changed, bits & changed);
    scan->calls++;
    if (error < 0 && scan->error == 0)
        scan->error = error;
    scan->levels = (scan->levels & ~mask) | bits;
}

static uint32_t column_bits(const struct scan *scan, const uint8_t *column)
{
    uint32_t bits = 0;
    for (int lane = 0; lane < scan->lanes && lane < BOARD_LANES_MAX; lane++)
        bits |= (uint32_t)column[lane] << connector_lane[lane];
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
static void shift_call(struct scan *scan, uint32_t mask, uint32_t bits)
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

static uint32_t address_bits(int row)
{
    return (uint32_t)row << BOARD_A;
}

/* The pattern into the registers, and on to the row. The last column's data wait
 * for the end of the lit slot and bring output off with them; the last rise of
 * the clock, in the dark, opens the latch (transparent: what comes with the rise
 * goes through) and changes the row. The latch closes with the first data of the
 * next shift, before any clock. */
static void shift(struct scan *scan, const struct slot *slot)
{
    uint32_t data = data_mask(scan);
    const uint8_t *column =
        slot->pattern + (size_t)(scan->columns - slot->shift) * (size_t)scan->lanes;
    uint32_t latch = scan->levels & LAT;
    int64_t begin_ns = lines_now_ns(scan->lines);
    uint64_t calls = scan->calls;
    for (int i = 1; i < slot->shift; i++, column += scan->lanes) {
        shift_call(scan, data | CLK | latch, column_bits(scan, column));
        shift_call(scan, CLK, CLK);
        latch = 0;
    }
    scan->shifting_ns += lines_now_ns(scan->lines) - begin_ns;
    scan->shifted += scan->calls - calls;
    scan->unlooked = 0; /* time passes without calls now */
    if (latch)
        set(scan, LAT, 0);
    if (scan->lit)
        lines_wait_until(scan->lines, scan->off_at_ns);
    shift_call(scan, data | CLK, column_bits(scan, column));
    set(scan, CLK | ADDRESS | LAT, CLK | address_bits(slot->row) | LAT);
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
    if (slot->shift > 0) {
        shift(scan, slot);
    } else {
        go_dark(scan);
        set(scan, ADDRESS, address_bits(slot->row));
    }
    wait_for_row(scan, slot->row, blank_ns);
    scan->owed_ns = &scan->owed[slot->row][slot->part];
    scan->on_since_ns = lines_now_ns(scan->lines);
    scan->off_at_ns = scan->on_since_ns + slot->on_ns + *scan->owed_ns;
    scan->lit = true;
    scan->unlooked = 0;
    set(scan, OE, 0);
}

int scan_refresh(struct scan *scan, const struct slots *slots, int64_t start_ns)
{
    lines_sleep_until(scan->lines, start_ns);
    for (size_t i = 0; i < slots->count && scan->error == 0; i++)
        play(scan, &slots->items[i], slots->blank_ns);
    go_dark(scan);
    return scan->error;
}

static void write_register(struct scan *scan, const struct driver_write *write)
{
    uint32_t data = data_mask(scan);
    for (int i = 0; i < scan->columns; i++) {
        uint32_t latch = driver_latch(write, i, scan->columns) ? LAT : 0;
        set(scan, data | CLK | LAT, (driver_data(write, i) ? data : 0) | latch);
        set(scan, CLK, CLK);
    }
    set(scan, LAT, 0);
}

static void start_driver(struct scan *scan, enum config_driver driver)
{
    const struct driver_write *writes = driver_writes(driver);
    for (int i = 0; i < DRIVER_WRITES && writes[i].latched > 0; i++)
        write_register(scan, &writes[i]);
}

int scan_start(struct scan *scan, enum config_driver driver)
{
    set(scan, OE, OE);
    set(scan, ~OE, 0);
    scan->known = true;
    scan->levels = OE;
    scan->lit = false;
    start_driver(scan, driver);
    return scan->error;
}

int scan_darken(struct scan *scan)
{
    uint32_t data = data_mask(scan);
    scan->known = false; /* after an error the levels may be anything */
    scan->lit = false;
    set(scan, OE, OE);
    set(scan, data | LAT | CLK, 0);
    scan->levels = OE;
    scan->known = true;
    for (int i = 0; i < scan->columns; i++) {
        set(scan, CLK, 0);
        set(scan, CLK, CLK);
    }
    set(scan, LAT, LAT);
    set(scan, LAT, 0);
    scan->known = false;
    set(scan, ADDRESS, 0);
    scan->known = true;
    return scan->error;
}
