/* The levels of a scene: which light each picture value gets, and how little of
 * it is enough. */
#ifndef PLAN_LEVELS_H
#define PLAN_LEVELS_H

#include <stdbool.h>
#include <stdint.h>

#include "palette.h"
#include "slot_recipe.h"

struct levels {
    uint8_t index_of[UINT8_MAX + 1]; /* picture value -> level; 0: dark */
    uint16_t light[RECIPE_LEVELS];   /* as it is now */
    uint16_t wanted[RECIPE_LEVELS];  /* as the picture asks */
    int count;                       /* the dark one counted */
    uint64_t rows[PALETTE_ROWS];     /* levels that may stand in a scan row */
    int row_count;
    int planes; /* of rows with many lights (slot_recipe.h) */
};

/* The levels of a palette, each with the light that it asks for. */
void levels_of_palette(struct levels *levels, const struct palette *palette, int row_count);

/* What is to become less: slots, time. */
typedef double levels_cost_fn(void *user, const struct levels *levels);

/* How far a colour may move, by both measures: 0 or more. */
struct levels_limit {
    double de2000, de76;
};

/* Makes the levels cheaper by the one change that moves colours least (by CIE DE2000), if
 * there is one that moves none by more than `most`. False: there is none, and nothing has
 * changed. */
bool levels_simplify(struct levels *levels, const struct palette *palette,
                     const struct levels_limit *most, levels_cost_fn *cost, void *user);

#define LEVELS_VANISHED 1e6 /* the error of a colour that became black */

/* A level's light where only so much (0 to 1) of all light is given. */
uint16_t levels_dimmed(uint16_t light, double dimmed);

/* The most that a colour of the palette has moved, lightness included, where only so much of
 * all light is given; `worst` may be NULL. Where the colours are not known it is white's. */
double levels_error(const struct levels *levels, const struct palette *palette, bool de2000,
                    double dimmed, int *worst);

/* Whether a colour is now called by another name. */
bool levels_rename(const struct levels *levels, const struct palette *palette);

#endif
