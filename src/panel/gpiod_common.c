#include "gpiod_common.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/gpio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"

int64_t gpiod_now_ns(struct lines *lines)
{
    (void)lines;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * CLOCK_NS_PER_S + now.tv_nsec;
}

void gpiod_wait_until(struct lines *lines, int64_t t_ns)
{
    while (gpiod_now_ns(lines) < t_ns)
        ;
}

void gpiod_sleep_until(struct lines *lines, int64_t t_ns)
{
    const struct timespec until = {t_ns / CLOCK_NS_PER_S, (long)(t_ns % CLOCK_NS_PER_S)};
    (void)lines;
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
        ;
}

/* "gpiochip0 [pinctrl-bcm2835], ...", by the kernel's own call (linux/gpio.h); NULL:
 * there is none that may be asked. The caller frees. */
static char *find_labels(void)
{
    glob_t chips = {0};
    char *list = NULL;
    glob("/dev/gpiochip*", 0, NULL, &chips);
    for (size_t i = 0; i < chips.gl_pathc; i++) {
        struct gpiochip_info info = {0};
        int fd = open(chips.gl_pathv[i], O_RDONLY | O_CLOEXEC);
        if (fd >= 0 && ioctl(fd, GPIO_GET_CHIPINFO_IOCTL, &info) == 0) {
            char *longer =
                memory_format("%s%s%.*s [%.*s]", list ? list : "", list ? ", " : "",
                              (int)sizeof info.name, info.name, (int)sizeof info.label, info.label);
            free(list);
            list = longer;
        }
        if (fd >= 0)
            close(fd);
    }
    globfree(&chips);
    return list;
}

bool gpiod_tell_chip(struct diag *diag, const struct board *board, const char *label, int error)
{
    if (error == EACCES || error == EPERM)
        return diag_error(
            diag,
            "no permission for the GPIO chip %s: put the user into the group gpio "
            "(usermod -aG gpio USER, then log in again); where /dev/gpiochip* belongs "
            "to no such group, the udev rule 60-motograph-gpio.rules (make install) "
            "gives it to it",
            label);
    char *found = error == ENOENT ? find_labels() : NULL;
    if (error == ENOENT && !found)
        return diag_error(diag, "this machine has no GPIO chip (/dev/gpiochip*), and %s wants %s",
                          board->name, label);
    if (found) {
        diag_error(diag,
                   "no GPIO chip is labelled %s: there are %s; is this board really %s? "
                   "(panel.board)",
                   label, found, board->name);
        free(found);
        return false;
    }
    return diag_error(diag, "the GPIO chip %s: %s", label, strerror(error));
}

/* What the board file knows of the pin comes first. */
static const char *held_hint(const struct board *board, enum board_line line)
{
    if (board->shared[line])
        return board->shared[line];
    return board->note ? board->note : "gpioinfo lists who holds what";
}

bool gpiod_tell_line(struct diag *diag, const struct board *board, enum board_line line,
                     const char *holder, int error)
{
    const struct board_pin *pin = &board->pins[line];
    const char *chip = board->chips[pin->chip];
    const char *name = board_line_name(line);
    if (holder && *holder)
        return diag_error(diag, "line %d of %s (%s) is held by \"%s\": stop it; %s", pin->offset,
                          chip, name, holder, held_hint(board, line));
    if (error == EBUSY)
        return diag_error(diag, "line %d of %s (%s) is in use: %s", pin->offset, chip, name,
                          held_hint(board, line));
    if (error == ENOENT)
        return diag_error(diag, "%s has no line \"%s\" (%s): %s", chip, pin->name ? pin->name : "",
                          name, board->file);
    return diag_error(diag, "line %d of %s (%s): %s", pin->offset, chip, name, strerror(error));
}

void gpiod_cost_of_requests(const struct board *board, uint64_t used, struct lines_cost *cost)
{
    cost->whole = false;
    cost->group_count = 0;
    for (size_t chip = 0; chip < board->chip_count; chip++) {
        uint64_t mask = 0;
        for (int line = 0; line < BOARD_LINES; line++)
            if (used >> line & 1 && board->pins[line].chip == (int)chip)
                mask |= UINT64_C(1) << line;
        if (mask)
            cost->groups[cost->group_count++] = mask;
    }
}

int gpiod_only_chip(const struct board *board, uint64_t used)
{
    int chip = -1;
    for (int line = 0; line < BOARD_LINES; line++) {
        if (!(used >> line & 1))
            continue;
        if (chip >= 0 && board->pins[line].chip != chip)
            return -1;
        chip = board->pins[line].chip;
    }
    return chip;
}
