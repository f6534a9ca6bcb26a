#include "memory_map.h"

#include <string.h>

#include "config/panel_ranges.h"
#include "hub75/geometry.h"
#include "planes.h"
#include "slots.h"

static struct config_panel panel_of(const struct wire_config *config)
{
    struct config_panel panel = {
        .wiring = config->wiring,
        .rows = config->wiring.rows,
        .columns = config->wiring.columns,
        .scan = config->wiring.scan,
        .chain = config->chain,
        .parallel = 1,
        .order = (enum config_order)config->order,
        .fold = config->fold,
        .serpentine = config->serpentine,
        .rotation = config->rotation * 90,
        .mirror = (enum config_mirror)config->mirror,
        .brightness = config->brightness,
        .blank_ns = (int)config->blank_ns,
        .pixel_cycles = config->pixel_cycles,
        .dark_after_ms = config->dark_after_ms,
    };
    memcpy(panel.orders, config->orders, sizeof config->orders);
    return panel;
}

/* What firmware/scan.c can't: four places are made at a time, and some must be shifted before those
 * under the latch. */
static bool is_scanned(const struct wire_config *config)
{
    int columns = wiring_registers(&config->wiring) * config->chain;
    return columns % PLANES_PLACES == 0 && config->wiring.latch_clocks < columns;
}

/* The wire leaves nothing open. */
static bool is_config(const struct wire_config *config)
{
    struct config_panel panel = panel_of(config);
    return config->serpentine <= 1 && panel_is_possible(&panel) && is_scanned(config) &&
           panel_is_lit_well(&panel) && config->planes >= 1 && config->planes <= DEVICE_PLANES_MAX;
}

/* Memory, in pieces of whole words. NULL when it is used up. */
struct divider {
    uint8_t *at, *end;
};

static uint8_t *divide(struct divider *divider, size_t size)
{
    size = (size + 7) & ~(size_t)7;
    if ((size_t)(divider->end - divider->at) < size)
        return NULL;
    uint8_t *piece = divider->at;
    divider->at += size;
    return piece;
}

static bool extend_run(struct pixel_run *run, int pixel)
{
    if (run->length == 1)
        run->step = (int16_t)(pixel - run->first);
    else if (run->first + run->step * run->length != pixel)
        return false;
    run->length++;
    return true;
}

/* Half a scan row is a line: row by row, upper half, lower half. */
static int pixel_of(const struct device_wall *wall, int line, int column)
{
    struct geometry_point p = geometry_pixel(&wall->panel, line / 2, column, 0, line % 2);
    return p.y * wall->width + p.x;
}

/* The geometry as runs, line by line. Inside of a panel each line is its first one, shifted
 * (config/panel_wiring.h): to ask for each LED of a large wall takes longer than the watchdog
 * waits. */
static bool make_runs(struct device_wall *wall, struct divider *divider)
{
    uint16_t first[DEVICE_COLUMNS_MAX];
    for (int column = 0; column < wall->columns; column++)
        first[column] = (uint16_t)pixel_of(wall, 0, column);
    int a_panel = wiring_registers(&wall->config.wiring);
    wall->runs = (struct pixel_run *)(void *)divider->at;
    struct pixel_run *run = wall->runs;
    for (int line = 0; line < 2 * wall->scan_rows; line++)
        for (int column = 0, shift = 0, left = a_panel; column < wall->columns; column++, left++) {
            if (left == a_panel) {
                left = 0;
                shift = pixel_of(wall, line, column) - first[column];
            }
            int pixel = first[column] + shift;
            if (column > 0 && extend_run(run - 1, pixel))
                continue;
            if ((size_t)(divider->end - (uint8_t *)run) < sizeof *run)
                return false;
            *run++ = (struct pixel_run){(uint16_t)pixel, 0, 1};
        }
    size_t size = (size_t)(run - wall->runs) * sizeof *run;
    return divide(divider, size) != NULL;
}

static bool divide_memory(struct device_wall *wall)
{
    struct divider divider = {wall->memory, wall->memory + wall->memory_size};
    wall->frame_size = (size_t)(wall->scan_rows * wall->planes * wall->columns);
    for (int i = 0; i < 2; i++)
        wall->frames[i] =
            divide(&divider, wall->frame_size + 8); /* never side by side, see scan.c */
    wall->canvas = divide(&divider, (size_t)(wall->width * wall->height));
    wall->slots =
        (uint32_t *)(void *)divide(&divider, slots_words(&wall->config) * sizeof *wall->slots);
    if (!wall->slots || !wall->frames[0] || !wall->frames[1] || !wall->canvas ||
        !make_runs(wall, &divider))
        return false;
    wall->arena_size = (size_t)(divider.end - divider.at) / 2 & ~(size_t)7;
    for (int i = 0; i < 2; i++)
        wall->arenas[i] = divide(&divider, wall->arena_size);
    return true;
}

static void measure(struct device_wall *wall, const struct wire_config *config)
{
    wall->config = *config;
    wall->panel = panel_of(config);
    wall->planes = config->planes;
    wall->scan_rows = config->wiring.scan;
    wall->columns = geometry_columns(&wall->panel);
    struct geometry_point size = geometry_size(&wall->panel);
    wall->width = size.x;
    wall->height = size.y;
}

/* Whether it fits, before anything is touched. */
static bool fits(size_t memory_size, const struct wire_config *config)
{
    struct config_panel panel = panel_of(config);
    int columns = geometry_columns(&panel);
    size_t places = (size_t)(config->wiring.scan * columns);
    /* Two frames, the canvas, the slots; the runs are at least eight pixels long. */
    size_t runs = places * 2 / 8 * sizeof(struct pixel_run);
    size_t needed = 2 * (places * config->planes + 16) + 2 * places + runs +
                    slots_words(config) * sizeof(uint32_t) + 64;
    return columns <= DEVICE_COLUMNS_MAX && needed <= memory_size;
}

enum wire_result memory_map_configure(struct device_wall *wall, const struct wire_config *config)
{
    if (!is_config(config))
        return WIRE_BAD_BODY;
    if (!fits(wall->memory_size, config))
        return WIRE_TOO_LARGE;
    measure(wall, config);
    wall->ready = divide_memory(wall);
    if (!wall->ready)
        return WIRE_TOO_LARGE;
    planes_prepare(wall);
    memset(wall->frames[0], 0, wall->frame_size);
    memset(wall->frames[1], 0, wall->frame_size);
    device_wall_reset(wall);
    return WIRE_DONE;
}
