/* Lines of one chip, held by one request of the kernel's own interface (linux/gpio.h, GPIO v2, in
 * Linux from 5.10 on): a call writes those lines that it names, and no others. libgpiod 2 makes
 * such requests itself; beside libgpiod 1.6, whose handles are written whole, we do.
 */
#ifndef PANEL_KERNEL_LINES_H
#define PANEL_KERNEL_LINES_H

#include <errno.h>
#include <linux/gpio.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>

#include "config/board.h"

/* Tests put their own in place of these. */
#ifndef GPIOD_IOCTL
#define GPIOD_IOCTL ioctl
#endif
#ifndef GPIOD_CLOSE
#define GPIOD_CLOSE close
#endif

struct kernel_lines {
    int fd;                  /* of the request */
    uint64_t mask;           /* lines that it holds; 0: none */
    uint64_t moved;          /* those of them whose place is not their number */
    int places[BOARD_LINES]; /* of lines in the request */
};

/* Whether the kernel of this chip (its open device) takes such requests. */
bool kernel_lines_known(int chip_fd);

/* The same of the kernel that runs, by its version: for who has no chip at hand. */
bool kernel_lines_expected(void);

/* Gives the lines of `mask` their places in a request, and fills in the line of each place.
 * Returns how many there are. No request is made. */
int kernel_lines_place(struct kernel_lines *lines, uint64_t mask, int line_at[BOARD_LINES]);

/* Requests the lines of `mask`, one at least, as outputs with the levels of `bits`; offsets: of
 * each line on the chip. `consumer` is what gpioinfo shows. 0, or -errno: nothing is held. */
int kernel_lines_request(struct kernel_lines *lines, int chip_fd,
                         const unsigned offsets[BOARD_LINES], uint64_t mask, uint64_t bits,
                         const char *consumer);

/* Lets go of what kernel_lines_request gave; a zeroed one is fine. */
void kernel_lines_release(struct kernel_lines *lines);

/* Lines of `mask` that this request holds take the level of `bits`. Our words are the kernel's,
 * since nearly every line's place is its number. 0 or -errno. Async-signal-safe. */
static inline int kernel_lines_set(const struct kernel_lines *lines, uint64_t mask, uint64_t bits)
{
    mask &= lines->mask;
    bits &= mask;
    uint64_t moved = mask & lines->moved;
    struct gpio_v2_line_values values = {.bits = bits & ~moved, .mask = mask & ~moved};
    for (; moved; moved &= moved - 1) {
        int line = __builtin_ctzll(moved);
        values.mask |= UINT64_C(1) << lines->places[line];
        values.bits |= (bits >> line & 1) << lines->places[line];
    }
    return GPIOD_IOCTL(lines->fd, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) < 0 ? -errno : 0;
}

/* The same for the requests of all chips: those are called that hold a line of `mask`. */
static inline int kernel_lines_set_all(const struct kernel_lines *chips, size_t count,
                                       uint64_t mask, uint64_t bits)
{
    int error = 0;
    for (size_t chip = 0; chip < count && error == 0; chip++)
        if (chips[chip].mask & mask)
            error = kernel_lines_set(&chips[chip], mask, bits);
    return error;
}

#endif
