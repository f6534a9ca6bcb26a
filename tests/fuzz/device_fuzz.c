/* Any bytes as what a device answers: raw, or as messages that are whole, while the program sends
 * its own. What is under way stays within the window, what is being written is of it, and only a
 * silence ends it.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../src/rp2040/device.h"

#include "fuzz.h"

#define STEPS 200
#define RAW_MOST 255

static size_t take_bytes(struct input *input, uint8_t *bytes, size_t most)
{
    size_t size = take(input) % (most + 1);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)take(input);
    return size;
}

/* The device's end of the line. */
static struct {
    int fd;
    struct device device;
    int64_t now_ns;
} line;

/* The line is as long as the program: what was on it is thrown away before the next input. */
static void open_line(void)
{
    int ends[2];
    require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
    line.fd = ends[0];
    line.device.fd = ends[1];
}

static void empty(int fd)
{
    uint8_t bytes[4096];
    while (read(fd, bytes, sizeof bytes) > 0) {
    }
}

static void say(const uint8_t *bytes, size_t size)
{
    require(write(line.fd, bytes, size) == (ssize_t)size);
}

static void on_event(void *user, const struct device_event *event, int64_t now_ns)
{
    (void)user;
    require(now_ns == line.now_ns);
    if (event->kind == DEVICE_CAPS)
        require(memchr(event->caps.name, 0, sizeof event->caps.name) != NULL);
    require(event->kind == DEVICE_CAPS || event->kind == DEVICE_RESULT ||
            event->kind == DEVICE_PONG);
}

static void check(void)
{
    const struct device *device = &line.device;
    uint16_t under_way = (uint16_t)(device->next - device->oldest);
    require(under_way <= DEVICE_WINDOW && device->window <= DEVICE_WINDOW);
    require((uint16_t)(device->writing - device->oldest) <= under_way);
    require(device->written < WIRE_CODED_MAX);
}

/* An acknowledgement or a pong is mostly one of something that was sent. */
static void tell(struct input *input)
{
    uint8_t body[WIRE_BODY_MAX], coded[WIRE_CODED_MAX];
    unsigned kind = take(input);
    static const enum wire_type types[] = {WIRE_ACK, WIRE_PONG, WIRE_CAPS};
    enum wire_type type =
        kind & 0x80 ? (enum wire_type)(kind & 0x7f) : types[kind % (sizeof types / sizeof *types)];
    size_t size = take_bytes(input, body, RAW_MOST);
    if (type == WIRE_ACK && size >= 2 && !(kind & 0x40)) {
        uint16_t expected = (uint16_t)(line.device.oldest + body[0] % (DEVICE_WINDOW + 1));
        body[0] = (uint8_t)expected;
        body[1] = (uint8_t)(expected >> 8);
    }
    say(coded, wire_encode(type, (uint16_t)take(input), body, size, coded));
}

static void send_message(struct input *input)
{
    uint8_t body[RAW_MOST];
    enum wire_type type = take(input) & 1 ? WIRE_PING : WIRE_SHOW;
    size_t size = take_bytes(input, body, sizeof body);
    if (device_has_room(&line.device))
        device_send(&line.device, type, body, size, line.now_ns);
}

/* False: the device is silent, and the session over. */
static bool step(struct input *input)
{
    uint8_t raw[RAW_MOST];
    switch (take(input) % 5) {
    case 0:
        say(raw, take_bytes(input, raw, sizeof raw));
        break;
    case 1:
        tell(input);
        break;
    case 2:
        send_message(input);
        break;
    case 3:
        device_hello(&line.device, take(input), line.now_ns);
        break;
    default:
        line.now_ns += (int64_t)take(input) * CLOCK_NS_PER_MS;
    }
    int error = device_pump(&line.device, line.now_ns, on_event, NULL);
    require(error == 0 || error == -ETIMEDOUT);
    check();
    empty(line.fd);
    return error == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, data + size};
    if (line.fd == 0)
        open_line();
    empty(line.device.fd);
    line.device = (struct device){.fd = line.device.fd, .window = DEVICE_WINDOW};
    line.now_ns = 0;
    device_hello(&line.device, 1, 0);
    for (int i = 0; i < STEPS && input.at < input.end && step(&input); i++) {
    }
    return 0;
}
