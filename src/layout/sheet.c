#include "layout/sheet.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "config/config.h"
#include "display/scene.h"
#include "display/sight.h"
#include "layout/compose.h"
#include "text/strip_create.h"

#define MARGIN_PX 4
#define MARGIN_GREY 0x28
#define CAPTION_GREY 0xa0
#define CAPTION_PX 7 /* our smallest face */
/* A page that stands, a take-over whose dark is over and whose words stand still; what crawls is in
 * its middle. */
#define STANDING_NS (CLOCK_NS_PER_S * 6 / 5)
/* Any instant that is not midnight. */
#define WALL_MS INT64_C(1790798880000)

struct sample {
    const char *caption;
    struct snippet snippet;
    const struct snippet *next; /* gives way to it, where items follow each other; NULL: alone */
};

/* A quotation whose speaker stands behind it, as snippet_compose_quote writes it. */
static struct sample quoted(const char *caption, char *text, char *speaker)
{
    struct sample sample = {.caption = caption,
                            .snippet = {.kind = SNIPPET_QUOTE, .text = text, .speaker = speaker}};
    const char *at = speaker ? strstr(text, speaker) : NULL;
    if (at)
        sample.snippet.speaker_span = (struct snippet_span){(size_t)(at - text), strlen(speaker)};
    return sample;
}

#define SAMPLES 12

static char quote[] = "“Every year that we wait costs us a bridge” - Ines Calloway";
static char calloway[] = "Ines Calloway";
static char headline[] = "Northport council votes to rebuild the old harbour bridge";
static char line[] = "Open house on Sunday, 10:00 to 16:00, in the reading room";
static char report[] = "She said that the estimate was \"a guess with a euro sign in front of it\"";
static char breaking[] = "Bridge closed after a ship strikes the northern pier";
static char hyphened[] = "“We will be heard” - Maximiliane Rautenberg-Hohenlohe";
static char rautenberg[] = "Maximiliane Rautenberg-Hohenlohe";
static char unnamed[] = "\"Nobody counts bolts at night,\" he said in the corridor.";
static char tones[] = "“Cầu sẽ mở vào tháng tám” - Ấu Ỷ Ẫm";
static char am[] = "Ấu Ỷ Ẫm";
static char arabic[] = "“الجسر لنا جميعا” - هند الشامي";
static char shami[] = "هند الشامي";
static char hebrew[] = "“הגשר הוא של כולנו” - תמר לוין";
static char levin[] = "תמר לוין";
static char news[] = "Northport";

static void fill_samples(struct sample samples[SAMPLES])
{
    samples[0] = quoted("quotation", quote, calloway);
    samples[1] =
        (struct sample){.caption = "headline", .snippet = {.text = headline, .category = news}};
    samples[2] =
        (struct sample){.caption = "line", .snippet = {.kind = SNIPPET_LINE, .text = line}};
    samples[3] = quoted("reported", report, calloway);
    samples[4] = (struct sample){
        .caption = "take-over", .snippet = {.kind = SNIPPET_LINE, .text = breaking, .breaking = 1}};
    samples[5] = quoted("long name", hyphened, rautenberg);
    samples[6] = quoted("no name", unnamed, NULL);
    samples[7] = quoted("tones", tones, am);
    samples[8] = quoted("rtl", arabic, shami);
    samples[9] = quoted("rtl", hebrew, levin);
    samples[10] = quoted("ribbon", quote, calloway);
    samples[10].next = &samples[1].snippet;
    samples[11] = (struct sample){.caption = "idle", .snippet = {.text = NULL}};
}

/* --- eyes --- */

static void see_colours(struct frame *frame, enum sight sight)
{
    for (int i = 0; i < frame->width * frame->height; i++) {
        uint8_t *rgb = frame->rgb + (ptrdiff_t)i * 3;
        struct config_colour seen =
            sight_seen(sight, (struct config_colour){rgb[0], rgb[1], rgb[2]});
        rgb[0] = seen.r;
        rgb[1] = seen.g;
        rgb[2] = seen.b;
    }
}

/* --- the sheet --- */

struct sheet {
    const struct config *config;
    struct layout_zones *zones;
    struct fonts *fonts; /* of captions */
    struct frame *frame;
    int width, height; /* of a wall */
    int caption;       /* rows of a caption */
    double blur_px;    /* 0: nobody knows from where it is seen */
    int columns;
};

static void draw_caption(struct sheet *sheet, int x, int y, const char *text, struct diag *diag)
{
    struct strip *strip =
        strip_create(sheet->fonts, text, strlen(text), TEXT_ROLE_TEXT, NULL, 0, diag);
    for (int row = 0; strip && row < strip->height && row < sheet->caption; row++)
        for (int i = 0; i < strip->width && i < sheet->width; i++)
            if (strip->coverage[(ptrdiff_t)row * strip->width + i])
                memset(frame_pixel(sheet->frame, x + i, y + row), CAPTION_GREY, 3);
    strip_unref(strip);
}

static void put(struct sheet *sheet, const struct frame *wall, int x, int y)
{
    for (int row = 0; row < wall->height; row++)
        memcpy(frame_pixel(sheet->frame, x, y + row), frame_pixel(wall, 0, row),
               (size_t)wall->width * 3);
}

