#include "serve/still.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/clock.h"
#include "base/memory.h"
#include "control/scene_json.h"
#include "output/picture_png.h"

#define PICTURE_MAX ((size_t)64 << 20)

static struct strip *strip_of(void *user, const uint8_t key[SCENE_KEY_SIZE])
{
    const struct visible *visible = user;
    char name[SCENE_KEY_TEXT_SIZE];
    scene_key_text(key, name);
    const struct buffer *packed = visible_strip(visible, name);
    return packed ? scene_strip_unpack(packed->data, packed->length) : NULL;
}

struct scene *still_scene(const struct visible *visible)
{
    struct buffer bytes = {0};
    struct scene_record record = {0};
    struct scene *scene = NULL;
    if (visible->scene_bytes &&
        base64_take(&bytes, visible->scene_bytes, strlen(visible->scene_bytes)) &&
        scene_bytes_read(bytes.data, bytes.length, visible->scene_ns, strip_of, (void *)visible,
                         &record) &&
        record.count == 1 && record.moments[0].scene)
        scene = scene_ref(record.moments[0].scene);
    scene_record_finish(&record);
    buffer_finish(&bytes);
    return scene;
}

bool still_draw(const struct visible *visible, int64_t wall_ns, struct frame *frame)
{
    struct scene *scene = still_scene(visible);
    if (!scene)
        return false;
    frame_init(frame, scene->width, scene->height);
    scene_draw(scene, wall_ns, frame);
    scene_unref(scene);
    return true;
}

bool still_bytes(bool (*write)(void *user, const char *path), void *user, const char *ending,
                 struct buffer *bytes)
{
    char *path = memory_format("/tmp/motograph-XXXXXX%s", ending);
    int fd = mkstemps(path, (int)strlen(ending));
    bool good = fd >= 0 && write(user, path);
    if (fd >= 0)
        close(fd);
    FILE *file = good ? fopen(path, "rb") : NULL;
    good = file && buffer_read_fd(bytes, fileno(file), PICTURE_MAX) == 0;
    if (file)
        fclose(file);
    if (fd >= 0)
        unlink(path);
    free(path);
    return good;
}

struct picture {
    const struct config_picture *config;
    const struct frame *frame;
};

static bool write_png(void *user, const char *path)
{
    const struct picture *picture = user;
    struct diag ignored = {0};
    bool good = picture_write_png(path, picture->frame, picture->config->scale,
                                  picture->config->dots, &ignored);
    diag_finish(&ignored);
    return good;
}

bool still_png(const struct config_picture *picture, const struct frame *frame, struct buffer *png)
{
    struct picture one = {picture, frame};
    return still_bytes(write_png, &one, ".png", png);
}
