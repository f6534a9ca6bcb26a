#include "hub75/plan.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "current.h"
#include "hub75/light.h"
#include "levels.h"
#include "palette.h"
#include "recipe.h"

/* Sets of levels of a scene's rows; older ones are made again. More than a step
 * needs, so that none of its own is thrown out. */
#define RECIPES_MAX (2 * PALETTE_ROWS)
#define SLEEP_SHARE 0.10 /* of the period: real-time throttling never stops a lit row */
/* U as a share of a row's part of the period. Even: with two slots of which one
 * is amber's green (31 % of full light) a row still fits into its part. */
#define EVEN_SMALLER_SLOT 0.3125
#define EVEN_SHARE_LEAST 0.75
#define EVEN_SHARE_MOST 0.80 /* leaves room for a third slot where calls are fast */
#define BRIGHT_SHARE 0.99
#define DIM_SHARE 0.05    /* of U: below it a slot is dim */
#define HALF_RATE_HZ 75.0 /* a slot at half rate must not be seen to flicker */
#define PERIOD_TRIES 20
#define PERIOD_MORE 1.005
#define CALM_HZ 75.0       /* nor the whole panel, where it keeps a colour's name */
#define DISTINCT_COST 0.01 /* of a slot: fewer levels are better where slots are equal */
#define WORST_DE 1000.0

#define NS_PER_S 1000000000.0
/* Odd, so that its powers lose nothing modulo 2^64: Knuth's multiplier for linear
 * congruences (TAOCP 3.3.4). */
#define HASH_BASE UINT64_C(6364136223846793005)

/* A recipe and its tables: for each channel and value, a byte for each slot, with
 * the channel's bit where the value is lit. */
struct dish {
    uint64_t set;
    uint64_t step; /* the last that used it */
    struct recipe recipe;
    int every[RECIPE_SLOTS]; /* lit in every so many refreshes */
    int64_t on_ns[RECIPE_SLOTS];
    uint64_t spread[LIGHT_CHANNELS][UINT8_MAX + 1];
};

struct plan {
    const struct panel *panel;
    const struct config_panel *config;
    struct lines_cost cost;
    int64_t shift_ns; /* of all columns */
    double unit_share;
    struct palette palette;
    struct levels levels;
    uint64_t set_of[UINT8_MAX + 1]; /* a value's level as a bit */
    struct plan_report report;
    struct dish dishes[RECIPES_MAX];
    int dish_count, dish_next;
    uint64_t step;
};

static int64_t dark_ns(const struct plan *plan)
{
    return lines_cost_slot_ns(&plan->cost) + plan->config->blank_ns;
}

/* U's share, from the configuration alone. */
static double unit_share(const struct plan *plan)
{
    double row_ns = NS_PER_S / plan->config->refresh_hz / plan->panel->scan_rows;
    if (plan->config->light == CONFIG_LIGHT_BRIGHT)
        return BRIGHT_SHARE;
    double left_ns =
        (1 - SLEEP_SHARE) * row_ns - (double)plan->shift_ns - 2 * (double)dark_ns(plan);
    double share = left_ns / (1 - EVEN_SMALLER_SLOT) / row_ns;
    share = share < EVEN_SHARE_LEAST ? EVEN_SHARE_LEAST : share;
    return share > EVEN_SHARE_MOST ? EVEN_SHARE_MOST : share;
}

void plan_set_cost(struct plan *plan, struct lines_cost cost)
{
    plan->cost = cost;
    plan->shift_ns =
        (int64_t)(plan->panel->columns * lines_cost_column_ns(&cost, plan->panel->lanes));
    plan->unit_share = unit_share(plan);
}

struct plan *plan_create(const struct panel *panel, const struct config_panel *config,
                         struct lines_cost cost)
{
    struct plan *plan = memory_alloc(1, sizeof *plan);
    plan->panel = panel;
    plan->config = config;
    plan_set_cost(plan, cost);
    plan_scene(plan, NULL);
    return plan;
}

void plan_destroy(struct plan *plan)
{
    free(plan);
}

const struct plan_report *plan_report(const struct plan *plan)
{
    return &plan->report;
}

/* --- once for each scene --- */

