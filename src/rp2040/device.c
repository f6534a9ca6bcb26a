#include "device.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"

#define SILENT_NS (3 * CLOCK_NS_PER_S)
#define BY_ID "/dev/serial/by-id/usb-Motograph_*"

char *device_path(const char *arg)
{
    if (strchr(arg, '/'))
        return memory_copy_string(arg);
    char *pattern = memory_format(BY_ID "%s*", arg);
    glob_t found = {0};
    char *path = NULL;
    if (glob(pattern, 0, NULL, &found) == 0 && found.gl_pathc > 0)
        path = memory_copy_string(found.gl_pathv[0]);
    globfree(&found);
    free(pattern);
    return path;
}

static int make_raw(int fd)
{
    struct termios settings;
    if (tcgetattr(fd, &settings) < 0)
        return -errno;
    cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL;
    if (tcsetattr(fd, TCSANOW, &settings) < 0 || ioctl(fd, TIOCEXCL) < 0)
        return -errno;
    tcflush(fd, TCIOFLUSH);
    return 0;
}

int device_open(struct device *device, const char *path, int64_t now_ns)
{
    *device = (struct device){.window = 1, .moved_ns = now_ns};
    device->fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (device->fd < 0)
        return -errno;
    int error = make_raw(device->fd);
    if (error < 0)
        device_close(device);
    return error;
}

void device_close(struct device *device)
{
    if (device->fd >= 0)
        close(device->fd);
    device->fd = -1;
}

bool device_explain(struct diag *diag, const char *path, int error)
{
    switch (-error) {
    case EACCES:
        return diag_error(diag,
                          "%s: no permission; the user must be in its group: sudo usermod -aG "
                          "dialout $USER, then log in again",
                          path);
    case ENOTTY:
        return diag_error(diag,
                          "%s: not a serial port; a Pico with the firmware is /dev/ttyACM0 "
                          "or the like",
                          path);
    case EBUSY:
        return diag_error(diag,
                          "%s: another program has it open (ModemManager, a terminal, "
                          "another motograph)",
                          path);
    default:
        return diag_error(diag, "%s: %s", path, strerror(-error));
    }
}

void device_hello(struct device *device, uint32_t nonce, int64_t now_ns)
{
    uint8_t body[4];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, sizeof nonce, nonce);
    /* A zero first: whatever half frame the device has ends there. */
    device->hello[0] = 0;
    device->hello_size = 1 + wire_encode(WIRE_HELLO, 0, body, sizeof body, device->hello + 1);
    device->oldest = device->writing = device->next = 0;
    device->written = 0;
    device->moved_ns = now_ns;
}

static uint16_t under_way(const struct device *device)
{
    return (uint16_t)(device->next - device->oldest);
}

bool device_has_room(const struct device *device)
{
    return device->fd >= 0 && under_way(device) < device->window;
}

bool device_is_idle(const struct device *device)
{
    return under_way(device) == 0 && device->hello_size == 0;
}

void device_send(struct device *device, enum wire_type type, const uint8_t *body, size_t size,
                 int64_t now_ns)
{
    assert(device_has_room(device));
    if (under_way(device) == 0)
        device->moved_ns = now_ns;
    struct device_sent *sent = &device->sent[device->next % DEVICE_WINDOW];
    sent->type = type;
    sent->size = wire_encode(type, device->next, body, size, sent->bytes);
    device->next++;
}

static bool is_under_way(const struct device *device, uint16_t sequence)
{
    return (uint16_t)(sequence - device->oldest) <= under_way(device);
}

/* The device says so for each message behind a lost one: once is enough. */
static void send_again(struct device *device, int64_t now_ns)
{
    bool lately = now_ns - device->again_ns < DEVICE_AGAIN_NS / 5;
    if (under_way(device) == 0 || (lately && device->again == device->oldest))
        return;
    device->again = device->oldest;
    device->again_ns = now_ns;
    device->writing = device->oldest;
    device->written = 0;
    device->resent++;
}

/* All before `expected` has arrived. */
static void acknowledge(struct device *device, uint16_t expected, int64_t now_ns)
{
    if (!is_under_way(device, expected) || expected == device->oldest)
        return;
    if ((uint16_t)(device->writing - device->oldest) < (uint16_t)(expected - device->oldest)) {
        device->writing = expected; /* what is being sent again was there already */
        device->written = 0;
    }
    device->oldest = expected;
    device->moved_ns = now_ns;
}

