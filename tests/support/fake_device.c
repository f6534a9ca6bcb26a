#include "fake_device.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "config/panel_keys.h"
#include "display/luminance.h"
#include "module.h"

#define NS_PER_US 1000
#define CLOCK_HZ 125000000
#define CARRIED_MS 500 /* longer than the kernel ever takes */

/* The kernel carries bytes from one end of a pseudo-terminal to the other when it
 * has time. So that a test takes as long as its clock says and not as the
 * machine's load does, both ends count what is under way, and wait for it. */
static struct {
    int master;
    dev_t slave;
    size_t to_device, to_program;
} cable = {.master = -1};

static bool is_program(int fd)
{
    struct stat about;
    return cable.master >= 0 && fstat(fd, &about) == 0 && S_ISCHR(about.st_mode) &&
           about.st_rdev == cable.slave;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    ssize_t count = syscall(SYS_write, fd, bytes, size);
    if (count > 0 && fd == cable.master)
        cable.to_program += (size_t)count;
    else if (count > 0 && is_program(fd))
        cable.to_device += (size_t)count;
    return count;
}

static void wait_for(int fd, size_t *under_way)
{
    struct pollfd port = {fd, POLLIN, 0};
    if (*under_way > 0 && poll(&port, 1, CARRIED_MS) == 0)
        *under_way = 0; /* thrown away when the port was opened */
}

ssize_t read(int fd, void *bytes, size_t size)
{
    size_t none = 0;
    size_t *under_way = &none;
    if (fd == cable.master)
        under_way = &cable.to_device;
    else if (is_program(fd))
        under_way = &cable.to_program;
    wait_for(fd, under_way);
    ssize_t count = syscall(SYS_read, fd, bytes, size);
    if (count > 0)
        *under_way -= (size_t)count < *under_way ? (size_t)count : *under_way;
    return count;
}

static void flip(void *user, int frame)
{
    struct fake_device *device = user;
    device->glass = device->wall.frames[frame];
    device->flips++;
}

static bool settled(void *user)
{
    (void)user;
    return true;
}

void fake_device_init(struct fake_device *device, size_t memory)
{
    *device = (struct fake_device){.tty = -1, .folder = "/tmp/motograph-device-XXXXXX"};
    if (!mkdtemp(device->folder))
        abort();
    snprintf(device->path, sizeof device->path, "%s/tty", device->folder);
    device->memory = malloc(memory);
    device->clock_us = -123456789;
    device_wall_init(&device->wall, device->memory, memory,
                     (struct scan_control){.flip = flip, .settled = settled, .user = device});
}

void fake_device_finish(struct fake_device *device)
{
    fake_device_unplug(device);
    rmdir(device->folder);
    free(device->memory);
}

void fake_device_plug(struct fake_device *device)
{
    struct termios settings;
    device->tty = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (device->tty < 0 || grantpt(device->tty) < 0 || unlockpt(device->tty) < 0 ||
        tcgetattr(device->tty, &settings) < 0)
        abort();
    cfmakeraw(&settings);
    tcsetattr(device->tty, TCSANOW, &settings);
    struct stat about;
    if (stat(ptsname(device->tty), &about) < 0)
        abort();
    cable.master = device->tty;
    cable.slave = about.st_rdev;
    cable.to_device = cable.to_program = 0;
    if (symlink(ptsname(device->tty), device->path) < 0)
        abort();
    device_wall_init(&device->wall, device->memory, device->wall.memory_size, device->wall.control);
    session_init(&device->session, &device->wall, CLOCK_HZ);
}

void fake_device_unplug(struct fake_device *device)
{
    if (device->tty >= 0)
        close(device->tty);
    cable.master = -1;
    unlink(device->path);
    device->tty = -1;
    device->held_first = device->held_end;
    device->glass = NULL;
}

/* Whether the next byte arrives, maybe as another. */
static bool carry(struct fake_device *device, uint8_t *byte)
{
    device->taken++;
    if (device->spoil_every && device->taken % device->spoil_every == 0)
        *byte ^= 0x10;
    return !device->lose_every || device->taken % device->lose_every != 0;
}

/* The answers that have been on their way long enough. */
static void give(struct fake_device *device, int64_t device_us)
{
    for (; device->held_first != device->held_end; device->held_first++) {
        unsigned at = device->held_first % FAKE_DEVICE_HELD;
        if (device->held[at].due_us > device_us)
            return;
        if (write(device->tty, device->held[at].bytes, device->held[at].size) < 0)
            abort();
    }
}

static void answer(struct fake_device *device, int64_t device_us)
{
    size_t size = 0;
    for (size_t i = 0; i < device->session.reply_size; i++)
        if (carry(device, &device->session.reply[i]))
            device->session.reply[size++] = device->session.reply[i];
    device->session.reply_size = 0;
    if (device->deaf || size == 0)
        return;
    unsigned at = device->held_end++ % FAKE_DEVICE_HELD;
    device->held[at].due_us = device_us + device->late_us;
    device->held[at].size = size;
    memcpy(device->held[at].bytes, device->session.reply, size);
    give(device, device_us);
}

static void take(struct fake_device *device, int64_t device_us)
{
    uint8_t bytes[4096];
    while (device->tty >= 0 && cable.to_device > 0) {
        ssize_t count = read(device->tty, bytes, sizeof bytes);
        for (ssize_t i = 0; i < count; i++) {
            if (!carry(device, &bytes[i]))
                continue;
            session_byte(&device->session, bytes[i], device_us);
            if (device->session.configured)
                device->glass = NULL;
            device->session.configured = false;
            if (device->session.reply_size > 0)
                answer(device, device_us);
        }
        if (count <= 0)
            return;
    }
}

void fake_device_turn(struct fake_device *device, int64_t now_ns)
{
    int64_t device_us = now_ns / NS_PER_US + device->clock_us;
    take(device, device_us);
    give(device, device_us);
    device_wall_step(&device->wall, device_us);
    if (device->session.open && session_is_silent(&device->session, device_us))
        device->wall.dark = true;
    if (device->wall.dark)
        device->glass = NULL;
}

/* The line that drives a colour, by the letters of panel.order. */
static int line_of(enum config_order order, int colour)
{
    static const char names[][4] = {"RGB", "RBG", "GRB", "GBR", "BRG", "BGR"};
    return (int)(strchr(names[order], "RGB"[colour]) - names[order]);
}

static unsigned planes_at(const struct fake_device *device, struct module_place p, int line)
{
    const struct device_wall *wall = &device->wall;
    unsigned level = 0;
    for (int plane = 0; plane < wall->planes; plane++) {
        int at = (p.row * wall->planes + plane) * wall->columns + p.column;
        level |= (device->glass[at] >> (p.half * 3 + line) & 1u) << plane;
    }
    return level;
}

bool fake_device_shows(const struct fake_device *device, const struct config_panel *panel,
                       const struct frame *frame)
{
    const struct device_wall *wall = &device->wall;
    const uint8_t *rgb = frame->rgb;
    if (!device->glass || frame->width != wall->width || frame->height != wall->height)
        return false;
    for (int y = 0; y < frame->height; y++)
        for (int x = 0; x < frame->width; x++)
            for (int colour = 0; colour < 3; colour++) {
                struct module_place place = module_place(panel, x, y);
                if (place.row < 0) /* no panel hangs there */
                    rgb++;
                else if (planes_at(device, place, line_of(panel->order, colour)) !=
                         luminance_bits(*rgb++, wall->planes))
                    return false;
            }
    return true;
}
