/* A picture of the wall, made ready for the scan player ahead of its time. */
#ifndef PANEL_PICTURE_AHEAD_H
#define PANEL_PICTURE_AHEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "plan/plan.h"
#include "scanned_wall.h"

/* Periods are whole ns: after many refreshes a step may be due this much before
 * the refresh that is meant for it. */
#define STEP_ROUNDING_NS (100 * INT64_C(1000))

struct picture_ahead {
    struct plan_step step;
    int64_t period_ns;
    int64_t from_ns; /* shown from then on */
    uint32_t sum;    /* of its pixels (sent_sum) */
    bool fresh;      /* the first of a scene */
    unsigned show;   /* number of the scene; 0: dark */
    uint32_t generation;
};

/* For pictures of that wall, which is open; picture_ahead_finish frees what it holds. */
void picture_ahead_init(struct picture_ahead *picture, const struct scanned_wall *wall);
void picture_ahead_finish(struct picture_ahead *picture);

/* Plans a frame of the wall's size, drawn of the scene that the wall was shown, to be lit from
 * from_ns on. The frame is not kept. */
void picture_ahead_fill(struct picture_ahead *picture, struct scanned_wall *wall,
                        const struct frame *frame, int64_t from_ns);

#endif
