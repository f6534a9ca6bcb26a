/* Between vclock.c in the program and the conductor. The kernel carries bytes through
 * a pseudo-terminal when it finds the time: so that nothing depends on that, each end
 * tells how many it has written, and the other waits for them. */
#ifndef FIRMWARE_VCLOCK_H
#define FIRMWARE_VCLOCK_H

#include <stdint.h>

#define VCLOCK_START_NS INT64_C(1000000000000)      /* the program's monotonic time at first */
#define VCLOCK_WALL_NS INT64_C(1790000000000000000) /* more than that: the wall's */

/* Bytes that are not there by then were lost with a device that was unplugged. */
#define VCLOCK_LOST_MS 500

struct vclock_question {
    int64_t until_ns; /* the instant it wants to be woken at */
    uint64_t written; /* so many bytes in all */
};

struct vclock_answer {
    int64_t now_ns;
    uint64_t written;
};

#endif
