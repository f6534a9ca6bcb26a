/* Whether an article is the next version of a story that is there, and what of it was taken off. */
#ifndef STORE_STORY_H
#define STORE_STORY_H

#include "db.h"
#include "store/article.h"

/* The standing article of another origin that tells the same story, see store_import_article; *id
 * is 0 where there is none. False with an error. */
bool story_find(struct store *store, const struct store_article *article,
                const struct snippets *snippets, int64_t *id, struct diag *diag);

/* Why nothing new of a story airs: an editor took its headline off. *why is NULL where it may; the
 * caller frees. False with an error. */
bool story_why_off(struct store *store, int64_t article, char **why, struct diag *diag);

/* Why a snippet that is new in a story must not air by itself: it has nearly the words of one that
 * was killed or removed. *why is NULL where it may; the caller frees. False with an error. */
bool story_why_reworded(struct store *store, int64_t article, const struct snippet *snippet,
                        char **why, struct diag *diag);

#endif