/* In every how many refreshes a slot is lit. */
static int slot_every(const struct plan *plan, int64_t on_ns, bool longest)
{
    if ((double)on_ns < DIM_SHARE * (double)plan->report.unit_ns || on_ns < plan->cost.call_ns)
        return PLAN_PHASES;
    return plan->report.half_rate && !longest ? 2 : 1;
}

static int longest_slot(const struct recipe *recipe)
{
    int longest = 0;
    for (int i = 1; i < recipe->count; i++)
        if (recipe->units[i] > recipe->units[longest])
            longest = i;
    return longest;
}

static int64_t slot_on_ns(const struct plan *plan, int units)
{
    return plan->report.unit_ns * units / LIGHT_FULL;
}

/* Adds what the slots of a row take to each phase in which they are lit. */
static void add_row_ns(const struct plan *plan, const struct recipe *recipe, int row,
                       double phases_ns[PLAN_PHASES])
{
    int longest = longest_slot(recipe);
    for (int i = 0; i < recipe->count; i++) {
        int64_t on_ns = slot_on_ns(plan, recipe->units[i]);
        int every = slot_every(plan, on_ns, i == longest);
        int64_t lit_ns = on_ns * every;
        int64_t slot_ns = (lit_ns > plan->shift_ns ? lit_ns : plan->shift_ns) + dark_ns(plan);
        for (int phase = 0; phase < PLAN_PHASES; phase++)
            if (row % every == phase % every)
                phases_ns[phase] += (double)slot_ns;
    }
}

/* What a refresh takes at worst, whatever part of the scene is seen. */
static double scene_ns(void *user, const struct levels *levels)
{
    const struct plan *plan = user;
    struct recipe recipe = {0};
    double phases_ns[PLAN_PHASES] = {0};
    uint64_t last = 0; /* rows beside each other are mostly alike */
    for (int row = 0; row < levels->row_count; row++) {
        if (levels->rows[row] != last)
            recipe_make(&recipe, levels->light, levels->rows[row]);
        last = levels->rows[row];
        add_row_ns(plan, &recipe, row, phases_ns);
    }
    double most_ns = 0;
    for (int phase = 0; phase < PLAN_PHASES; phase++)
        most_ns = phases_ns[phase] > most_ns ? phases_ns[phase] : most_ns;
    return most_ns + (double)(plan->shift_ns + plan->cost.call_ns);
}

/* Slots over all rows, which snapping is to make fewer. */
static double scene_slots(void *user, const struct levels *levels)
{
    (void)user;
    struct recipe recipe = {0};
    double slots = 0;
    uint64_t all = 0;
    uint64_t last = 0;
    for (int row = 0; row < levels->row_count; row++) {
        uint64_t set = levels->rows[row];
        all |= set;
        if (set != last)
            recipe_make(&recipe, levels->light, set);
        last = set;
        slots += recipe.count;
    }
    uint64_t seen[LIGHT_FULL / 64 + 1] = {0};
    for (int i = 1; i < levels->count; i++) {
        uint64_t bit = UINT64_C(1) << (levels->light[i] % 64);
        if (all >> i & 1 && levels->light[i] && !(seen[levels->light[i] / 64] & bit))
            slots += DISTINCT_COST;
        seen[levels->light[i] / 64] |= bit;
    }
    return slots;
}

/* How long the fastest zone stands before its next px; 0: nothing moves. */
static double step_ns(const struct scene *scene)
{
    int32_t fastest = 0;
    for (size_t i = 0; scene && i < scene->zone_count; i++) {
        int32_t speed = zone_speed_mpx_s(&scene->zones[i]);
        if (speed > fastest)
            fastest = speed;
    }
    return fastest ? 1000 * NS_PER_S / fastest : 0;
}

/* The longest whole part of a step that is no longer than most_ns. */
static double part_of_step(double step, double most_ns)
{
    return step > 0 ? step / ceil(step / most_ns - 1e-9) : most_ns;
}

/* The next longer period: one part of the step fewer; where there is but one, or
 * nothing moves, an eighth more. */
static double longer_period(double step, double period_ns)
{
    double parts = step > 0 ? round(step / period_ns) - 1 : 0;
    return parts >= 1 ? step / parts : period_ns * 1.125;
}

