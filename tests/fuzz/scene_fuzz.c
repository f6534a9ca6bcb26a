/* Any bytes as a strip and a record of scenes: what comes back can be drawn at any
 * instant, and written again gives the same. The strip stands first, behind its
 * length in two bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "display/scene_bytes.h"
#include "text/strip_bytes.h"

#include "fuzz.h"

#define HEAD 2
#define DRAWN_PX 65536 /* a larger frame costs time and finds nothing more */
#define STEPS 8

static struct strip *give(void *user, const uint8_t key[SCENE_KEY_SIZE])
{
    struct strip *strip = user;
    return strip && key[0] < 128 ? strip_ref(strip) : NULL;
}

static void check_strip(const struct strip *strip)
{
    struct buffer once = {0};
    struct buffer twice = {0};
    strip_bytes_write(strip, &once);
    struct strip *again = strip_bytes_read(once.data, once.length);
    require(again != NULL);
    strip_bytes_write(again, &twice);
    require(once.length == twice.length && memcmp(once.data, twice.data, once.length) == 0);
    strip_unref(again);
    buffer_finish(&once);
    buffer_finish(&twice);
}

static void draw(const struct scene *scene)
{
    struct frame frame;
    if ((int64_t)scene->width * scene->height > DRAWN_PX)
        return;
    frame_init(&frame, scene->width, scene->height);
    int64_t t_ns = scene->valid_from_ns;
    for (int i = 0; i < STEPS && t_ns != INT64_MAX; i++) {
        scene_draw(scene, t_ns, &frame);
        int64_t next_ns = scene_next_step(scene, t_ns);
        require(next_ns > t_ns);
        t_ns = next_ns;
    }
    frame_finish(&frame);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct scene_record record;
    if (size < HEAD)
        return 0;
    size_t length = (size_t)data[0] << 8 | data[1];
    if (length > size - HEAD)
        length = size - HEAD;
    struct strip *strip = strip_bytes_read(data + HEAD, length);
    if (strip)
        check_strip(strip);
    scene_bytes_read(data + HEAD + length, size - HEAD - length, 0, give, strip, &record);
    for (size_t i = 0; i < record.count; i++)
        if (record.moments[i].scene)
            draw(record.moments[i].scene);
    scene_record_finish(&record);
    strip_unref(strip);
    return 0;
}
