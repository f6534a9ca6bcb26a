#include "output/picture_png.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/config.h"
#include "dots.h"
#include "output/outputs.h"
#include "output/picture.h"
#include "output/replace.h"

#define NS_PER_US 1000

/* libpng's way out of an error is a jump; the message waits here. */
struct png_failure {
    char text[128];
};

static void on_error(png_structp png, png_const_charp message)
{
    struct png_failure *failure = png_get_error_ptr(png);
    snprintf(failure->text, sizeof failure->text, "%s", message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png, (void)message;
}

/* One line of px through LED row `y`, px row `part` of it. */
static void fill_line(uint8_t *line, const struct frame *frame, const struct dots *dots, int y,
                      int part)
{
    const uint8_t *levels = dots->level + (size_t)part * (size_t)dots->scale;
    for (int x = 0; x < frame->width; x++)
        for (int i = 0; i < dots->scale; i++) {
            struct dots_colour colour = dots_mix(dots, frame_pixel(frame, x, y), levels[i]);
            *line++ = colour.r;
            *line++ = colour.g;
            *line++ = colour.b;
        }
}

static void write_lines(png_structp png, const struct frame *frame, const struct dots *dots,
                        uint8_t *line)
{
    for (int y = 0; y < frame->height; y++)
        for (int part = 0; part < dots->scale; part++) {
            fill_line(line, frame, dots, y, part);
            png_write_row(png, line);
        }
}

static bool write_stream(FILE *file, const struct frame *frame, const struct dots *dots,
                         struct png_failure *failure)
{
    size_t size = (size_t)frame->width * (size_t)dots->scale * 3;
    uint8_t *line = memory_alloc(size, 1);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, failure, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    volatile bool good = false;
    if (info && !setjmp(png_jmpbuf(png))) {
        png_init_io(png, file);
        png_set_IHDR(png, info, (png_uint_32)(frame->width * dots->scale),
                     (png_uint_32)(frame->height * dots->scale), 8, PNG_COLOR_TYPE_RGB,
                     PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_write_info(png, info);
        write_lines(png, frame, dots, line);
        png_write_end(png, info);
        good = true;
    }
    png_destroy_write_struct(&png, &info);
    free(line);
    return good;
}

static bool write_file(int fd, const char *path, const struct frame *frame, const struct dots *dots,
                       struct diag *diag)
{
    FILE *file = fdopen(fd, "w");
    if (!file) {
        close(fd);
        return diag_error(diag, "%s: %s", path, strerror(errno));
    }
    struct png_failure failure = {"out of memory"};
    errno = 0;
    bool good = write_stream(file, frame, dots, &failure);
    int error = errno;
    if (fclose(file) != 0 && good) {
        error = errno;
        good = false;
    }
    return good || diag_error(diag, "%s: %s", path, error ? strerror(error) : failure.text);
}

bool picture_write_png(const char *path, const struct frame *frame, int scale, bool dots,
                       struct diag *diag)
{
    struct dots shape;
    dots_init(&shape, scale, dots);
    char *temporary = NULL;
    int fd = replace_open(path, REPLACE_PNG, &temporary, diag);
    if (fd < 0)
        return false;
    bool good = write_file(fd, path, frame, &shape, diag);
    good = replace_finish(temporary, path, good, diag);
    free(temporary);
    return good;
}

/* png:DIR */

struct png_output {
    struct picture picture;
    const struct config *config;
    char *folder;
    int64_t start_ns;
};

static void take(struct picture *picture, int64_t at_ns, bool changed)
{
    struct png_output *png = (struct png_output *)picture;
    if (!changed)
        return;
    char *path = memory_format("%s/%012lld.png", png->folder,
                               (long long)((at_ns - png->start_ns) / NS_PER_US));
    picture_write_png(path, &picture->frame, png->config->picture.scale, png->config->picture.dots,
                      &picture->diag);
    free(path);
}

static void finish(struct picture *picture)
{
    free(((struct png_output *)picture)->folder);
}

static const struct picture_ops ops = {.name = "png", .take = take, .finish = finish};

struct output *picture_open_png(const char *arg, const struct config *config,
                                const struct clock *clock, int width, int height, struct diag *diag)
{
    if (mkdir(arg, 0777) < 0 && errno != EEXIST) {
        diag_error(diag, "%s: %s", arg, strerror(errno));
        return NULL;
    }
    struct picture *picture =
        picture_create(&ops, sizeof(struct png_output), 0, clock, width, height);
    struct png_output *png = (struct png_output *)picture;
    png->config = config;
    png->folder = memory_copy_string(arg);
    png->start_ns = clock_monotonic_ns(clock);
    return &picture->output;
}
