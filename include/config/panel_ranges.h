/* What a HUB75 wall may be: the ranges of the keys panel.*, for the configuration and for a
 * microcontroller that is told them by the wire. Pure arithmetic.
 *
 * Rows and scans are those of the modules that are sold: of 4 to 64 rows one of 1 to 32 in each
 * half is lit at a time.
 */
#ifndef CONFIG_PANEL_RANGES_H
#define CONFIG_PANEL_RANGES_H

#include <stdbool.h>

#include "config/panel_keys.h"

#define PANEL_CHAIN_MAX 32
#define PANEL_CHAIN_COLUMNS_MAX 1024 /* of a chain: a longer one is refreshed too seldom */
#define PANEL_PARALLEL_MAX 3
#define PANEL_FOLD_MAX 16
#define PANEL_PLACE_MAX 1023 /* of a panel's corner on the wall */
#define PANEL_BLANK_NS_MAX 100000
#define PANEL_PULSE_NS_MAX 1000
#define PANEL_PIXEL_CYCLES_MIN 4 /* the PIO's program needs them: firmware/scan.c */
#define PANEL_PIXEL_CYCLES_MAX 16
#define PANEL_DARK_AFTER_MS_MIN 500
#define PANEL_DARK_AFTER_MS_MAX 60000

/* An even number from 4 to 64. */
bool panel_has_rows(const struct config_panel *panel);

/* 1 to 32, or 0: rows / 2. */
bool panel_has_scan(const struct config_panel *panel);

/* Rows that are lit one after the other: panel->scan, or what its 0 stands for. */
int panel_scan_rows(const struct config_panel *panel);

/* How many rows of a half share a scan row, 1 or more; 0 where the scan does not divide the
 * rows. Of a panel whose rows and scan are right, each for itself. */
int panel_shared_rows(const struct config_panel *panel);

/* Whether panel->multiplex says how so many rows share a scan row: direct one, stripe two or
 * four, checker two (of an even number of columns). */
bool panel_multiplex_fits(const struct config_panel *panel);

/* Width and height of a panel on the wall: turned by a quarter they change places. */
int panel_width_at(const struct config_panel *panel, int index);

/* Its height. */
int panel_height_at(const struct config_panel *panel, int index);

/* Of a wall whose panels have places of their own: another panel before this one that covers some
 * of the same LEDs; -1: none. */
int panel_overlaps(const struct config_panel *panel, int index);

/* Fills in panel->wiring from the keys rows, columns, scan, multiplex and select, for plain chips.
 * False, and no wiring, where the keys come to none. */
bool panel_wire_by_keys(struct config_panel *panel);

/* Whether the wiring is whole, rows, columns and scan are its own, and the other keys that say how
 * the wall is wired are in range and fit each other. */
bool panel_is_possible(const struct config_panel *panel);

/* Whether the keys that say how the wall is lit are in range: brightness, blank_ns, pixel_cycles,
 * dark_after_ms. */
bool panel_is_lit_well(const struct config_panel *panel);

#endif
