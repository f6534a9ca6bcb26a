#include "plan/remedy.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "config/panel_keys.h"
#include "hub75/panel.h"

#define NS_PER_S 1000000000.0
#define FASTER 1.05        /* a refresh rate that is worth a change */
#define LESS_DE 1.0        /* and an error of colour: about what can be told apart */
#define RP2040_COLUMNS 256 /* what its firmware takes, on one lane */

/* One scene, and what the plan made of it. */
struct search {
    const struct config_panel *config;
    const struct scene *scene;
    struct lines_cost cost;
    struct remedy as_it_is;
    struct remedy *found;
    size_t count;
};

/* Whether anything was given up: the refresh rate, a colour or its name. */
static bool is_wanted(const struct plan_report *report)
{
    return report->slow || report->moved || report->delta_e > PLAN_TRUE_DE;
}

static void set_outcome(struct remedy *remedy, const struct plan_report *report)
{
    remedy->refresh_hz = NS_PER_S / (double)report->period_ns;
    remedy->delta_e = report->delta_e;
    remedy->renamed = report->renamed;
}

/* What hardly anyone sees is no error. */
static double seen_error(const struct remedy *remedy)
{
    return remedy->delta_e > PLAN_TRUE_DE ? remedy->delta_e : PLAN_TRUE_DE;
}

static bool is_better(const struct remedy *one, const struct remedy *other)
{
    if (one->renamed != other->renamed)
        return other->renamed;
    double more = seen_error(one) - seen_error(other);
    if (more > LESS_DE)
        return false;
    return more < -LESS_DE || one->refresh_hz > other->refresh_hz * FASTER;
}

/* What the scene would be with this configuration. False: there is no such wall, or
 * it is not of the scene's size. */
static bool try_it(const struct search *search, const struct config_panel *config,
                   const struct scene *scene, struct remedy *tried)
{
    struct diag diag = {0};
    struct panel *panel = panel_create(config, &diag);
    diag_finish(&diag);
    bool fits = panel && panel->width_px == scene->width && panel->height_px == scene->height;
    if (fits) {
        struct plan *plan = plan_create(panel, config, search->cost);
        plan_scene(plan, scene);
        set_outcome(tried, plan_report(plan));
        plan_destroy(plan);
    }
    panel_destroy(panel);
    return fits;
}

static bool keep(struct search *search, const struct remedy *remedy)
{
    if (search->count == REMEDIES_MAX || !is_better(remedy, &search->as_it_is))
        return false;
    search->found[search->count++] = *remedy;
    return true;
}

static double fastest_px_s(const struct scene *scene)
{
    int32_t fastest = 0;
    for (size_t i = 0; i < scene->zone_count; i++) {
        int32_t speed = zone_speed_mpx_s(&scene->zones[i]);
        fastest = speed > fastest ? speed : fastest;
    }
    return fastest / 1000.0;
}

/* Where the next change is written, behind those before it; `room`: so many bytes. */
static char *next_change(struct remedy *remedy, size_t *room)
{
    size_t length = strlen(remedy->change);
    if (length > 0)
        length += (size_t)snprintf(remedy->change + length, sizeof remedy->change - length, ", ");
    *room = sizeof remedy->change - length;
    return remedy->change + length;
}

static void set_speed(struct scene *scene, int percent)
{
    for (size_t i = 0; i < scene->zone_count; i++)
        scene->zones[i].motion.speed_mpx_s =
            (int32_t)(INT64_C(1) * scene->zones[i].motion.speed_mpx_s * percent / 100);
}

/* A refresh keeps a step's pace: another speed leaves other rates, of which the lowest calm one
 * is asked for. Of all speeds the nearest that helps; below half of it is no crawl. */
static void try_speeds(struct search *search, const struct config_panel *asked,
                       const struct remedy *with)
{
    static const int percents[] = {100, 110, 90, 120, 80, 70, 60, 50};
    struct config_panel config = *asked;
    config.refresh_hz = config.refresh_hz < config.calm_hz ? config.refresh_hz : config.calm_hz;
    for (size_t i = 0; i < sizeof percents / sizeof *percents; i++) {
        struct scene other = *search->scene;
        struct remedy tried = *with;
        set_speed(&other, percents[i]);
        if (!try_it(search, &config, &other, &tried))
            return;
        size_t room;
        char *change = next_change(&tried, &room);
        snprintf(change, room, "panel.refresh_hz = %.0f", tried.refresh_hz);
        change = percents[i] != 100 ? next_change(&tried, &room) : NULL;
        if (change)
            snprintf(change, room, "crawl.pixels_per_second = %.1f", fastest_px_s(&other));
        if (keep(search, &tried))
            return;
    }
}

/* A change by itself, else with a lower rate and a slower crawl. */
static void try_change(struct search *search, const struct config_panel *config,
                       const struct remedy *with)
{
    struct remedy tried = *with;
    if (try_it(search, config, search->scene, &tried) && !keep(search, &tried))
        try_speeds(search, config, with);
}

static void try_snapping(struct search *search)
{
    struct config_panel config = *search->config;
    config.snap = true;
    if (!search->config->snap)
        try_change(search, &config, &(struct remedy){.change = "panel.snap = true"});
}

/* Lines that the board's first lane is a group with: the kernel writes them in the
 * same calls. */
