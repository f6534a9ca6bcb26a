#include "wall.h"

#include <string.h>

#include "display/luminance.h"
#include "display/pages.h"
#include "hub75/geometry.h"

#define US_MPX_PER_PX INT64_C(1000000000)
#define HALF_SHIFT 3 /* R2 G2 B2 stand three bits above R1 G1 B1 */
#define NEVER INT64_MAX
#define NS_PER_US 1000

void wall_init(struct wall *wall, uint8_t *memory, size_t size, struct wall_display display)
{
    memset(wall, 0, sizeof *wall);
    wall->memory = memory;
    wall->memory_size = size;
    wall->display = display;
    wall->shown = -1;
    wall->dark = true;
}

/* --- the panel --- */

static struct config_panel panel_of(const struct wire_config *config)
{
    return (struct config_panel){
        .rows = config->rows,
        .columns = config->columns,
        .chain = config->chain,
        .parallel = 1,
        .scan = config->scan,
        .multiplex = (enum config_multiplex)config->multiplex,
        .order = (enum config_order)config->order,
        .driver = (enum config_driver)config->driver,
        .fold = config->fold,
        .serpentine = config->serpentine,
        .rotation = config->rotation * 90,
        .brightness = config->brightness,
        .blank_ns = (int)config->blank_ns,
    };
}

static bool is_panel(const struct wire_config *config)
{
    bool rows = config->rows == 16 || config->rows == 32 || config->rows == 64;
    bool scan = config->scan == 8 || config->scan == 16 || config->scan == 32;
    return rows && scan && config->rows % (2 * config->scan) == 0 &&
           config->multiplex <= CONFIG_MULTIPLEX_CHECKER && config->order <= CONFIG_ORDER_BGR &&
           config->driver <= CONFIG_DRIVER_FM6127 && config->serpentine <= 1 &&
           config->rotation <= 3 && config->columns >= 16 && config->columns <= WALL_COLUMNS_MAX &&
           config->columns % 8 == 0 && config->chain >= 1 && config->chain <= 32 &&
           config->fold >= 1 && config->chain % config->fold == 0;
}

