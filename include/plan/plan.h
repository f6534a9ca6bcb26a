/* The scan plan: the fewest slots that give a picture its light, so that lines
 * which cost a system call each are enough.
 *
 * For each scene (plan_scene) the planner looks at all colours that may appear
 * in each scan row and fixes, once:
 * - the period of the refresh: a whole part of the fastest zone's step, or two thirds
 *   of it, at or above panel.refresh_hz (by half as much again at most) where the colours
 *   fit into it, else slower, down to panel.calm_hz;
 * - the light of each level. With panel.snap a level may move, by no more than
 *   PLAN_TRUE_DE of CIE DE2000 and PLAN_SNAP_DE of CIE 1976 in any colour, where that
 *   saves slots. Where the colours fit into no calm period, colour, light and rate give
 *   way together, whichever is seen least (src/plan/give_way.c), and it is told.
 * Then, for each step of the crawl (plan_step), each row gets the slots that its
 * levels need. A blank row gets none.
 *
 * U, the time for which full light is on, is a share of period / scan rows fixed by the
 * configuration and by what calls cost at the start, never by content: brightness does
 * not pump. It is PLAN_UNIT_MOST where two slots a row fit beside it into a calm refresh,
 * else as much less as that takes. A slot
 * under 5 % of U beside a longer one, or shorter than a call, is lit in every fourth refresh
 * for four times as long, staggered by row; where the rate is twice as high as is calm the
 * shorter ones of a row may be lit in every second.
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
#define PLAN_TRUE_DE 3.0  /* less is seen by hardly anyone */
#define PLAN_MOVED_DE 5.0 /* more is told */
#define PLAN_UNIT_MOST 0.75
#define PLAN_UNIT_LEAST 0.5

/* What was decided for a scene. */
struct plan_report {
    int64_t period_ns;
    int64_t unit_ns;            /* U, brightness applied */
    double unit_share;          /* of period / scan rows, at brightness 100 */
    double delta_e;             /* the most that a colour moved, lightness included, CIE DE2000 */
    double delta_e_76;          /* and CIE 1976 */
    bool renamed;               /* a colour is now called by another name */
    bool moved;                 /* by more than PLAN_MOVED_DE, or to another name: to be told */
    struct config_colour worst; /* the colour that moved most */
    struct config_colour shown; /* and as which it is shown */
    bool half_rate;             /* the shorter slots are lit in every second refresh */
    double dimmed;              /* 1, or less: U is shortened so for panel.max_amperes */
    double amperes;             /* at most, before that */
    double crowded;             /* the same where the period has no room for more */
    bool slow;                  /* refresh_hz could not be held */
    bool too_slow;              /* not even min_refresh_hz */
};

struct plan;

/* For a dark wall at first. The panel and config outlive it; the caller destroys. */
struct plan *plan_create(const struct panel *panel, const struct config_panel *config,
                         struct lines_cost cost);

/* NULL is allowed. */
void plan_destroy(struct plan *plan);

/* From the next scene on calls cost this. U's share stays as it is. */
void plan_set_cost(struct plan *plan, struct lines_cost cost);

/* The same at a start: U's share is chosen anew. */
void plan_settle(struct plan *plan, struct lines_cost cost);

/* Decides for a scene of the wall's size (assert); NULL: a dark wall. The scene is not needed
 * afterwards. */
void plan_scene(struct plan *plan, const struct scene *scene);

/* What a crawl is fitted to (display/crawl.h): the highest rate at which a scene (of the wall's
 * size; its speed does not matter) has all its colours, each slot in every refresh, and no more
 * than is worth its calls. */
double plan_crawl_hz(struct plan *plan, const struct scene *scene);

/* What was decided for the last one; owned by the plan, which writes it anew for each scene. */
const struct plan_report *plan_report(const struct plan *plan);

#define PLAN_LIGHT_SIZE 120

/* What is given up of U, and what for; empty where it is PLAN_UNIT_MOST or more. */
void plan_light_text(const struct plan_report *report, char text[PLAN_LIGHT_SIZE]);

#define PLAN_MOVED_SIZE 80

/* "#ff8000 is shown as #ff7000 (CIE DE2000 7.2)"; empty where nothing has moved that far. */
void plan_moved_text(const struct plan_report *report, char text[PLAN_MOVED_SIZE]);

/* What the whole wall draws at 5 V when it is all white, brightness applied: an
 * estimate. */
double plan_worst_amperes(const struct plan *plan);

#endif
