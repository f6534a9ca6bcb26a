/* What the planner's parts know of each other. */
#ifndef PLAN_PLAN_PARTS_H
#define PLAN_PLAN_PARTS_H

#include "current.h"
#include "hub75/light.h"
#include "levels.h"
#include "palette.h"
#include "plan/plan.h"
#include "slot_recipe.h"

/* Sets of levels of a scene's rows; older ones are made again. More than a step
 * needs, so that none of its own is thrown out. */
#define ROW_SLOTS_MAX (2 * PALETTE_ROWS)

/* Of the period nothing is planned for so much. Real-time throttling stops who runs for 95 % of
 * a second; the refresh thread rests for a 16th of each period whatever its calls took, so that
 * it never comes to that; what is more is for calls that take longer than they were measured. */
#define SLEEP_SHARE 0.07
#define NS_PER_S 1000000000.0

#define SPREAD_SLOTS 8 /* bytes of a word */
#define SPREADS ((RECIPE_SLOTS + SPREAD_SLOTS - 1) / SPREAD_SLOTS)

/* A recipe and its tables: for each channel and value, a byte for each slot, with
 * the channel's bit where the value is lit; a table for each SPREAD_SLOTS of them. */
struct row_slots {
    uint64_t set;
    uint64_t step; /* the last that used it */
    struct slot_recipe recipe;
    int every[RECIPE_SLOTS]; /* lit in every so many refreshes */
    int64_t on_ns[RECIPE_SLOTS];
    uint64_t spread[SPREADS][LIGHT_CHANNELS][UINT8_MAX + 1];
};

struct plan {
    const struct panel *panel;
    const struct config_panel *config;
    struct lines_cost cost;
    int64_t shift_ns; /* of all columns, as text usually is */
    int64_t bare_ns;  /* the same if no data line ever changed */
    int64_t line_ns;  /* and for each that does at every column */
    int64_t ride_ns;  /* with what rides along with a shift */
    int64_t turn_ns;  /* from a light's end to the next one, the shift being done */
    int64_t row_ns;   /* to go to another row, where that is clocked in */
    double unit_share;
    struct palette palette;
    struct levels levels;
    int last_row; /* that may be lit */
    /* Of each scan row and data line: the levels that it may give. */
    uint64_t lines[PALETTE_ROWS][PALETTE_HALVES * 3];
    uint64_t set_of[UINT8_MAX + 1]; /* a value's level as a bit */
    struct plan_report report;
    struct row_slots made[ROW_SLOTS_MAX];
    int made_count, made_next;
    uint64_t step;
};

/* What a slot takes besides its shift and its light. */
int64_t plan_parts_dark_ns(const struct plan *plan);

/* How long so many steps of light (LIGHT_FULL: U) take. */
int64_t plan_parts_slot_on_ns(const struct plan *plan, int units);

/* In every how many refreshes a slot is lit. `longest`: of its row. */
int plan_parts_slot_every(const struct plan *plan, int64_t on_ns, bool longest);

/* What is calm, and no more than is asked for at all. */
double plan_parts_floor_hz(const struct plan *plan);

/* The index of a recipe's longest slot. */
int plan_parts_longest_slot(const struct slot_recipe *recipe);

#endif
