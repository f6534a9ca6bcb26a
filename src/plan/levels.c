#include "levels.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "hub75/light.h"
#include "plan/colour.h"

/* With more levels than that, only the nearest ones are looked at as targets:
 * sums of two would be too many. */
#define SUMS_UP_TO 12
#define MEETING_PARTS 4 /* quarters of the way from one to the other */

static void add_value(struct levels *levels, uint8_t value)
{
    uint16_t light = light_of_value(value);
    if (light == 0 || levels->index_of[value])
        return;
    levels->index_of[value] = (uint8_t)levels->count;
    levels->light[levels->count] = levels->wanted[levels->count] = light;
    levels->count++;
}

/* Values that nobody has counted share 63 levels, evenly. */
static void cover_all(struct levels *levels)
{
    levels->count = RECIPE_LEVELS;
    for (int value = 0; value <= UINT8_MAX; value++) {
        int index = (value * (RECIPE_LEVELS - 1) + UINT8_MAX / 2) / UINT8_MAX;
        uint8_t middle = (uint8_t)((index * UINT8_MAX + RECIPE_LEVELS / 2) / (RECIPE_LEVELS - 1));
        levels->index_of[value] = (uint8_t)index;
        levels->light[index] = levels->wanted[index] = light_of_value(middle);
    }
    for (int row = 0; row < levels->row_count; row++)
        levels->rows[row] = UINT64_MAX;
}

static uint64_t colour_levels(const struct levels *levels, struct config_colour colour)
{
    return UINT64_C(1) << levels->index_of[colour.r] | UINT64_C(1) << levels->index_of[colour.g] |
           UINT64_C(1) << levels->index_of[colour.b];
}

void levels_of_palette(struct levels *levels, const struct palette *palette, int row_count)
{
    assert(row_count > 0 && row_count <= PALETTE_ROWS);
    *levels = (struct levels){.count = 1, .row_count = row_count};
    bool fits = !palette->overflow;
    for (int i = 0; i < palette->count && fits; i++) {
        const struct config_colour *colour = &palette->colours[i];
        fits = levels->count + 3 <= RECIPE_LEVELS;
        if (fits) {
            add_value(levels, colour->r);
            add_value(levels, colour->g);
            add_value(levels, colour->b);
        }
    }
    if (!fits) {
        cover_all(levels);
        return;
    }
    for (int row = 0; row < row_count; row++)
        for (int i = 0; i < palette->count; i++)
            if (palette->rows[row] >> i & 1)
                levels->rows[row] |= colour_levels(levels, palette->colours[i]);
}

static struct colour_lab lab_of(const struct levels *levels, struct config_colour colour,
                                const uint16_t *light)
{
    const uint16_t rgb[3] = {light[levels->index_of[colour.r]], light[levels->index_of[colour.g]],
                             light[levels->index_of[colour.b]]};
    return colour_to_lab(rgb);
}

/* A colour must not become black. */
static bool vanishes(const struct levels *levels, struct config_colour colour)
{
    int r = levels->index_of[colour.r];
    int g = levels->index_of[colour.g];
    int b = levels->index_of[colour.b];
    return (levels->wanted[r] || levels->wanted[g] || levels->wanted[b]) && !levels->light[r] &&
           !levels->light[g] && !levels->light[b];
}

uint16_t levels_dimmed(uint16_t light, double dimmed)
{
    assert(dimmed >= 0 && dimmed <= 1);
    return (uint16_t)lround(light * dimmed);
}

static double distance(struct colour_lab x, struct colour_lab y, bool de2000)
{
    return de2000 ? colour_de2000(x, y) : colour_de76(x, y);
}

static double white_error(bool de2000, double dimmed)
{
    const uint16_t full = LIGHT_FULL;
    const uint16_t less = levels_dimmed(full, dimmed);
    return distance(colour_to_lab((const uint16_t[]){full, full, full}),
                    colour_to_lab((const uint16_t[]){less, less, less}), de2000);
}

double levels_error(const struct levels *levels, const struct palette *palette, bool de2000,
                    double dimmed, int *worst)
{
    double most = 0;
    uint16_t light[RECIPE_LEVELS];
    for (int i = 0; i < levels->count; i++)
        light[i] = levels_dimmed(levels->light[i], dimmed);
    if (palette->overflow)
        return white_error(de2000, dimmed);
    for (int i = 0; i < palette->count; i++) {
        struct colour_lab wanted = lab_of(levels, palette->colours[i], levels->wanted);
        struct colour_lab now = lab_of(levels, palette->colours[i], light);
        if (vanishes(levels, palette->colours[i]))
            return LEVELS_VANISHED;
        double far = distance(wanted, now, de2000);
        if (far > most && worst)
            *worst = i;
        most = far > most ? far : most;
    }
    return most;
}

