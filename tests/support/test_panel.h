/* A panel that knows only HUB75: shift registers, transparent latches, a row
 * decoder, an output enable; and how much light each LED has given. It watches
 * the invariants of the connector while it is driven.
 *
 * It knows nothing of src/: what it is fed are level changes of named lines.
 */
#ifndef SUPPORT_TEST_PANEL_H
#define SUPPORT_TEST_PANEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "test_module.h"

enum test_line {
    LINE_A,
    LINE_B,
    LINE_C,
    LINE_D,
    LINE_E,
    LINE_CLK,
    LINE_LAT,
    LINE_OE,
    LINE_DATA, /* + lane * 6 + channel (R1 G1 B1 R2 G2 B2) */
    LINES = LINE_DATA + 18,
};

/* "R1", "OE", ...; lane counts from 0. -1 for another name. */
int test_line_named(const char *name, int lane);

#define TEST_PANEL_ERROR_SIZE 160

struct test_panel {
    int scan_rows, columns, lanes;
    uint8_t levels[LINES];
    uint8_t *shifted; /* [lane][channel][column]: column 0 was shifted last */
    uint8_t *latched;
    int64_t *lit_ns;  /* [row][column][lane][channel]; column 0 was shifted first */
    int64_t since_ns; /* light is counted up to here */
    int64_t now_ns;
    /* Of the call at hand (line changes that belong together). */
    uint32_t call_changed;
    bool clock_rose_in_call;
    int64_t last_data_change_call, last_rise_call, call;
    unsigned long rises, latches, address_changes;
    int64_t dark_since_ns;             /* INT64_MAX: lit */
    int64_t row_since_ns;              /* the address stands since then */
    int64_t least_blank_ns;            /* the shortest time from a new address to its light */
    char error[TEST_PANEL_ERROR_SIZE]; /* the first invariant broken; "" */
    size_t shared; /* bytes of the registers that other processes see, too; 0: none */
    bool ignore;   /* does not watch the invariants (a driver's initialisation) */
    const struct test_module *module; /* NULL: binary rows, plain chips */
    uint32_t row_register;            /* what A to E have clocked in; bit n: row n */
    uint32_t row_outputs;             /* of a register whose outputs lag by a clock */
    int latch_clocks;                 /* the clock's since the latch rose */
    bool told[TEST_MODULE_WRITES];    /* whether the chips' registers are as they must be */
    unsigned long starts;             /* writes to a register that were right */
};

void test_panel_init(struct test_panel *panel, int scan_rows, int columns, int lanes);
/* Its registers are seen by processes that are forked from now on.
 * 0 or -errno. */
int test_panel_share(struct test_panel *panel);

void test_panel_finish(struct test_panel *panel);

/* From now on its modules are such ones, as after their power came: chips that want to be told
 * light nothing until they are, and what chooses their rows holds anything. NULL: plain. The module
 * outlives the panel. */
void test_panel_become(struct test_panel *panel, const struct test_module *module);

/* A call of set() begins at t_ns; line changes up to the next one belong to it. */
void test_panel_call(struct test_panel *panel, int64_t t_ns);

/* One line changes (or is written with the level that it has). */
void test_panel_set(struct test_panel *panel, enum test_line line, bool level, int64_t t_ns);

/* Counts the light up to t_ns. */
void test_panel_until(struct test_panel *panel, int64_t t_ns);

/* Forgets the light counted so far. */
void test_panel_reset_light(struct test_panel *panel);

int64_t test_panel_lit_ns(const struct test_panel *panel, int row, int column, int lane,
                          int channel);

/* The rows that are chosen now, as bits. */
uint32_t test_panel_rows(const struct test_panel *panel);

/* Whether the chips have heard all that they want to hear. */
bool test_panel_is_told(const struct test_panel *panel);

/* Deeply dark: output off, no latch, address 0, zeros in registers and latches. */
bool test_panel_is_dark(const struct test_panel *panel);

#endif
