/* What would help where a plan had to give something up: each remedy is tried on
 * the same scene, and what it would give is told with it.
 */
#ifndef PLAN_REMEDY_H
#define PLAN_REMEDY_H

#include <stdbool.h>
#include <stddef.h>

#include "display/scene.h"
#include "plan/cost.h"
#include "plan/plan.h"

#define REMEDIES_MAX 8
#define REMEDY_CHANGE_SIZE 176
#define REMEDY_TEXT_SIZE 240

struct remedy {
    char change[REMEDY_CHANGE_SIZE]; /* "panel.parallel = 2, panel.chain = 1" */
    double refresh_hz;               /* 0: not tried, and no more is known */
    double delta_e;                  /* CIE DE2000 */
    bool renamed;                    /* a colour is called by another name still */
};

/* Tries registers at that cost (NULL: this board has none), snapping, more lanes for the same wall,
 * a lower rate with a faster or slower crawl, less light, and the kernel's one request for all
 * lines; those that help, at most REMEDIES_MAX, and an RP2040 where it can drive the wall. 0 where
 * nothing was given up. `config` and `scene` (NULL: none) are those of the report; board_lanes:
 * what the board has. Takes as long as planning the scene some thirty times: not for each picture.
 */
size_t remedies_find(const struct plan_report *report, const struct config_panel *config,
                     const struct lines_cost *cost, const struct lines_cost *registers,
                     int board_lanes, const struct scene *scene,
                     struct remedy remedies[REMEDIES_MAX]);

/* For a person: "CHANGE: 120 Hz, colour error 3.1". */
void remedy_text(const struct remedy *remedy, char text[REMEDY_TEXT_SIZE]);

#endif
