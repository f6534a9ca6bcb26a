/* What a key asks, as the requests that all others make, too.
 */
#ifndef KIOSK_DEEDS_H
#define KIOSK_DEEDS_H

#include "control/control.h"
#include "kiosk/keys.h"

/* Not KEYS_THERE. What is refused is told in the log. */
void deeds_do(enum keys_deed deed, control_fn take, void *user);

#endif
