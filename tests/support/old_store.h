/* A store as the program of an earlier schema left it. */
#ifndef OLD_STORE_H
#define OLD_STORE_H

#include <stdbool.h>

/* Makes PATH, where nothing is, with VERSION (1 to schema_version) and two lines, "one" live and
 * "two" killed; it has no identity, as only the eighth brought one. False where SQLite refuses. */
bool old_store_make(const char *path, int version);

#endif
