#include "display/flash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/panel_keys.h"
#include "display/lightness.h"

#define NS_PER_S INT64_C(1000000000)
#define MM_PER_M 1000.0
/* WCAG 2.2, definition of the thresholds */
#define AREA_SR 0.006
#define CHANGE_LEAST 0.1
#define DARKER_MOST 0.8
#define RED_SHARE 0.8
#define RED_CHANGE 0.2
#define WALL_SHARE 0.25
/* More than three flashes: the seventh change of direction within a second. */
#define CHANGES_MAX 7
/* Flashes of several cells are concurrent when they change within a frame of
 * television, 25 a second: where the thresholds come from. */
#define AT_ONCE_NS (NS_PER_S / 25)
/* A mean this dark has no colour that anyone sees. */
#define RED_LEAST 0.02
#define DAMPED_LUMINANCE 0.08

/* A value over time that goes up and down; each turn by enough is a change. */
struct swing {
    double low, high; /* since the last change */
    int direction;    /* of the last change: 1 up, -1 down, 0: none yet */
    bool begun;
    int64_t changes[CHANGES_MAX]; /* a ring of when */
    size_t count;
};

struct cell {
    int width, height; /* px: the last ones of a row or column may be smaller */
    struct swing general;
    struct swing red;
};

struct watch {
    const struct flash_rule *rule;
    struct cell *cells;
    double *sums; /* R, G, B of each cell */
    int columns, rows;
    struct frame frame;
};

struct flash_rule flash_rule_of(const struct config_panel *panel, int wall_width, int wall_height,
                                int cell_px)
{
    struct flash_rule rule = {cell_px, WALL_SHARE * wall_width * wall_height};
    if (panel->pitch_mm > 0 && panel->viewing_m > 0) {
        double distance_px = panel->viewing_m * MM_PER_M / panel->pitch_mm;
        rule.area_px = AREA_SR * distance_px * distance_px;
    }
    return rule;
}

static void note_change(struct swing *swing, int direction, double value, int64_t t_ns)
{
    swing->direction = direction;
    swing->low = value;
    swing->high = value;
    swing->changes[swing->count++ % CHANGES_MAX] = t_ns;
}

/* Follows the value; a way of `least` back from the last extreme is a change. */
static void follow(struct swing *swing, double value, double least, double darker_most,
                   int64_t t_ns)
{
    if (!swing->begun)
        *swing = (struct swing){.low = value, .high = value, .begun = true};
    if (swing->direction <= 0 && value - swing->low >= least && swing->low < darker_most)
        note_change(swing, 1, value, t_ns);
    else if (swing->direction >= 0 && swing->high - value >= least && value < darker_most)
        note_change(swing, -1, value, t_ns);
    swing->low = fmin(swing->low, value);
    swing->high = fmax(swing->high, value);
}

/* Whether the latest change came just now, and the oldest of the ring is less
 * than a second before. */
static bool is_flashing(const struct swing *swing, int64_t t_ns)
{
    return swing->count >= CHANGES_MAX &&
           t_ns - swing->changes[(swing->count - 1) % CHANGES_MAX] < AT_ONCE_NS &&
           t_ns - swing->changes[swing->count % CHANGES_MAX] < NS_PER_S;
}

/* How far a saturated red is from white (which stands for black, too) in the
 * CIE 1976 UCS diagram; 0 for other colours. sRGB's primaries. */
static double redness(const double rgb[3])
{
    double sum = rgb[0] + rgb[1] + rgb[2];
    if (rgb[0] < RED_LEAST || rgb[0] < RED_SHARE * sum)
        return 0;
    double x = 0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2];
    double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    double z = 0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2];
    double all = x + 15 * y + 3 * z;
    return hypot(4 * x / all - 0.1978, 9 * y / all - 0.4683); /* D65's u', v' */
}

static void watch_init(struct watch *watch, const struct scene *scene,
                       const struct flash_rule *rule)
{
    int cell = rule->cell_px;
    *watch = (struct watch){.rule = rule,
                            .columns = (scene->width + cell - 1) / cell,
                            .rows = (scene->height + cell - 1) / cell};
    size_t count = (size_t)watch->columns * (size_t)watch->rows;
    watch->cells = memory_alloc(count, sizeof *watch->cells);
    watch->sums = memory_alloc(count * 3, sizeof *watch->sums);
    frame_init(&watch->frame, scene->width, scene->height);
    for (size_t i = 0; i < count; i++) {
        int x = (int)(i % (size_t)watch->columns) * cell;
        int y = (int)(i / (size_t)watch->columns) * cell;
        watch->cells[i].width = x + cell > scene->width ? scene->width - x : cell;
        watch->cells[i].height = y + cell > scene->height ? scene->height - y : cell;
    }
}

