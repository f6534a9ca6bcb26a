/* The scan player: slots become line changes.
 *
 * For each slot: its pattern is shifted while the one before is still lit, two
 * calls a column ({changed data, clock low}, {clock high}: the kernel writes the
 * lines of one call one by one, so data never changes in the call that raises
 * the clock). Output off rides on a call of the shift, at the latest on the last
 * column's data; then, in the dark, {clock high, address, latch open}, then
 * {output on}; the latch closes with the next shift's first data. The output
 * enable never changes in one call with the address or the latch. Only lines
 * that change are in a call. Where a slot ends by riding along, it ends up to half
 * a call early or late: the next time it is lit that much longer or shorter.
 *
 * Never allocates, locks or logs: a real-time thread may call it.
 */
#ifndef HUB75_SCAN_H
#define HUB75_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "config/panel_wiring.h"
#include "hub75/lines.h"
#include "hub75/panel.h"
#include "hub75/slots.h"

#define SCAN_ROWS 32 /* five address lines */

struct scan {
    struct lines *lines; /* not owned */
    int columns, lanes;  /* as of struct panel */
    int scan_rows;
    struct panel_wiring wiring; /* of each of its panels */
    uint64_t used;              /* lines that this panel has */
    uint64_t inverted;          /* of them, those that mean the opposite */
    uint64_t address;           /* of them, those whose levels are the row; 0: it is clocked in */
    uint64_t levels;            /* as last written, before they are inverted */
    bool apart;                 /* as of struct config_panel */
    bool known;                 /* whether levels are */
    bool lit;
    int64_t on_since_ns;
    int64_t off_at_ns;                    /* when the lit slot is to end */
    int64_t unlooked;                     /* calls before the clock is asked again */
    int64_t half_call_ns;                 /* a time nearer than this is now */
    int row;                              /* the last that was lit; ROWS_UNKNOWN */
    int64_t again_ns;                     /* when the chips are told again; INT64_MAX: never */
    int32_t owed[SCAN_ROWS][SLOTS_A_ROW]; /* light that slots lack since they were lit last, ns */
    int32_t *owed_ns;                     /* of the slot that is lit */
    uint64_t calls, lines_set;            /* of set(), since the start; and of all their lines */
    int64_t shifting_ns;                  /* spent in shifts, and */
    uint64_t shifted, shifted_lines;      /* how many calls that was, of how many lines; the caller
                                             may set all three to 0 */
    int error;                            /* -errno of the first call that failed, 0: none */
};

/* How often the chips are told again what they want to hear: a panel's own supply may come and go
 * while the lines stay. */
#define SCAN_AGAIN_NS (INT64_C(180) * 1000000000)

/* call_ns: what a call costs about, for rounding. Lines are not touched yet. */
void scan_init(struct scan *scan, struct lines *lines, const struct panel *panel, int64_t call_ns);

/* Dark: output enable off; then what the panel's chips want to be told. Call it
 * once before the first refresh. 0 or -errno. */
int scan_start(struct scan *scan);

/* One refresh, starting at start_ns or now, whichever is later; returns when
 * its slots are over and the panel is dark again, at the latest start of the
 * next refresh: start_ns + slots->period_ns or now. Every SCAN_AGAIN_NS the chips
 * are told again then, and rows that are clocked in begin anew. 0 or -errno. */
int scan_refresh(struct scan *scan, const struct slots *slots, int64_t start_ns);

/* Deeply dark: output off, zeros shifted through every column and latched,
 * address 0. Nothing stays in the registers that a floating output enable could
 * light. Tries every call even when one fails. 0 or -errno of the first. */
int scan_darken(struct scan *scan);

#endif
