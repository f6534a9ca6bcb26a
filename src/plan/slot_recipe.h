/* A recipe: the fewest slots that give a set of levels. A level is lit in some
 * of the slots; its light is the sum of their times.
 */
#ifndef PLAN_SLOT_RECIPE_H
#define PLAN_SLOT_RECIPE_H

#include <stdbool.h>
#include <stdint.h>

#include "hub75/light.h"

#define RECIPE_LEVELS 64 /* level 0 is dark */
#define RECIPE_EXACT 8   /* different lights that get slots of their own making */
#define RECIPE_COARSE                                                                              \
    8 /* binary slots for more of them, where the finest are not worth a shift                     \
       */
#define RECIPE_SLOTS LIGHT_BITS

struct slot_recipe {
    int count;
    uint16_t units[RECIPE_SLOTS]; /* time of a slot in steps of light (LIGHT_FULL: U) */
    uint64_t lit[RECIPE_SLOTS];   /* levels that are lit in it, a bit each */
};

/* For the levels of `set` (bit i: light[i], 0 to LIGHT_FULL; equal lights may
 * stand several times). Up to RECIPE_EXACT different ones are given exactly; more
 * of them as so many binary `planes`: LIGHT_BITS exactly, RECIPE_COARSE within 4 steps. */
void slot_recipe_make(struct slot_recipe *recipe, const uint16_t light[RECIPE_LEVELS], uint64_t set,
                      int planes);

/* Whether the set has more different lights than RECIPE_EXACT. */
bool slot_recipe_is_binary(const uint16_t light[RECIPE_LEVELS], uint64_t set);

/* The light that RECIPE_COARSE planes give then: the nearest. */
uint16_t slot_recipe_coarse(uint16_t light);

#endif
