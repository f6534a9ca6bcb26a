/* The pictures that `run --output png:FOLDER` wrote (picture.scale 1, squares), in
 * their order.
 */
#ifndef SUPPORT_PICTURES_H
#define SUPPORT_PICTURES_H

#include <stdbool.h>
#include <stdint.h>

#define PICTURES_MAX 4096

struct picture {
    int64_t from_us; /* since the program's start: the file's name */
    int width, height;
    uint8_t *rgb;
};

struct pictures {
    struct picture items[PICTURES_MAX];
    int count;
};

/* False, with words on stderr: a file that is no picture, or more than PICTURES_MAX. */
bool pictures_read(struct pictures *pictures, const char *folder);
void pictures_finish(struct pictures *pictures);

#endif
