/* Lines that are only counted, on a clock that moves by what calls cost: what a
 * plan costs before any panel is there. */
#ifndef PLAN_LINES_MODEL_H
#define PLAN_LINES_MODEL_H

#include "hub75/lines.h"
#include "plan/cost.h"

struct lines_model {
    struct lines lines;
    struct lines_cost cost;
    int64_t now_ns;
    uint64_t calls;        /* of set */
    uint64_t system_calls; /* that they take with these groups */
    int64_t busy_ns;       /* spent in calls */
};

/* On the caller's memory; lines_close does nothing. */
void lines_model_init(struct lines_model *model, struct lines_cost cost);

#endif
