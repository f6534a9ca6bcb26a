/* What leaves a ribbon: its turn is over, the next item is on air behind it, and its last words are
 * still on the wall. */
#ifndef PLAYER_LEAVING_H
#define PLAYER_LEAVING_H

#include "player_state.h"

/* What is on air on the zone leaves it, and nothing is on air there. False where too many leave it
 * already: it stays on air until one has gone. */
bool leaving_begin(struct player *player, size_t zone);

/* What has gone by now_ns is over. Whether anything was. */
bool leaving_end_due(struct player *player, size_t zone, int64_t now_ns);

/* When the first one has gone; INT64_MAX: nothing leaves. */
int64_t leaving_end_ns(const struct player *player, size_t zone);

/* Whether anything leaves any zone. */
bool leaving_any(const struct player *player);

/* One, or all of a zone, are taken off at once; as on_air_end. */
void leaving_drop(struct player *player, size_t zone, struct leaving *leaving, const char *cut,
                  bool uncounted);
void leaving_cut(struct player *player, size_t zone, const char *cut, bool uncounted);

/* All of a zone go on later by so much. */
void leaving_delay(struct player *player, size_t zone, int64_t ns);

/* What leaves before the item on air; NULL: nothing. */
struct compose_item *leaving_item(const struct player *player, size_t zone);

#endif
