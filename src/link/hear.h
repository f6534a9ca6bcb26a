/* What is said to this wall by topics, and what it hears of itself. `user` is a struct link. */
#ifndef LINK_HEAR_H
#define LINK_HEAR_H

#include "link_state.h"

/* Of broker_setup: a message. */
void hear_message(void *user, const char *text, const char *bytes, size_t size, bool kept);

/* Says the word that only this process says, which comes back behind all that was kept. */
void hear_say_word(struct link *link);

/* Of the timers: the word is due again, since another wall has this one's name; it has not come
 * back. */
void hear_beat(void *user, int64_t now_ns);
void hear_missing(void *user, int64_t now_ns);

#endif
