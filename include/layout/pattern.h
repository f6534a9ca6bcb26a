/* Patterns for a builder's first picture. */
#ifndef LAYOUT_PATTERN_H
#define LAYOUT_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "display/scene.h"
#include "text/font.h"

struct config;
struct config_panel;

enum pattern_kind {
    PATTERN_ROWS,    /* one row after the other */
    PATTERN_COLUMNS, /* one column after the other */
    PATTERN_COLOURS, /* bars of eight colours */
    PATTERN_ADDRESS, /* both halves' row of one address after the other */
    PATTERN_CHAIN,   /* every panel shows its number, 32 at a time */
    PATTERN_KINDS,
};

/* "rows", ... ; false for another name. */
bool pattern_parse(const char *name, enum pattern_kind *kind);

/* How many steps the pattern has on this wall. */
int pattern_steps(enum pattern_kind kind, const struct config_panel *panel, int wall_width,
                  int wall_height);

#define PATTERN_LINE_SIZE 160

/* A panel's place on the wall. */
struct pattern_panel {
    int x, y, width, height;
};

/* What PATTERN_CHAIN shows: the panels from the connector on, chain after chain, and the fonts. */
struct pattern_chain {
    const struct pattern_panel *panels;
    int count;
    struct fonts *fonts;
};

/* The scene of one step, valid from valid_from_ns, and in `line` what should be
 * seen, and what is wrong when it is not. `chain` only for PATTERN_CHAIN. NULL
 * with an error. The caller unrefs. */
struct scene *pattern_scene(enum pattern_kind kind, const struct config *config,
                            const struct pattern_chain *chain, int wall_width, int wall_height,
                            int step, int64_t valid_from_ns, char line[PATTERN_LINE_SIZE],
                            struct diag *diag);

#endif
