/* What was taken off the wall after a backup was made, when that backup takes the store's place. */
#ifndef STORE_KEPT_OFF_H
#define STORE_KEPT_OFF_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

struct kept_off {
    struct buffer sql;     /* for a copy of the backup: no number is given there that the store
                              has given; what was killed, corrected, or over before its time, is
                              so there, too; what was removed is not */
    struct buffer off;     /* these for people: "2, 3"; empty: none */
    struct buffer earlier; /* whose words are other ones in the backup, likewise */
    int64_t off_count, earlier_count;
};

/* Compares the store at `path` with a backup of it. False where the store can't be read to its end:
 * what was found till then is in it. kept_off_finish frees. */
bool kept_off_find(struct kept_off *found, sqlite3 *backup, const char *path, int64_t now_ms);
void kept_off_finish(struct kept_off *found);

#endif
