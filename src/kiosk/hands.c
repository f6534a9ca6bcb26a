#include "kiosk/hands.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "kiosk/deeds.h"

#define READ_SIZE 4096
#define EVENTS_A_READ 64
#define IS_DOWN 1 /* struct input_event's value of a key: 0 up, 1 down, 2 repeated */
#define IS_REPEATED 2
/* udev gives a new device its group a moment after the kernel has made it; a slow machine needs
 * longer. */
#define RIGHTS_COME_NS (5 * CLOCK_NS_PER_S)
#define BITS_SIZE (KEY_MAX / 8 + 1) /* the kernel's longest set of one type */

struct device {
    struct hands *hands;
    struct device *next;
    char *name; /* in the folder */
    int fd;
    uint64_t held; /* a bit for each row of the table whose key says that somebody is there */
    bool senses;   /* it has such a key */
};

struct hands {
    struct loop *loop;
    struct hands_setup setup;
    char *folder, *parent;
    struct device *devices;
    struct loop_timer *timer;
    struct loop_timer *rights; /* looks again at what could not be read */
    int inotify;
    bool away;    /* nobody is there, and that was told */
    bool waited;  /* a device has had the time to get its rights */
    bool refused; /* one may not be read all the same, and that was told */
};

/* --- who is there --- */

static void tell_there(struct hands *hands, bool there)
{
    if (hands->away != there)
        return;
    hands->away = !there;
    log_info(there ? "somebody is there" : "nobody is there: the wall is dark");
    hands->setup.there(hands->setup.user, there);
}

/* Without anything that senses nobody can be said to be away. */
static bool may_be_away(const struct hands *hands)
{
    bool senses = false;
    for (const struct device *device = hands->devices; device; device = device->next) {
        if (device->held)
            return false;
        senses |= device->senses;
    }
    return senses;
}

static void on_absence(void *user, int64_t now_ns)
{
    struct hands *hands = user;
    (void)now_ns;
    if (may_be_away(hands))
        tell_there(hands, false);
}

/* The time of absence begins anew. */
static void see_somebody(struct hands *hands)
{
    if (hands->setup.absence_s <= 0)
        return;
    tell_there(hands, true);
    loop_set_timer(hands->timer, loop_now_ns(hands->loop) +
                                     (int64_t)(hands->setup.absence_s * (double)CLOCK_NS_PER_S));
}

/* --- a device --- */

static bool has_bit(const uint8_t *bits, unsigned bit)
{
    return bits[bit / 8] >> bit % 8 & 1;
}

/* Which rows that say that somebody is there the device has, and which are held; what is no device
 * of the kernel's (a pipe) tells neither. */
static void ask_device(struct device *device)
{
    const struct keys *keys = &device->hands->setup.keys;
    uint8_t has[2][BITS_SIZE] = {0}; /* keys, switches */
    uint8_t down[2][BITS_SIZE] = {0};
    if (ioctl(device->fd, EVIOCGBIT(EV_KEY, BITS_SIZE), has[0]) < 0 ||
        ioctl(device->fd, EVIOCGKEY(BITS_SIZE), down[0]) < 0 ||
        ioctl(device->fd, EVIOCGBIT(EV_SW, BITS_SIZE), has[1]) < 0 ||
        ioctl(device->fd, EVIOCGSW(BITS_SIZE), down[1]) < 0)
        return;
    device->held = 0;
    for (size_t i = 0; i < keys->count; i++) {
        const struct keys_row *row = &keys->rows[i];
        bool is_switch = row->type == EV_SW;
        if (row->deed != KEYS_THERE || !has_bit(has[is_switch], row->code))
            continue;
        device->senses = true;
        if (has_bit(down[is_switch], row->code))
            device->held |= UINT64_C(1) << i;
    }
}

static void take_presence(struct device *device, size_t row, bool down)
{
    uint64_t bit = UINT64_C(1) << row;
    device->senses = true;
    device->held = down ? device->held | bit : device->held & ~bit;
    see_somebody(device->hands);
}

static void take_event(struct device *device, const struct input_event *event)
{
    const struct hands_setup *setup = &device->hands->setup;
    size_t row = keys_find(&setup->keys, event->type, event->code);
    if (event->type == EV_SYN && event->code == SYN_DROPPED)
        ask_device(device); /* events were lost */
    if (row == setup->keys.count)
        return;
    enum keys_deed deed = setup->keys.rows[row].deed;
    bool repeats = deed == KEYS_BRIGHTER || deed == KEYS_DARKER;
    if (deed == KEYS_THERE) {
        take_presence(device, row, event->value != 0);
    } else if (event->value == IS_DOWN || (event->value == IS_REPEATED && repeats)) {
        bool wakes = device->hands->away && deed == KEYS_BLANK; /* it shall be light, not dark */
        see_somebody(device->hands);
        if (!wakes)
            deeds_do(deed, setup->take, setup->user);
    }
}

/* Whoever was seen by a device that is gone may be there: the wall is lit until another one tells.
 */
