/* gif:FILE: an animation (GIF89a) of 25 pictures a second. */
#include <gif_lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/config.h"
#include "dots.h"
#include "output/outputs.h"
#include "output/picture.h"
#include "output/replace.h"

#define FRAME_NS (40 * CLOCK_NS_PER_MS) /* 25 a second */
#define FRAME_CS 4                      /* the same in GIF's unit, 1/100 s */
#define DELAY_MAX_CS 65532              /* the largest multiple that 16 bits hold */
#define PALETTE_SIZE 256

struct rectangle {
    int left, top, right, bottom; /* LEDs; right and bottom exclusive */
};

struct gif_output {
    struct picture picture;
    char *path, *temporary;
    GifFileType *file;
    struct dots dots;
    struct frame pending, written; /* pending: its delay is not yet known */
    int pending_cs;                /* 0: nothing is pending */
    bool any;                      /* `written` is in the file */
};

/* The colours of a picture: LED colours in the order in which they were met,
 * DOTS_LEVELS entries each (one each for squares). */
struct palette {
    uint8_t colours[PALETTE_SIZE][3];
    int count, most, levels;
};

static int palette_find(const struct palette *palette, const uint8_t *rgb)
{
    for (int i = palette->count - 1; i >= 0; i--)
        if (memcmp(palette->colours[i], rgb, 3) == 0)
            return i;
    return -1;
}

/* False when there are too many colours. */
static bool palette_collect(struct palette *palette, const struct frame *frame,
                            const struct rectangle *area)
{
    for (int y = area->top; y < area->bottom; y++)
        for (int x = area->left; x < area->right; x++) {
            const uint8_t *rgb = frame_pixel(frame, x, y);
            if (palette_find(palette, rgb) >= 0)
                continue;
            if (palette->count == palette->most)
                return false;
            memcpy(palette->colours[palette->count++], rgb, 3);
        }
    return true;
}

/* An even grid of colours for a picture that has too many. */
static void palette_fill_grid(struct palette *palette)
{
    const int side = palette->levels == 1 ? 6 : 3;
    palette->count = side * side * side;
    for (int i = 0; i < palette->count; i++) {
        palette->colours[i][0] = (uint8_t)(i / side / side * UINT8_MAX / (side - 1));
        palette->colours[i][1] = (uint8_t)(i / side % side * UINT8_MAX / (side - 1));
        palette->colours[i][2] = (uint8_t)(i % side * UINT8_MAX / (side - 1));
    }
}

static int square(int a)
{
    return a * a;
}

static int palette_nearest(const struct palette *palette, const uint8_t *rgb)
{
    int best = palette_find(palette, rgb);
    if (best >= 0)
        return best;
    int least = INT32_MAX;
    for (int i = 0; i < palette->count; i++) {
        const uint8_t *colour = palette->colours[i];
        int far =
            square(colour[0] - rgb[0]) + square(colour[1] - rgb[1]) + square(colour[2] - rgb[2]);
        if (far < least) {
            least = far;
            best = i;
        }
    }
    return best;
}

static void palette_make(struct palette *palette, const struct gif_output *gif,
                         const struct rectangle *area)
{
    palette->levels = gif->dots.round ? DOTS_LEVELS : 1;
    palette->most = PALETTE_SIZE / palette->levels;
    palette->count = 0;
    if (!palette_collect(palette, &gif->pending, area))
        palette_fill_grid(palette);
}

static ColorMapObject *colour_map(const struct gif_output *gif, const struct palette *palette)
{
    GifColorType entries[PALETTE_SIZE] = {0};
    int used = palette->count * palette->levels;
    for (int i = 0; i < used; i++) {
        int level = gif->dots.round ? i % DOTS_LEVELS : DOTS_LEVELS - 1;
        struct dots_colour colour =
            dots_mix(&gif->dots, palette->colours[i / palette->levels], level);
        entries[i] = (GifColorType){colour.r, colour.g, colour.b};
    }
    int size = 2;
    while (size < used)
        size *= 2;
    return GifMakeMapObject(size, entries);
}

static bool has_failed(const struct gif_output *gif)
{
    return gif->picture.diag.errors > 0;
}

static void fail(struct gif_output *gif, int code)
{
    const char *text = GifErrorString(code);
    if (!has_failed(gif))
        diag_error(&gif->picture.diag, "%s: %s", gif->path, text ? text : "can't be written");
}

/* What changed since the last picture; false when nothing did. */
static bool changed_area(const struct gif_output *gif, struct rectangle *area)
{
    const struct frame *now = &gif->pending;
    *area = (struct rectangle){now->width, now->height, 0, 0};
    if (!gif->any) {
        *area = (struct rectangle){0, 0, now->width, now->height};
        return true;
    }
    for (int y = 0; y < now->height; y++)
        for (int x = 0; x < now->width; x++) {
            if (memcmp(frame_pixel(now, x, y), frame_pixel(&gif->written, x, y), 3) == 0)
                continue;
            area->left = x < area->left ? x : area->left;
            area->right = x + 1 > area->right ? x + 1 : area->right;
            area->top = y < area->top ? y : area->top;
            area->bottom = y + 1;
        }
    return area->right > 0;
}

static void write_control(struct gif_output *gif, int delay_cs)
{
    GraphicsControlBlock control = {.DisposalMode = DISPOSE_DO_NOT,
                                    .DelayTime = delay_cs,
                                    .TransparentColor = NO_TRANSPARENT_COLOR};
    GifByteType bytes[4];
    size_t size = EGifGCBToExtension(&control, bytes);
    if (EGifPutExtension(gif->file, GRAPHICS_EXT_FUNC_CODE, (int)size, bytes) == GIF_ERROR)
        fail(gif, gif->file->Error);
}

