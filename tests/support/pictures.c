#include "pictures.h"

#include <dirent.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_png(const struct dirent *entry)
{
    return strstr(entry->d_name, ".png") != NULL;
}

static bool read_picture(struct pictures *pictures, const char *folder, const char *name)
{
    char path[512];
    png_image image = {.version = PNG_IMAGE_VERSION};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (pictures->count == PICTURES_MAX || !png_image_begin_read_from_file(&image, path)) {
        fprintf(stderr, "%s: %s\n", path,
                pictures->count == PICTURES_MAX ? "too many pictures" : image.message);
        return false;
    }
    struct picture *picture = &pictures->items[pictures->count++];
    image.format = PNG_FORMAT_RGB;
    *picture = (struct picture){.from_us = strtoll(name, NULL, 10),
                                .width = (int)image.width,
                                .height = (int)image.height,
                                .rgb = malloc(PNG_IMAGE_SIZE(image))};
    return png_image_finish_read(&image, NULL, picture->rgb, 0, NULL) != 0;
}

bool pictures_read(struct pictures *pictures, const char *folder)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_png, alphasort);
    bool good = count >= 0;
    for (int i = 0; i < count; i++) {
        good = good && read_picture(pictures, folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return good;
}

void pictures_finish(struct pictures *pictures)
{
    for (int i = 0; i < pictures->count; i++)
        free(pictures->items[i].rgb);
    pictures->count = 0;
}
