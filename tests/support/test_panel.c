#include "test_panel.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define CHANNELS 6

int test_line_named(const char *name, int lane)
{
    static const char *const names[] = {"A", "B", "C", "D", "E", "CLK", "LAT", "OE"};
    static const char *const data[] = {"R1", "G1", "B1", "R2", "G2", "B2"};
    for (int i = 0; i < CHANNELS; i++)
        if (strcmp(data[i], name) == 0)
            return LINE_DATA + lane * CHANNELS + i;
    for (int i = 0; i < LINE_DATA; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

static size_t register_size(const struct test_panel *panel)
{
    return (size_t)panel->lanes * CHANNELS * (size_t)panel->columns;
}

void test_panel_init(struct test_panel *panel, int scan_rows, int columns, int lanes)
{
    *panel = (struct test_panel){.scan_rows = scan_rows, .columns = columns, .lanes = lanes};
    panel->shifted = calloc(register_size(panel), 1);
    panel->latched = calloc(register_size(panel), 1);
    panel->lit_ns = calloc(register_size(panel) * (size_t)scan_rows, sizeof *panel->lit_ns);
    panel->levels[LINE_OE] = 1;
    panel->last_data_change_call = panel->last_rise_call = -2;
    panel->least_blank_ns = INT64_MAX;
}

int test_panel_share(struct test_panel *panel)
{
    size_t size = register_size(panel);
    size_t lit = size * (size_t)panel->scan_rows * sizeof *panel->lit_ns;
    uint8_t *memory =
        mmap(NULL, lit + 2 * size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return -errno;
    memcpy(memory, panel->lit_ns, lit);
    memcpy(memory + lit, panel->shifted, size);
    memcpy(memory + lit + size, panel->latched, size);
    free(panel->shifted);
    free(panel->latched);
    free(panel->lit_ns);
    panel->lit_ns = (int64_t *)(void *)memory;
    panel->shifted = memory + lit;
    panel->latched = memory + lit + size;
    panel->shared = lit + 2 * size;
    return 0;
}

void test_panel_finish(struct test_panel *panel)
{
    if (panel->shared) {
        munmap(panel->lit_ns, panel->shared);
    } else {
        free(panel->shifted);
        free(panel->latched);
        free(panel->lit_ns);
    }
    *panel = (struct test_panel){0};
}

__attribute__((format(printf, 2, 3))) static void complain(struct test_panel *panel,
                                                           const char *format, ...)
{
    if (panel->error[0] || panel->ignore)
        return;
    va_list arguments;
    va_start(arguments, format);
    int length =
        snprintf(panel->error, sizeof panel->error, "at %lld ns: ", (long long)panel->now_ns);
    vsnprintf(panel->error + length, sizeof panel->error - (size_t)length, format, arguments);
    va_end(arguments);
}

#define SM5266_OUTPUTS 8
#define POWER_ON_ROWS 0x5a5a5a5au /* what a register holds that nobody has told */

void test_panel_become(struct test_panel *panel, const struct test_module *module)
{
    panel->module = module;
    panel->row_register = panel->row_outputs = POWER_ON_ROWS;
    memset(panel->told, 0, sizeof panel->told);
}

static int address(const struct test_panel *panel)
{
    int lines = 0;
    int row = 0;
    while (1 << lines < panel->scan_rows)
        lines++;
    for (int bit = 0; bit < lines; bit++) /* lines that a panel lacks do not count */
        row |= panel->levels[LINE_A + bit] << bit;
    return row;
}

static uint32_t line_rows(const struct test_panel *panel)
{
    uint32_t rows = 0;
    for (int line = 0; line < 4; line++)
        rows |= (uint32_t)!panel->levels[LINE_A + line] << line;
    return rows;
}

uint32_t test_panel_rows(const struct test_panel *panel)
{
    uint32_t all = panel->scan_rows < 32 ? (1u << panel->scan_rows) - 1 : UINT32_MAX;
    switch (panel->module ? panel->module->select : SELECT_BINARY) {
    case SELECT_LINE:
        return line_rows(panel) & all;
    case SELECT_AB:
        return ~panel->row_outputs & all;
    case SELECT_SM5266: {
        int chip = panel->levels[LINE_D] | panel->levels[LINE_E] << 1;
        return (panel->row_register & 0xff) << chip * SM5266_OUTPUTS & all;
    }
    case SELECT_ABC:
    case SELECT_TOKEN:
        return panel->row_register & all;
    case SELECT_BINARY:
    case TEST_SELECTS:
        break;
    }
    return 1u << address(panel) & all;
}

/* A rises: what the lines say is clocked into the register that chooses the row. */
static void clock_row(struct test_panel *panel)
{
    uint32_t b = panel->levels[LINE_B];
    uint32_t c = panel->levels[LINE_C];
    switch (panel->module->select) {
    case SELECT_AB:
        panel->row_outputs = panel->row_register;
        panel->row_register = panel->row_register << 1 | b;
        break;
    case SELECT_ABC:
        panel->row_register = panel->row_register << 1 | c;
        break;
    case SELECT_SM5266:
        if (c)
            panel->row_register = panel->row_register << 1 | b;
        break;
    case SELECT_TOKEN:
        if (b)
            panel->row_register = panel->row_register << 1 | c;
        break;
    case SELECT_BINARY:
    case SELECT_LINE:
    case TEST_SELECTS:
        break;
    }
}

bool test_panel_is_told(const struct test_panel *panel)
{
    for (int i = 0; panel->module && i < panel->module->writes; i++)
        if (!panel->told[i])
            return false;
    return true;
}

/* Whether the registers of all chips hold these bits: the highest was shifted first. */
static bool all_hold(const struct test_panel *panel, unsigned bits)
{
    for (int line = 0; line < panel->lanes * CHANNELS; line++)
        for (int column = 0; column < panel->columns; column++) {
            int from_first = panel->columns - 1 - column;
            unsigned wanted = bits >> (15 - from_first % 16) & 1;
            if (panel->shifted[line * panel->columns + column] != wanted)
                return false;
        }
    return true;
}

/* The latch falls after so many clocks: a register of the chips is written, or, where their latch
 * counts clocks, data are taken. */
static void close_latch(struct test_panel *panel)
{
    const struct test_module *module = panel->module;
    for (int i = 0; i < module->writes; i++)
        if (module->write[i].latch == panel->latch_clocks) {
            bool right = all_hold(panel, module->write[i].bits);
            bool data_too = module->write[i].latch == module->latch_clocks;
            panel->told[i] = right || (data_too && panel->told[i]);
            panel->starts += right;
        }
    if (module->latch_clocks > 1 && module->latch_clocks == panel->latch_clocks)
        memcpy(panel->latched, panel->shifted, register_size(panel));
}

static void count_light(struct test_panel *panel, int64_t t_ns)
{
    int64_t span_ns = t_ns - panel->since_ns;
    panel->since_ns = t_ns;
    if (panel->levels[LINE_OE] || span_ns <= 0)
        return;
    uint32_t rows = test_panel_rows(panel);
    if (!rows || rows & (rows - 1))
        complain(panel, "another number of rows than one is lit");
    if (!rows || !test_panel_is_told(panel))
        return;
    int row = __builtin_ctz(rows);
    const uint8_t *latched = panel->latched;
    for (int lane = 0; lane < panel->lanes; lane++)
        for (int channel = 0; channel < CHANNELS; channel++)
            for (int column = 0; column < panel->columns; column++, latched++)
                if (*latched)
                    panel->lit_ns[((row * panel->columns + panel->columns - 1 - column) *
                                       panel->lanes +
                                   lane) *
                                      CHANNELS +
                                  channel] += span_ns;
}

void test_panel_until(struct test_panel *panel, int64_t t_ns)
{
    count_light(panel, t_ns);
    panel->now_ns = t_ns;
}

static void shift_in(struct test_panel *panel)
{
    for (int i = 0; i < panel->lanes * CHANNELS; i++) {
        uint8_t *line = panel->shifted + i * panel->columns;
        memmove(line + 1, line, (size_t)panel->columns - 1);
        line[0] = panel->levels[LINE_DATA + i] ^ (panel->module && panel->module->inverse);
    }
    panel->rises++;
    panel->latch_clocks++;
}

static void copy_latch(struct test_panel *panel)
{
    bool counts = panel->module && panel->module->latch_clocks > 1;
    if (panel->levels[LINE_LAT] && !counts)
        memcpy(panel->latched, panel->shifted, register_size(panel));
}

void test_panel_call(struct test_panel *panel, int64_t t_ns)
{
    panel->call++;
    panel->call_changed = 0;
    test_panel_until(panel, t_ns);
}

/* Invariants: what must not change in one call, or while lit. */
static void watch_call(struct test_panel *panel, enum test_line line)
{
    panel->call_changed |= UINT32_C(1) << line;
    uint32_t rows = 0x1fu | UINT32_C(1) << LINE_LAT;
    if (panel->call_changed >> LINE_OE & 1 && panel->call_changed & rows)
        complain(panel, "output enable changes in one call with address or latch");
    if (line >= LINE_DATA)
        panel->last_data_change_call = panel->call;
    bool data_changed = panel->last_data_change_call == panel->call;
    if (panel->last_rise_call == panel->call && data_changed)
        complain(panel, "data changes in the call that raises the clock");
}

/* The clock's level with which data are taken. */
static int takes_at(const struct test_panel *panel)
{
    return panel->module && panel->module->falling ? 0 : 1;
}

static void watch_lit(struct test_panel *panel, enum test_line line)
{
    if (panel->levels[LINE_OE])
        return;
    if (line <= LINE_E)
        complain(panel, "the address changes while lit");
    if (line == LINE_LAT && panel->levels[LINE_LAT])
        complain(panel, "the latch opens while lit");
    if (line == LINE_CLK && panel->levels[LINE_CLK] == takes_at(panel) && panel->levels[LINE_LAT])
        complain(panel, "the register is shifted under an open latch while lit");
}

static void act(struct test_panel *panel, enum test_line line)
{
    if (line == LINE_CLK && panel->levels[LINE_CLK] == takes_at(panel)) {
        panel->last_rise_call = panel->call;
        shift_in(panel);
    }
    if (line == LINE_LAT && panel->levels[LINE_LAT]) {
        panel->latches++;
        panel->latch_clocks = 0;
    }
    if (line == LINE_LAT && !panel->levels[LINE_LAT] && panel->module)
        close_latch(panel);
    if (line == LINE_A && panel->levels[LINE_A] && panel->module)
        clock_row(panel);
    if (line <= LINE_E) {
        panel->address_changes++;
        panel->row_since_ns = panel->now_ns;
    }
    if (line == LINE_OE) {
        int64_t blank_ns = panel->now_ns - panel->row_since_ns;
        if (!panel->levels[LINE_OE] && blank_ns < panel->least_blank_ns)
            panel->least_blank_ns = blank_ns;
        panel->dark_since_ns = panel->levels[LINE_OE] ? panel->now_ns : INT64_MAX;
    }
    copy_latch(panel);
}

void test_panel_set(struct test_panel *panel, enum test_line line, bool level, int64_t t_ns)
{
    test_panel_until(panel, t_ns);
    if (panel->levels[line] == level)
        return;
    panel->levels[line] = level;
    act(panel, line);
    watch_call(panel, line);
    watch_lit(panel, line);
}

void test_panel_reset_light(struct test_panel *panel)
{
    memset(panel->lit_ns, 0,
           register_size(panel) * (size_t)panel->scan_rows * sizeof *panel->lit_ns);
}

int64_t test_panel_lit_ns(const struct test_panel *panel, int row, int column, int lane,
                          int channel)
{
    return panel
        ->lit_ns[((row * panel->columns + column) * panel->lanes + lane) * CHANNELS + channel];
}

bool test_panel_is_dark(const struct test_panel *panel)
{
    for (size_t i = 0; i < register_size(panel); i++)
        if (panel->shifted[i] || panel->latched[i])
            return false;
    for (int line = LINE_A; line <= LINE_E; line++)
        if (panel->levels[line])
            return false;
    return panel->levels[LINE_OE] && !panel->levels[LINE_LAT];
}
