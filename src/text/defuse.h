/* What no line of text has, whoever wrote it. */
#ifndef TEXT_DEFUSE_H
#define TEXT_DEFUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What has been seen in a row, and taken away. Zero-initialised at the start. */
struct defuse {
    size_t marks;
    size_t invisible;
    size_t removed;
    size_t spaced; /* became a space */
};

/* Whether the next character stays: no control character, no direction override,
 * no mark above the eighth of its base, no invisible one after eight others. A
 * line break or a tab becomes a space. */
bool defuse_next(struct defuse *defuse, uint32_t *code);

#endif