static void forget(struct device *device)
{
    struct hands *hands = device->hands;
    struct device **at = &hands->devices;
    while (*at != device)
        at = &(*at)->next;
    *at = device->next;
    if (device->senses)
        see_somebody(hands);
    loop_remove_fd(hands->loop, device->fd);
    close(device->fd);
    free(device->name);
    free(device);
}

static void on_event(void *user, int fd, uint32_t events)
{
    struct device *device = user;
    struct input_event read_events[EVENTS_A_READ];
    ssize_t got = read(fd, read_events, sizeof read_events);
    for (ssize_t i = 0; i < got / (ssize_t)sizeof *read_events; i++)
        take_event(device, &read_events[i]);
    bool again = got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR) &&
                             !(events & (EPOLLHUP | EPOLLERR)));
    if (again)
        return;
    log_info("%s/%s is gone", device->hands->folder, device->name);
    forget(device);
}

/* --- the folder --- */

static bool is_open(const struct hands *hands, const char *name)
{
    const struct device *device = hands->devices;
    while (device && strcmp(device->name, name) != 0)
        device = device->next;
    return device != NULL;
}

static void refuse(struct hands *hands, const char *path, int error)
{
    if (hands->refused)
        return;
    if (!hands->waited) {
        loop_set_timer(hands->rights, loop_now_ns(hands->loop) + RIGHTS_COME_NS);
        return;
    }
    log_warning("the keys of %s are not heard: %s (the service: SupplementaryGroups=input, "
                "config/hands.conf)",
                path, strerror(error));
    hands->refused = true;
}

static void add_device(struct hands *hands, const char *name, int fd)
{
    struct device *device = memory_alloc(1, sizeof *device);
    *device = (struct device){
        .hands = hands, .next = hands->devices, .name = memory_copy_string(name), .fd = fd};
    hands->devices = device;
    ask_device(device);
    if (device->senses)
        see_somebody(hands);
    int error = loop_add_fd(hands->loop, fd, EPOLLIN, on_event, device);
    if (error < 0) {
        refuse(hands, name, -error);
        forget(device);
    }
}

static void open_device(struct hands *hands, const char *name)
{
    char *path = memory_format("%s/%s", hands->folder, name);
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd >= 0)
        add_device(hands, name, fd);
    else if (errno != ENOENT && errno != ENODEV && errno != ENXIO)
        refuse(hands, path, errno);
    free(path);
}

static void look(struct hands *hands)
{
    DIR *folder = opendir(hands->folder);
    const struct dirent *entry;
    while (folder && (entry = readdir(folder)))
        if (strncmp(entry->d_name, "event", 5) == 0 && !is_open(hands, entry->d_name))
            open_device(hands, entry->d_name);
    if (folder)
        closedir(folder);
}

static void on_rights(void *user, int64_t now_ns)
{
    struct hands *hands = user;
    (void)now_ns;
    hands->waited = true;
    look(hands);
    hands->waited = false;
}

/* A device's rights come after it (udev): that is told, too. Where there is no folder yet, as
 * without any device, the one above tells when it comes. */
static void watch(struct hands *hands)
{
    uint32_t comes = IN_CREATE | IN_MOVED_TO | IN_ONLYDIR;
    if (inotify_add_watch(hands->inotify, hands->folder, comes | IN_ATTRIB) < 0)
        inotify_add_watch(hands->inotify, hands->parent, comes);
    look(hands);
}

static void on_change(void *user, int fd, uint32_t events)
{
    char bytes[READ_SIZE];
    (void)events;
    while (read(fd, bytes, sizeof bytes) > 0)
        ;
    watch(user);
}

/* --- all of it --- */

static int open_all(struct hands *hands)
{
    hands->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (hands->inotify < 0)
        return -errno;
    return loop_add_fd(hands->loop, hands->inotify, EPOLLIN, on_change, hands);
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    return !slash ? memory_copy_string(".") : memory_copy_bytes(path, length > 0 ? length : 1);
}

struct hands *hands_create(struct loop *loop, const struct hands_setup *setup, int *error)
{
    struct hands *hands = memory_alloc(1, sizeof *hands);
    *hands = (struct hands){.loop = loop,
                            .setup = *setup,
                            .folder = memory_copy_string(setup->folder),
                            .parent = folder_of(setup->folder)};
    hands->timer = loop_add_timer(loop, on_absence, hands);
    hands->rights = loop_add_timer(loop, on_rights, hands);
    *error = open_all(hands);
    if (*error == 0) {
        watch(hands);
        return hands;
    }
    hands_destroy(hands);
    return NULL;
}

void hands_destroy(struct hands *hands)
{
    if (!hands)
        return;
    hands->setup.absence_s = 0; /* nobody is told any more */
    for (struct device *device = hands->devices, *next; device; device = next) {
        next = device->next;
        forget(device);
    }
    loop_remove_timer(hands->loop, hands->timer);
    loop_remove_timer(hands->loop, hands->rights);
    if (hands->inotify >= 0) {
        loop_remove_fd(hands->loop, hands->inotify);
        close(hands->inotify);
    }
    free(hands->folder);
    free(hands->parent);
    free(hands);
}
