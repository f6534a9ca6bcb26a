#include "layout/sheet.h"

#include <math.h>
#include <string.h>

#include "config/config.h"
#include "display/scene.h"
#include "display/sight.h"
#include "layout/samples.h"
#include "text/strip_create.h"

#define MARGIN_PX 4
#define MARGIN_GREY 0x28
#define CAPTION_GREY 0xa0
#define CAPTION_PX 7 /* our smallest face */

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
    struct fonts *fonts; /* of captions */
    struct frame *frame;
    int width, height; /* of a wall */
    int caption;       /* rows of a caption */
    double blur_px;    /* 0: nobody knows from where it is seen */
    int columns;
    int row; /* the next one */
    struct diag *diag;
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

static void draw_row(struct sheet *sheet, const char *caption, const struct scene *scene,
                     int64_t at_ns, int y)
{
    struct frame wall;
    frame_init(&wall, sheet->width, sheet->height);
    if (scene)
        scene_draw(scene, at_ns, &wall);
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
                     column == 0       ? caption
                     : column < SIGHTS ? sight_name((enum sight)column)
                                       : "from afar",
                     sheet->diag);
        put(sheet, &seen, x, y + sheet->caption);
        frame_finish(&seen);
    }
    frame_finish(&wall);
}

static int row_step(const struct sheet *sheet)
{
    return sheet->caption + sheet->height + MARGIN_PX;
}

static void add_row(void *user, const char *caption, const struct scene *scene, int64_t at_ns)
{
    struct sheet *sheet = user;
    draw_row(sheet, caption, scene, at_ns, MARGIN_PX + sheet->row++ * row_step(sheet));
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
    text.size_px = CAPTION_PX;
    text.scale = 1;
    struct sheet sheet = {.fonts = fonts_open(&text, diag),
                          .frame = frame,
                          .width = wall_width,
                          .height = wall_height,
                          .blur_px = SHEET_EYE_MINUTES * minute_px(&config->panel),
                          .diag = diag};
    if (!sheet.fonts)
        return false;
    sheet.caption = fonts_line_height_px(sheet.fonts);
    sheet.columns = SIGHTS + (sheet.blur_px > 0);
    frame_init(frame, MARGIN_PX + sheet.columns * (wall_width + MARGIN_PX),
               MARGIN_PX + SAMPLES * row_step(&sheet));
    memset(frame->rgb, MARGIN_GREY, (size_t)frame->width * (size_t)frame->height * 3);
    samples_each(zones, add_row, &sheet, diag);
    fonts_close(sheet.fonts);
    return true;
}
