/* Asks the service manager for more time while a start takes long, as where a damaged store is
 * repaired: again and again for as long as the program works, so that one that hangs gets no more.
 */
#ifndef KIOSK_PATIENCE_H
#define KIOSK_PATIENCE_H

#include <stdint.h>

#include "kiosk/notify.h"

struct patience;

/* Asks now, and then each `every_ns` in which the process used some of the processor's time or read
 * from a disk, by a thread of its own, for ten times as long. `notify` outlives it. NULL where
 * notify is, or no thread can be. */
struct patience *patience_begin(struct notify *notify, int64_t every_ns);

/* NULL is fine. */
void patience_end(struct patience *patience);

#endif