static void set_period(struct plan *plan, double period_ns)
{
    struct plan_report *report = &plan->report;
    report->period_ns = (int64_t)period_ns;
    report->unit_share = plan->unit_share;
    report->unit_ns = (int64_t)(report->unit_share * period_ns / plan->panel->scan_rows *
                                plan->config->brightness / 100 * report->dimmed * report->crowded);
}

static bool fits(struct plan *plan)
{
    return scene_ns(plan, &plan->levels) <= (1 - SLEEP_SHARE) * (double)plan->report.period_ns;
}

/* At this period: colour gives way until the slots fit. False when not even one
 * slot a row fits. */
static bool fit_levels(struct plan *plan, const struct levels *snapped, double period_ns)
{
    struct plan_report *report = &plan->report;
    plan->levels = *snapped;
    report->half_rate = false;
    set_period(plan, period_ns);
    if (fits(plan))
        return true;
    report->half_rate = NS_PER_S / period_ns / 2 >= HALF_RATE_HZ;
    while (!fits(plan) &&
           levels_simplify(&plan->levels, &plan->palette, true, WORST_DE, scene_ns, plan))
        ;
    return fits(plan);
}

/* The refresh rate that is asked for is held, and colour gives way before it;
 * but before amber becomes yellow the rate does, as long as nobody sees it
 * flicker. */
static bool fit_colours(struct plan *plan, const struct levels *snapped, double step,
                        double asked_ns)
{
    double period_ns = asked_ns;
    while (period_ns <= NS_PER_S / CALM_HZ) {
        if (fit_levels(plan, snapped, period_ns) && !levels_rename(&plan->levels, &plan->palette))
            return true;
        period_ns = longer_period(step, period_ns);
    }
    return fit_levels(plan, snapped, asked_ns);
}

/* Where not even one slot a row fits, other colours have not helped: they stay,
 * and the refresh is as fast as it can be. */
static void fit_period(struct plan *plan, const struct levels *snapped, double step)
{
    plan->levels = *snapped;
    plan->report.half_rate = false;
    /* A longer period makes slots longer as well: it converges. */
    for (int tries = 0; tries < PERIOD_TRIES && !fits(plan); tries++) {
        double needed_ns = scene_ns(plan, &plan->levels) / (1 - SLEEP_SHARE) * PERIOD_MORE;
        double parts = floor(step / needed_ns);
        set_period(plan, parts >= 1 ? step / parts : needed_ns);
    }
}

/* A row with more levels than a recipe gives exactly has coarse ones; then all
 * rows have, so that a colour looks the same everywhere. */
static void coarsen(struct plan *plan)
{
    struct levels *levels = &plan->levels;
    bool coarse = false;
    for (int row = 0; row < levels->row_count; row++)
        coarse |= recipe_is_coarse(levels->light, levels->rows[row]);
    for (int i = 1; i < levels->count && coarse; i++)
        levels->light[i] = recipe_coarse(levels->light[i]);
}

static void fill_report(struct plan *plan)
{
    struct plan_report *report = &plan->report;
    int worst = 0;
    report->delta_e = levels_error(&plan->levels, &plan->palette, true, &worst);
    report->delta_e_76 = levels_error(&plan->levels, &plan->palette, false, NULL);
    report->renamed = levels_rename(&plan->levels, &plan->palette);
    report->worst = plan->palette.colours[worst];
}

/* Below min_refresh_hz it flickers: there colours move as far as their names
 * allow. */
static void fit_at_least(struct plan *plan, const struct levels *snapped, double step)
{
    double least_ns = NS_PER_S / plan->config->min_refresh_hz;
    fit_period(plan, snapped, step);
    if ((double)plan->report.period_ns <= least_ns)
        return;
    if (!fit_levels(plan, snapped, least_ns) || levels_rename(&plan->levels, &plan->palette))
        fit_period(plan, snapped, step);
}

/* A scene that would draw more than the supply gives is dimmed, all of it alike. */
static void limit_current(struct plan *plan, const struct scene *scene)
{
    struct plan_report *report = &plan->report;
    double most = plan->config->max_amperes;
    report->dimmed = 1;
    if (scene)
        report->amperes = current_of_scene(plan->panel, scene) * plan->unit_share *
                          plan->config->brightness / 100;
    if (most > 0 && report->amperes > most)
        report->dimmed = most / report->amperes;
}

