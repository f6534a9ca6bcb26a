/* Lines that are only counted, on a clock that moves by what calls cost: what a
 * plan costs before any panel is there. */
#ifndef HUB75_LINES_MODEL_H
#define HUB75_LINES_MODEL_H

#include "hub75/lines.h"
#include "hub75/plan.h"

struct lines_model {
    struct lines lines;
    struct plan_cost cost;
    int64_t now_ns;
    uint64_t calls;
    int64_t busy_ns; /* spent in calls */
};

/* On the caller's memory; lines_close does nothing. */
void lines_model_init(struct lines_model *model, struct plan_cost cost);

#endif
