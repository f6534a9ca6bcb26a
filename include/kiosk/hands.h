/* Keys, remotes and who is there: the kernel's input devices (evdev, Documentation/input/input.rst)
 * as requests. Each is read as soon as it comes; one that goes away may come back.
 */
#ifndef KIOSK_HANDS_H
#define KIOSK_HANDS_H

#include "base/loop.h"
#include "control/control.h"
#include "kiosk/keys.h"

struct hands;

struct hands_setup {
    const char *folder; /* /dev/input, whose event* are read; it may come later */
    struct keys keys;
    double absence_s; /* nobody is there once no key for that is held so long; 0: it is not asked */
    control_fn take;  /* does what a key asks */
    void (*there)(void *user, bool there); /* somebody is, or nobody any more */
    void *user;                            /* of both */
};

/* Copies the setup; the loop outlives it. NULL with -errno in *error where the kernel has no
 * inotify(7) to spare. A device that may not be read is told once in the log,
 * when its rights have had the time to come. */
struct hands *hands_create(struct loop *loop, const struct hands_setup *setup, int *error);

/* NULL is fine. */
void hands_destroy(struct hands *hands);

#endif
