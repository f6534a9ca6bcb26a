#include "hub75/geometry.h"

#include <assert.h>

#include "config/panel_keys.h"
#include "config/panel_ranges.h"

/* Of an unrotated wall. */
struct grid {
    int across; /* panels in a row of the wall */
    int width, height;
};

static int most(int one, int other)
{
    return one > other ? one : other;
}

/* What the panels reach to, where each has its own place. */
static struct grid around_places(const struct config_panel *config)
{
    struct grid grid = {.across = config->chain};
    for (int i = 0; i < config->chain * config->parallel; i++) {
        grid.width = most(grid.width, config->places[i].x + panel_width_at(config, i));
        grid.height = most(grid.height, config->places[i].y + panel_height_at(config, i));
    }
    return grid;
}

static struct grid grid_of(const struct config_panel *config)
{
    int across = config->chain / config->fold;
    int beside = config->beside ? config->parallel : 1;
    if (config->placed)
        return around_places(config);
    return (struct grid){
        .across = across,
        .width = beside * across * config->columns,
        .height = config->fold * config->parallel / beside * config->rows,
    };
}

/* A panel's top left corner, by how many quarters it is turned, and whether it is mirrored. */
struct spot {
    int x, y;
    int turned;
    bool mirrored;
};

static struct spot spot_of(const struct config_panel *config, int lane, int index)
{
    const struct config_place *own = &config->places[lane * config->chain + index];
    struct grid grid = grid_of(config);
    if (config->placed)
        return (struct spot){own->x, own->y, own->turned, own->mirrored};
    int row = (config->beside ? 0 : lane * config->fold) + index / grid.across;
    int left = config->beside ? lane * grid.across * config->columns : 0;
    int along = index % grid.across;
    bool flipped = config->serpentine && row % 2 == 1;
    int column = flipped ? along : grid.across - 1 - along;
    return (struct spot){
        .x = left + column * config->columns,
        .y = row * config->rows,
        .turned = (own->turned + (flipped ? 2 : 0)) % 4,
        .mirrored = own->mirrored,
    };
}

/* Where, inside of an upright panel, the LED stands that a place in its registers lights. Of a
 * panel whose R1 G1 B1 light all rows the other three lines repeat them: they lead nowhere. */
static struct geometry_point inside(const struct panel_wiring *wiring, int row, int place, int half)
{
    struct wiring_led led = wiring_led(wiring, row, wiring->halves == 1 ? 0 : half, place);
    return (struct geometry_point){led.x, led.y};
}

static struct geometry_point rotate(struct geometry_point p, struct grid grid, int rotation)
{
    switch (rotation) {
    case 90:
        return (struct geometry_point){grid.height - 1 - p.y, p.x};
    case 180:
        return (struct geometry_point){grid.width - 1 - p.x, grid.height - 1 - p.y};
    case 270:
        return (struct geometry_point){p.y, grid.width - 1 - p.x};
    default:
        return p;
    }
}

static struct geometry_point mirror(const struct config_panel *config, struct geometry_point p)
{
    struct geometry_point size = geometry_size(config);
    if (config->mirror == CONFIG_MIRROR_HORIZONTAL)
        p.x = size.x - 1 - p.x;
    else if (config->mirror == CONFIG_MIRROR_VERTICAL)
        p.y = size.y - 1 - p.y;
    return p;
}

struct geometry_point geometry_pixel(const struct config_panel *config, int row, int column,
                                     int lane, int half)
{
    assert(half == 0 || half == 1);
    assert(column >= 0 && column < geometry_columns(config));
    assert(lane >= 0 && lane < config->parallel);
    int a_panel = wiring_registers(&config->wiring);
    int index = config->chain - 1 - column / a_panel;
    struct geometry_point p = inside(&config->wiring, row, column % a_panel, half);
    struct spot spot = spot_of(config, lane, index);
    if (spot.mirrored)
        p.x = config->columns - 1 - p.x;
    const struct grid upright = {.width = config->columns, .height = config->rows};
    p = rotate(p, upright, 90 * spot.turned);
    p.x += spot.x;
    p.y += spot.y;
    return mirror(config, rotate(p, grid_of(config), config->rotation));
}

int geometry_columns(const struct config_panel *config)
{
    assert(config->wiring.columns > 0);
    return wiring_registers(&config->wiring) * config->chain;
}

struct geometry_point geometry_size(const struct config_panel *config)
{
    struct grid grid = grid_of(config);
    if (config->rotation % 180 != 0)
        return (struct geometry_point){grid.height, grid.width};
    return (struct geometry_point){grid.width, grid.height};
}

void geometry_channels(enum config_order order, int channel_of[3])
{
    static const int orders[][3] = {
        [CONFIG_ORDER_RGB] = {0, 1, 2}, [CONFIG_ORDER_RBG] = {0, 2, 1},
        [CONFIG_ORDER_GRB] = {1, 0, 2}, [CONFIG_ORDER_GBR] = {1, 2, 0},
        [CONFIG_ORDER_BRG] = {2, 0, 1}, [CONFIG_ORDER_BGR] = {2, 1, 0},
    };
    assert(order >= CONFIG_ORDER_RGB && order < CONFIG_ORDERS);
    for (int line = 0; line < 3; line++)
        channel_of[orders[order][line]] = line;
}

enum config_order geometry_order(const struct config_panel *config, int column, int lane)
{
    int index = config->chain - 1 - column / wiring_registers(&config->wiring);
    int own = config->orders[lane * config->chain + index];
    return own ? (enum config_order)(own - 1) : config->order;
}

static int least(int one, int other)
{
    return one < other ? one : other;
}

struct geometry_rectangle geometry_panel(const struct config_panel *config, int lane, int index)
{
    assert(index >= 0 && index < config->chain && lane >= 0 && lane < config->parallel);
    struct spot spot = spot_of(config, lane, index);
    int width = panel_width_at(config, lane * config->chain + index);
    int height = panel_height_at(config, lane * config->chain + index);
    struct geometry_point one = {spot.x, spot.y};
    struct geometry_point other = {spot.x + width - 1, spot.y + height - 1};
    one = mirror(config, rotate(one, grid_of(config), config->rotation));
    other = mirror(config, rotate(other, grid_of(config), config->rotation));
    bool turned = config->rotation % 180 != 0;
    return (struct geometry_rectangle){least(one.x, other.x), least(one.y, other.y),
                                       turned ? height : width, turned ? width : height};
}
