#include "display/scene.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/colours_keys.h"
#include "display/colour.h"
#include "display/lightness.h"

struct scene *scene_create(int width, int height, int64_t valid_from_ns)
{
    assert(width > 0 && height > 0);
    struct scene *scene = memory_alloc(1, sizeof *scene);
    scene->references = 1;
    scene->width = width;
    scene->height = height;
    scene->valid_from_ns = valid_from_ns;
    scene->still_from_ns = INT64_MAX;
    return scene;
}

struct scene *scene_ref(struct scene *scene)
{
    assert(scene->references > 0);
    scene->references++;
    return scene;
}

void scene_unref(struct scene *scene)
{
    assert(!scene || scene->references > 0);
    if (!scene || --scene->references > 0)
        return;
    for (size_t i = 0; i < scene->zone_count; i++)
        strip_unref(scene->zones[i].strip);
    free(scene);
}

struct zone *scene_add_zone(struct scene *scene, int x, int y, int width, int height,
                            struct strip *strip)
{
    assert(scene->zone_count < SCENE_ZONES_MAX);
    assert(x >= 0 && y >= 0 && width > 0 && height > 0);
    assert(x + width <= scene->width && y + height <= scene->height);
    struct zone *zone = &scene->zones[scene->zone_count++];
    *zone = (struct zone){.x = x, .y = y, .width = width, .height = height};
    zone->strip = strip ? strip_ref(strip) : NULL;
    return zone;
}

void zone_set_colours(struct zone *zone, const struct config_colours *colours)
{
    zone->colours[TEXT_ROLE_TEXT] = colours->text;
    zone->colours[TEXT_ROLE_HEADLINE] = colours->headline;
    zone->colours[TEXT_ROLE_SPEAKER] = colours->speaker;
    zone->background = colours->background;
}

struct config_colour zone_image_colour(const struct zone *zone, const uint8_t *rgba)
{
    assert(zone->image_loss >= 0 && zone->image_loss <= ZONE_LIGHT);
    int light = ZONE_LIGHT - zone->image_loss;
    if (light == ZONE_LIGHT)
        return (struct config_colour){rgba[0], rgba[1], rgba[2]};
    return (struct config_colour){lightness_dim(rgba[0], light, ZONE_LIGHT),
                                  lightness_dim(rgba[1], light, ZONE_LIGHT),
                                  lightness_dim(rgba[2], light, ZONE_LIGHT)};
}

void zone_dim(struct zone *zone, int percent)
{
    assert(percent >= 0 && percent <= 100);
    zone->background = colour_dim(zone->background, percent);
    for (int role = 0; role < TEXT_ROLES; role++)
        zone->colours[role] = colour_dim(zone->colours[role], percent);
    zone->image_loss = ZONE_LIGHT - (ZONE_LIGHT - zone->image_loss) * percent / 100;
}

struct scene *scene_copy(const struct scene *scene)
{
    struct scene *copy = memory_alloc(1, sizeof *copy);
    *copy = *scene;
    copy->references = 1;
    for (size_t i = 0; i < copy->zone_count; i++)
        if (copy->zones[i].strip)
            strip_ref(copy->zones[i].strip);
    return copy;
}

struct scene *scene_frozen(const struct scene *scene, int64_t now_ns)
{
    struct scene *frozen = scene_copy(scene);
    frozen->valid_from_ns = now_ns;
    frozen->still_from_ns = now_ns;
    return frozen;
}

static void fill(struct frame *frame, int x, int y, int width, int height,
                 struct config_colour colour)
{
    uint8_t *first = frame_pixel(frame, x, y);
    uint8_t *pixel = first;
    for (int i = 0; i < width; i++) {
        *pixel++ = colour.r;
        *pixel++ = colour.g;
        *pixel++ = colour.b;
    }
    for (int row = 1; row < height; row++)
        memcpy(frame_pixel(frame, x, y + row), first, (size_t)width * 3);
}

static inline void put(uint8_t *pixel, uint8_t coverage, struct config_colour colour)
{
    if (coverage == UINT8_MAX) {
        memcpy(pixel, &colour, 3); /* r, g, b */
        return;
    }
    pixel[0] = colour_blend(colour.r, pixel[0], coverage);
    pixel[1] = colour_blend(colour.g, pixel[1], coverage);
    pixel[2] = colour_blend(colour.b, pixel[2], coverage);
}

/* Eight columns of coverage, the first in the lowest byte. */
static inline uint64_t load_eight(const uint8_t *coverage)
{
    uint64_t eight;
    memcpy(&eight, coverage, sizeof eight);
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? eight : __builtin_bswap64(eight);
}

/* The lit ones of eight columns, one after the other: the lowest lit bit's byte. */
static inline void draw_eight(uint8_t *pixels, uint64_t eight, struct config_colour colour)
{
    while (eight) {
        unsigned shift = (unsigned)__builtin_ctzll(eight) & ~7u;
        put(pixels + (size_t)(shift / 8) * 3, (uint8_t)(eight >> shift), colour);
        eight &= ~(UINT64_C(0xff) << shift);
    }
}

/* A piece of one row in one colour. Most of a line of text is dark: eight
 * columns at a time are looked at. */
