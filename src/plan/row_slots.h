/* A recipe made ready for its rows; see struct row_slots. */
#ifndef PLAN_ROW_SLOTS_H
#define PLAN_ROW_SLOTS_H

#include "plan_parts.h"

/* The one for a set of levels, made when it is not there. It stays until the scene
 * changes or ROW_SLOTS_MAX others were made, but at least for this step. */
struct row_slots *row_slots_for(struct plan *plan, uint64_t set);

#endif
