/* What a feed brings, on its way into the store: the configuration says what that feed may. */
#ifndef INTAKE_ITEM_H
#define INTAKE_ITEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "intake/import.h"
#include "news/wire_item.h"

enum item_result {
    ITEM_REFUSED, /* with an error: no such feed, not allowed to it, the store can't be written */
    ITEM_KNOWN,   /* nothing changed */
    ITEM_NEW,
    ITEM_CORRECTED,
    ITEM_KEPT, /* an editor has changed it, which stays */
};

/* Takes an item, whose text is checked, as import_path takes an article: the same words
 * never air, the same gate looks at them. A feed's line never breaks in where the feed may not
 * (takeover), outranks its priority, or is of the category house. */
enum item_result item_take(const struct import *import, const struct wire_item *item,
                           struct diag *diag);

/* Takes the item of that feed and key off: back, or as one that is `over`, which leaves the story
 * to others. One that is not there is no error. False with an error. */
bool item_withdraw(const struct import *import, const char *feed, const char *key, bool over,
                   struct diag *diag);

#endif
