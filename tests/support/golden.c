#include "golden.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define PATH_MAX_BYTES 96
#define KEPT "tests/golden"
#define DIFFERENT "build/golden"

static void must(const png_image *image, const char *path, bool good)
{
    if (good)
        return;
    fprintf(stderr, "%s: %s\n", path, image->message);
    abort();
}

static void write_picture(const char *folder, const char *name, const struct golden *picture)
{
    char path[PATH_MAX_BYTES];
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)picture->width,
                       .height = (png_uint_32)picture->height,
                       .format = picture->colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY};
    snprintf(path, sizeof path, "%s/%s.png", folder, name);
    must(&image, path, png_image_write_to_file(&image, path, 0, picture->px, 0, NULL));
}

long golden_differences(const char *name, const struct golden *picture)
{
    char path[PATH_MAX_BYTES];
    png_image image = {.version = PNG_IMAGE_VERSION};
    long differences = 0;
    snprintf(path, sizeof path, KEPT "/%s.png", name);
    must(&image, path, png_image_begin_read_from_file(&image, path));
    image.format = picture->colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    size_t size = PNG_IMAGE_SIZE(image);
    uint8_t *kept = malloc(size);
    must(&image, path, kept && png_image_finish_read(&image, NULL, kept, 0, NULL));
    bool same_size = (int)image.width == picture->width && (int)image.height == picture->height;
    for (size_t i = 0; same_size && i < size; i++)
        differences += kept[i] != picture->px[i];
    free(kept);
    return same_size ? differences : -1;
}

bool golden_holds(const char *name, const struct golden *picture)
{
    if (getenv("GOLDEN_WRITE")) {
        write_picture(KEPT, name, picture);
        return true;
    }
    long differences = golden_differences(name, picture);
    if (differences == 0)
        return true;
    mkdir(DIFFERENT, 0755);
    write_picture(DIFFERENT, name, picture);
    fprintf(stderr, DIFFERENT "/%s.png: %ld bytes differ from " KEPT " (-1: its size does)\n", name,
            differences);
    return false;
}

int golden_leave_our_faces(void **state)
{
    (void)state;
    char *path = realpath("tests/support/no_fonts.conf", NULL);
    int failed = path ? setenv("FONTCONFIG_FILE", path, 1) : -1;
    free(path);
    return failed;
}
