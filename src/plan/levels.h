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

/* Makes the levels cheaper by the one change that moves colours least (by CIE DE2000, else
 * CIE 1976), if there is one that moves none by more than `most`, 0 or more. False: there is
 * none, and nothing has changed. */
bool levels_simplify(struct levels *levels, const struct palette *palette, bool de2000, double most,
                     levels_cost_fn *cost, void *user);

#define LEVELS_VANISHED 1e6 /* the error of a colour that became black */

/* The most that a colour of the palette has moved; `worst` may be NULL. */
double levels_error(const struct levels *levels, const struct palette *palette, bool de2000,
                    int *worst);

/* Whether a colour is now called by another name. */
bool levels_rename(const struct levels *levels, const struct palette *palette);

#endif
