/* Where a path leads, so that two names of one file can be told to be one. */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

/* The absolute path with its links followed (realpath(3)). Of a file that is not there yet its
 * folder is followed; where not even that is there it stays as it is. The caller frees. */
char *place_of(const char *path);

#endif
