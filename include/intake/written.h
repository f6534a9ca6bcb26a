/* What an editor writes, on its way into the store: the same words never air, the same gate looks
 * at them as at all others.
 */
#ifndef INTAKE_WRITTEN_H
#define INTAKE_WRITTEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "intake/import.h"
#include "news/written_item.h"
#include "store/store.h"

/* Of a row's words, terms and state, in hexadecimal digits: it is another one when any of these was
 * changed, and the same while it airs. */
#define WRITTEN_TAG_SIZE 17
void written_tag(const struct store_row *row, char tag[WRITTEN_TAG_SIZE]);

/* The snippet's origin of a key; the caller frees. The other way the key in it, NULL: it has none.
 */
char *written_origin(const char *key);
const char *written_key(const char *origin);

/* The id of what the key names; 0: nothing. False with an error. */
bool written_find(struct store *store, const char *key, int64_t *id, struct diag *diag);

/* Whether the key names, or named, the snippet `id` (0: any), whatever became of it. False with an
 * error. */
bool written_known(struct store *store, const char *key, int64_t id, bool *known,
                   struct diag *diag);

/* Makes the snippet that an item would be, through the glyph gate; false with an error that names
 * the member in quotation marks. The caller finishes it in any case. `import` needs no store. */
bool written_compose(const struct import *import, const struct written_item *item,
                     struct snippet *snippet, struct diag *diag);

/* Writes it: what the id or the key names has these words and terms from then on, else it is new;
 * where neither is told and the words are there already, they are on these terms. *id: its id;
 * *created: whether it is new. False with an error, where `match` does not hold, or it was killed,
 * too: nothing is changed then. */
bool written_put(const struct import *import, const struct written_item *item, int64_t *id,
                 bool *created, struct diag *diag);

/* Lets it air, or takes it out of the store; `match` as of written_item. False with an error. */
bool written_approve(const struct import *import, int64_t id, const char *match, struct diag *diag);
bool written_remove(const struct import *import, int64_t id, const char *match, struct diag *diag);

#endif
