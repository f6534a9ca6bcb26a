#include "row_slots.h"

static void fill_spread(struct dish *dish, const struct plan *plan, int channel)
{
    for (int value = 0; value <= UINT8_MAX; value++) {
        int level = plan->levels.index_of[value];
        uint64_t bytes = 0;
        for (int slot = 0; slot < dish->recipe.count; slot++)
            bytes |= (dish->recipe.lit[slot] >> level & 1) << (8 * slot + channel);
        dish->spread[channel][value] = bytes;
    }
}

static struct dish *cook(struct plan *plan, uint64_t set)
{
    while (plan->dish_count == RECIPES_MAX && plan->dishes[plan->dish_next].step == plan->step)
        plan->dish_next = (plan->dish_next + 1) % RECIPES_MAX;
    struct dish *dish = &plan->dishes[plan->dish_next];
    plan->dish_next = (plan->dish_next + 1) % RECIPES_MAX;
    if (plan->dish_count < RECIPES_MAX)
        plan->dish_count++;
    dish->set = set;
    recipe_make(&dish->recipe, plan->levels.light, set);
    int longest = planner_longest_slot(&dish->recipe);
    for (int i = 0; i < dish->recipe.count; i++) {
        int64_t on_ns = planner_slot_on_ns(plan, dish->recipe.units[i]);
        dish->every[i] = planner_slot_every(plan, on_ns, i == longest);
        dish->on_ns[i] = on_ns * dish->every[i];
    }
    for (int channel = 0; channel < LIGHT_CHANNELS; channel++)
        fill_spread(dish, plan, channel);
    return dish;
}

struct dish *dish_for(struct plan *plan, uint64_t set)
{
    struct dish *dish = NULL;
    for (int i = 0; i < plan->dish_count && !dish; i++)
        if (plan->dishes[i].set == set)
            dish = &plan->dishes[i];
    if (!dish)
        dish = cook(plan, set);
    dish->step = plan->step;
    return dish;
}
