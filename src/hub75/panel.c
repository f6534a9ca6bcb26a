#include "hub75/panel.h"

#include <stdlib.h>

#include "base/memory.h"

struct point {
    int x, y;
};

/* Of an unrotated wall. */
struct grid {
    int across; /* panels in a row of the wall */
    int width, height;
};

static struct grid grid_of(const struct config_panel *config)
{
    int across = config->chain / config->fold;
    int beside = config->beside ? config->parallel : 1;
    return (struct grid){
        .across = across,
        .width = beside * across * config->columns,
        .height = config->fold * config->parallel / beside * config->rows,
    };
}

static int scan_rows_of(const struct config_panel *config)
{
    return config->scan ? config->scan : config->rows / 2;
}

/* How many rows of a panel's half share a scan row. */
static int shared_rows(const struct config_panel *config)
{
    return config->rows / 2 / scan_rows_of(config);
}

/* A panel's top left corner and whether it hangs upside down. */
static struct point corner(const struct config_panel *config, int lane, int index, bool *flipped)
{
    struct grid grid = grid_of(config);
    int row = (config->beside ? 0 : lane * config->fold) + index / grid.across;
    int left = config->beside ? lane * grid.across * config->columns : 0;
    int along = index % grid.across;
    *flipped = config->serpentine && row % 2 == 1;
    int column = *flipped ? along : grid.across - 1 - along;
    return (struct point){left + column * config->columns, row * config->rows};
}

/* Where, inside of an upright panel, the LED stands that a place in its
 * registers lights. `column` counts all columns that one scan row shifts.
 *
 * stripe: the rows that share a scan row follow each other, the lowest first.
 * checker: the same in pieces of half a panel's width; the upper row's left
 * half comes second, its right half last. Both after what panels sold as 1:8
 * outdoor modules do (measured by the users of other drivers). */
static struct point inside(const struct config_panel *config, int row, int column, int half)
{
    int shared = shared_rows(config);
    int top = half * config->rows / 2;
    int group = shared - 1 - column / config->columns;
    int x = column % config->columns;
    if (config->multiplex == CONFIG_MULTIPLEX_CHECKER) {
        int piece_width = config->columns / 2;
        int piece = column / piece_width;
        group = shared - 1 - piece % shared;
        x = piece / shared * piece_width + column % piece_width;
    }
    return (struct point){x, top + group * scan_rows_of(config) + row};
}

static struct point rotate(struct point p, struct grid grid, int rotation)
{
    switch (rotation) {
    case 90:
        return (struct point){grid.height - 1 - p.y, p.x};
    case 180:
        return (struct point){grid.width - 1 - p.x, grid.height - 1 - p.y};
    case 270:
        return (struct point){p.y, grid.width - 1 - p.x};
    default:
        return p;
    }
}

static struct point wall_point(const struct config_panel *config, int row, int column, int lane,
                               int half)
{
    int a_panel = config->columns * shared_rows(config);
    int index = config->chain - 1 - column / a_panel;
    struct point p = inside(config, row, column % a_panel, half);
    bool flipped;
    struct point origin = corner(config, lane, index, &flipped);
    if (flipped)
        p = (struct point){config->columns - 1 - p.x, config->rows - 1 - p.y};
    p.x += origin.x;
    p.y += origin.y;
    return rotate(p, grid_of(config), config->rotation);
}

static void fill_map(struct panel *panel)
{
    uint32_t *next = panel->pixels;
    for (int row = 0; row < panel->scan_rows; row++)
        for (int column = 0; column < panel->columns; column++)
            for (int lane = 0; lane < panel->lanes; lane++)
                for (int half = 0; half < PANEL_HALVES; half++) {
                    struct point p = wall_point(&panel->config, row, column, lane, half);
                    *next++ = (uint32_t)(p.y * panel->width_px + p.x);
                }
}

/* panel.order "GRB" says that the line R lights green, and so on. */
static void fill_order(struct panel *panel)
{
    static const int orders[][3] = {
        [CONFIG_ORDER_RGB] = {0, 1, 2}, [CONFIG_ORDER_RBG] = {0, 2, 1},
        [CONFIG_ORDER_GRB] = {1, 0, 2}, [CONFIG_ORDER_GBR] = {1, 2, 0},
        [CONFIG_ORDER_BRG] = {2, 0, 1}, [CONFIG_ORDER_BGR] = {2, 1, 0},
    };
    for (int line = 0; line < 3; line++)
        panel->channel_of[orders[panel->config.order][line]] = line;
}

static bool check(const struct config_panel *config, struct diag *diag)
{
    int scan = scan_rows_of(config);
    bool good = config->rows > 0 && config->columns > 0 && config->chain > 0 && scan > 0 &&
                config->parallel > 0 && config->rows % (2 * scan) == 0 && config->fold > 0 &&
                config->chain % config->fold == 0;
    return good || diag_error(diag, "panel: %d rows, scan 1:%d, chain %d in %d rows: no such wall",
                              config->rows, scan, config->chain, config->fold);
}

struct panel *panel_create(const struct config_panel *config, struct diag *diag)
{
    if (!check(config, diag))
        return NULL;
    struct panel *panel = memory_alloc(1, sizeof *panel);
    struct grid grid = grid_of(config);
    bool upright = config->rotation % 180 == 0;
    panel->config = *config;
    panel->config.board = NULL;
    panel->width_px = upright ? grid.width : grid.height;
    panel->height_px = upright ? grid.height : grid.width;
    panel->scan_rows = scan_rows_of(config);
    panel->columns = config->columns * shared_rows(config) * config->chain;
    panel->lanes = config->parallel;
    panel->pixels = memory_alloc((size_t)grid.width * (size_t)grid.height, sizeof(uint32_t));
    fill_map(panel);
    fill_order(panel);
    return panel;
}

void panel_destroy(struct panel *panel)
{
    if (!panel)
        return;
    free(panel->pixels);
    free(panel);
}

int panel_width_px(const struct panel *panel)
{
    return panel->width_px;
}

int panel_height_px(const struct panel *panel)
{
    return panel->height_px;
}

struct panel_place panel_place(const struct panel *panel, int lane, int index)
{
    const struct config_panel *config = &panel->config;
    bool flipped;
    struct point a = corner(config, lane, index, &flipped);
    struct point b = {a.x + config->columns - 1, a.y + config->rows - 1};
    a = rotate(a, grid_of(config), config->rotation);
    b = rotate(b, grid_of(config), config->rotation);
    int left = a.x < b.x ? a.x : b.x;
    int top = a.y < b.y ? a.y : b.y;
    return (struct panel_place){left, top, abs(a.x - b.x) + 1, abs(a.y - b.y) + 1};
}
