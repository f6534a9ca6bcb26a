/* The scan plan: the fewest slots that give a picture its light, so that lines
 * which cost a system call each are enough.
 *
 * For each scene (plan_scene) the planner looks at all colours that may appear
 * in each scan row and fixes, once:
 * - the period of the refresh: a whole part of the fastest zone's step, at or
 *   above panel.refresh_hz; slower only where a colour would else be called by
 *   another name (down to 75 Hz), or where not even one slot a row fits;
 * - the light of each level. With panel.snap a level may move, by no more than
 *   PLAN_SNAP_DE of CIE 1976 in any colour, where that saves slots; further only
 *   where the slots would not fit the period (least CIE DE2000 first).
 * Then, for each step of the crawl (plan_step), each row gets the slots that its
 * levels need. A blank row gets none.
 *
 * U, the time for which full light is on, is a share of period / scan rows fixed
 * by the configuration alone, never by content: brightness does not pump. A slot
 * under 5 % of U or shorter than a call is lit in every fourth refresh for four
 * times as long, staggered by row.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "config/colour.h"
#include "display/scene.h"
#include "hub75/panel.h"
#include "plan/cost.h"

struct config_panel;

#define PLAN_PHASES 4
#define PLAN_SNAP_DE 6.0

/* What was decided for a scene. */
struct plan_report {
    int64_t period_ns;
    int64_t unit_ns;            /* U, brightness applied */
    double unit_share;          /* of period / scan rows, at brightness 100 */
    double delta_e;             /* the most that a colour moved, CIE DE2000 */
    double delta_e_76;          /* and CIE 1976 */
    bool renamed;               /* a colour is now called by another name */
    struct config_colour worst; /* the colour that moved most */
    bool half_rate;             /* the shorter slots are lit in every second refresh */
    double dimmed;              /* 1, or less: U is shortened so for panel.max_amperes */
    double amperes;             /* at most, before that */
    double crowded;             /* the same where so much of the period has no room (see fit.c) */
    bool slow;                  /* refresh_hz could not be held */
    bool too_slow;              /* not even min_refresh_hz */
};

struct plan;

/* For a dark wall at first. The panel and config outlive it; the caller destroys. */
struct plan *plan_create(const struct panel *panel, const struct config_panel *config,
                         struct lines_cost cost);

/* NULL is allowed. */
void plan_destroy(struct plan *plan);

/* From the next scene on calls cost this. */
void plan_set_cost(struct plan *plan, struct lines_cost cost);

/* Decides for a scene of the wall's size (assert); NULL: a dark wall. The scene is not needed
 * afterwards. */
void plan_scene(struct plan *plan, const struct scene *scene);

/* What was decided for the last one; owned by the plan, which writes it anew for each scene. */
const struct plan_report *plan_report(const struct plan *plan);

/* What the whole wall draws at 5 V when it is all white, brightness applied: an
 * estimate. */
double plan_worst_amperes(const struct plan *plan);

#endif
