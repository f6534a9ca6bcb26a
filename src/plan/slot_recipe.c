#include "slot_recipe.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#define SEARCHED_SLOTS 4 /* more of them are a thermometer: the search would take too long */

/* The different lights of a set, ascending, and a search for slots. */
struct search {
    uint16_t values[RECIPE_EXACT];
    int count;
    uint16_t units[RECIPE_EXACT];
    int limit;
};

/* False when there are more than RECIPE_EXACT. */
static bool collect(struct search *search, const uint16_t *light, uint64_t set)
{
    search->count = 0;
    for (uint64_t rest = set; rest; rest &= rest - 1) {
        uint16_t value = light[__builtin_ctzll(rest)];
        int at = search->count;
        while (at > 0 && search->values[at - 1] > value)
            at--;
        if (value == 0 || (at > 0 && search->values[at - 1] == value))
            continue;
        if (search->count == RECIPE_EXACT)
            return false;
        memmove(&search->values[at + 1], &search->values[at],
                (size_t)(search->count - at) * sizeof *search->values);
        search->values[at] = value;
        search->count++;
    }
    return true;
}

static int sum_of(const uint16_t *units, unsigned subset)
{
    int sum = 0;
    for (; subset; subset &= subset - 1)
        sum += units[__builtin_ctz(subset)];
    return sum;
}

/* The slots that make `value`; UINT32_MAX: none do. */
static unsigned find_subset(const uint16_t *units, int count, int value)
{
    for (unsigned subset = 0; subset < 1u << count; subset++)
        if (sum_of(units, subset) == value)
            return subset;
    return UINT32_MAX;
}

/* Whether values[at...] can be made with the `used` slots and up to the limit.
 * A value that can't is one new slot more than some sum of the old ones. All
 * slots together last no longer than the largest value: a row is lit no longer
 * than full light is. */
static bool make_from(struct search *search, int at, int used)
{
    while (at < search->count && find_subset(search->units, used, search->values[at]) != UINT32_MAX)
        at++;
    if (at == search->count)
        return true;
    if (used == search->limit)
        return false;
    const unsigned all = (1u << used) - 1;
    int room = search->values[search->count - 1] - sum_of(search->units, all);
    for (unsigned subset = 0; subset <= all; subset++) {
        int rest = search->values[at] - sum_of(search->units, subset);
        if (rest <= 0 || rest > room)
            continue;
        search->units[used] = (uint16_t)rest;
        if (make_from(search, at + 1, used + 1))
            return true;
    }
    return false;
}

/* The fewest slots; at worst a thermometer, one slot for each step up. */
static int fewest_slots(struct search *search)
{
    for (search->limit = 1; search->limit < search->count && search->limit <= SEARCHED_SLOTS;
         search->limit++)
        if ((1 << search->limit) > search->count && make_from(search, 0, 0)) {
            int used = 0; /* those that a value needs */
            unsigned all = 0;
            for (int i = 0; i < search->count; i++)
                all |= find_subset(search->units, search->limit, search->values[i]);
            while (all >> used)
                used++;
            return used;
        }
    for (int i = 0; i < search->count; i++)
        search->units[i] = (uint16_t)(search->values[i] - (i > 0 ? search->values[i - 1] : 0));
    return search->count;
}

static void light_levels(struct slot_recipe *recipe, const uint16_t *light, uint64_t set)
{
    for (uint64_t rest = set; rest; rest &= rest - 1) {
        int level = __builtin_ctzll(rest);
        unsigned subset = find_subset(recipe->units, recipe->count, light[level]);
        assert(subset != UINT32_MAX); /* the slots were found for these very lights */
        for (int slot = 0; slot < recipe->count; slot++)
            recipe->lit[slot] |= (uint64_t)(subset >> slot & 1) << level;
    }
}

#define COARSE_SHIFT (LIGHT_BITS - RECIPE_COARSE) /* the 8 upper bits of 11 */

static int coarse_bits(uint16_t light)
{
    int bits = (light + (1 << (COARSE_SHIFT - 1))) >> COARSE_SHIFT;
    return bits > UINT8_MAX ? UINT8_MAX : bits;
}

bool slot_recipe_is_binary(const uint16_t light[RECIPE_LEVELS], uint64_t set)
{
    struct search search;
    return !collect(&search, light, set);
}

uint16_t slot_recipe_coarse(uint16_t light)
{
    return (uint16_t)(coarse_bits(light) << COARSE_SHIFT);
}

static void make_binary(struct slot_recipe *recipe, const uint16_t *light, uint64_t set, int planes)
{
    const int lowest = LIGHT_BITS - planes;
    recipe->count = planes;
    for (int slot = 0; slot < planes; slot++)
        recipe->units[slot] = (uint16_t)(1 << (lowest + slot));
    for (uint64_t rest = set; rest; rest &= rest - 1) {
        int level = __builtin_ctzll(rest);
        int given = planes == LIGHT_BITS ? light[level] : slot_recipe_coarse(light[level]);
        for (int slot = 0; slot < planes; slot++)
            recipe->lit[slot] |= (uint64_t)(given >> (lowest + slot) & 1) << level;
    }
}

void slot_recipe_make(struct slot_recipe *recipe, const uint16_t light[RECIPE_LEVELS], uint64_t set,
                      int planes)
{
    struct search search = {0};
    assert(planes == RECIPE_COARSE || planes == LIGHT_BITS);
    *recipe = (struct slot_recipe){0};
    if (!collect(&search, light, set)) {
        make_binary(recipe, light, set, planes);
        return;
    }
    recipe->count = fewest_slots(&search);
    memcpy(recipe->units, search.units, sizeof search.units);
    light_levels(recipe, light, set);
}