static void draw_run(uint8_t *pixels, const uint8_t *coverage, int count,
                     struct config_colour colour)
{
    int i = 0;
    for (; i + 8 <= count; i += 8)
        draw_eight(pixels + 3 * (size_t)i, load_eight(coverage + i), colour);
    for (; i < count; i++)
        if (coverage[i])
            put(pixels + 3 * (size_t)i, coverage[i], colour);
}

static int min_int(int a, int b)
{
    return a < b ? a : b;
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

static void draw_span(const struct zone *zone, const struct zone_part *part, int from, int to,
                      enum text_role role, struct frame *frame)
{
    const struct strip *strip = zone->strip;
    for (int row = part->top; row < part->bottom; row++) {
        const uint8_t *coverage =
            strip->coverage + (ptrdiff_t)(row - part->y) * strip->width + (from - part->x);
        draw_run(frame_pixel(frame, zone->x + from, zone->y + row), coverage, to - from,
                 zone->colours[role]);
    }
}

/* The last of a line's spans that begins at the column or before, by bisection: a
 * frame costs the same for the longest headline. */
static size_t find_span(const struct strip *strip, const struct strip_line *line, int column)
{
    size_t low = line->span;
    size_t high = line->span + line->span_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (strip->spans[middle].x <= column)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The first of a line's images that may reach the column. */
static size_t find_image(const struct strip *strip, const struct strip_line *line, int column)
{
    size_t low = line->image;
    size_t high = line->image + line->image_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strip->images[middle].x + strip->image_width <= column)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void draw_image(const struct zone *zone, const struct zone_part *part,
                       const struct strip_image *image, struct frame *frame)
{
    int left = part->x + image->x;
    int top = part->y + image->y;
    int from = max_int(part->left, left);
    int to = min_int(part->right, left + image->width);
    for (int row = max_int(part->top, top); row < min_int(part->bottom, top + image->height);
         row++) {
        const uint8_t *rgba =
            image->rgba + ((ptrdiff_t)(row - top) * image->width + (from - left)) * 4;
        for (int x = from; x < to; x++, rgba += 4)
            if (rgba[3])
                put(frame_pixel(frame, zone->x + x, zone->y + row), rgba[3],
                    zone_image_colour(zone, rgba));
    }
}

static void draw_line(const struct zone *zone, const struct strip_line *line,
                      const struct zone_part *part, struct frame *frame)
{
    const struct strip *strip = zone->strip;
    size_t last = line->span + line->span_count;
    int from = part->left;
    for (size_t i = find_span(strip, line, from - part->x); i < last && from < part->right; i++) {
        int end = i + 1 < last ? strip->spans[i + 1].x + part->x : part->right;
        int to = min_int(end, part->right);
        if (to > from)
            draw_span(zone, part, from, to, strip->spans[i].role, frame);
        from = max_int(from, to);
    }
    size_t images = line->image + line->image_count;
    for (size_t i = find_image(strip, line, part->left - part->x);
         i < images && part->x + strip->images[i].x < part->right; i++)
        draw_image(zone, part, &strip->images[i], frame);
}

/* The lines that stand in the part, each within its own rows. */
static void draw_part(const struct zone *zone, const struct zone_part *whole, struct frame *frame)
{
    const struct strip *strip = zone->strip;
    struct zone_part part = *whole;
    part.left = max_int(whole->left, whole->x);
    part.right = min_int(whole->right, whole->x + strip->width);
    for (size_t i = 0; i < strip->line_count && part.left < part.right; i++) {
        const struct strip_line *line = &strip->lines[i];
        part.top = max_int(whole->top, whole->y + line->y);
        part.bottom = min_int(whole->bottom, whole->y + line->y + line->height);
        if (part.top < part.bottom)
            draw_line(zone, line, &part, frame);
    }
}

static void draw_strip(const struct zone *zone, int64_t t_ns, struct frame *frame)
{
    struct zone_part parts[ZONE_PARTS_MAX];
    size_t count = zone_parts(zone, t_ns, parts);
    for (size_t i = 0; i < count; i++)
        draw_part(zone, &parts[i], frame);
}

void scene_draw(const struct scene *scene, int64_t t_ns, struct frame *frame)
{
    assert(frame->width == scene->width && frame->height == scene->height);
    t_ns = t_ns < scene->still_from_ns ? t_ns : scene->still_from_ns;
    fill(frame, 0, 0, scene->width, scene->height, scene->background);
    for (size_t i = 0; i < scene->zone_count; i++) {
        const struct zone *zone = &scene->zones[i];
        bool same = i == 0 && zone->width == scene->width && zone->height == scene->height &&
                    memcmp(&zone->background, &scene->background, sizeof zone->background) == 0;
        if (!zone->ink && !same)
            fill(frame, zone->x, zone->y, zone->width, zone->height, zone->background);
        if (zone->strip)
            draw_strip(zone, t_ns, frame);
    }
}

int64_t scene_next_step(const struct scene *scene, int64_t t_ns)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < scene->zone_count; i++) {
        const struct zone *zone = &scene->zones[i];
        int64_t step = zone_next_step(zone, t_ns);
        next = step < next ? step : next;
    }
    return next <= scene->still_from_ns ? next : INT64_MAX;
}

void scene_dim(struct scene *scene, int percent)
{
    if (percent == 100)
        return;
    scene->background = colour_dim(scene->background, percent);
    for (size_t i = 0; i < scene->zone_count; i++)
        zone_dim(&scene->zones[i], percent);
}
