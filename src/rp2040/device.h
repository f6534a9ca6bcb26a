/* The program's end of the wire (rp2040/wire.h): a serial port, messages in order,
 * acknowledged, sent again when lost. Nothing here blocks.
 */
#ifndef RP2040_DEVICE_H
#define RP2040_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/diag.h"
#include "rp2040/wire.h"

#define DEVICE_WINDOW 8
#define DEVICE_AGAIN_NS (250 * CLOCK_NS_PER_MS) /* what is not acknowledged is sent again */

struct device_sent {
    uint8_t bytes[WIRE_CODED_MAX];
    size_t size;
    enum wire_type type;
};

struct device {
    int fd; /* -1: closed */
    struct wire_reader reader;
    struct device_sent sent[DEVICE_WINDOW]; /* by sequence number */
    uint16_t oldest;                        /* not acknowledged yet */
    uint16_t writing;                       /* being written */
    uint16_t next;                          /* sequence number of the next message */
    uint16_t again;                         /* the oldest when messages were last sent again */
    size_t written;                         /* bytes of the one being written */
    uint8_t hello[WIRE_CODED_MAX];
    size_t hello_size;
    int64_t moved_ns; /* when something was last acknowledged, or the window was empty */
    int64_t again_ns; /* when messages were last sent again */
    unsigned window;
    uint64_t resent;
};

/* What came from the device. */
struct device_event {
    enum {
        DEVICE_CAPS,
        DEVICE_RESULT, /* of a message */
        DEVICE_PONG,
    } kind;
    struct wire_caps caps;
    enum wire_type type;
    enum wire_result result;
    uint64_t token;
    int64_t device_us;
};

/* Is told what came; the event is the caller's and gone afterwards. */
typedef void device_fn(void *user, const struct device_event *event, int64_t now_ns);

/* Resolves ARG of rp2040:ARG: a path, a serial number, or "" for the only device.
 * The caller frees; NULL: nothing like it is plugged in. */
char *device_path(const char *arg);

/* Opens a serial port as raw, its window empty. 0 or -errno; closed then. */
int device_open(struct device *device, const char *path, int64_t now_ns);

/* A closed one stays so. */
void device_close(struct device *device);

/* For people: why a port could not be opened, and what to do. */
bool device_explain(struct diag *diag, const char *path, int error);

/* Begins a session: what was under way is forgotten, and WIRE_HELLO goes out first. */
void device_hello(struct device *device, uint32_t nonce, int64_t now_ns);

/* Whether a message may be sent now. */
bool device_has_room(const struct device *device);

/* Queues a message (there is room: assert). */
void device_send(struct device *device, enum wire_type type, const uint8_t *body, size_t size,
                 int64_t now_ns);

/* Whether all is acknowledged. */
bool device_is_idle(const struct device *device);

/* Reads and writes what is possible. 0, or -errno when the device is gone
 * (-ETIMEDOUT: it is silent). fn is called for what came. */
int device_pump(struct device *device, int64_t now_ns, device_fn *fn, void *user);

#endif
