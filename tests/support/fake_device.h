/* A device with our firmware at the end of a pseudo-terminal: the firmware's own
 * session and wall, and in place of the pins a look at the bit planes.
 */
#ifndef SUPPORT_FAKE_DEVICE_H
#define SUPPORT_FAKE_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "device_wall.h"
#include "display/frame.h"
#include "session.h"

#define FAKE_DEVICE_HELD 256 /* more than the program ever has under way */

struct fake_device {
    char folder[32];
    char path[48]; /* a link to the terminal, which another may take the place of */
    int tty;       /* our end; -1: unplugged */
    uint8_t *memory;
    struct device_wall wall;
    struct session session;
    int64_t clock_us; /* the device's clock minus the program's */
    int flips;
    const uint8_t *glass; /* the frame flipped to; NULL: dark */
    unsigned long taken;  /* bytes that came */
    unsigned lose_every;  /* of the bytes, both ways, one is lost; 0: none */
    unsigned spoil_every; /* one is another */
    bool deaf;            /* reads, but does not answer */
    int64_t late_us;      /* its answers take so long */
    struct {
        int64_t due_us;
        size_t size;
        uint8_t bytes[WIRE_CODED_MAX];
    } held[FAKE_DEVICE_HELD]; /* a ring of late answers */
    unsigned held_first, held_end;
};

void fake_device_init(struct fake_device *device, size_t memory);
void fake_device_finish(struct fake_device *device);

void fake_device_plug(struct fake_device *device);   /* switched on, as new */
void fake_device_unplug(struct fake_device *device); /* dark */

/* Takes all that the program has written, does what is due, answers. */
void fake_device_turn(struct fake_device *device, int64_t now_ns);

/* Whether the planes on the glass are exactly that picture on the panel. */
bool fake_device_shows(const struct fake_device *device, const struct config_panel *panel,
                       const struct frame *frame);

#endif
