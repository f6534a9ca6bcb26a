/* The slots of one picture of a scene that was decided for: plan/plan.h.
 */
#ifndef PLAN_STEP_H
#define PLAN_STEP_H

#include <stdint.h>

#include "display/frame.h"
#include "hub75/slots.h"
#include "plan/plan.h"

#define PLAN_OVERLAPS 3 /* patterns that may stand before another, over the phases */

/* How much of a pattern stood in the registers after others (see shift_overlap.h). */
struct plan_overlap {
    const uint8_t *last[PLAN_OVERLAPS];
    int columns[PLAN_OVERLAPS];
    int next;
};

/* The slots of one picture. The refresh with number n plays phases[n % count]. */
struct plan_step {
    struct slots phases[PLAN_PHASES];
    unsigned count; /* 1, or PLAN_PHASES where slots are not lit in every refresh */
    struct slot *items;
    uint8_t *patterns;
    struct plan_overlap *overlaps; /* one for each pattern */
    struct even_block *blocks;     /* of each scan row (even_blocks.h), and which halves of them */
    uint8_t *even;                 /* are even in the picture, a bit each */
};

/* Room for the slots of any picture on the plan's panel; empty until it is filled. */
void plan_step_init(struct plan_step *step, const struct plan *plan);

/* Frees what the step owns: its slots and their patterns. */
void plan_step_finish(struct plan_step *step);

/* Fills in the slots for a frame of the scene decided for. */
void plan_step_fill(struct plan_step *step, struct plan *plan, const struct frame *frame);

#endif