bool levels_rename(const struct levels *levels, const struct palette *palette)
{
    for (int i = 0; i < palette->count && !palette->overflow; i++)
        if (colour_name_differs(lab_of(levels, palette->colours[i], levels->wanted),
                                lab_of(levels, palette->colours[i], levels->light)))
            return true;
    return false;
}

/* One level's light becomes another, or two levels' (`from`, `with`) the same between them. */
struct change {
    uint16_t from, with, to;
    double error;
};

struct changes {
    struct change *items;
    size_t count, capacity;
};

static void set_light(struct levels *levels, uint16_t from, uint16_t to)
{
    for (int i = 1; i < levels->count; i++)
        if (levels->light[i] == from)
            levels->light[i] = to;
}

/* What a change is weighed by. */
struct weighing {
    struct levels *levels;
    const struct palette *palette;
    const struct levels_limit *most;
};

/* The error by CIE DE2000; infinite: it moves a colour too far. */
static double error_within(const struct weighing *weighing)
{
    const struct levels *levels = weighing->levels;
    double error = levels_error(levels, weighing->palette, true, 1, NULL);
    bool within = error <= weighing->most->de2000 &&
                  levels_error(levels, weighing->palette, false, 1, NULL) <= weighing->most->de76;
    return within ? error : INFINITY;
}

static void make_change(struct levels *levels, const struct change *change)
{
    set_light(levels, change->from, change->to);
    set_light(levels, change->with, change->to);
}

static void consider(struct changes *changes, const struct weighing *weighing, int from, int with,
                     int to)
{
    struct levels *levels = weighing->levels;
    uint16_t before[RECIPE_LEVELS];
    if (to < 0 || to > LIGHT_FULL || to == from)
        return;
    struct change change = {(uint16_t)from, (uint16_t)with, (uint16_t)to, 0};
    memcpy(before, levels->light, sizeof before);
    make_change(levels, &change);
    change.error = error_within(weighing);
    memcpy(levels->light, before, sizeof before);
    if (isinf(change.error))
        return;
    if (changes->count == changes->capacity) {
        changes->capacity = 2 * changes->capacity + 32;
        changes->items = memory_resize(changes->items, changes->capacity, sizeof *changes->items);
    }
    changes->items[changes->count++] = change;
}

/* The different lights, the dark one first. */
static int different_lights(const struct levels *levels, int lights[RECIPE_LEVELS])
{
    int count = 0;
    for (int i = 0; i < levels->count; i++) {
        bool known = false;
        for (int k = 0; k < count; k++)
            known |= lights[k] == levels->light[i];
        if (!known)
            lights[count++] = levels->light[i];
    }
    return count;
}

/* Two lights meet between them; the dark one has no part in it. */
static void consider_meeting(struct changes *changes, const struct weighing *weighing, int one,
                             int other)
{
    for (int part = 1; one > 0 && other > 0 && part < MEETING_PARTS; part++)
        consider(changes, weighing, one, other, one + (other - one) * part / MEETING_PARTS);
}

static void consider_all(struct changes *changes, const struct weighing *weighing)
{
    int lights[RECIPE_LEVELS];
    int count = different_lights(weighing->levels, lights);
    for (int i = 1; i < count; i++) {
        const int from = lights[i];
        for (int k = 0; k < count; k++)
            consider(changes, weighing, from, from, lights[k]);
        for (int k = 1; k < i && count <= SUMS_UP_TO; k++)
            consider_meeting(changes, weighing, from, lights[k]);
        for (int k = 1; k < count && count <= SUMS_UP_TO; k++)
            for (int j = 1; j < count; j++) {
                if (k == i || j == i)
                    continue;
                if (j >= k)
                    consider(changes, weighing, from, from, lights[k] + lights[j]);
                consider(changes, weighing, from, from, lights[k] - lights[j]);
            }
    }
}

static int compare_changes(const void *a, const void *b)
{
    const struct change *x = a;
    const struct change *y = b;
    if (x->error != y->error)
        return x->error < y->error ? -1 : 1;
    if (x->from != y->from)
        return x->from - y->from;
    return x->with != y->with ? x->with - y->with : x->to - y->to;
}

bool levels_simplify(struct levels *levels, const struct palette *palette,
                     const struct levels_limit *most, levels_cost_fn *cost, void *user)
{
    assert(most->de2000 >= 0 && most->de76 >= 0);
    const struct weighing weighing = {levels, palette, most};
    struct changes changes = {0};
    if (palette->overflow)
        return false;
    double now = cost(user, levels);
    consider_all(&changes, &weighing);
    if (changes.count > 0)
        qsort(changes.items, changes.count, sizeof *changes.items, compare_changes);
    bool found = false;
    for (size_t i = 0; i < changes.count && !found; i++) {
        struct levels tried = *levels;
        make_change(&tried, &changes.items[i]);
        found = cost(user, &tried) < now;
        if (found)
            *levels = tried;
    }
    free(changes.items);
    return found;
}
