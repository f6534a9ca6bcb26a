/* The wall with each kind of item, as a newsroom has them: for a contact sheet, and for whoever
 * must draw what we draw. The words are invented, and so are the people. */
#ifndef LAYOUT_SAMPLES_H
#define LAYOUT_SAMPLES_H

#include <stdint.h>

#include "base/diag.h"
#include "layout/zones.h"

struct scene;

#define SAMPLES 14

/* An item: its caption, the wall with it (NULL where it can't be shown: dark), and an instant at
 * which its words are seen. The scene is good during the call. */
typedef void samples_fn(void *user, const char *caption, const struct scene *scene, int64_t at_ns);

/* Tells of all SAMPLES, always in the same order; what can't be shown has a warning. */
void samples_each(struct layout_zones *zones, samples_fn *each, void *user, struct diag *diag);

#endif