double plan_worst_amperes(const struct plan *plan)
{
    return current_at_most(plan->panel) * plan->unit_share * plan->config->brightness / 100;
}

static int brightest(const struct levels *levels, int row)
{
    int light = 0;
    for (int i = 0; i < levels->count; i++)
        if (levels->rows[row] >> i & 1 && levels->light[i] > light)
            light = levels->light[i];
    return light;
}

/* All rows at once need the longest time; light of U on each row may be more than
 * a period has beside its dark parts (panel.light = "bright" on every row): then
 * it is shortened, or no period would be long enough. */
static void limit_light(struct plan *plan, double asked_ns)
{
    double lit = 0; /* of U, all rows together */
    double dark = (double)(plan->shift_ns + plan->cost.call_ns);
    double shifts = 0;
    for (int row = 0; row < plan->levels.row_count; row++) {
        int light = brightest(&plan->levels, row);
        lit += light / (double)LIGHT_FULL;
        dark += light ? (double)dark_ns(plan) : 0;
        shifts += light ? (double)plan->shift_ns : 0;
    }
    double least_ns = (dark + shifts) / (1 - SLEEP_SHARE);
    set_period(plan, asked_ns > least_ns ? asked_ns : least_ns);
    double room_ns = (1 - SLEEP_SHARE) * (double)plan->report.period_ns - dark;
    double lit_ns = lit * (double)plan->report.unit_ns;
    if (lit_ns > room_ns)
        plan->report.crowded = room_ns / lit_ns;
    set_period(plan, asked_ns);
}

static void decide(struct plan *plan, const struct scene *scene)
{
    limit_current(plan, scene);
    double step = step_ns(scene);
    plan->report.crowded = 1;
    double asked_ns = part_of_step(step, NS_PER_S / plan->config->refresh_hz);
    limit_light(plan, asked_ns);
    while (plan->config->snap &&
           levels_simplify(&plan->levels, &plan->palette, false, PLAN_SNAP_DE, scene_slots, plan))
        ;
    const struct levels snapped = plan->levels;
    if (!fit_colours(plan, &snapped, step, asked_ns))
        fit_at_least(plan, &snapped, step);
    double hz = NS_PER_S / (double)plan->report.period_ns;
    plan->report.slow = hz < plan->config->refresh_hz * (1 - 1e-6);
    plan->report.too_slow = hz < plan->config->min_refresh_hz;
}

void plan_scene(struct plan *plan, const struct scene *scene)
{
    plan->report = (struct plan_report){0};
    plan->palette = (struct palette){.count = 1};
    if (scene)
        palette_of_scene(&plan->palette, plan->panel, scene);
    levels_of_palette(&plan->levels, &plan->palette, plan->panel->scan_rows);
    decide(plan, scene);
    coarsen(plan);
    fill_report(plan);
    for (int value = 0; value <= UINT8_MAX; value++)
        plan->set_of[value] = UINT64_C(1) << plan->levels.index_of[value];
    plan->dish_count = plan->dish_next = 0;
}

int plan_declared(const struct plan *plan, uint8_t value)
{
    return plan->levels.light[plan->levels.index_of[value]];
}

/* --- for each step --- */

void plan_step_init(struct plan_step *step, const struct plan *plan)
{
    size_t slots = (size_t)plan->panel->scan_rows * RECIPE_SLOTS;
    size_t row_size = (size_t)plan->panel->columns * (size_t)plan->panel->lanes;
    *step = (struct plan_step){.count = 1};
    step->items = memory_alloc(slots * PLAN_PHASES, sizeof *step->items);
    step->patterns = memory_alloc(slots * row_size, 1);
    step->overlaps = memory_alloc(slots, sizeof *step->overlaps);
    for (size_t phase = 0; phase < PLAN_PHASES; phase++)
        step->phases[phase].items = step->items + phase * slots;
}

void plan_step_finish(struct plan_step *step)
{
    free(step->items);
    free(step->patterns);
    free(step->overlaps);
    *step = (struct plan_step){0};
}

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
    int longest = longest_slot(&dish->recipe);
    for (int i = 0; i < dish->recipe.count; i++) {
        int64_t on_ns = slot_on_ns(plan, dish->recipe.units[i]);
        dish->every[i] = slot_every(plan, on_ns, i == longest);
        dish->on_ns[i] = on_ns * dish->every[i];
    }
    for (int channel = 0; channel < LIGHT_CHANNELS; channel++)
        fill_spread(dish, plan, channel);
    return dish;
}

