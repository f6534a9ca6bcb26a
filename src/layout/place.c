/* How the rows of a zone are divided between its label and its words, and how high the letters
 * are. A face's line has room for the accents of capitals and for tails, so bands of 12 rows and
 * of 20, which are lines of our faces, waste no row of 32. */
#include "place.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "config/config.h"
#include "text/strip_create.h"

/* Below these a label is a bar, or nothing. */
#define BAND_FROM_PX 32
#define BAR_FROM_PX 16
#define BAR_ROWS 2
#define BAR_GAP 2
/* Lines of our faces of 7 and 13 px. */
#define BAND_ROWS 12
#define LARGE_BAND_ROWS 16
#define LARGE_BAND_FROM_PX 64
#define LARGE_BAND_WIDTH_PX 128
#define SMALL_PX 7
#define LARGE_PX 13
#define BOLD_PX 26

/* A page shows at least two lines of the 16 px face; a crawl in a zone as square as that shows
 * eight letters however high it is. */
#define PAGE_FROM_PX 40
#define PAGE_WIDTHS 4
/* So wide that a line has twelve letters of the 16 px face; else it is the 13 px one. */
#define LARGE_PAGE_WIDTH_PX 92
#define LARGE_PAGE_PX 16

/* The faces there are or may be, by the rows that a line needs. */
static const struct {
    int rows, size_px;
} faces[] = {{48, 40}, {32, 26}, {20, 16}, {16, 13}, {0, 7}};

static int face_for(int rows)
{
    size_t i = 0;
    while (faces[i].rows > rows)
        i++;
    return faces[i].size_px;
}

static struct fonts *open_sized(const struct layout_zones *zones, int size_px, int scale, int rows,
                                struct diag *diag)
{
    struct config_text text = zones->config->text;
    text.size_px = size_px;
    text.scale = scale;
    return fonts_open_within(&text, rows, diag);
}

/* One of our own faces before the configured ones. */
static struct fonts *open_own(const struct layout_zones *zones, char *name, int size_px, int rows,
                              struct diag *diag)
{
    struct config_text text = zones->config->text;
    text.size_px = size_px;
    text.scale = 1;
    if (text.font_count < CONFIG_FONTS_MAX) {
        memmove(text.fonts + 1, text.fonts, text.font_count * sizeof *text.fonts);
        text.fonts[0] = name;
        text.font_count++;
    }
    return fonts_open_within(&text, rows, diag);
}

/* Labels are small, and our letters are drawn for it. Above words with strokes of two px and more
 * thin ones would be lost. */
static struct fonts *open_label_fonts(const struct layout_zones *zones,
                                      const struct label_place *label, struct diag *diag)
{
    static char own[] = FONTS_OWN_FAMILY;
    static char own_bold[] = FONTS_OWN_FAMILY "-13-bold";
    return open_own(zones, label->bold ? own_bold : own, label->bold ? LARGE_PX : SMALL_PX,
                    label->height, diag);
}

/* The line of the letters that are asked for; 0: none are. */
static int configured_line(const struct layout_zones *zones, const struct layout_zone *zone,
                           const struct fonts *general, struct diag *diag)
{
    const struct config_zone *config = &zone->config;
    const struct config_text *text = &zones->config->text;
    if (!config->size_px && !config->scale)
        return text->size_px ? fonts_line_height_px(general) : 0;
    struct fonts *fonts = open_sized(zones, config->size_px ? config->size_px : text->size_px,
                                     config->scale ? config->scale : text->scale, 0, diag);
    int line = fonts ? fonts_line_height_px(fonts) : 0;
    fonts_close(fonts);
    return line;
}

static void divide(struct layout_zone *zone, int line)
{
    struct config_zone *config = &zone->config;
    bool large = config->height >= LARGE_BAND_FROM_PX && config->width >= LARGE_BAND_WIDTH_PX;
    int band = large ? LARGE_BAND_ROWS : BAND_ROWS;
    int rows = 0;
    if (config->height >= BAND_FROM_PX && line <= config->height - band) {
        zone->label = (struct label_place){LABEL_BAND, config->y, band, NULL, large};
        rows = band;
    } else if (config->height >= BAR_FROM_PX && config->height < BAND_FROM_PX &&
               line <= config->height - BAR_ROWS - BAR_GAP) {
        zone->label = (struct label_place){LABEL_BAR, config->y, BAR_ROWS, NULL, false};
        rows = BAR_ROWS + BAR_GAP;
    }
    config->y += rows;
    config->height -= rows;
}

