/* A recipe: the fewest slots that give a set of levels. A level is lit in some
 * of the slots; its light is the sum of their times.
 */
#ifndef PLAN_SLOT_RECIPE_H
#define PLAN_SLOT_RECIPE_H

#include <stdbool.h>
#include <stdint.h>

#define RECIPE_LEVELS 64 /* level 0 is dark */
#define RECIPE_SLOTS 8

struct slot_recipe {
    int count;
    uint16_t units[RECIPE_SLOTS]; /* time of a slot in steps of light (LIGHT_FULL: U) */
    uint64_t lit[RECIPE_SLOTS];   /* levels that are lit in it, a bit each */
};

/* For the levels of `set` (bit i: light[i], 0 to LIGHT_FULL; equal lights may
 * stand several times). Up to RECIPE_SLOTS different ones are given exactly; more
 * of them as 8 binary slots, each level within 4 steps. */
void slot_recipe_make(struct slot_recipe *recipe, const uint16_t light[RECIPE_LEVELS],
                      uint64_t set);

/* Whether the set has more different lights than a recipe gives exactly. */
bool slot_recipe_is_coarse(const uint16_t light[RECIPE_LEVELS], uint64_t set);

/* The light that each is given then: the nearest that 8 bits tell. */
uint16_t slot_recipe_coarse(uint16_t light);

#endif
