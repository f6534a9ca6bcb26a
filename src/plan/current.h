/* How much current a scene draws at most. */
#ifndef PLAN_CURRENT_H
#define PLAN_CURRENT_H

#include "display/scene.h"
#include "hub75/panel.h"

/* Amperes at 5 V if full light were on for a row's whole share of the time; the
 * worst instant of the scene's life. An estimate: of the panels' drivers only
 * what is usual is known. */
double current_of_scene(const struct panel *panel, const struct scene *scene);

/* All of the wall white. */
double current_at_most(const struct panel *panel);

#endif
