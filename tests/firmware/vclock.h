/* Between vclock.c in the program and the conductor: the program asks with an
 * int64_t, the instant it wants to be woken at, and gets this. */
#ifndef FIRMWARE_VCLOCK_H
#define FIRMWARE_VCLOCK_H

#include <stdint.h>

#define VCLOCK_START_NS INT64_C(1000000000000)      /* the program's monotonic time at first */
#define VCLOCK_WALL_NS INT64_C(1790000000000000000) /* more than that: the wall's */

struct vclock_answer {
    int64_t now_ns;
};

#endif