static void watch_finish(struct watch *watch)
{
    free(watch->cells);
    free(watch->sums);
    frame_finish(&watch->frame);
}

static void sum_cells(struct watch *watch)
{
    const uint8_t *pixel = watch->frame.rgb;
    memset(watch->sums, 0, (size_t)watch->columns * (size_t)watch->rows * 3 * sizeof *watch->sums);
    for (int y = 0; y < watch->frame.height; y++) {
        double *row = watch->sums + (ptrdiff_t)(y / watch->rule->cell_px) * watch->columns * 3;
        for (int x = 0; x < watch->frame.width; x++, pixel += 3) {
            if (!(pixel[0] | pixel[1] | pixel[2]))
                continue;
            double *sum = row + (ptrdiff_t)(x / watch->rule->cell_px) * 3;
            for (int i = 0; i < 3; i++)
                sum[i] += lightness_to_linear(pixel[i]);
        }
    }
}

/* Looks at one picture. False when too large an area flashes. */
static bool look(struct watch *watch, int64_t t_ns, struct flash_report *report)
{
    double general[2] = {0}; /* darker, lighter: together is what goes the same way */
    double red[2] = {0};
    sum_cells(watch);
    for (int i = 0; i < watch->columns * watch->rows; i++) {
        struct cell *cell = &watch->cells[i];
        int area = cell->width * cell->height;
        double rgb[3];
        for (int k = 0; k < 3; k++)
            rgb[k] = watch->sums[3 * i + k] / ((double)area * LIGHTNESS_FULL);
        double luminance = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
        follow(&cell->general, luminance, CHANGE_LEAST, DARKER_MOST, t_ns);
        follow(&cell->red, redness(rgb), RED_CHANGE, INFINITY, t_ns);
        general[cell->general.direction > 0] += is_flashing(&cell->general, t_ns) ? area : 0;
        red[cell->red.direction > 0] += is_flashing(&cell->red, t_ns) ? area : 0;
    }
    double red_most = fmax(red[0], red[1]);
    double most = fmax(red_most, fmax(general[0], general[1]));
    *report = (struct flash_report){t_ns, red_most == most, most};
    return report->area_px <= watch->rule->area_px;
}

/* In motion a cell's mean changes little within a quarter of a cell; a cut is
 * always looked at. */
static int64_t pause_ns(const struct scene *scene, const struct flash_rule *rule)
{
    int64_t fastest = 0;
    for (size_t i = 0; i < scene->zone_count; i++) {
        const struct zone *zone = &scene->zones[i];
        int32_t speed = zone_speed_mpx_s(zone);
        if (zone->strip && zone->motion.kind == MOTION_PAGES && speed == 0)
            return 0;
        fastest = speed > fastest ? speed : fastest;
    }
    return fastest > 0 ? (int64_t)rule->cell_px * 1000 * NS_PER_S / (4 * fastest) : 0;
}

bool flash_passes(const struct scene *scene, const struct flash_rule *rule, int64_t from_ns,
                  int64_t end_ns, struct flash_report *report)
{
    struct watch watch;
    int64_t pause = pause_ns(scene, rule);
    bool passes = true;
    watch_init(&watch, scene, rule);
    for (int64_t t_ns = from_ns; passes && t_ns <= end_ns && t_ns != INT64_MAX;) {
        scene_draw(scene, t_ns, &watch.frame);
        passes = look(&watch, t_ns, report);
        t_ns = scene_next_step(scene, t_ns + (pause > 0 ? pause - 1 : 0));
    }
    watch_finish(&watch);
    return passes;
}

static void damp_colour(struct config_colour *colour)
{
    uint8_t grey = lightness_from_linear((uint16_t)(DAMPED_LUMINANCE * LIGHTNESS_FULL));
    if (colour->r || colour->g || colour->b)
        *colour = (struct config_colour){grey, grey, grey};
}

struct scene *flash_damp(const struct scene *scene, const struct flash_rule *rule, int64_t from_ns,
                         int64_t end_ns)
{
    struct flash_report report;
    struct scene *damped = scene_frozen(scene, scene->valid_from_ns);
    damped->still_from_ns = scene->still_from_ns;
    damped->background = (struct config_colour){0, 0, 0};
    for (size_t i = 0; i < damped->zone_count; i++) {
        for (int role = 0; role < TEXT_ROLES; role++)
            damp_colour(&damped->zones[i].colours[role]);
        damped->zones[i].background = damped->background;
        damped->zones[i].image_loss = (int)((1 - DAMPED_LUMINANCE) * ZONE_LIGHT);
    }
    if (!flash_passes(damped, rule, from_ns, end_ns, &report))
        damped->still_from_ns = from_ns;
    return damped;
}
