#include "fake_chip.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define FAKE_FDS 1024 /* more than a test has open */

struct fake_world fake_world = {.lock = PTHREAD_MUTEX_INITIALIZER};

static char labels[FAKE_CHIPS][64];

static int connected_to(int line)
{
    const char *name = board_line_name((enum board_line)line);
    char plain[8] = "";
    size_t length = strcspn(name, ".");
    memcpy(plain, name, length < sizeof plain ? length : sizeof plain - 1);
    int lane = line < BOARD_LANE2 ? 0 : 1 + (line - BOARD_LANE2) / 6;
    return test_line_named(plain, lane);
}

void fake_world_reset(const struct board *board, int scan_rows, int columns, int lanes)
{
    test_panel_init(&fake_world.panel, scan_rows, columns, lanes);
    fake_world.open_error = fake_world.request_error = 0;
    atomic_store(&fake_world.set_error, 0);
    fake_world.calls = fake_world.ioctls = 0;
    for (int chip = 0; chip < FAKE_CHIPS; chip++) {
        struct fake_chip *fake = &fake_world.chips[chip];
        fake->label = NULL;
        if (chip < (int)board->chip_count) {
            size_t length = strcspn(board->chips[chip], "|");
            memset(labels[chip], 0, sizeof labels[chip]);
            memcpy(labels[chip], board->chips[chip], length);
            fake->label = labels[chip];
        }
        for (unsigned i = 0; i < FAKE_LINES; i++)
            fake->lines[i] = (struct fake_line){.offset = i, .chip = chip, .connected = -1};
    }
    for (int line = 0; line < BOARD_LINES; line++)
        if (board->pins[line].chip >= 0)
            fake_world.chips[board->pins[line].chip].lines[board->pins[line].offset].connected =
                connected_to(line);
}

