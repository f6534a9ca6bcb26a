#include "row_slots.h"

static void fill_spread(struct row_slots *slots, const struct plan *plan, int first, int channel)
{
    int count =
        slots->recipe.count - first < SPREAD_SLOTS ? slots->recipe.count - first : SPREAD_SLOTS;
    for (int value = 0; value <= UINT8_MAX; value++) {
        int level = plan->levels.index_of[value];
        uint64_t bytes = 0;
        for (int slot = 0; slot < count; slot++)
            bytes |= (slots->recipe.lit[first + slot] >> level & 1) << (8 * slot + channel);
        slots->spread[first / SPREAD_SLOTS][channel][value] = bytes;
    }
}

static struct row_slots *make(struct plan *plan, uint64_t set)
{
    while (plan->made_count == ROW_SLOTS_MAX && plan->made[plan->made_next].step == plan->step)
        plan->made_next = (plan->made_next + 1) % ROW_SLOTS_MAX;
    struct row_slots *slots = &plan->made[plan->made_next];
    plan->made_next = (plan->made_next + 1) % ROW_SLOTS_MAX;
    if (plan->made_count < ROW_SLOTS_MAX)
        plan->made_count++;
    slots->set = set;
    slot_recipe_make(&slots->recipe, plan->levels.light, set, plan->levels.planes);
    int longest = plan_parts_longest_slot(&slots->recipe);
    for (int i = 0; i < slots->recipe.count; i++) {
        int64_t on_ns = plan_parts_slot_on_ns(plan, slots->recipe.units[i]);
        slots->every[i] = plan_parts_slot_every(plan, on_ns, i == longest);
        slots->on_ns[i] = on_ns * slots->every[i];
    }
    for (int first = 0; first < slots->recipe.count; first += SPREAD_SLOTS)
        for (int channel = 0; channel < LIGHT_CHANNELS; channel++)
            fill_spread(slots, plan, first, channel);
    return slots;
}

struct row_slots *row_slots_for(struct plan *plan, uint64_t set)
{
    struct row_slots *slots = NULL;
    for (int i = 0; i < plan->made_count && !slots; i++)
        if (plan->made[i].set == set)
            slots = &plan->made[i];
    if (!slots)
        slots = make(plan, set);
    slots->step = plan->step;
    return slots;
}
