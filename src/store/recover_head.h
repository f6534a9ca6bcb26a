/* A store whose beginning is damaged: where its tables stand is no longer known, though they may be
 * whole. The backup knows it, since tables do not move. */
#ifndef STORE_RECOVER_HEAD_H
#define STORE_RECOVER_HEAD_H

#include <stdbool.h>

/* Makes a copy of the store at `path` at `copy` (with its log of changes), with the pages that
 * describe the tables as the backup has them, all of one instant, who ever writes meanwhile. False
 * where that can't be: no backup of this schema, no room, it never stood still, ...; `copy` is not
 * there then. */
bool recover_head(const char *path, const char *backup, const char *copy);

#endif
