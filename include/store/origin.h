/* What came from one origin (store/article.h): a feed takes its own back, and no more. */
#ifndef STORE_ORIGIN_H
#define STORE_ORIGIN_H

#include "base/diag.h"
#include "store/store.h"

/* Whether an editor has changed the words of a snippet of the standing article of that origin, or
 * approved, killed or removed one; *edited is false where there is no such article. False with an
 * error. */
bool store_origin_is_edited(struct store *store, const char *origin, bool *edited,
                            struct diag *diag);

/* All snippets of the standing article of that origin become STORE_KILLED, so that the same story
 * of another origin is held (store_import_article); how many did. False with an error. */
bool store_origin_withdraw(struct store *store, const char *origin, int64_t *count,
                           struct diag *diag);

/* The same where nobody takes the story back, but it is over for this feed: they become
 * STORE_EXPIRED, and the story may come from elsewhere. */
bool store_origin_end(struct store *store, const char *origin, int64_t *count, struct diag *diag);

/* What one of the two above took off, and nobody else, is again what it was: an approval is asked
 * for anew. False with an error. */
bool store_origin_give_back(struct store *store, const char *origin, int64_t *count,
                            struct diag *diag);

#endif
