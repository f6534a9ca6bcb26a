/* Which key does what: the table of kiosk.keys, "next: KEY_NEXT KEY_RIGHT; there: SW_DOCK".
 * Names are those of the kernel (linux/input-event-codes.h).
 */
#ifndef KIOSK_KEYS_H
#define KIOSK_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

enum keys_deed {
    KEYS_NEXT,
    KEYS_PAUSE,
    KEYS_BLANK,
    KEYS_BRIGHTER,
    KEYS_DARKER,
    KEYS_DISMISS, /* take-overs end */
    KEYS_THERE,   /* somebody is before the wall, as long as it is held */
    KEYS_DEEDS,
};

#define KEYS_MAX 64 /* a bit of uint64_t for each */

struct keys_row {
    uint16_t type, code; /* as of struct input_event: EV_KEY or EV_SW */
    enum keys_deed deed;
};

struct keys {
    struct keys_row rows[KEYS_MAX];
    size_t count;
};

/* Errors name kiosk.keys, what was found and what is allowed; all of them at once. */
bool keys_parse(struct keys *keys, const char *text, struct diag *diag);

/* The row of an event, or keys->count. */
size_t keys_find(const struct keys *keys, uint16_t type, uint16_t code);

#endif
