/* On the air and off. */
#ifndef PLAYER_ON_AIR_H
#define PLAYER_ON_AIR_H

#include "player_state.h"

/* The item (whose snippet is `snippet`, or NULL: an empty zone) goes on air on a zone on
 * which nothing is, until end_ns, which is not before the item's start. The player takes the
 * item's strip, what is shown (empty where the words are shown as they are stored) and a copy
 * of the snippet; the reason is copied. */
void on_air_begin(struct player *player, size_t zone, const struct snippet *snippet,
                  struct shown *shown, const struct compose_item *item, int64_t end_ns,
                  const char *reason);

/* What is on air on the zone ends, if anything is. cut: why before its end, NULL: it is over.
 * uncounted: that was no airing. */
void on_air_end(struct player *player, size_t zone, const char *cut, bool uncounted);

/* Something else breaks in: shows what is due up to now, and ends a pause. */
void on_air_break(struct player *player);

/* on_air_end of what something else breaks in on. */
void on_air_cut(struct player *player, size_t zone, const char *why, bool uncounted);

/* The wall as it is now goes to the output; nothing where nobody looks. */
void on_air_show(struct player *player, int64_t now_ns);

/* Another scene in the wall's place; what is on air is paused. Nothing may be paused. */
void on_air_notice(struct player *player, struct scene *scene, int64_t now_ns);

/* The scene as it stands, held still; and on from there, later by the pause (nothing where
 * there is none). */
void on_air_freeze(struct player *player, int64_t now_ns);
void on_air_unfreeze(struct player *player, int64_t now_ns);

#endif
