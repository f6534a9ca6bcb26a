#include "layout/pattern.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "text/strip_create.h"

static const struct config_colour white = {255, 255, 255};

bool pattern_parse(const char *name, enum pattern_kind *kind)
{
    static const char *const names[PATTERN_KINDS] = {"rows", "columns", "colours", "address",
                                                     "chain"};
    for (int i = 0; i < PATTERN_KINDS; i++)
        if (strcmp(names[i], name) == 0) {
            *kind = (enum pattern_kind)i;
            return true;
        }
    return false;
}

static int scan_rows(const struct config_panel *panel)
{
    return panel->scan ? panel->scan : panel->rows / 2;
}

int pattern_steps(enum pattern_kind kind, const struct config_panel *panel, int wall_width,
                  int wall_height)
{
    switch (kind) {
    case PATTERN_ROWS:
        return wall_height;
    case PATTERN_COLUMNS:
        return wall_width;
    case PATTERN_ADDRESS:
        return scan_rows(panel);
    case PATTERN_CHAIN:
        return (panel->chain * panel->parallel + SCENE_ZONES_MAX - 1) / SCENE_ZONES_MAX;
    case PATTERN_COLOURS:
    case PATTERN_KINDS:
        break;
    }
    return 1;
}

static void fill(struct scene *scene, int x, int y, int width, int height,
                 struct config_colour colour)
{
    scene_add_zone(scene, x, y, width, height, NULL)->background = colour;
}

static void draw_row(struct scene *scene, int step, char *line)
{
    fill(scene, 0, step, scene->width, 1, white);
    snprintf(line, PATTERN_LINE_SIZE, "row %d of %d: one white line, from edge to edge", step + 1,
             scene->height);
}

static void draw_column(struct scene *scene, int step, char *line)
{
    fill(scene, step, 0, 1, scene->height, white);
    snprintf(line, PATTERN_LINE_SIZE,
             "column %d of %d: one white line, from top to bottom (torn or doubled: look at CLK)",
             step + 1, scene->width);
}

/* The rows of a panel that one address lights, as bits. */
static uint64_t rows_of_address(const struct panel_wiring *wiring, int address)
{
    uint64_t rows = 0;
    for (int half = 0; half < wiring->halves; half++)
        for (int place = 0; place < wiring_registers(wiring); place++)
            rows |= UINT64_C(1) << wiring_led(wiring, address, half, place).y;
    return rows;
}

/* The same address lights a row in every half of every panel (and in every
 * group of rows that share a scan row). */
static void draw_address(struct scene *scene, const struct config_panel *panel, int step,
                         char *line)
{
    uint64_t rows = rows_of_address(&panel->wiring, step);
    for (int y = 0; y < scene->height && scene->zone_count < SCENE_ZONES_MAX; y++)
        if (rows >> y % panel->rows & 1)
            fill(scene, 0, y, scene->width, 1, white);
    snprintf(line, PATTERN_LINE_SIZE,
             "address %d: A %d, B %d, C %d, D %d, E %d (another row: that wire is wrong)", step,
             step & 1, step >> 1 & 1, step >> 2 & 1, step >> 3 & 1, step >> 4 & 1);
}

static void draw_colours(struct scene *scene, char *line)
{
    static const struct config_colour bars[] = {
        {255, 0, 0},   {0, 255, 0},   {0, 0, 255},     {255, 255, 0},
        {0, 255, 255}, {255, 0, 255}, {255, 255, 255}, {255, 160, 32},
    };
    enum {
        COUNT = sizeof bars / sizeof *bars
    };
    for (int i = 0; i < COUNT; i++) {
        int left = scene->width * i / COUNT;
        int right = scene->width * (i + 1) / COUNT;
        if (right > left)
            fill(scene, left, 0, right - left, scene->height, bars[i]);
    }
    snprintf(line, PATTERN_LINE_SIZE, "%s",
             "red, green, blue, yellow, cyan, magenta, white, amber (exchanged: panel.order; one "
             "half only: R1 G1 B1 or R2 G2 B2)");
}

static bool draw_number(struct scene *scene, const struct pattern_panel *panel, int number,
                        struct fonts *fonts, struct diag *diag)
{
    char text[12];
    int length = snprintf(text, sizeof text, "%d", number);
    struct strip *strip = strip_create(fonts, text, (size_t)length, TEXT_ROLE_TEXT, NULL, 0, diag);
    if (!strip)
        return false;
    struct zone *zone =
        scene_add_zone(scene, panel->x, panel->y, panel->width, panel->height, strip);
    zone->strip_y = (panel->height - strip->height) / 2;
    zone->motion.start_px = (panel->width - strip->width) / 2;
    zone->colours[TEXT_ROLE_TEXT] = white;
    strip_unref(strip);
    return true;
}

/* Panels are numbered along the chain, chain after chain, from the connector; as many at once as a
 * scene has zones. */
static bool draw_chain(struct scene *scene, const struct pattern_chain *chain, int step, char *line,
                       struct diag *diag)
{
    int first = step * SCENE_ZONES_MAX;
    int end = first + SCENE_ZONES_MAX < chain->count ? first + SCENE_ZONES_MAX : chain->count;
    char shown[32] = "";
    for (int i = first; i < end; i++)
        if (!draw_number(scene, &chain->panels[i], i + 1, chain->fonts, diag))
            return false;
    if (end - first < chain->count)
        snprintf(shown, sizeof shown, " (here %d to %d)", first + 1, end);
    snprintf(line, PATTERN_LINE_SIZE,
             "%d panel%s%s, numbered along the chain, 1 at the connector (exchanged or upside "
             "down: panel.fold, panel.serpentine)",
             chain->count, chain->count == 1 ? "" : "s", shown);
    return true;
}

struct scene *pattern_scene(enum pattern_kind kind, const struct config *config,
                            const struct pattern_chain *chain, int wall_width, int wall_height,
                            int step, int64_t valid_from_ns, char line[PATTERN_LINE_SIZE],
                            struct diag *diag)
{
    struct scene *scene = scene_create(wall_width, wall_height, valid_from_ns);
    bool good = true;
    switch (kind) {
    case PATTERN_ROWS:
        draw_row(scene, step, line);
        break;
    case PATTERN_COLUMNS:
        draw_column(scene, step, line);
        break;
    case PATTERN_ADDRESS:
        draw_address(scene, &config->panel, step, line);
        break;
    case PATTERN_COLOURS:
        draw_colours(scene, line);
        break;
    case PATTERN_CHAIN:
        good = draw_chain(scene, chain, step, line, diag);
        break;
    case PATTERN_KINDS:
        assert(false);
    }
    if (good)
        return scene;
    scene_unref(scene);
    return NULL;
}
