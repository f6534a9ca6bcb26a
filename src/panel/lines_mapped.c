#include "lines_mapped.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "gpiod_common.h"
#include "hub75/connector.h"
#include "lines_gpiod.h"
#include "registers.h"

#define BYTES ((BOARD_LINES + 7) / 8) /* of a word of lines that have a use */
#define VALUES 256                    /* of a byte */
#define MEASURED_WRITES 512           /* a round: some 10 us and more, which the clock tells well */
#define MEASURED_ROUNDS 4             /* the best counts: the first ones find cold caches */

struct lines_mapped {
    struct lines lines;
    struct lines *held;
    struct registers registers;
    int times;                    /* that each write is made, at least once */
    uint32_t pins[BYTES][VALUES]; /* each byte of a word of lines as bits of a register */
};

static uint32_t pins_of(const struct lines_mapped *mapped, uint64_t lines)
{
    uint32_t pins = 0;
    for (int byte = 0; byte < BYTES; byte++, lines >>= 8)
        pins |= mapped->pins[byte][lines & (VALUES - 1)];
    return pins;
}

/* Writing the same once more changes nothing, and takes time. */
static void write_times(volatile uint32_t *reg, uint32_t pins, int times)
{
    for (int time = 0; pins && time < times; time++)
        *reg = pins;
}

static int set(struct lines *lines, uint64_t mask, uint64_t bits)
{
    struct lines_mapped *mapped = (struct lines_mapped *)lines;
    if (lines_gpiod_has_crashed(mapped->held))
        return -ECANCELED;
    write_times(mapped->registers.clear, pins_of(mapped, mask & ~bits), mapped->times);
    write_times(mapped->registers.set, pins_of(mapped, mask & bits), mapped->times);
    return 0;
}

static void close_mapped(struct lines *lines)
{
    struct lines_mapped *mapped = (struct lines_mapped *)lines;
    registers_close(&mapped->registers);
    free(mapped);
}

static const struct lines_ops ops = {set, gpiod_now_ns, gpiod_wait_until, gpiod_sleep_until,
                                     close_mapped};

/* A line's bit, in every value of its byte that has it. */
static void add_pin(struct lines_mapped *mapped, int line, unsigned offset)
{
    for (int value = 0; value < VALUES; value++)
        if (value >> line % 8 & 1)
            mapped->pins[line / 8][value] |= UINT32_C(1) << offset;
}

static bool add_pins(struct lines_mapped *mapped, uint64_t used, const char *label,
                     struct diag *diag)
{
    bool good = true;
    for (int line = 0; line < BOARD_LINES; line++) {
        if (!(used >> line & 1))
            continue;
        unsigned offset = lines_gpiod_offset(mapped->held, (enum board_line)line);
        if (offset < mapped->registers.lines)
            add_pin(mapped, line, offset);
        else
            good = diag_error(diag,
                              "panel.fast: line %u of %s (%s) has its bit in another register "
                              "than the others, lines 0 to %u: panel.fast = \"off\"",
                              offset, label, board_line_name((enum board_line)line),
                              mapped->registers.lines - 1);
    }
    return good;
}

struct lines *lines_mapped_open(struct lines *held, uint64_t used, struct diag *diag)
{
    char label[LINES_LABEL_SIZE];
    if (!lines_gpiod_label(held, used, label)) {
        diag_error(diag, "panel.fast: this board's lines are on several chips, whose registers "
                         "can't be written at once: panel.fast = \"off\"");
        return NULL;
    }
    struct lines_mapped *mapped = memory_alloc(1, sizeof *mapped);
    *mapped = (struct lines_mapped){.lines.ops = &ops, .held = held, .times = 1};
    if (registers_open(&mapped->registers, lines_gpiod_devices(), label, diag) &&
        add_pins(mapped, used, label, diag))
        return &mapped->lines;
    close_mapped(&mapped->lines);
    return NULL;
}

/* The clock line is low already: nothing changes. */
static void write_clock(struct lines_mapped *mapped)
{
    write_times(mapped->registers.clear, pins_of(mapped, CLK), MEASURED_WRITES);
}

/* Columns as a scan sets them, three writes each. */
static void shift_columns(struct lines_mapped *mapped)
{
    const uint64_t data[] = {0x15, 0x2a}; /* each bit changes */
    for (int i = 0; i < MEASURED_WRITES / LINES_COLUMN_WRITES; i++) {
        lines_set(&mapped->lines, LANE_BITS | CLK, data[i % 2]);
        lines_set(&mapped->lines, CLK, CLK);
    }
    lines_set(&mapped->lines, LANE_BITS | CLK, 0);
}

static int64_t best_ns(struct lines_mapped *mapped, void (*round)(struct lines_mapped *))
{
    int64_t best = INT64_MAX;
    for (int i = 0; i < MEASURED_ROUNDS; i++) {
        int64_t start_ns = lines_now_ns(&mapped->lines);
        round(mapped);
        int64_t ns = lines_now_ns(&mapped->lines) - start_ns;
        best = ns < best ? ns : best;
    }
    return best > 0 ? best : 1;
}

void lines_mapped_settle(struct lines *lines, int pulse_ns, struct lines_cost *cost)
{
    struct lines_mapped *mapped = (struct lines_mapped *)lines;
    assert(pulse_ns >= 0);
    mapped->times = 1;
    int64_t writes_ns = best_ns(mapped, write_clock);
    int64_t times = (INT64_C(1) * pulse_ns * MEASURED_WRITES + writes_ns - 1) / writes_ns;
    mapped->times = times < 1 ? 1 : times > pulse_ns ? pulse_ns : (int)times;
    int64_t columns_ns = best_ns(mapped, shift_columns);
    int64_t write_ns = columns_ns / MEASURED_WRITES;
    *cost = lines_cost_of_registers(write_ns > 0 ? write_ns : 1);
}
