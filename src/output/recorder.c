#include "output/recorder.h"

#include <stdlib.h>

#include "base/memory.h"

struct recorder {
    struct output output;
    struct output_ops ops; /* a copy: `caption` may be NULL as the other's is */
    struct output *inner;
    struct recorder_told told;
};

static int show(struct output *output, struct scene *scene)
{
    const struct recorder *recorder = (struct recorder *)output;
    recorder->told.show(recorder->told.user, scene);
    return output_show(recorder->inner, scene);
}

static int64_t advance(struct output *output, int64_t now_ns)
{
    struct output *inner = ((struct recorder *)output)->inner;
    return inner->ops->advance(inner, now_ns);
}

static int blank(struct output *output)
{
    const struct recorder *recorder = (struct recorder *)output;
    recorder->told.dark(recorder->told.user);
    return recorder->inner->ops->blank(recorder->inner);
}

static void caption(struct output *output, const struct output_caption *caption)
{
    struct output *inner = ((struct recorder *)output)->inner;
    inner->ops->caption(inner, caption);
}

static void status(struct output *output, struct output_status *status)
{
    struct output *inner = ((struct recorder *)output)->inner;
    inner->ops->status(inner, status);
}

static bool close_recorder(struct output *output, struct diag *diag)
{
    (void)diag;
    free(output);
    return true;
}

struct output *recorder_create(struct output *inner, const struct recorder_told *told)
{
    struct recorder *recorder = memory_alloc(1, sizeof *recorder);
    recorder->ops = (struct output_ops){
        .show = show,
        .advance = advance,
        .blank = blank,
        .caption = inner->ops->caption ? caption : NULL,
        .status = status,
        .close = close_recorder,
    };
    recorder->output.ops = &recorder->ops;
    recorder->inner = inner;
    recorder->told = *told;
    return &recorder->output;
}
