#include <stdlib.h>

#include "base/memory.h"
#include "output/outputs.h"

/* Shows nothing, on whatever clock. */
static int show(struct output *output, struct scene *scene)
{
    (void)output, (void)scene;
    return 0;
}

static int64_t advance(struct output *output, int64_t now_ns)
{
    (void)output, (void)now_ns;
    return INT64_MAX;
}

static int blank(struct output *output)
{
    (void)output;
    return 0;
}

static void status(struct output *output, struct output_status *status)
{
    (void)output;
    status->name = "null";
    status->healthy = true;
}

static bool close_null(struct output *output, struct diag *diag)
{
    (void)diag;
    free(output);
    return true;
}

static const struct output_ops ops = {
    .show = show,
    .advance = advance,
    .blank = blank,
    .status = status,
    .close = close_null,
};

struct output *null_open(const char *arg, const struct config *config, const struct clock *clock,
                         int width, int height, struct diag *diag)
{
    (void)arg, (void)config, (void)clock, (void)width, (void)height, (void)diag;
    struct output *output = memory_alloc(1, sizeof *output);
    output->ops = &ops;
    return output;
}