/* The item on the first zone that takes it; false where none does. */
static bool place_item(const struct sheet *sheet, const struct snippet *snippet, bool still,
                       struct compose_item items[ZONES_MAX], size_t *zone)
{
    *zone = 0;
    while (!still && *zone < layout_zones_count(sheet->zones) &&
           !layout_zones_take(sheet->zones, *zone, snippet))
        ++*zone;
    if (*zone == layout_zones_count(sheet->zones))
        return false;
    items[*zone] = (struct compose_item){.snippet = snippet, .still = still};
    return true;
}

/* When the picture of a scene with the item is taken. */
static int64_t instant_of(const struct compose_item *item)
{
    bool crawls = !item->still && item->strip->page_count == 0;
    return !crawls || item->snippet->breaking ? STANDING_NS : item->end_ns / 2;
}

/* The zone's item gives way to the next one, both in sight. */
static struct scene *ribbon_of(struct sheet *sheet, const struct snippet *next,
                               struct compose_item items[ZONES_MAX], size_t zone, int64_t *at_ns,
                               struct diag *diag)
{
    struct compose_item before = items[zone];
    items[zone] =
        (struct compose_item){.snippet = next, .start_ns = before.turn_ns, .before = &before};
    *at_ns = before.turn_ns + (before.end_ns - before.turn_ns) / 2;
    struct scene *scene = compose_lay_out(sheet->zones, zone, &items[zone], diag)
                              ? compose_scene(sheet->zones, items, *at_ns, WALL_MS, diag)
                              : NULL;
    compose_item_finish(&before);
    items[zone].before = NULL;
    return scene;
}

/* The wall with the item; dark where the ticker does not show it, either: no zone takes it, its
 * clock is wider than the wall, no font has its letters. */
static void draw_wall(struct sheet *sheet, const struct sample *sample, struct frame *wall,
                      struct diag *diag)
{
    struct compose_item items[ZONES_MAX] = {{0}};
    char clock[] = "20:08";
    const struct snippet idle = {.text = clock};
    size_t zone;
    bool is_idle = !sample->snippet.text;
    if (!place_item(sheet, is_idle ? &idle : &sample->snippet, is_idle, items, &zone))
        return;
    struct scene *scene = compose_scene(sheet->zones, items, STANDING_NS, WALL_MS, diag);
    int64_t at_ns = scene ? instant_of(&items[zone]) : 0;
    if (scene && items[zone].rides) { /* a clock comes with a label that stands */
        scene_unref(scene);
        scene = sample->next ? ribbon_of(sheet, sample->next, items, zone, &at_ns, diag)
                             : compose_scene(sheet->zones, items, at_ns, WALL_MS, diag);
    }
    if (scene) {
        scene_draw(scene, at_ns, wall);
    } else if (!is_idle) {
        diag_warning(diag, "look: \"%s\" can't be shown; its row is dark", sample->snippet.text);
    }
    scene_unref(scene);
    compose_item_finish(&items[zone]);
}

static void draw_row(struct sheet *sheet, const struct sample *sample, int y, struct diag *diag)
{
    struct frame wall;
    frame_init(&wall, sheet->width, sheet->height);
    draw_wall(sheet, sample, &wall, diag);
    for (int column = 0; column < sheet->columns; column++) {
        int x = MARGIN_PX + column * (sheet->width + MARGIN_PX);
        struct frame seen;
        frame_init(&seen, wall.width, wall.height);
        frame_copy(&seen, &wall);
        if (column < SIGHTS)
            see_colours(&seen, (enum sight)column);
        else
            sight_blur(&seen, sheet->blur_px);
        draw_caption(sheet, x, y,
                     column == 0       ? sample->caption
                     : column < SIGHTS ? sight_name((enum sight)column)
                                       : "from afar",
                     diag);
        put(sheet, &seen, x, y + sheet->caption);
        frame_finish(&seen);
    }
    frame_finish(&wall);
}

/* What a minute of arc is on the wall. */
static double minute_px(const struct config_panel *panel)
{
    const double radian = 3.14159265358979323846 / (180.0 * 60.0);
    if (panel->pitch_mm <= 0 || panel->viewing_m <= 0)
        return 0;
    return panel->viewing_m * 1000.0 * tan(radian) / panel->pitch_mm;
}

bool sheet_draw(const struct config *config, struct layout_zones *zones, int wall_width,
                int wall_height, struct frame *frame, struct diag *diag)
{
    struct config_text text = config->text;
    struct sample samples[SAMPLES];
    text.size_px = CAPTION_PX;
    text.scale = 1;
    struct sheet sheet = {.config = config,
                          .zones = zones,
                          .fonts = fonts_open(&text, diag),
                          .frame = frame,
                          .width = wall_width,
                          .height = wall_height,
                          .blur_px = SHEET_EYE_MINUTES * minute_px(&config->panel)};
    if (!sheet.fonts)
        return false;
    fill_samples(samples);
    sheet.caption = fonts_line_height_px(sheet.fonts);
    sheet.columns = SIGHTS + (sheet.blur_px > 0);
    int step = sheet.caption + wall_height + MARGIN_PX;
    frame_init(frame, MARGIN_PX + sheet.columns * (wall_width + MARGIN_PX),
               MARGIN_PX + SAMPLES * step);
    memset(frame->rgb, MARGIN_GREY, (size_t)frame->width * (size_t)frame->height * 3);
    for (int i = 0; i < SAMPLES; i++)
        draw_row(&sheet, &samples[i], MARGIN_PX + i * step, diag);
    fonts_close(sheet.fonts);
    return true;
}
