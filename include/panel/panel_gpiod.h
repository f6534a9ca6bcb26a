/* What commands ask of the panel on this board's lines, without opening the output. */
#ifndef PANEL_PANEL_GPIOD_H
#define PANEL_PANEL_GPIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "config/panel_keys.h"
#include "plan/cost.h"

struct config;

/* What a write of a register is taken to cost before it is measured: as much as with the slowest of
 * the chips, RP1 (20 million writes a second); a BCM2711 takes 20 ns. */
#define PANEL_WRITE_NS 50

/* How the configured board's lines are held and set, and what that costs. */
struct panel_path {
    const char *library; /* that holds them; NULL: the board has no such lines for this panel */
    const char *way;     /* what sets them: "the kernel's requests", "registers", ... */
    struct lines_cost cost;
};

/* What things cost, ns. */
struct panel_prices {
    int64_t call_ns, line_ns; /* a call of the system, and each further line in it */
    int64_t write_ns;         /* a write of a register; PANEL_WRITE_NS where it is not known */
};

/* The path that the configuration asks for (panel.fast) but with `fast` in its place; as it would
 * be on this machine, whose chips need not be there. Where the board does not have the lines, those
 * of any board are taken to cost that. All texts are constants. */
struct panel_path panel_path(const struct config *config, enum config_fast fast,
                             struct panel_prices prices);

/* Whether a guard keeps the panel dark since a ticker's death. */
bool panel_guard_holds(const struct config *config);

#endif
