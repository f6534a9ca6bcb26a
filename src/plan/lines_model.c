#include "plan/lines_model.h"

static int set(struct lines *lines, uint64_t mask, uint64_t bits)
{
    struct lines_model *model = (struct lines_model *)lines;
    (void)bits;
    int64_t cost_ns = lines_cost_ns(&model->cost, mask);
    model->calls++;
    model->system_calls += (uint64_t)lines_cost_calls(&model->cost, mask);
    model->busy_ns += cost_ns;
    model->now_ns += cost_ns;
    return 0;
}

static int64_t now_ns(struct lines *lines)
{
    return ((const struct lines_model *)lines)->now_ns;
}

static void wait_until(struct lines *lines, int64_t t_ns)
{
    struct lines_model *model = (struct lines_model *)lines;
    if (t_ns > model->now_ns)
        model->now_ns = t_ns;
}

static void close_model(struct lines *lines)
{
    (void)lines;
}

static const struct lines_ops ops = {set, now_ns, wait_until, wait_until, close_model};

void lines_model_init(struct lines_model *model, struct lines_cost cost)
{
    *model = (struct lines_model){.lines.ops = &ops, .cost = cost};
}