static struct dish *dish_for(struct plan *plan, uint64_t set)
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

/* The levels that stand in a row of the frame. */
static uint64_t row_set(const struct plan *plan, const uint32_t *pixels, size_t halves,
                        const uint8_t *rgb)
{
    uint64_t set = 0;
    for (size_t i = 0; i < halves; i++) {
        const uint8_t *pixel = rgb + (size_t)pixels[i] * 3;
        set |= plan->set_of[pixel[0]] | plan->set_of[pixel[1]] | plan->set_of[pixel[2]];
    }
    return set;
}

/* The patterns of a row's slots, row_size bytes each. */
static void fill_patterns(const struct plan *plan, const struct dish *dish, const uint32_t *pixels,
                          const uint8_t *rgb, size_t row_size, uint8_t *out)
{
    const int *line = plan->panel->channel_of;
    const uint64_t *upper[3], *lower[3];
    for (int colour = 0; colour < 3; colour++) {
        upper[colour] = dish->spread[line[colour]];
        lower[colour] = dish->spread[3 + line[colour]];
    }
    for (size_t i = 0; i < row_size; i++) {
        const uint8_t *a = rgb + (size_t)pixels[2 * i] * 3;
        const uint8_t *b = rgb + (size_t)pixels[2 * i + 1] * 3;
        uint64_t bytes = upper[0][a[0]] | upper[1][a[1]] | upper[2][a[2]] | lower[0][b[0]] |
                         lower[1][b[1]] | lower[2][b[2]];
        for (int slot = 0; slot < dish->recipe.count; slot++, bytes >>= 8)
            out[(size_t)slot * row_size + i] = (uint8_t)bytes;
    }
}

/* How many columns at the start of `next` stand in the registers already, as the
 * end of `last`: they need not be shifted. Hashes of both, grown column by
 * column, tell where they may be equal; the longest such place is looked at. */
static int overlap(const uint8_t *last, const uint8_t *next, int columns, int lanes)
{
    const size_t size = (size_t)columns * (size_t)lanes;
    uint64_t head = 0; /* of next, from its start on */
    uint64_t tail = 0; /* of last, from its end back */
    uint64_t power = 1;
    size_t longest = 0;
    for (size_t i = 0; i < size; i++) {
        head += next[i] * power;
        power *= HASH_BASE;
        tail = tail * HASH_BASE + last[size - 1 - i];
        longest = head == tail ? i + 1 : longest;
    }
    longest -= longest % (size_t)lanes;
    return memcmp(last + size - longest, next, longest) == 0 ? (int)(longest / (size_t)lanes) : 0;
}

/* The same, asked again for another phase. */
static int known_overlap(struct plan_step *step, const struct plan *plan, const uint8_t *last,
                         const uint8_t *next)
{
    size_t row_size = (size_t)plan->panel->columns * (size_t)plan->panel->lanes;
    struct plan_overlap *known = &step->overlaps[(size_t)(next - step->patterns) / row_size];
    for (int i = 0; i < PLAN_OVERLAPS; i++)
        if (known->last[i] == last)
            return known->columns[i];
    int columns = overlap(last, next, plan->panel->columns, plan->panel->lanes);
    known->last[known->next] = last;
    known->columns[known->next] = columns;
    known->next = (known->next + 1) % PLAN_OVERLAPS;
    return columns;
}

static void add_slot(struct plan_step *step, const struct plan *plan, unsigned phase,
                     struct slot slot)
{
    struct slots *slots = &step->phases[phase];
    if (slots->count > 0)
        slot.shift -=
            known_overlap(step, plan, slots->items[slots->count - 1].pattern, slot.pattern);
    slots->items[slots->count++] = slot;
}

/* A row of a step: what it shows. */
struct row {
    const struct dish *dish;
    const uint8_t *patterns;
    uint64_t hash; /* of the first pattern */
    int number;    /* scan row */
    int same_as;   /* index of the first row that looks the same; its own: none */
};

