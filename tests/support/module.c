#include "module.h"

#include "config/panel_keys.h"

/* One of R rows in a half is the s-th of those that share its scan row; the
 * register of a module holds them side by side, as its maker wired them. */
static int column_in_module(const struct config_panel *config, int x, int group, int groups)
{
    int width = config->columns;
    if (groups == 1)
        return x;
    if (config->multiplex == CONFIG_MULTIPLEX_STRIPE)
        return x + (groups - 1 - group) * width;
    /* checker, two groups: lower left, upper left, lower right, upper right */
    int left = x < width / 2;
    int upper = group == 0;
    int piece = (left ? 0 : 2) + (upper ? 1 : 0);
    return piece * width / 2 + (left ? x : x - width / 2);
}

static void unrotate(const struct config_panel *config, int width, int height, int *x, int *y)
{
    int x0 = *x;
    int y0 = *y;
    switch (config->rotation) {
    case 90: /* clockwise: the wall's top is the right edge */
        *x = y0;
        *y = height - 1 - x0;
        break;
    case 180:
        *x = width - 1 - x0;
        *y = height - 1 - y0;
        break;
    case 270:
        *x = width - 1 - y0;
        *y = x0;
        break;
    default:
        break;
    }
}

static void find_led(const struct test_module *module, int x, int y, struct module_place *place)
{
    for (place->half = 0; place->half < module->halves; place->half++)
        for (place->row = 0; place->row < module->scan; place->row++)
            for (int column = 0; column < module->places; column++) {
                struct test_led led = test_module_led(module, place->half, place->row, column);
                if (led.x != x || led.y != y)
                    continue;
                place->column += column;
                return;
            }
}

/* A LED of a panel, from its own top left corner. */
struct hung {
    int index; /* -1: no panel hangs there */
    int x, y;
};

static int width_of(const struct config_panel *config, int index)
{
    return config->places[index].turned % 2 ? config->rows : config->columns;
}

static int height_of(const struct config_panel *config, int index)
{
    return config->places[index].turned % 2 ? config->columns : config->rows;
}

/* From the wall back into the panel: what was turned last is undone first. */
static struct hung turn_back(const struct config_panel *config, int index, int x, int y)
{
    int right = config->columns - 1;
    int low = config->rows - 1;
    const int back[4][2] = {{x, y}, {y, low - x}, {right - x, low - y}, {right - y, x}};
    const int *at = back[config->places[index].turned];
    return (struct hung){index, config->places[index].mirrored ? right - at[0] : at[0], at[1]};
}

static struct hung find_placed(const struct config_panel *config, int x, int y)
{
    int width = 0;
    int height = 0;
    int panels = config->chain * config->parallel;
    for (int i = 0; i < panels; i++) {
        int right = config->places[i].x + width_of(config, i);
        int low = config->places[i].y + height_of(config, i);
        width = right > width ? right : width;
        height = low > height ? low : height;
    }
    unrotate(config, width, height, &x, &y);
    for (int i = 0; i < panels; i++) {
        int in_x = x - config->places[i].x;
        int in_y = y - config->places[i].y;
        if (in_x >= 0 && in_x < width_of(config, i) && in_y >= 0 && in_y < height_of(config, i))
            return turn_back(config, i, in_x, in_y);
    }
    return (struct hung){.index = -1};
}

static struct hung find_in_grid(const struct config_panel *config, int x, int y)
{
    int across = config->chain / config->fold;
    int beside = config->beside ? config->parallel : 1;
    unrotate(config, beside * across * config->columns,
             config->fold * config->parallel / beside * config->rows, &x, &y);
    int panel_row = y / config->rows;
    int lane = config->beside ? x / (across * config->columns) : panel_row / config->fold;
    int panel_column = x / config->columns % across;
    struct hung hung = {.x = x % config->columns, .y = y % config->rows};
    int back = config->serpentine && panel_row % 2 == 1;
    if (back) {
        hung.x = config->columns - 1 - hung.x;
        hung.y = config->rows - 1 - hung.y;
    }
    hung.index = lane * config->chain + panel_row % config->fold * across +
                 (back ? panel_column : across - 1 - panel_column);
    return turn_back(config, hung.index, hung.x, hung.y);
}

