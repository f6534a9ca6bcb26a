/* The reading process shuts itself in before it looks at a stranger's bytes: limits of memory, time
 * and files, and a filter of the dozen system calls that reading needs (seccomp(2)). */
#ifndef WIRES_SANDBOX_H
#define WIRES_SANDBOX_H

#include <stdbool.h>

#define SANDBOX_MEMORY (60u << 20) /* with the program's own pages 64 MiB */
#define SANDBOX_CPU_S 10

/* From now on nothing can be opened, started or sent; a call that reading does not need ends the
 * process. False where the kernel has no such filter (an emulator, some boards): then the limits
 * hold alone. A limit that is not taken ends it, too. */
bool sandbox_enter(void);

#endif
