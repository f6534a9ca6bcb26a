/* Whether what is written to a path outlives the machine. */
#ifndef BASE_MEDIUM_H
#define BASE_MEDIUM_H

#include <stdbool.h>

/* True where the folder of the file `path` stands in memory: in a tmpfs or ramfs, or in an overlay
 * that keeps there what is written (overlayroot, as of Raspberry Pi OS's read-only root). Where
 * that can't be told it is false. */
bool medium_is_memory(const char *path);

#endif