static int share(void *at, size_t size)
{
    void *copy = malloc(size);
    if (!copy)
        return -ENOMEM;
    memcpy(copy, at, size);
    void *shared =
        mmap(at, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    int error = shared == MAP_FAILED ? -errno : 0;
    if (error == 0)
        memcpy(shared, copy, size);
    free(copy);
    return error;
}

int fake_world_share(void)
{
    int error = share(&fake_world, sizeof fake_world);
    return error < 0 ? error : test_panel_share(&fake_world.panel);
}

void fake_world_finish(void)
{
    test_panel_finish(&fake_world.panel);
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void set_line(struct fake_line *line, bool level, int64_t t_ns)
{
    line->level = level;
    if (line->connected >= 0)
        test_panel_set(&fake_world.panel, (enum test_line)line->connected, level, t_ns);
}

void fake_world_die(int pulled_up)
{
    int64_t t_ns = now_ns();
    fake_world.panel.ignore = true; /* nobody's order any more */
    test_panel_call(&fake_world.panel, t_ns);
    for (int chip = 0; chip < FAKE_CHIPS; chip++)
        for (int i = 0; i < FAKE_LINES; i++) {
            struct fake_line *line = &fake_world.chips[chip].lines[i];
            if (line->requested && pulled_up >= 0)
                set_line(line, i < pulled_up, t_ns);
        }
    for (int chip = 0; chip < FAKE_CHIPS; chip++) /* then somebody may take them */
        for (int i = 0; i < FAKE_LINES; i++)
            fake_world.chips[chip].lines[i].requested = false;
}

int fake_set(int chip, size_t count, const unsigned *offsets, const bool *levels)
{
    pthread_mutex_lock(&fake_world.lock);
    int64_t t_ns = now_ns();
    int error = fake_world.set_error;
    test_panel_call(&fake_world.panel, t_ns);
    fake_world.calls++;
    for (unsigned offset = 0; offset < FAKE_LINES && !error; offset++)
        for (size_t i = 0; i < count; i++)
            if (offsets[i] == offset)
                set_line(&fake_world.chips[chip].lines[offset], levels[i], t_ns);
    pthread_mutex_unlock(&fake_world.lock);
    errno = error;
    return error ? -1 : 0;
}

/* --- the kernel's own interface --- */

struct request {
    bool held;
    int chip;
    size_t count;
    unsigned offsets[FAKE_LINES];
};

/* By their descriptors. A child that is forked has its own, as it has descriptors. */
static struct request requests[FAKE_FDS];

int fake_request(int chip, size_t count, const unsigned *offsets, const bool *levels)
{
    struct fake_chip *fake = &fake_world.chips[chip];
    errno = fake_world.request_error;
    for (size_t i = 0; i < count; i++)
        if (fake->lines[offsets[i]].holder || fake->lines[offsets[i]].requested)
            errno = EBUSY;
    int fd = errno ? -1 : open("/dev/null", O_RDWR | O_CLOEXEC);
    if (fd < 0 || fd >= FAKE_FDS)
        return -1;
    requests[fd] = (struct request){.held = true, .chip = chip, .count = count};
    memcpy(requests[fd].offsets, offsets, count * sizeof *offsets);
    for (size_t i = 0; i < count; i++)
        fake->lines[offsets[i]].requested = true;
    fake_set(chip, count, offsets, levels);
    return fd;
}

int fake_close(int fd)
{
    struct request *request = &requests[fd];
    for (size_t i = 0; request->held && i < request->count; i++)
        fake_world.chips[request->chip].lines[request->offsets[i]].requested = false;
    request->held = false;
    return close(fd);
}

/* The number at the end of the name that is open. */
static int chip_of(int fd)
{
    char link[64], path[128] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    int chip = length > 0 ? path[length - 1] - '0' : -1;
    return chip >= 0 && chip < FAKE_CHIPS && !fake_world.old_kernel ? chip : -1;
}

static int get_line(int fd, struct gpio_v2_line_request *asked)
{
    unsigned offsets[FAKE_LINES];
    bool levels[FAKE_LINES];
    int chip = chip_of(fd);
    const struct gpio_v2_line_config_attribute *attribute = &asked->config.attrs[0];
    if (chip < 0 || asked->num_lines == 0 || asked->num_lines > FAKE_LINES ||
        asked->config.flags != GPIO_V2_LINE_FLAG_OUTPUT || asked->config.num_attrs != 1 ||
        attribute->attr.id != GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES) {
        errno = EINVAL;
        return -1;
    }
    for (unsigned i = 0; i < asked->num_lines; i++) {
        offsets[i] = asked->offsets[i];
        levels[i] = attribute->mask & attribute->attr.values & UINT64_C(1) << i;
    }
    asked->fd = fake_request(chip, asked->num_lines, offsets, levels);
    return asked->fd < 0 ? -1 : 0;
}

/* Bits are places in the request. */
static int set_values(int fd, const struct gpio_v2_line_values *values)
{
    const struct request *request = &requests[fd];
    unsigned offsets[FAKE_LINES];
    bool levels[FAKE_LINES];
    size_t count = 0;
    for (size_t i = 0; i < request->count; i++)
        if (values->mask >> i & 1) {
            offsets[count] = request->offsets[i];
            levels[count++] = values->bits >> i & 1;
        }
    fake_world.ioctls++;
    return fake_set(request->chip, count, offsets, levels);
}

int fake_ioctl(int fd, unsigned long number, void *argument)
{
    errno = EINVAL;
    switch (number) {
    case GPIO_V2_GET_LINEINFO_IOCTL:
        return chip_of(fd) < 0 ? -1 : 0;
    case GPIO_V2_GET_LINE_IOCTL:
        return get_line(fd, argument);
    case GPIO_V2_LINE_SET_VALUES_IOCTL:
        return set_values(fd, argument);
    default:
        return -1;
    }
}

#define DEVICES "/tmp/motograph-dev-XXXXXX"

char fake_devices[] = DEVICES;

static void device_path(int chip, char *path, size_t size)
{
    snprintf(path, size, "%s/gpiochip%d", fake_devices, chip);
}

bool fake_devices_make(void)
{
    bool good = mkdtemp(fake_devices) != NULL;
    for (int chip = 0; chip < FAKE_CHIPS && good; chip++) {
        char path[64];
        device_path(chip, path, sizeof path);
        int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        good = fd >= 0 && close(fd) == 0;
    }
    return good;
}

void fake_devices_remove(void)
{
    for (int chip = 0; chip < FAKE_CHIPS; chip++) {
        char path[64];
        device_path(chip, path, sizeof path);
        unlink(path);
    }
    rmdir(fake_devices);
    memcpy(fake_devices, DEVICES, sizeof DEVICES);
}
