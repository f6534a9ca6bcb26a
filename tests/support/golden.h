/* Pictures that are kept, px by px: tests/golden/NAME.png at 1:1. With GOLDEN_WRITE=1 in the
 * environment they are written anew (tests/golden/regenerate.sh); what differs is written to
 * build/golden, to be looked at.
 */
#ifndef SUPPORT_GOLDEN_H
#define SUPPORT_GOLDEN_H

#include <stdbool.h>
#include <stdint.h>

/* height x width px, row by row without gaps: one byte of grey each, or three (RGB). */
struct golden {
    int width, height;
    bool colour;
    const uint8_t *px;
};

/* Whether the picture is the one that is kept, or was written to be it; else it is said on stderr
 * where it differs. A picture that can't be read or written ends the test. */
bool golden_holds(const char *name, const struct golden *picture);

/* How many bytes differ from the one that is kept; -1 where the sizes do. */
long golden_differences(const char *name, const struct golden *picture);

/* From now on the process has no font but ours: what another one would fill in for looks different
 * on every machine. 0, as cmocka's group setups. */
int golden_leave_our_faces(void **state);

#endif
