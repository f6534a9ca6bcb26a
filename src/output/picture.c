#include "output/picture.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void take_scene(struct picture *picture, struct scene *scene)
{
    scene_unref(picture->scene);
    picture->scene = scene;
    if (picture->ops->show)
        picture->ops->show(picture, scene);
}

static int show(struct output *output, struct scene *scene)
{
    struct picture *picture = (struct picture *)output;
    take_scene(picture, scene_ref(scene));
    if (picture->period_ns == 0)
        picture->due_ns = scene->valid_from_ns;
    return 0;
}

static int blank(struct output *output)
{
    struct picture *picture = (struct picture *)output;
    take_scene(picture, NULL);
    if (picture->period_ns == 0)
        picture->due_ns = INT64_MAX;
    return 0;
}

static void draw(struct picture *picture, int64_t t_ns)
{
    frame_exchange(&picture->frame, &picture->before);
    if (!picture->scene) {
        frame_clear(&picture->frame);
        return;
    }
    scene_draw(picture->scene, t_ns, &picture->frame);
    sent_count(&picture->output.sent, &picture->frame);
}

static void take_frame(struct picture *picture)
{
    int64_t at_ns = picture->due_ns;
    draw(picture, at_ns + picture->early_ns);
    bool changed = !picture->any || !frame_equal(&picture->frame, &picture->before);
    picture->ops->take(picture, at_ns, changed);
    picture->any = true;
    picture->due_ns = picture->period_ns > 0 ? at_ns + picture->period_ns
                                             : scene_next_step(picture->scene, at_ns);
}

static int64_t advance(struct output *output, int64_t now_ns)
{
    struct picture *picture = (struct picture *)output;
    while (picture->due_ns < now_ns && picture->due_ns < picture->end_ns &&
           picture->diag.errors == 0)
        take_frame(picture);
    return INT64_MAX;
}

static void status(struct output *output, struct output_status *status)
{
    struct picture *picture = (struct picture *)output;
    status->name = picture->ops->name;
    status->healthy = picture->diag.errors == 0;
    if (picture->ops->status)
        picture->ops->status(picture, status);
}

static bool close_picture(struct output *output, struct diag *diag)
{
    struct picture *picture = (struct picture *)output;
    picture->ops->finish(picture);
    bool good = picture->diag.errors == 0;
    diag_take(diag, &picture->diag);
    scene_unref(picture->scene);
    frame_finish(&picture->frame);
    frame_finish(&picture->before);
    free(picture);
    return good;
}

static const struct output_ops output_ops = {
    .show = show,
    .advance = advance,
    .blank = blank,
    .status = status,
    .close = close_picture,
};

struct picture *picture_create(const struct picture_ops *ops, size_t size, int64_t period_ns,
                               const struct clock *clock, int width, int height)
{
    assert(size >= sizeof(struct picture) && period_ns >= 0);
    struct picture *picture = memory_alloc(1, size);
    picture->output.ops = &output_ops;
    picture->ops = ops;
    picture->period_ns = period_ns;
    picture->due_ns = period_ns > 0 ? clock_monotonic_ns(clock) : INT64_MAX;
    picture->end_ns = INT64_MAX;
    frame_init(&picture->frame, width, height);
    frame_init(&picture->before, width, height);
    return picture;
}