/* One slot of all rows that look the same: shifted once, then lit row by row.
 * Every second group's slots come in the other order, so that where two groups
 * meet their patterns are of the same kind and overlap more. */
static void add_group_slot(struct plan_step *step, const struct plan *plan, const struct row *rows,
                           int count, int first, int which)
{
    const struct dish *dish = rows[first].dish;
    unsigned every = (unsigned)dish->every[which];
    for (int i = first; i < count; i++) {
        if (rows[i].same_as != first)
            continue;
        const struct slot slot = {
            .row = rows[i].number,
            .part = which,
            .shift = plan->panel->columns,
            .pattern = rows[first].patterns +
                       (size_t)which * (size_t)plan->panel->columns * (size_t)plan->panel->lanes,
            .on_ns = dish->on_ns[which],
        };
        for (unsigned phase = 0; phase < step->count; phase++)
            if ((unsigned)slot.row % every == phase % every)
                add_slot(step, plan, phase, slot);
    }
}

static void add_group(struct plan_step *step, const struct plan *plan, const struct row *rows,
                      int count, int first)
{
    int slots = rows[first].dish->recipe.count;
    for (int k = 0; k < slots; k++)
        add_group_slot(step, plan, rows, count, first, rows[first].number % 2 ? slots - 1 - k : k);
}

/* FNV-1a over words of eight bytes; row_size is a multiple of eight. */
static uint64_t hash_pattern(const uint8_t *pattern, size_t row_size)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < row_size; i += sizeof hash) {
        uint64_t word;
        memcpy(&word, pattern + i, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x100000001b3);
    }
    return hash;
}

static int first_like(const struct row *rows, int index, size_t row_size)
{
    const struct row *row = &rows[index];
    for (int i = 0; i < index; i++)
        if (rows[i].hash == row->hash && rows[i].dish == row->dish && rows[i].same_as == i &&
            memcmp(rows[i].patterns, row->patterns, (size_t)row->dish->recipe.count * row_size) ==
                0)
            return i;
    return index;
}

/* Whether some slot of the scene is not lit in every refresh. */
static unsigned phases_needed(struct plan *plan, const uint64_t *sets)
{
    for (int row = 0; row < plan->panel->scan_rows; row++) {
        const struct dish *dish = dish_for(plan, sets[row]);
        for (int i = 0; i < dish->recipe.count; i++)
            if (dish->every[i] > 1)
                return PLAN_PHASES;
    }
    return 1;
}

void plan_step_fill(struct plan_step *step, struct plan *plan, const struct frame *frame)
{
    const struct panel *panel = plan->panel;
    size_t row_size = (size_t)panel->columns * (size_t)panel->lanes;
    size_t halves = row_size * PANEL_HALVES;
    uint64_t sets[PALETTE_ROWS] = {0};
    assert(frame->width == panel->width_px && frame->height == panel->height_px);
    plan->step++;
    for (int row = 0; row < panel->scan_rows; row++)
        sets[row] = row_set(plan, panel->pixels + (size_t)row * halves, halves, frame->rgb);
    step->count = phases_needed(plan, sets);
    for (unsigned phase = 0; phase < step->count; phase++) {
        step->phases[phase].count = 0;
        step->phases[phase].period_ns = plan->report.period_ns;
        step->phases[phase].blank_ns = plan->config->blank_ns;
    }
    struct row rows[PALETTE_ROWS] = {{0}};
    int count = 0;
    uint8_t *patterns = step->patterns;
    for (int number = 0; number < panel->scan_rows; number++) {
        const struct dish *dish = dish_for(plan, sets[number]);
        if (dish->recipe.count == 0)
            continue;
        fill_patterns(plan, dish, panel->pixels + (size_t)number * halves, frame->rgb, row_size,
                      patterns);
        rows[count] = (struct row){dish, patterns, hash_pattern(patterns, row_size), number, 0};
        rows[count].same_as = first_like(rows, count, row_size);
        memset(&step->overlaps[(size_t)(patterns - step->patterns) / row_size], 0,
               (size_t)dish->recipe.count * sizeof *step->overlaps);
        patterns += (size_t)dish->recipe.count * row_size;
        count++;
    }
    for (int i = 0; i < count; i++)
        if (rows[i].same_as == i)
            add_group(step, plan, rows, count, i);
}