/* One row of LEDs: their palette entries once, then the lines of px. */
static void write_row(struct gif_output *gif, const struct rectangle *area,
                      const struct palette *palette, int y, GifPixelType *line)
{
    int scale = gif->dots.scale;
    int count = area->right - area->left;
    uint8_t *entries = (uint8_t *)line + (size_t)count * (size_t)scale;
    for (int i = 0; i < count; i++)
        entries[i] =
            (uint8_t)(palette_nearest(palette, frame_pixel(&gif->pending, area->left + i, y)) *
                      palette->levels);
    for (int part = 0; part < scale && !has_failed(gif); part++) {
        const uint8_t *levels = gif->dots.level + (size_t)part * (size_t)scale;
        GifPixelType *out = line;
        for (int i = 0; i < count; i++)
            for (int k = 0; k < scale; k++)
                *out++ = (GifPixelType)(entries[i] + (palette->levels > 1 ? levels[k] : 0));
        if (EGifPutLine(gif->file, line, count * scale) == GIF_ERROR)
            fail(gif, gif->file->Error);
    }
}

static void write_area(struct gif_output *gif, const struct rectangle *area)
{
    struct palette palette;
    palette_make(&palette, gif, area);
    ColorMapObject *map = colour_map(gif, &palette);
    int scale = gif->dots.scale;
    int count = area->right - area->left;
    if (!map || EGifPutImageDesc(gif->file, area->left * scale, area->top * scale, count * scale,
                                 (area->bottom - area->top) * scale, false, map) == GIF_ERROR)
        fail(gif, gif->file->Error);
    GifPixelType *line = memory_alloc((size_t)count * (size_t)(scale + 1), 1);
    for (int y = area->top; y < area->bottom && !has_failed(gif); y++)
        write_row(gif, area, &palette, y, line);
    free(line);
    GifFreeMapObject(map);
}

static void write_pending(struct gif_output *gif)
{
    struct rectangle area;
    if (gif->pending_cs == 0 || has_failed(gif))
        return;
    if (!changed_area(gif, &area)) /* a delay too long for one picture: the same again */
        area = (struct rectangle){0, 0, 1, 1};
    write_control(gif, gif->pending_cs);
    write_area(gif, &area);
    frame_copy(&gif->written, &gif->pending);
    gif->any = true;
    gif->pending_cs = 0;
}

static void take(struct picture *picture, int64_t at_ns, bool changed)
{
    struct gif_output *gif = (struct gif_output *)picture;
    (void)at_ns;
    if (!changed && gif->pending_cs < DELAY_MAX_CS) {
        gif->pending_cs += FRAME_CS;
        return;
    }
    write_pending(gif);
    frame_copy(&gif->pending, &picture->frame);
    gif->pending_cs = FRAME_CS;
}

static void status(struct picture *picture, struct output_status *status)
{
    (void)picture;
    status->frames_per_second = (double)CLOCK_NS_PER_S / (double)FRAME_NS;
}

static void finish(struct picture *picture)
{
    struct gif_output *gif = (struct gif_output *)picture;
    if (!picture->any)
        take(picture, 0, true); /* a GIF needs a picture: the dark wall */
    write_pending(gif);
    int code = 0;
    if (EGifCloseFile(gif->file, &code) == GIF_ERROR)
        fail(gif, code);
    replace_finish(gif->temporary, gif->path, !has_failed(gif), &picture->diag);
    frame_finish(&gif->pending);
    frame_finish(&gif->written);
    free(gif->path);
    free(gif->temporary);
}

static const struct picture_ops ops = {
    .name = "gif", .take = take, .status = status, .finish = finish};

/* The animation starts again at its end: Netscape's application extension. */
static void write_header(struct gif_output *gif, int width, int height)
{
    static const unsigned char loop_for_ever[] = {1, 0, 0};
    EGifSetGifVersion(gif->file, true);
    if (EGifPutScreenDesc(gif->file, width, height, 8, 0, NULL) == GIF_ERROR ||
        EGifPutExtensionLeader(gif->file, APPLICATION_EXT_FUNC_CODE) == GIF_ERROR ||
        EGifPutExtensionBlock(gif->file, 11, "NETSCAPE2.0") == GIF_ERROR ||
        EGifPutExtensionBlock(gif->file, sizeof loop_for_ever, loop_for_ever) == GIF_ERROR ||
        EGifPutExtensionTrailer(gif->file) == GIF_ERROR)
        fail(gif, gif->file->Error);
}

struct output *picture_open_gif(const char *arg, const struct config *config,
                                const struct clock *clock, int width, int height, struct diag *diag)
{
    char *temporary = NULL;
    int code = 0;
    /* giflib's own way to open gives a file that only its owner may read. */
    int fd = replace_open(arg, REPLACE_GIF, &temporary, diag);
    if (fd < 0)
        return NULL;
    GifFileType *file = EGifOpenFileHandle(fd, &code);
    if (!file) {
        diag_error(diag, "%s: %s", arg, GifErrorString(code));
        replace_finish(temporary, arg, false, diag);
        close(fd);
        free(temporary);
        return NULL;
    }
    struct picture *picture =
        picture_create(&ops, sizeof(struct gif_output), FRAME_NS, clock, width, height);
    struct gif_output *gif = (struct gif_output *)picture;
    gif->file = file;
    gif->temporary = temporary;
    gif->path = memory_copy_string(arg);
    dots_init(&gif->dots, config->picture.scale, config->picture.dots);
    frame_init(&gif->pending, width, height);
    frame_init(&gif->written, width, height);
    if (config->picture.max_seconds)
        picture->end_ns = picture->due_ns + config->picture.max_seconds * CLOCK_NS_PER_S;
    write_header(gif, width * gif->dots.scale, height * gif->dots.scale);
    return &picture->output;
}
