#include "display/logo.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "base/input.h"
#include "base/memory.h"
#include "text/strip_create.h"

#define SIDE_MAX_PX 1024 /* as wide as the longest chain */

static uint8_t *read_px(png_image *image, const char *path, struct diag *diag)
{
    if (!input_is_plain(path, "a picture (PNG)", diag))
        return NULL;
    if (!png_image_begin_read_from_file(image, path)) {
        diag_error(diag, "%s: %s", path, image->message);
        return NULL;
    }
    if (image->width > SIDE_MAX_PX || image->height > SIDE_MAX_PX) {
        diag_error(diag, "%s: found %u x %u px; a logo has at most %d x %d", path,
                   (unsigned)image->width, (unsigned)image->height, SIDE_MAX_PX, SIDE_MAX_PX);
        return NULL;
    }
    image->format = PNG_FORMAT_RGBA;
    uint8_t *rgba = memory_alloc((size_t)image->width * image->height, 4);
    if (png_image_finish_read(image, NULL, rgba, 0, NULL))
        return rgba;
    diag_error(diag, "%s: %s", path, image->message);
    free(rgba);
    return NULL;
}

static uint8_t *enlarge(const uint8_t *small, int width, int height, int scale)
{
    uint8_t *large = memory_alloc((size_t)width * (size_t)height, 4);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            memcpy(large + ((size_t)y * (size_t)width + (size_t)x) * 4,
                   small +
                       ((size_t)(y / scale) * (size_t)(width / scale) + (size_t)(x / scale)) * 4,
                   4);
    return large;
}

struct strip *logo_read(const char *path, int scale, struct diag *diag)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    uint8_t *rgba = read_px(&image, path, diag);
    struct strip *strip = NULL;
    if (rgba) {
        int width = (int)image.width * scale;
        int height = (int)image.height * scale;
        strip = strip_create_blank(width, height);
        strip_add_image(
            strip, (struct strip_image){0, 0, width, height, enlarge(rgba, width, height, scale)});
    }
    free(rgba);
    png_image_free(&image);
    return strip;
}