static void take_ack(struct device *device, struct wire_cursor *body, int64_t now_ns, device_fn *fn,
                     void *user)
{
    uint16_t expected = (uint16_t)wire_take(body, 2);
    enum wire_result result = (enum wire_result)wire_take(body, 1);
    unsigned window = (unsigned)wire_take(body, 1);
    if (body->bad || !is_under_way(device, expected))
        return;
    if (window > 0)
        device->window = window < DEVICE_WINDOW ? window : DEVICE_WINDOW;
    bool news = expected != device->oldest;
    struct device_event event = {
        .kind = DEVICE_RESULT,
        .type = device->sent[(uint16_t)(expected - 1) % DEVICE_WINDOW].type,
        .result = result,
    };
    acknowledge(device, expected, now_ns);
    if (result == WIRE_UNEXPECTED)
        send_again(device, now_ns);
    else if (news)
        fn(user, &event, now_ns);
}

static void take_pong(struct device *device, struct wire_cursor *body, int64_t now_ns,
                      device_fn *fn, void *user)
{
    struct device_event event = {.kind = DEVICE_PONG};
    event.token = wire_take(body, sizeof event.token);
    event.device_us = (int64_t)wire_take(body, sizeof event.device_us);
    if (body->bad || under_way(device) == 0)
        return;
    /* It answers the oldest ping; nothing before it can be missing. */
    for (uint16_t at = device->oldest; at != device->next; at++)
        if (device->sent[at % DEVICE_WINDOW].type == WIRE_PING) {
            acknowledge(device, (uint16_t)(at + 1), now_ns);
            break;
        }
    fn(user, &event, now_ns);
}

static void take(struct device *device, struct wire_message *message, int64_t now_ns, device_fn *fn,
                 void *user)
{
    if (message->type == WIRE_ACK) {
        take_ack(device, &message->body, now_ns, fn, user);
    } else if (message->type == WIRE_PONG) {
        take_pong(device, &message->body, now_ns, fn, user);
    } else if (message->type == WIRE_CAPS) {
        struct device_event event = {.kind = DEVICE_CAPS};
        wire_take_caps(&message->body, &event.caps);
        device->moved_ns = now_ns;
        if (!message->body.bad)
            fn(user, &event, now_ns);
    }
}

static int read_all(struct device *device, int64_t now_ns, device_fn *fn, void *user)
{
    uint8_t bytes[1024];
    for (;;) {
        ssize_t count = read(device->fd, bytes, sizeof bytes);
        if (count == 0)
            return -EIO; /* hung up */
        if (count < 0)
            return errno == EAGAIN || errno == EINTR ? 0 : -errno;
        for (ssize_t i = 0; i < count; i++) {
            struct wire_message message;
            if (wire_read(&device->reader, bytes[i], &message))
                take(device, &message, now_ns, fn, user);
        }
    }
}

/* All of the bytes, or as many as the port takes. False: it takes no more. */
static bool write_some(struct device *device, const uint8_t *bytes, size_t size, int *error)
{
    while (device->written < size) {
        ssize_t count = write(device->fd, bytes + device->written, size - device->written);
        if (count < 0 && errno != EAGAIN && errno != EINTR)
            *error = -errno;
        if (count <= 0)
            return false;
        device->written += (size_t)count;
    }
    device->written = 0;
    return true;
}

static int write_all(struct device *device)
{
    int error = 0;
    if (device->hello_size > 0) {
        if (!write_some(device, device->hello, device->hello_size, &error))
            return error;
        device->hello_size = 0;
    }
    while (device->writing != device->next) {
        const struct device_sent *sent = &device->sent[device->writing % DEVICE_WINDOW];
        if (!write_some(device, sent->bytes, sent->size, &error))
            return error;
        device->writing++;
    }
    return 0;
}

int device_pump(struct device *device, int64_t now_ns, device_fn *fn, void *user)
{
    int error = read_all(device, now_ns, fn, user);
    if (error == 0 && under_way(device) > 0 && now_ns - device->moved_ns > SILENT_NS)
        error = -ETIMEDOUT;
    if (error == 0 && now_ns - device->moved_ns > DEVICE_AGAIN_NS &&
        now_ns - device->again_ns > DEVICE_AGAIN_NS)
        send_again(device, now_ns);
    return error == 0 ? write_all(device) : error;
}
