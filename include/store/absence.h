/* Absence is never emptiness: a store that is gone is not begun anew in silence. */
#ifndef STORE_ABSENCE_H
#define STORE_ABSENCE_H

#include <stdbool.h>

#include "base/diag.h"

/* True where a store stands at `path`, or where none ever did: no generation of its backup is
 * there, and no mark (store/mark.h; NULL: none). Else false with an error that says what was there
 * and what to do. */
bool store_absence_check(const char *path, const char *backup, const char *mark, struct diag *diag);

#endif
