/* What may stay on the glass: edits, expiry, dayparts, take-overs, the clock. */
#ifndef PLAYER_CHANGES_H
#define PLAYER_CHANGES_H

#include "player_state.h"

/* Reads what may air. What goes wrong is logged, and the show goes on with what there is. */
void changes_load(struct player *player);

/* For the first scene (player_setup.hurry): no more than that needs. */
void changes_load_first(struct player *player);

/* Reads what that left; false where there is nothing left. */
bool changes_load_rest(struct player *player);

/* changes_load where only time has passed since the last time, and snippets changed: reads those.
 */
void changes_load_new(struct player *player);

/* Told once: without the time nothing airs that depends on it. */
void changes_look_at_clock(struct player *player);

/* Takes off what may not stay, or what a take-over hides; fill_zones goes on. */
void changes_look_at_schedule(struct player *player);

/* The percentage of light that the schedule gives now; all of it while the time is not
 * known. */
int changes_brightness(const struct player *player);

/* Why the wall is dark, the room's or the schedule's doing; a literal, or NULL: it is not. */
const char *changes_why_dark(const struct player *player);

/* Whether somebody set the clock since the last look; and what shows a clock shows it. */
bool changes_clock_jumped(struct player *player);
void changes_follow_clock(struct player *player);

#endif