static bool is_config(const struct wire_config *config)
{
    return is_panel(config) && config->planes >= 1 && config->planes <= WALL_PLANES_MAX &&
           config->brightness >= 1 && config->brightness <= 100 && config->pixel_cycles >= 4 &&
           config->pixel_cycles <= 16 && config->blank_ns <= 100000 && config->dark_after_ms >= 100;
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

static bool extend_run(struct wall_run *run, int pixel)
{
    if (run->length == 1)
        run->step = (int16_t)(pixel - run->first);
    else if (run->first + run->step * run->length != pixel)
        return false;
    run->length++;
    return true;
}

/* The geometry as runs: scan row by scan row, upper half, lower half. */
static bool make_runs(struct wall *wall, struct divider *divider)
{
    wall->runs = (struct wall_run *)(void *)divider->at;
    struct wall_run *run = wall->runs;
    for (int line = 0; line < 2 * wall->scan_rows; line++)
        for (int column = 0; column < wall->columns; column++) {
            struct geometry_point p = geometry_pixel(&wall->panel, line / 2, column, 0, line % 2);
            int pixel = p.y * wall->width + p.x;
            if (column > 0 && extend_run(run - 1, pixel))
                continue;
            if ((size_t)(divider->end - (uint8_t *)run) < sizeof *run)
                return false;
            *run++ = (struct wall_run){(uint16_t)pixel, 0, 1};
        }
    size_t size = (size_t)(run - wall->runs) * sizeof *run;
    return divide(divider, size) != NULL;
}

struct pass wall_pass(const struct wall *wall, uint32_t clock_hz)
{
    return (struct pass){
        .clock_hz = clock_hz,
        .scan_rows = wall->scan_rows,
        .columns = wall->columns,
        .planes = wall->planes,
        .pixel_cycles = wall->config.pixel_cycles,
        .blank_ns = (int)wall->config.blank_ns,
        .brightness = wall->config.brightness,
    };
}

static size_t slot_count(const struct wall *wall)
{
    int turns = wall->config.brightness == 100 ? 1 : PASS_TURNS;
    return (size_t)(wall->scan_rows * wall->planes * turns);
}

static bool divide_memory(struct wall *wall)
{
    struct divider divider = {wall->memory, wall->memory + wall->memory_size};
    wall->frame_size = (size_t)(wall->scan_rows * wall->planes * wall->columns);
    for (int i = 0; i < 2; i++)
        wall->frames[i] =
            divide(&divider, wall->frame_size + 8); /* never side by side, see scan.c */
    wall->canvas = divide(&divider, (size_t)(wall->width * wall->height));
    wall->slots = (uint32_t *)(void *)divide(&divider, slot_count(wall) * sizeof *wall->slots);
    if (!wall->slots || !wall->frames[0] || !wall->frames[1] || !wall->canvas ||
        !make_runs(wall, &divider))
        return false;
    wall->arena_size = (size_t)(divider.end - divider.at) / 2 & ~(size_t)7;
    for (int i = 0; i < 2; i++)
        wall->arenas[i] = divide(&divider, wall->arena_size);
    return true;
}

static void make_spread(struct wall *wall)
{
    int channel_of[3];
    geometry_channels(wall->panel.order, channel_of);
    for (int value = 0; value < 256; value++) {
        uint32_t light = luminance_bits((uint8_t)value, wall->planes);
        for (int colour = 0; colour < 3; colour++) {
            uint32_t *words = wall->spread[colour][value];
            memset(words, 0, sizeof wall->spread[colour][value]);
            for (int plane = 0; plane < wall->planes; plane++)
                words[plane / 4] |= (light >> plane & 1) << (plane % 4 * 8 + channel_of[colour]);
        }
    }
}

static void measure(struct wall *wall, const struct wire_config *config)
{
    wall->config = *config;
    wall->panel = panel_of(config);
    wall->planes = config->planes;
    wall->scan_rows = geometry_scan_rows(&wall->panel);
    wall->columns = geometry_columns(&wall->panel);
    struct geometry_point size = geometry_size(&wall->panel);
    wall->width = size.x;
    wall->height = size.y;
}

/* Whether it fits, before anything is touched. */
static bool fits(const struct wall *wall, const struct wire_config *config)
{
    struct wall would = {.memory_size = wall->memory_size};
    measure(&would, config);
    size_t places = (size_t)(would.scan_rows * would.columns);
    /* Two frames, the canvas, the slots; the runs are at least eight pixels long. */
    size_t runs = places * 2 / 8 * sizeof(struct wall_run);
    size_t needed = 2 * (places * (size_t)would.planes + 16) + 2 * places + runs +
                    slot_count(&would) * sizeof(uint32_t) + 64;
    return would.columns <= WALL_COLUMNS_MAX && needed <= would.memory_size;
}

enum wire_result wall_configure(struct wall *wall, const struct wire_config *config)
{
    if (!is_config(config))
        return WIRE_BAD_BODY;
    if (!fits(wall, config))
        return WIRE_TOO_LARGE;
    measure(wall, config);
    wall->ready = divide_memory(wall);
    if (!wall->ready)
        return WIRE_TOO_LARGE;
    make_spread(wall);
    memset(wall->frames[0], 0, wall->frame_size);
    memset(wall->frames[1], 0, wall->frame_size);
    wall->shown = -1;
    wall->begun = wall->due = wall->plain = wall->composed = false;
    wall->front = 0;
    wall->lead_us = wall->making_us = NEVER;
    wall->dark = true;
    return WIRE_DONE;
}

/* --- what moves --- */

static int64_t moved_px(const struct wire_zone *zone, int64_t t_us)
{
    if (zone->motion != WIRE_CRAWL || t_us <= zone->start_us)
        return 0;
    int64_t speed = zone->speed_mpx_s < 0 ? -(int64_t)zone->speed_mpx_s : zone->speed_mpx_s;
    int64_t span_us = t_us - zone->start_us;
    if (speed > 0 && span_us > INT64_MAX / speed)
        span_us = INT64_MAX / speed;
    return span_us * speed / US_MPX_PER_PX;
}

/* As motion_position of display/motion.h. */
static int64_t position(const struct wire_zone *zone, int64_t t_us)
{
    int64_t moved = moved_px(zone, t_us);
    return zone->speed_mpx_s >= 0 ? zone->start_px - moved : zone->start_px + moved;
}

static bool has_left(const struct wire_zone *zone, int64_t t_us)
{
    int64_t x = position(zone, t_us);
    return zone->speed_mpx_s >= 0 ? x <= -(int64_t)zone->strip_width : x >= zone->width;
}

static int64_t crawl_step(const struct wire_zone *zone, int64_t t_us)
{
    int64_t speed = zone->speed_mpx_s < 0 ? -(int64_t)zone->speed_mpx_s : zone->speed_mpx_s;
    if (speed == 0 || zone->strip_width == 0 || has_left(zone, t_us))
        return NEVER;
    int64_t path = (moved_px(zone, t_us) + 1) * US_MPX_PER_PX;
    return zone->start_us + (path + speed - 1) / speed;
}

/* The zone as display/pages.c knows it. */
static void as_zone(struct wall_zone *from, struct zone *zone, struct strip *strip)
{
    const struct wire_zone *shape = &from->shape;
    *strip = (struct strip){
        .width = (int)shape->strip_width,
        .height = shape->strip_height,
        .pages = from->pages,
        .page_count = (size_t)from->page_count,
        .right_to_left = shape->right_to_left,
    };
    *zone = (struct zone){
        .width = shape->width,
        .height = shape->height,
        .strip = strip,
        .motion = {.kind = MOTION_PAGES,
                   .start_ns = shape->start_us * NS_PER_US,
                   .transition = (enum motion_transition)shape->transition,
                   .transition_ms = (int32_t)shape->transition_ms},
    };
}

static int64_t pages_step(struct wall_zone *from, int64_t t_us)
{
    struct zone zone;
    struct strip strip;
    as_zone(from, &zone, &strip);
    int64_t next_ns = zone_pages_next_ns(&zone, t_us * NS_PER_US);
    return next_ns == INT64_MAX ? NEVER : (next_ns + NS_PER_US - 1) / NS_PER_US;
}

static int64_t next_step(struct wall_zone *zone, int64_t t_us)
{
    switch ((enum wire_motion)zone->shape.motion) {
    case WIRE_CRAWL:
        return crawl_step(&zone->shape, t_us);
    case WIRE_PAGED:
        return pages_step(zone, t_us);
    default:
        return NEVER;
    }
}

static int64_t scene_step(struct wall_scene *scene, int64_t t_us)
{
    int64_t next = NEVER;
    for (int i = 0; i < scene->zone_count; i++) {
        int64_t step = next_step(&scene->zones[i], t_us);
        next = step < next ? step : next;
    }
    bool far = next > 2 * WIRE_INSTANT_MAX_US; /* than any clock goes */
    return next <= scene->held_us && !far ? next : NEVER;
}

/* --- the picture --- */

/* Such a strip comes with its end first; its columns are numbered from there. */
static bool goes_right(const struct wire_zone *zone)
{
    return zone->motion == WIRE_CRAWL && zone->speed_mpx_s < 0;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

/* A column of the strip; NULL where it is not there. */
static const uint8_t *find_column(const struct wall_zone *zone, uint32_t x)
{
    const struct wire_zone *shape = &zone->shape;
    uint32_t column = goes_right(shape) ? shape->strip_width - 1 - x : x;
    if (column < zone->first || column >= zone->next)
        return NULL;
    return zone->columns + column % shape->room * WIRE_COLUMN_SIZE(shape->strip_height);
}

static void draw_part(struct wall *wall, const struct wall_zone *zone, int base,
                      const struct zone_part *part)
{
    const struct wire_zone *shape = &zone->shape;
    int top = most(part->top, part->y);
    int bottom = least(part->bottom, part->y + shape->strip_height);
    int to = least(part->right, part->x + (int)shape->strip_width);
    for (int x = most(part->left, part->x); x < to; x++) {
        const uint8_t *column = find_column(zone, (uint32_t)(x - part->x));
        wall->missing += !column;
        if (!column)
            continue;
        uint8_t *out = wall->canvas + (shape->y + top) * wall->width + shape->x + x;
        for (int y = top; y < bottom; y++, out += wall->width) {
            int at = y - part->y;
            *out = (uint8_t)(base + (column[at / 2] >> (at % 2 * 4) & 15));
        }
    }
}

/* As zone_parts of display/zone.h. */
static size_t find_parts(struct wall_zone *from, int64_t t_us, struct zone_part *parts)
{
    const struct wire_zone *shape = &from->shape;
    struct zone zone;
    struct strip strip;
    if (shape->motion == WIRE_PAGED) {
        as_zone(from, &zone, &strip);
        return zone_pages_parts(&zone, t_us * NS_PER_US, parts);
    }
    int64_t x = position(shape, t_us);
    x = x < -(int64_t)shape->strip_width ? -(int64_t)shape->strip_width : x;
    x = x > shape->width ? shape->width : x;
    parts[0] = (struct zone_part){0, shape->width, 0, shape->height, (int)x, shape->strip_y};
    return 1;
}

static void draw_zone(struct wall *wall, struct wall_zone *zone, int base, int64_t t_us)
{
    const struct wire_zone *shape = &zone->shape;
    for (int y = 0; y < shape->height; y++)
        memset(wall->canvas + (shape->y + y) * wall->width + shape->x, base, shape->width);
    if (shape->strip_width == 0)
        return;
    struct zone_part parts[ZONE_PARTS_MAX];
    size_t count = find_parts(zone, t_us, parts);
    for (size_t i = 0; i < count; i++)
        draw_part(wall, zone, base, &parts[i]);
}

static void colour_words(const struct wall *wall, const uint8_t rgb[3],
                         uint32_t words[WALL_SPREAD_WORDS])
{
    for (int i = 0; i < WALL_SPREAD_WORDS; i++)
        words[i] =
            wall->spread[0][rgb[0]][i] | wall->spread[1][rgb[1]][i] | wall->spread[2][rgb[2]][i];
}

static void know_colour(struct wall *wall, int number, const uint8_t rgb[3])
{
    uint32_t words[WALL_SPREAD_WORDS];
    colour_words(wall, rgb, words);
    for (int i = 0; i < WALL_SPREAD_WORDS; i++) {
        wall->colours[0][i][number] = words[i];
        wall->colours[1][i][number] = words[i] << HALF_SHIFT;
    }
}

/* The colour numbers of one scan row's half, in the order of the registers. */
static const struct wall_run *gather(const struct wall *wall, const struct wall_run *run,
                                     uint8_t *line)
{
    for (int column = 0; column < wall->columns; run++) {
        const uint8_t *pixel = wall->canvas + run->first;
        if (run->step == 1)
            memcpy(line + column, pixel, run->length);
        else
            for (int i = 0; i < run->length; i++, pixel += run->step)
                line[column + i] = *pixel;
        column += run->length;
    }
    return run;
}

/* A place's bytes of all planes. */
static inline void put_place(uint8_t *out, int columns, int planes, const uint32_t *upper,
                             const uint32_t *lower)
{
    for (int word = 0; word < WALL_SPREAD_WORDS; word++) {
        uint32_t bits = upper[word] | lower[word] << HALF_SHIFT;
        for (int i = 0; i < 4; i++, out += columns, bits >>= 8) {
            if (4 * word + i == planes)
                return;
            *out = (uint8_t)bits;
        }
    }
}

#define PLACES 4 /* made at a time: a word of each plane */

/* Four planes of four places: a byte of a word is a plane there, and a place in memory. */
static void turn(const uint32_t places[PLACES], uint32_t planes[4])
{
    const uint32_t even = 0x00ff00ff;
    uint32_t first02 = (places[0] & even) | (places[1] & even) << 8;
    uint32_t first13 = (places[0] >> 8 & even) | (places[1] & ~even);
    uint32_t last02 = (places[2] & even) | (places[3] & even) << 8;
    uint32_t last13 = (places[2] >> 8 & even) | (places[3] & ~even);
    planes[0] = (first02 & 0xffff) | last02 << 16;
    planes[1] = (first13 & 0xffff) | last13 << 16;
    planes[2] = first02 >> 16 | (last02 & 0xffff0000);
    planes[3] = first13 >> 16 | (last13 & 0xffff0000);
}

static void make_places(const struct wall *wall, uint32_t upper, uint32_t lower,
                        uint32_t planes[4 * WALL_SPREAD_WORDS])
{
    for (int word = 0; 4 * word < wall->planes; word++) {
        const uint32_t *above = wall->colours[0][word];
        const uint32_t *below = wall->colours[1][word];
        const uint32_t places[PLACES] = {
            above[upper & 255] | below[lower & 255],
            above[upper >> 8 & 255] | below[lower >> 8 & 255],
            above[upper >> 16 & 255] | below[lower >> 16 & 255],
            above[upper >> 24] | below[lower >> 24],
        };
        turn(places, planes + 4 * word);
    }
}

/* A scan row's planes. Most places are as those before them: background. */
static void make_row(const struct wall *wall, const uint32_t *upper, const uint32_t *lower,
                     uint8_t *out)
{
    uint32_t planes[4 * WALL_SPREAD_WORDS];
    int words = wall->columns / PLACES;
    for (int i = 0; i < words; i++) {
        if (i == 0 || upper[i] != upper[i - 1] || lower[i] != lower[i - 1])
            make_places(wall, upper[i], lower[i], planes);
        uint32_t *word = (uint32_t *)(void *)out + i;
        for (int plane = 0; plane < wall->planes; plane++, word += words)
            *word = planes[plane];
    }
}

static void make_planes(struct wall *wall, uint8_t *frame)
{
    uint32_t lines[2][WALL_COLUMNS_MAX / PLACES];
    const struct wall_run *run = wall->runs;
    for (int row = 0; row < wall->scan_rows; row++) {
        for (int half = 0; half < 2; half++)
            run = gather(wall, run, (uint8_t *)lines[half]);
        make_row(wall, lines[0], lines[1], frame + row * wall->planes * wall->columns);
    }
}

static void compose(struct wall *wall, int64_t t_us)
{
    struct wall_scene *scene = &wall->scenes[wall->shown];
    int64_t drawn_us = t_us < scene->held_us ? t_us : scene->held_us;
    memset(wall->canvas, 0, (size_t)(wall->width * wall->height));
    for (int i = 0; i < scene->zone_count; i++)
        draw_zone(wall, &scene->zones[i], 1 + i * WIRE_COLOURS, drawn_us);
    make_planes(wall, wall->frames[1 - wall->front]);
    wall->picture_us = t_us;
    wall->composed = true;
}

static void flip(struct wall *wall)
{
    wall->front = 1 - wall->front;
    wall->glass_us = wall->picture_us;
    wall->dark = false;
    wall->composed = false;
    wall->display.flip(wall->display.user, wall->front);
}

static void put_on(struct wall *wall, int64_t now_us)
{
    wall->shown = wall->shown == 0 ? 1 : 0;
    wall->glass_us = now_us; /* no column that went before then is needed */
    wall->begun = wall->due = wall->plain = false;
    const struct wall_scene *scene = &wall->scenes[wall->shown];
    know_colour(wall, 0, scene->background);
    for (int i = 0; i < scene->zone_count; i++)
        for (int colour = 0; colour < WIRE_COLOURS; colour++)
            know_colour(wall, 1 + i * WIRE_COLOURS + colour, scene->zones[i].shape.colours[colour]);
}

/* A picture is of the time at which it will be seen. */
static void make_picture(struct wall *wall, int64_t t_us, int64_t device_us)
{
    int64_t lead_us = wall->lead_us == NEVER ? 0 : wall->lead_us;
    int64_t seen_us = device_us + wall->clock_us + lead_us;
    compose(wall, t_us > seen_us ? t_us : seen_us);
    wall->making_us = device_us;
}

/* The picture has taken until now. The first one was a rehearsal: nobody knew how long. */
static void measure_lead(struct wall *wall, int64_t device_us)
{
    bool first = wall->lead_us == NEVER;
    if (wall->making_us == NEVER)
        return;
    wall->lead_us = device_us - wall->making_us;
    wall->making_us = NEVER;
    if (first && wall->composed)
        make_picture(wall, wall->picture_us, device_us);
}

void wall_step(struct wall *wall, int64_t device_us)
{
    if (!wall->ready || !wall->display.settled(wall->display.user))
        return;
    measure_lead(wall, device_us);
    int64_t now_us = device_us + wall->clock_us;
    int64_t lead_us = wall->lead_us == NEVER ? 0 : wall->lead_us;
    if (wall->due && now_us + lead_us >= wall->due_us) {
        put_on(wall, now_us);
        make_picture(wall, wall->due_us, device_us);
    } else if (wall->shown < 0 || wall->plain) {
        return;
    } else if (wall->composed) {
        if (now_us >= wall->picture_us)
            flip(wall);
    } else {
        int64_t next_us = scene_step(&wall->scenes[wall->shown], wall->picture_us);
        if (next_us != NEVER)
            make_picture(wall, next_us, device_us);
    }
}

/* --- messages --- */

static struct wall_scene *coming(struct wall *wall)
{
    return &wall->scenes[wall->shown == 0 ? 1 : 0];
}

bool wall_is_instant(int64_t us)
{
    return us >= -WIRE_INSTANT_MAX_US && us <= WIRE_INSTANT_MAX_US;
}

static enum wire_result take_scene(struct wall *wall, struct wire_cursor *body)
{
    struct wall_scene scene = {0};
    scene.zones_wanted = (int)wire_take(body, 1);
    for (int i = 0; i < 3; i++)
        scene.background[i] = (uint8_t)wire_take(body, 1);
    scene.held_us = (int64_t)wire_take(body, 8);
    if (body->bad || body->at != body->end ||
        (scene.held_us != NEVER && !wall_is_instant(scene.held_us)))
        return WIRE_BAD_BODY;
    if (scene.zones_wanted > WALL_ZONES_MAX)
        return WIRE_TOO_LARGE;
    struct wall_scene *next = coming(wall);
    next->zones_wanted = scene.zones_wanted;
    memcpy(next->background, scene.background, sizeof next->background);
    next->held_us = scene.held_us;
    next->zone_count = 0;
    next->used = 0;
    wall->begun = true;
    wall->due = false;
    return WIRE_DONE;
}

static bool is_zone(const struct wall *wall, const struct wire_zone *zone)
{
    return zone->motion < WIRE_MOTIONS && zone->transition <= TRANSITION_SCROLL &&
           zone->transition_ms <= INT32_MAX && wall_is_instant(zone->start_us) && zone->width > 0 &&
           zone->height > 0 && zone->x + zone->width <= wall->width &&
           zone->y + zone->height <= wall->height && zone->strip_width <= STRIP_MAX_WIDTH_PX &&
           zone->strip_height <= WALL_STRIP_HEIGHT_MAX &&
           (zone->strip_width == 0 || zone->room > 0) && zone->first_column <= zone->strip_width;
}

static enum wire_result take_zone(struct wall *wall, struct wire_cursor *body)
{
    struct wall_scene *scene = coming(wall);
    struct wire_zone zone;
    wire_take_zone(body, &zone);
    if (body->bad || body->at != body->end || !is_zone(wall, &zone))
        return WIRE_BAD_BODY;
    if (!wall->begun || zone.index != scene->zone_count || zone.index >= scene->zones_wanted)
        return WIRE_NOT_NOW;
    size_t size = zone.strip_width ? zone.room * WIRE_COLUMN_SIZE(zone.strip_height) : 0;
    if (size > wall->arena_size - scene->used)
        return WIRE_TOO_LARGE;
    uint8_t *arena = wall->arenas[wall->shown == 0 ? 1 : 0];
    scene->zones[scene->zone_count++] = (struct wall_zone){
        .shape = zone,
        .columns = arena + scene->used,
        .first = zone.first_column,
        .next = zone.first_column,
    };
    scene->used += size;
    return WIRE_DONE;
}

static enum wire_result take_pages(struct wall *wall, struct wire_cursor *body)
{
    const size_t page_size = 6;
    unsigned index = (unsigned)wire_take(body, 1);
    size_t bytes = (size_t)(body->end - body->at);
    size_t count = bytes / page_size;
    if (body->bad || count * page_size != bytes || count > WALL_PAGES_MAX)
        return WIRE_BAD_BODY;
    if (!wall->begun || index >= (unsigned)coming(wall)->zone_count)
        return WIRE_NOT_NOW;
    struct wall_zone *zone = &coming(wall)->zones[index];
    struct strip_page pages[WALL_PAGES_MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        pages[i].y = (int)wire_take(body, 2);
        pages[i].hold_ms = (int32_t)wire_take(body, 4);
        if (pages[i].hold_ms < 0 || pages[i].y > zone->shape.strip_height)
            return WIRE_BAD_BODY;
    }
    memcpy(zone->pages, pages, count * sizeof *pages);
    zone->page_count = (int)count;
    return WIRE_DONE;
}

/* The first column that may still be needed. */
static uint32_t needed_from(const struct wall_zone *zone, int64_t t_us)
{
    const struct wire_zone *shape = &zone->shape;
    int64_t left = position(shape, t_us);
    int64_t gone = goes_right(shape) ? left + shape->strip_width - shape->width : -left;
    if (shape->motion != WIRE_CRAWL || gone <= shape->first_column)
        return shape->first_column;
    return gone > shape->strip_width ? shape->strip_width : (uint32_t)gone;
}

/* The instant of the picture on the glass: the next one may be made already, but
 * a column is needed until it has gone from the one that shows it. */
static int64_t shown_us(const struct wall *wall)
{
    const struct wall_scene *scene = &wall->scenes[wall->shown];
    int64_t t_us = wall->glass_us;
    return t_us < scene->held_us ? t_us : scene->held_us;
}

static enum wire_result take_columns(struct wall *wall, struct wire_cursor *body)
{
    bool now = wire_take(body, 1) != 0;
    unsigned index = (unsigned)wire_take(body, 1);
    uint32_t first = (uint32_t)wire_take(body, 4);
    if (body->bad)
        return WIRE_BAD_BODY;
    if (now ? wall->shown < 0 : !wall->begun)
        return WIRE_NOT_NOW;
    struct wall_scene *scene = now ? &wall->scenes[wall->shown] : coming(wall);
    if (index >= (unsigned)scene->zone_count)
        return WIRE_BAD_BODY;
    struct wall_zone *zone = &scene->zones[index];
    size_t size = WIRE_COLUMN_SIZE(zone->shape.strip_height);
    size_t bytes = (size_t)(body->end - body->at);
    uint32_t count = size ? (uint32_t)(bytes / size) : 0;
    if (count == 0 || count * size != bytes || first != zone->next ||
        first + count > zone->shape.strip_width)
        return WIRE_BAD_BODY;
    uint32_t needed = now ? needed_from(zone, shown_us(wall)) : zone->shape.first_column;
    if (first + count - (needed < first ? needed : first) > zone->shape.room)
        return WIRE_NOT_NOW;
    for (uint32_t i = 0; i < count; i++, body->at += size)
        memcpy(zone->columns + (first + i) % zone->shape.room * size, body->at, size);
    zone->next += count;
    if (zone->next - zone->first > zone->shape.room)
        zone->first = zone->next - zone->shape.room;
    return WIRE_DONE;
}

static enum wire_result take_show(struct wall *wall, struct wire_cursor *body)
{
    int64_t at_us = (int64_t)wire_take(body, 8);
    if (body->bad || body->at != body->end || !wall_is_instant(at_us))
        return WIRE_BAD_BODY;
    if (!wall->begun || coming(wall)->zone_count != coming(wall)->zones_wanted)
        return WIRE_NOT_NOW;
    wall->due = true;
    wall->due_us = at_us;
    return WIRE_DONE;
}

#define PLACE_SIZE 6

/* In order, into the frame that is not shown (the caller waits until it is not). */
static enum wire_result take_pixels(struct wall *wall, struct wire_cursor *body)
{
    uint32_t first = (uint32_t)wire_take(body, 4);
    size_t bytes = (size_t)(body->end - body->at);
    uint32_t places = (uint32_t)(wall->scan_rows * wall->columns);
    uint32_t count = (uint32_t)(bytes / PLACE_SIZE);
    if (body->bad || count == 0 || bytes % PLACE_SIZE != 0 || first >= places ||
        count > places - first)
        return WIRE_BAD_BODY;
    if (first != 0 && (!wall->plain || first != wall->plain_next))
        return WIRE_NOT_NOW;
    wall->plain = true;
    wall->composed = false;
    for (uint32_t place = first; place < first + count; place++, body->at += PLACE_SIZE) {
        uint32_t upper[WALL_SPREAD_WORDS], lower[WALL_SPREAD_WORDS];
        colour_words(wall, body->at, upper);
        colour_words(wall, body->at + 3, lower);
        uint32_t columns = (uint32_t)wall->columns;
        uint8_t *out = wall->frames[1 - wall->front] +
                       place / columns * columns * (uint32_t)wall->planes + place % columns;
        put_place(out, wall->columns, wall->planes, upper, lower);
    }
    wall->plain_next = first + count;
    return WIRE_DONE;
}

static enum wire_result take_flip(struct wall *wall)
{
    if (!wall->plain || wall->plain_next != (uint32_t)(wall->scan_rows * wall->columns))
        return WIRE_NOT_NOW;
    wall->plain_next = 0;
    wall->due = wall->begun = false;
    flip(wall);
    return WIRE_DONE;
}

static enum wire_result take_dark(struct wall *wall)
{
    wall->shown = -1;
    wall->begun = wall->due = wall->plain = wall->composed = false;
    wall->dark = true;
    return WIRE_DONE;
}

enum wire_result wall_take(struct wall *wall, enum wire_type type, struct wire_cursor *body)
{
    if (!wall->ready)
        return WIRE_NOT_NOW;
    switch ((int)type) {
    case WIRE_SCENE:
        return take_scene(wall, body);
    case WIRE_ZONE:
        return take_zone(wall, body);
    case WIRE_PAGES:
        return take_pages(wall, body);
    case WIRE_COLUMNS:
        return take_columns(wall, body);
    case WIRE_SHOW:
        return take_show(wall, body);
    case WIRE_PIXELS:
        return take_pixels(wall, body);
    case WIRE_FLIP:
        return body->at == body->end ? take_flip(wall) : WIRE_BAD_BODY;
    case WIRE_DARK:
        return body->at == body->end ? take_dark(wall) : WIRE_BAD_BODY;
    default:
        return WIRE_BAD_BODY;
    }
}

size_t wall_strip_memory(const struct wall *wall)
{
    return wall->ready ? wall->arena_size : 0;
}