struct module_place module_place_of(const struct config_panel *config, const struct test_module *of,
                                    int x, int y)
{
    int scan = config->scan ? config->scan : config->rows / 2;
    int groups = config->rows / 2 / scan;
    struct hung hung = config->placed ? find_placed(config, x, y) : find_in_grid(config, x, y);
    if (hung.index < 0)
        return (struct module_place){.row = -1};
    int half = hung.y / (config->rows / 2);
    int in_half = hung.y % (config->rows / 2);
    int lane = hung.index / config->chain;
    int module = config->chain - 1 - hung.index % config->chain;
    if (of && of->led) {
        struct module_place place = {.column = module * of->places, .lane = lane};
        find_led(of, hung.x, hung.y, &place);
        return place;
    }
    return (struct module_place){
        .row = in_half % scan,
        .column = module * config->columns * groups +
                  column_in_module(config, hung.x, in_half / scan, groups),
        .lane = lane,
        .half = half,
    };
}

struct module_place module_place(const struct config_panel *config, int x, int y)
{
    return module_place_of(config, NULL, x, y);
}

static bool is_named(const char *name)
{
    return name && *name;
}

bool module_named(const struct config_panel *config, struct test_module *module)
{
    *module = (struct test_module){.latch_clocks = 1};
    return (!is_named(config->model) || test_module_read(module, config->model)) &&
           (!is_named(config->driver) || test_module_read_chip(module, config->driver));
}

#define COMMON .fold = 1, .refresh_hz = 100, .brightness = 100

const struct config_panel module_geometries[] = {
    {.rows = 32, .columns = 32, .chain = 1, .parallel = 1, COMMON},
    {.rows = 16, .columns = 32, .chain = 1, .parallel = 1, COMMON},
    {.rows = 64, .columns = 32, .chain = 1, .parallel = 1, COMMON},
    {.rows = 32, .columns = 16, .chain = 3, .parallel = 1, COMMON},
    {.rows = 32, .columns = 16, .chain = 2, .parallel = 2, COMMON},
    {.rows = 16, .columns = 16, .chain = 2, .parallel = 3, COMMON},
    {.rows = 32,
     .columns = 32,
     .chain = 1,
     .parallel = 1,
     .scan = 8,
     .multiplex = CONFIG_MULTIPLEX_STRIPE,
     COMMON},
    {.rows = 32,
     .columns = 32,
     .chain = 2,
     .parallel = 1,
     .scan = 8,
     .multiplex = CONFIG_MULTIPLEX_CHECKER,
     COMMON},
    {.rows = 64,
     .columns = 16,
     .chain = 1,
     .parallel = 1,
     .scan = 8,
     .multiplex = CONFIG_MULTIPLEX_STRIPE,
     COMMON},
    {.rows = 16,
     .columns = 16,
     .chain = 4,
     .parallel = 1,
     .fold = 2,
     .serpentine = true,
     .refresh_hz = 100,
     .brightness = 100},
    {.rows = 16, .columns = 16, .chain = 2, .parallel = 2, .serpentine = true, COMMON},
    {.rows = 16, .columns = 32, .chain = 2, .parallel = 1, .rotation = 90, COMMON},
    {.rows = 16, .columns = 32, .chain = 2, .parallel = 1, .rotation = 180, COMMON},
    {.rows = 16, .columns = 32, .chain = 2, .parallel = 1, .rotation = 270, COMMON},
    {.rows = 16, .columns = 16, .chain = 2, .parallel = 2, .beside = true, COMMON},
    {.rows = 16, .columns = 16, .chain = 2, .parallel = 2, .beside = true, COMMON},
    {.rows = 32, .columns = 16, .chain = 1, .parallel = 1, .order = CONFIG_ORDER_RBG, COMMON},
    {.rows = 32, .columns = 16, .chain = 1, .parallel = 1, .order = CONFIG_ORDER_GRB, COMMON},
    {.rows = 32, .columns = 16, .chain = 1, .parallel = 1, .order = CONFIG_ORDER_GBR, COMMON},
    {.rows = 32, .columns = 16, .chain = 1, .parallel = 1, .order = CONFIG_ORDER_BRG, COMMON},
    {.rows = 32, .columns = 16, .chain = 1, .parallel = 1, .order = CONFIG_ORDER_BGR, COMMON},
};

const int module_geometry_count = sizeof module_geometries / sizeof *module_geometries;
