#include "picture_ahead.h"

#include <assert.h>

void picture_ahead_init(struct picture_ahead *picture, const struct scanned_wall *wall)
{
    assert(wall->plan);
    *picture = (struct picture_ahead){0};
    plan_step_init(&picture->step, wall->plan);
}

void picture_ahead_finish(struct picture_ahead *picture)
{
    plan_step_finish(&picture->step);
    *picture = (struct picture_ahead){0};
}

void picture_ahead_fill(struct picture_ahead *picture, struct scanned_wall *wall,
                        const struct frame *frame, int64_t from_ns)
{
    assert(frame->width == wall->panel->width_px && frame->height == wall->panel->height_px);
    picture->from_ns = from_ns;
    plan_step_fill(&picture->step, wall->plan, frame);
    picture->period_ns = plan_report(wall->plan)->period_ns;
    wall->slots = picture->step.phases[0].count;
}
