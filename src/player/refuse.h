/* What can't or must not be shown. */
#ifndef PLAYER_REFUSE_H
#define PLAYER_REFUSE_H

#include "player_state.h"

/* Whether it has a word that never airs (news.banned). */
bool refuse_is_banned(const struct player *player, const struct snippet *snippet);

/* Takes the candidate from the rota and holds it in the store: it waits for an editor, as what
 * never could be shown. */
void refuse(struct player *player, struct candidate *candidate, const char *why);

#endif