/* The largest letters whose line fits; enlarged ones where those are higher. */
static void choose_letters(const struct layout_zones *zones, struct layout_zone *zone,
                           struct diag *diag)
{
    const struct config_zone *config = &zone->config;
    const int scale = 2;
    if (config->mode == CONFIG_MODE_PAGE) {
        zone->size_px = config->width >= LARGE_PAGE_WIDTH_PX ? LARGE_PAGE_PX : LARGE_PX;
        return;
    }
    zone->size_px = face_for(config->height);
    int enlarged_px = face_for(config->height / scale);
    if (zones->config->text.scale > 1 || config->height < PAGE_FROM_PX)
        return;
    struct fonts *plain = open_sized(zones, zone->size_px, 1, config->height, diag);
    struct fonts *enlarged = open_sized(zones, enlarged_px, scale, config->height, diag);
    if (plain && enlarged && fonts_line_height_px(enlarged) <= config->height &&
        fonts_line_height_px(enlarged) > fonts_line_height_px(plain)) {
        zone->size_px = enlarged_px;
        zone->scale = scale;
    }
    fonts_close(plain);
    fonts_close(enlarged);
}

static bool has_room_for_time(struct fonts *fonts, const struct config_zone *zone,
                              struct diag *diag)
{
    static const char widest[] = "20:08";
    struct strip *strip =
        strip_create(fonts, widest, sizeof widest - 1, TEXT_ROLE_HEADLINE, NULL, 0, diag);
    bool room = strip && strip->width <= zone->width && fonts_line_height_px(fonts) <= zone->height;
    strip_unref(strip);
    return room;
}

/* Alone on the whole zone the time stands in the largest of our letters that there are. */
static struct fonts *open_idle_fonts(const struct layout_zones *zones,
                                     const struct config_zone *whole, struct diag *diag)
{
    static char own[] = FONTS_OWN_FAMILY;
    static char own_bold[] = FONTS_OWN_FAMILY "-26-bold"; /* the others of its size are thin */
    size_t i = 0;
    while (faces[i].rows > whole->height)
        i++;
    for (; i < sizeof faces / sizeof *faces; i++) {
        struct fonts *fonts = open_own(zones, faces[i].size_px == BOLD_PX ? own_bold : own,
                                       faces[i].size_px, whole->height, diag);
        if (fonts && has_room_for_time(fonts, whole, diag))
            return fonts;
        fonts_close(fonts);
    }
    return NULL;
}

static void choose_mode(const struct layout_zones *zones, struct config_zone *config, int line)
{
    const enum config_mode asked = zones->config->layout.mode;
    int least = line ? 2 * line : PAGE_FROM_PX;
    if (config->mode == CONFIG_MODE_DEFAULT)
        config->mode = asked;
    if (config->mode == CONFIG_MODE_DEFAULT)
        config->mode = config->height >= least && config->width < PAGE_WIDTHS * config->height
                           ? CONFIG_MODE_PAGE
                           : CONFIG_MODE_CRAWL;
}

bool label_place(const struct layout_zones *zones, struct layout_zone *zone,
                 const struct fonts *general, struct diag *diag)
{
    struct label_place *label = &zone->label;
    assert(zone->config.width > 0 && zone->config.height > 0);
    int line = configured_line(zones, zone, general, diag);
    if (line == 0)
        zone->idle = open_idle_fonts(zones, &zone->config, diag);
    if (zones->config->layout.label != CONFIG_LABEL_OFF)
        divide(zone, line);
    choose_mode(zones, &zone->config, line);
    if (line == 0)
        choose_letters(zones, zone, diag);
    if (line == 0 && zone->config.mode == CONFIG_MODE_PAGE)
        zone->small = open_sized(zones, SMALL_PX, 1, zone->config.height, diag);
    if (label->kind != LABEL_BAND)
        return true;
    label->fonts = open_label_fonts(zones, label, diag);
    return label->fonts != NULL;
}
