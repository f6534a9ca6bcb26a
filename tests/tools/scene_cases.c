/* scene_cases COUNT SEED: scenes as those who draw elsewhere are told them, and what scene_draw
 * makes of them: a JSON object a line, {"name", "scene", "strips": {SHA-256: base64 of zlib},
 * "levels", "frames": [{"t": ns, "rgb": base64 of zlib}]}. Everything that a scene can have is in
 * some of COUNT drawn ones; then come the walls of `motograph look`, at each size, mode and
 * brightness. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/base64.h"
#include "base/memory.h"
#include "control/scene_json.h"
#include "display/lightness.h"
#include "layout/samples.h"
#include "newsroom.h"
#include "store/strips.h"
#include "text/strip_bytes.h"

#define FRAMES 12      /* of a drawn scene */
#define SHEET_FRAMES 4 /* of a wall: as `look` shows it, and three more */
#define MIDDLE_NS INT64_C(3500000000)
#define BEGIN_NS INT64_C(5000000000)

static uint64_t state;

/* From least to most: splitmix64 (Steele, Lea, Flood 2014). */
static int any(int least, int most)
{
    uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return least + (int)((z ^ z >> 31) % (uint64_t)(most - least + 1));
}

static struct config_colour any_colour(void)
{
    return (struct config_colour){(uint8_t)any(0, 255), (uint8_t)any(0, 255), (uint8_t)any(0, 255)};
}

/* From left to right, as a line has them. */
static void add_image(struct strip *strip, int least_x)
{
    struct strip_image image = {any(least_x, strip->width), any(-3, strip->height), any(1, 9),
                                any(1, 9), NULL};
    size_t size = (size_t)image.width * (size_t)image.height * 4;
    image.rgba = memory_alloc(size, 1);
    for (size_t i = 0; i < size; i++)
        image.rgba[i] = (uint8_t)(any(0, 2) ? any(0, 255) : 255 * any(0, 1));
    strip_add_image(strip, image);
}

static void add_lines(struct strip *strip)
{
    int count = any(1, 3);
    strip->lines = memory_alloc((size_t)count, sizeof *strip->lines);
    strip->line_count = (size_t)count;
    strip->spans = memory_alloc((size_t)count * 3, sizeof *strip->spans);
    for (int i = 0; i < count; i++) {
        strip->lines[i] = (struct strip_line){.y = i * strip->height / count,
                                              .height = strip->height / count,
                                              .span = strip->span_count,
                                              .span_count = (size_t)any(1, 3)};
        for (size_t k = 0; k < strip->lines[i].span_count; k++)
            strip->spans[strip->span_count++] =
                (struct strip_span){(int)k * strip->width / 3, (enum text_role)any(0, 2)};
    }
}

static void add_pages(struct strip *strip)
{
    strip->page_count = (size_t)any(1, 4);
    strip->pages = memory_alloc(strip->page_count, sizeof *strip->pages);
    for (size_t i = 0; i < strip->page_count; i++)
        strip->pages[i] = (struct strip_page){any(0, strip->height - 1), any(0, 900)};
}

static struct strip *any_strip(bool paged)
{
    static const uint8_t levels[] = {0, 0, 0, 64, 128, 191, 255, 255};
    struct strip *strip = memory_alloc(1, sizeof *strip);
    strip->references = 1;
    strip->width = any(1, 90);
    strip->height = any(3, 40);
    strip->right_to_left = any(0, 1);
    size_t size = (size_t)strip->width * (size_t)strip->height;
    strip->coverage = memory_alloc(size, 1);
    for (size_t i = 0; i < size; i++)
        strip->coverage[i] = any(0, 9) ? levels[any(0, 7)] : (uint8_t)any(0, 255);
    add_lines(strip);
    for (int i = any(-2, 3); i > 0; i--)
        add_image(strip, strip->image_count ? strip->images[strip->image_count - 1].x : -3);
    if (paged)
        add_pages(strip);
    return strip;
}

static struct motion any_motion(enum motion_kind kind)
{
    struct motion motion = {.kind = kind,
                            .start_ns = BEGIN_NS + (int64_t)any(-2000000, 2000000) * 1000,
                            .start_px = any(-40, 90),
                            .speed_mpx_s = any(-90000, 90000),
                            .transition = (enum motion_transition)any(0, 2)};
    motion.stop_px = any(-60, 90);
    motion.stand_px = any(0, 70);
    motion.transition_ms = motion.transition == TRANSITION_CUT ? 0 : any(1, 700);
    return motion;
}

static void add_zone(struct scene *scene)
{
    int x = any(0, scene->width - 1);
    int y = any(0, scene->height - 1);
    int width = any(1, scene->width - x);
    int height = any(1, scene->height - y);
    enum motion_kind kind = (enum motion_kind)any(MOTION_STILL, MOTION_DOCK);
    struct strip *strip = any(0, 9) ? any_strip(kind == MOTION_PAGES) : NULL;
    struct zone *zone = scene_add_zone(scene, x, y, width, height, strip);
    strip_unref(strip);
    zone->strip_y = any(-9, 9);
    zone->ink = any(0, 1);
    zone->motion = any_motion(kind);
    for (int role = 0; role < TEXT_ROLES; role++)
        zone->colours[role] = any_colour();
    zone->background = any(0, 1) ? any_colour() : (struct config_colour){0, 0, 0};
}

static struct scene *any_scene(void)
{
    struct scene *scene = scene_create(any(8, 128), any(4, 48), BEGIN_NS);
    scene->background = any(0, 1) ? any_colour() : (struct config_colour){0, 0, 0};
    for (int i = any(1, 5); i > 0; i--)
        add_zone(scene);
    scene_dim(scene, any(0, 1) ? 100 : any(0, 100));
    if (any(0, 4) > 0)
        return scene;
    struct scene *still = scene_frozen(scene, BEGIN_NS + any(0, 900000000));
    still->valid_from_ns = BEGIN_NS;
    scene_unref(scene);
    return still;
}

