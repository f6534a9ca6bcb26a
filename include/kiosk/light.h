/* The room's light makes the wall darker where the room is, while the ticker runs.
 */
#ifndef KIOSK_LIGHT_H
#define KIOSK_LIGHT_H

#include "base/loop.h"
#include "kiosk/lux.h"

struct light;

/* Looks each two seconds, in a thread of its own, as a sensor takes its time, and calls `dim` in
 * the loop when the percentage is another. Copies `folder` and `curve`; the loop outlives it. NULL
 * with -errno in *error where there can be no thread. */
struct light *light_create(struct loop *loop, const char *folder, const struct light_curve *curve,
                           void (*dim)(void *user, int percent), void *user, int *error);

/* NULL is fine. */
void light_destroy(struct light *light);

#endif
