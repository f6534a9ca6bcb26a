/* The watchdog: tells the service manager that the wall is alive, and nothing when it is not. It
 * is, while the loop turns and what the output counts as its life goes on (output/output.h: beats).
 */
#ifndef KIOSK_WATCHDOG_H
#define KIOSK_WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/loop.h"
#include "kiosk/notify.h"
#include "output/output.h"

struct watchdog;

/* What the status says of the show: a text (UTF-8) valid during the call; NULL: nothing airs. */
typedef const char *watchdog_words_fn(void *user);

/* Says READY at the output's first sign of life, then WATCHDOG four times in `limit_us` (0: nobody
 * waits for it, and only STATUS is told) and STATUS when it is another. All outlive it. NULL where
 * notify is. */
struct watchdog *watchdog_create(struct loop *loop, struct notify *notify,
                                 const struct output *output, int64_t limit_us,
                                 watchdog_words_fn *words, void *user);

/* NULL is fine. */
void watchdog_destroy(struct watchdog *watchdog);

/* WATCHDOG_USEC, where WATCHDOG_PID is this process or is not set; else 0. */
int64_t watchdog_limit_us(const char *usec, const char *pid);

#endif