static json_t *in_base64(const void *bytes, size_t size)
{
    struct buffer text = {0};
    base64_put(&text, bytes, size);
    json_t *json = json_string(text.data);
    buffer_finish(&text);
    return json;
}

/* Packed, in base64. */
static json_t *in_zlib(const void *bytes, size_t size)
{
    uLongf room = compressBound((uLong)size);
    Bytef *packed = memory_alloc(room, 1);
    compress(packed, &room, bytes, (uLong)size);
    json_t *json = in_base64(packed, room);
    free(packed);
    return json;
}

static struct scene_key put_strip(const struct strip *strip, json_t *strips)
{
    struct scene_key key = {.strip = strip};
    struct buffer bytes = {0};
    char name[SCENE_KEY_TEXT_SIZE];
    strip_bytes_write(strip, &bytes);
    asrun_strip_key(bytes.data, bytes.length, key.key);
    scene_key_text(key.key, name);
    /* Some as the log keeps them, some as viewers are told. */
    if (key.key[0] & 1) {
        buffer_clear(&bytes);
        strip_bytes_write_columns(strip, &bytes);
    }
    json_object_set_new(strips, name, in_zlib(bytes.data, bytes.length));
    buffer_finish(&bytes);
    return key;
}

/* Near at_ns, where something begins to be another, and right before. */
static int64_t any_instant(const struct scene *scene, int64_t at_ns)
{
    int64_t t_ns = at_ns + (int64_t)any(-4500000, 4500000) * 1000 + any(0, 999);
    int64_t step_ns = scene_next_step(scene, t_ns);
    if (any(0, 1) || step_ns == INT64_MAX)
        return t_ns;
    return step_ns - any(0, 1);
}

static json_t *frames_of(const struct scene *scene, int64_t at_ns, int count)
{
    json_t *frames = json_array();
    struct frame frame;
    frame_init(&frame, scene->width, scene->height);
    for (int i = 0; i < count; i++) {
        int64_t t_ns = i ? any_instant(scene, at_ns) : at_ns;
        scene_draw(scene, t_ns, &frame);
        json_array_append_new(
            frames, json_pack("{s:I, s:o}", "t", (json_int_t)(t_ns - scene->valid_from_ns), "rgb",
                              in_zlib(frame.rgb, (size_t)frame.width * (size_t)frame.height * 3)));
    }
    frame_finish(&frame);
    return frames;
}

static void print_case(const char *name, const struct scene *scene, json_t *frames)
{
    struct scene_key keys[SCENE_ZONES_MAX];
    size_t count = 0;
    json_t *strips = json_object();
    json_t *levels = json_array();
    for (size_t i = 0; i < scene->zone_count; i++)
        if (scene->zones[i].strip)
            keys[count++] = put_strip(scene->zones[i].strip, strips);
    for (int value = 0; value <= UINT8_MAX; value++)
        json_array_append_new(levels, json_integer(lightness_to_linear((uint8_t)value)));
    json_t *json = json_pack("{s:s, s:o, s:o, s:o, s:o}", "name", name, "scene",
                             scene_to_json(scene, keys, count), "strips", strips, "levels", levels,
                             "frames", frames);
    json_dumpf(json, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(json);
}

/* --- the walls of motograph look --- */

struct wall {
    const char *name;
    int percent; /* of its light */
};

static void print_wall(void *user, const char *caption, const struct scene *scene, int64_t at_ns)
{
    const struct wall *wall = user;
    if (!scene)
        return;
    char *name = memory_format("%s, %s", wall->name, caption);
    struct scene *dimmed = scene_copy(scene);
    scene_dim(dimmed, wall->percent);
    print_case(name, dimmed, frames_of(dimmed, at_ns, SHEET_FRAMES));
    scene_unref(dimmed);
    free(name);
}

static void print_sheet(int width, int height, const char *mode, int percent)
{
    char *setting = memory_format("layout.mode=%s", mode);
    char *name = memory_format("%dx%d %s at %d %%", width, height, mode, percent);
    const char *const settings[] = {
        "text.fonts=[\"motograph\",\"/usr/share/fonts/X11/misc/7x13.pcf.gz\"]", "text.size_px=0",
        "crawl.ribbon=true", setting, NULL};
    struct wall wall = {name, percent};
    struct studio studio;
    studio_open(&studio, settings);
    struct layout_zones *zones =
        layout_zones_create(&studio.config, studio.fonts, width, height, &studio.diag);
    if (zones)
        samples_each(zones, print_wall, &wall, &studio.diag);
    layout_zones_destroy(zones);
    studio_close(&studio);
    free(setting);
    free(name);
}

static void print_sheets(void)
{
    static const struct {
        int width, height;
    } walls[] = {{32, 16}, {64, 32}, {128, 32}, {64, 64}, {128, 64}, {256, 64}};
    static const char *const modes[] = {"crawl", "page", "hold"};
    for (size_t i = 0; i < sizeof walls / sizeof *walls; i++)
        for (size_t mode = 0; mode < sizeof modes / sizeof *modes; mode++)
            print_sheet(walls[i].width, walls[i].height, modes[mode], mode == 2 ? 40 : 100);
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 1;
    state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    for (int i = 0; i < count; i++) {
        struct scene *scene = any_scene();
        print_case("drawn", scene, frames_of(scene, BEGIN_NS + MIDDLE_NS, FRAMES));
        scene_unref(scene);
    }
    print_sheets();
    return 0;
}