static void add_lanes_to_cost(struct lines_cost *cost)
{
    const uint64_t first = UINT64_C(1) << BOARD_R1;
    for (int i = 0; i < cost->group_count; i++)
        if (cost->groups[i] & first)
            cost->groups[i] |= ~(UINT64_MAX << BOARD_LINES) & (UINT64_MAX << BOARD_LANE2);
}

/* The same panels on so many connectors: below each other, else beside, as makes the
 * same wall. */
static void try_lanes(struct search *search, int lanes, int board_lanes)
{
    struct config_panel config = *search->config;
    const int panels = config.chain * config.parallel;
    struct remedy with = {0};
    struct remedy tried = {0};
    if (panels % lanes != 0 || panels / lanes % config.fold != 0)
        return;
    config.parallel = lanes;
    config.chain = panels / lanes;
    config.beside = false;
    config.beside = !try_it(search, &config, search->scene, &tried);
    size_t room;
    char *change = next_change(&with, &room);
    snprintf(change, room, "panel.parallel = %d, panel.chain = %d%s", lanes, config.chain,
             config.beside ? ", panel.beside = true" : "");
    change = lanes > board_lanes ? next_change(&with, &room) : NULL;
    if (change)
        snprintf(change, room, "a board with %d lanes", lanes);
    try_change(search, &config, &with);
}

static void try_more_lanes(struct search *search, int board_lanes)
{
    const struct lines_cost cost = search->cost;
    add_lanes_to_cost(&search->cost);
    for (int lanes = search->config->parallel + 1; lanes <= BOARD_LANES_MAX; lanes++)
        try_lanes(search, lanes, board_lanes);
    search->cost = cost;
}

/* Slots that are lit for less time leave some for others. */
static void try_less_light(struct search *search)
{
    static const int percents[] = {90, 80, 70, 60, 50};
    struct config_panel config = *search->config;
    struct remedy tried = {0};
    config.light = CONFIG_LIGHT_EVEN;
    snprintf(tried.change, sizeof tried.change, "panel.light = \"even\"");
    if (search->config->light != CONFIG_LIGHT_EVEN &&
        try_it(search, &config, search->scene, &tried) && keep(search, &tried))
        return;
    config.light = search->config->light;
    for (size_t i = 0; i < sizeof percents / sizeof *percents; i++) {
        config.brightness = search->config->brightness * percents[i] / 100;
        snprintf(tried.change, sizeof tried.change, "panel.brightness = %d", config.brightness);
        if (config.brightness == 0 || !try_it(search, &config, search->scene, &tried) ||
            keep(search, &tried))
            return;
    }
}

/* libgpiod 1.6 writes all lines of a handle each time: a chip's lines are in up to three. */
static void try_one_request(struct search *search)
{
    const struct lines_cost cost = search->cost;
    struct remedy tried = {.change = "libgpiod 2, or a kernel from 5.10 on"};
    if (!cost.whole || cost.group_count > LINES_GROUPS_MAX / BOARD_CHIPS_MAX)
        return;
    search->cost = (struct lines_cost){.call_ns = cost.call_ns, .line_ns = cost.line_ns};
    if (try_it(search, search->config, search->scene, &tried))
        keep(search, &tried);
    search->cost = cost;
}

/* The program sets the lines itself: no call of the system is left. */
static void try_registers(struct search *search, const struct lines_cost *registers)
{
    const struct lines_cost cost = search->cost;
    struct remedy tried = {.change = "panel.fast = \"registers\""};
    if (!registers || cost.registers)
        return;
    search->cost = *registers;
    if (try_it(search, search->config, search->scene, &tried))
        keep(search, &tried);
    search->cost = cost;
}

/* It scans each picture alike, with all levels; what it gives hangs on the wall alone. */
static void offer_rp2040(struct search *search)
{
    const struct config_panel *config = search->config;
    if (config->parallel > 1 || config->columns * config->chain > RP2040_COLUMNS ||
        search->count == REMEDIES_MAX)
        return;
    struct remedy *remedy = &search->found[search->count++];
    *remedy = (struct remedy){0};
    snprintf(remedy->change, sizeof remedy->change,
             "an RP2040 that scans by itself (--output rp2040)");
}

size_t remedies_find(const struct plan_report *report, const struct config_panel *config,
                     const struct lines_cost *cost, const struct lines_cost *registers,
                     int board_lanes, const struct scene *scene,
                     struct remedy remedies[REMEDIES_MAX])
{
    assert(board_lanes > 0);
    struct search search = {
        .config = config,
        .scene = scene,
        .cost = *cost,
        .found = remedies,
    };
    set_outcome(&search.as_it_is, report);
    if (!scene || !is_wanted(report))
        return 0;
    try_registers(&search, registers);
    try_snapping(&search);
    try_more_lanes(&search, board_lanes);
    try_speeds(&search, config, &(struct remedy){0});
    try_less_light(&search);
    try_one_request(&search);
    offer_rp2040(&search);
    return search.count;
}

void remedy_text(const struct remedy *remedy, char text[REMEDY_TEXT_SIZE])
{
    if (remedy->refresh_hz == 0)
        snprintf(text, REMEDY_TEXT_SIZE, "%s", remedy->change);
    else
        snprintf(text, REMEDY_TEXT_SIZE, "%s: %.0f Hz, colour error %.1f%s", remedy->change,
                 remedy->refresh_hz, remedy->delta_e,
                 remedy->renamed ? ", a colour changes its name still" : "");
}
