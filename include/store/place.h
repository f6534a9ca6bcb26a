/* Which file stands at a store's path: another one is another state of the store, since a backup
 * takes its place by its name, by somebody's act or as it is repaired.
 */
#ifndef STORE_PLACE_H
#define STORE_PLACE_H

/* What tells the file at that path from another one in its place, for the caller to free; NULL:
 * there is none, or it can't be seen. */
char *store_place(const char *path);

#endif
