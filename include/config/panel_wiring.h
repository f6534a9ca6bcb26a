/* How one panel is wired, as plain data: which LED a place in its registers lights, how a scan row
 * is chosen, what its chips want to hear. Pure arithmetic without memory or system, so that a
 * microcontroller is told the same struct (rp2040/wire.h). Where it comes from: a panel's file
 * (config/panel_file.h), or the keys panel.rows, columns, scan and multiplex.
 *
 * In each scan row the registers hold the same shape: sweeps over the panel's columns, block by
 * block, each block a list of runs. A run lights the columns `from` to `to` of its block (falling
 * where from > to), `dy` rows below the base row of the scan row and half. What is clocked in first
 * (it ends up farthest from the panel's input) comes first.
 */
#ifndef CONFIG_PANEL_WIRING_H
#define CONFIG_PANEL_WIRING_H

#include <stdbool.h>
#include <stdint.h>

#define WIRING_ROWS_MIN 4
#define WIRING_ROWS_MAX 64
#define WIRING_COLUMNS_MIN 4
#define WIRING_COLUMNS_MAX 256
#define WIRING_SCAN_MAX 32
#define WIRING_HALVES_MAX 2
#define WIRING_RUNS_MAX 64
#define WIRING_SWEEPS_MAX 8
#define WIRING_WRITES_MAX 4
#define WIRING_WRITE_BITS 16 /* of a chip's register, one for each of its outputs */
#define WIRING_LATCH_MAX 16  /* clocks under the latch: more than a register has bits is none */

/* How the lines A to E choose a scan row. N: scan rows. */
enum wiring_select {
    WIRING_BINARY, /* A is bit 0 of the row, E bit 4 */
    WIRING_LINE,   /* of A to D the row's line is low, the others are high */
    WIRING_AB,     /* A clocks, B is what is shifted in; 0 lights; the outputs lag by a clock */
    WIRING_ABC,    /* A clocks, C is what is shifted in; 1 lights */
    WIRING_SM5266, /* A clocks B into eight outputs while C is high; D, E choose the chip */
    WIRING_TOKEN,  /* A clocks C in while B is high: one 1 that wanders from row to row */
    WIRING_SELECTS,
};

struct wiring_run {
    uint8_t dy, from, to;
};

struct wiring_sweep {
    uint16_t width;   /* of a block; divides the columns */
    uint8_t runs;     /* of a block; those of the sweeps stand behind each other */
    uint8_t backward; /* 1: from the right block to the left one */
};

/* A register of the chips: 16 bits, the highest first, that repeat along the columns, the latch
 * high over the last `latched` clocks: that many select it. */
struct wiring_write {
    uint16_t bits;
    uint8_t latched;
};

struct panel_wiring {
    uint16_t columns; /* 0: there is no wiring here */
    uint8_t rows;
    uint8_t scan;   /* rows that are lit one after the other */
    uint8_t halves; /* 2: R1 G1 B1 and R2 G2 B2; 1: R1 G1 B1 light all rows */
    uint8_t sweeps, writes;
    uint8_t select;       /* enum wiring_select */
    uint8_t inverse;      /* 1: a colour line is inverted before the registers */
    uint8_t falling;      /* 1: data is taken when the clock falls */
    uint8_t latch_clocks; /* 1: the latch opens when all is shifted; more: over that many clocks */
    uint8_t base[WIRING_HALVES_MAX][WIRING_SCAN_MAX];
    struct wiring_sweep sweep[WIRING_SWEEPS_MAX];
    struct wiring_run run[WIRING_RUNS_MAX];
    struct wiring_write write[WIRING_WRITES_MAX];
};

struct wiring_led {
    int x, y; /* of the panel, from its top left corner */
};

/* Places in the registers of one scan row of one panel. Of a wiring that is whole. */
int wiring_registers(const struct panel_wiring *wiring);

/* The LED of a place (0: clocked in first, to wiring_registers - 1), of a wiring that is whole. */
struct wiring_led wiring_led(const struct panel_wiring *wiring, int row, int half, int place);

/* The base rows of halves that follow each other: half * rows / halves + row. */
void wiring_set_bases(struct panel_wiring *wiring);

/* Adds a sweep with so many runs, which the caller has put behind those that there are. False
 * where there is no room. */
bool wiring_add_sweep(struct panel_wiring *wiring, int width, bool backward, int runs);

/* What is wrong with a wiring. */
enum wiring_fault {
    WIRING_IS_WHOLE,
    WIRING_BAD_SIZE,    /* rows, columns, scan or halves are out of range, or don't divide */
    WIRING_BAD_BLOCK,   /* a sweep's width does not divide the columns, or a run leaves it */
    WIRING_BAD_COLUMNS, /* some run's row does not reach each column once */
    WIRING_BAD_ROWS,    /* the base rows and the runs do not reach each row once */
    WIRING_BAD_SELECT,  /* no such row selection, or none for so many scan rows */
    WIRING_BAD_CHIP,    /* its writes, clock or latch */
};

/* Where: the dy of WIRING_BAD_COLUMNS, the row of WIRING_BAD_ROWS; else 0. */
struct wiring_check {
    enum wiring_fault fault;
    int at;
};

/* Whether each LED has one place and each place one LED, and all else is in range. Any bytes may
 * be in the struct. */
struct wiring_check wiring_check(const struct panel_wiring *wiring);

#endif
