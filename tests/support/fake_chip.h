/* GPIO chips that are none: what both fakes of libgpiod stand on. Each call that
 * sets lines is fed to a test panel, lines in ascending offset, at the instant
 * at which it happens.
 */
#ifndef SUPPORT_FAKE_CHIP_H
#define SUPPORT_FAKE_CHIP_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/board.h"
#include "test_panel.h"

#define FAKE_CHIPS 2
#define FAKE_LINES 64
#define FAKE_WORLD_ALIGNMENT 65536 /* the largest page of Linux's */

struct fake_line {
    unsigned offset;
    int chip;
    bool requested;
    bool level;
    const char *holder; /* another program's name; NULL: free */
    int connected;      /* enum test_line; -1: nothing */
};

struct fake_chip {
    const char *label; /* NULL: there is no such chip */
    struct fake_line lines[FAKE_LINES];
};

/* All that there is; a test resets it. */
struct fake_world {
    pthread_mutex_t lock;
    struct fake_chip chips[FAKE_CHIPS];
    int open_error;       /* errno of opening a chip */
    int request_error;    /* errno of requesting lines */
    atomic_int set_error; /* errno of setting lines */
    bool old_kernel;      /* without requests of its own (Linux 5.9); stays over a reset */
    unsigned long ioctls; /* that set lines */
    unsigned long calls;
    struct test_panel panel;
} __attribute__((aligned(FAKE_WORLD_ALIGNMENT)));

extern struct fake_world fake_world;

/* Chips as the board names them (the first of alternative labels), its lines
 * connected to a panel. */
void fake_world_reset(const struct board *board, int scan_rows, int columns, int lanes);
void fake_world_finish(void);

/* From now on processes that are forked drive the same panel (fake_world_reset ends that
 * for the next). 0 or -errno. */
int fake_world_share(void);

/* What the kernel does to a dead program's lines: nobody holds them. Inputs: each
 * floats to its pull, up for the first `pulled_up` offsets of a chip, else down
 * (BCM2835: 9); -1: they keep their last level (Raspberry Pi OS). */
void fake_world_die(int pulled_up);

/* A call that sets lines of a chip. 0, or -1 with errno. */
int fake_set(int chip, size_t count, const unsigned *offsets, const bool *levels);

/* Holds lines of a chip as outputs with these levels: a descriptor for fake_ioctl and fake_close,
 * or -1 with errno. */
int fake_request(int chip, size_t count, const unsigned *offsets, const bool *levels);

/* The kernel's calls for a chip's file in fake_devices and for a request: GPIO v2 of
 * linux/gpio.h, as far as src/panel/kernel_lines.c uses it. */
int fake_ioctl(int fd, unsigned long number, void *argument);

/* As close(2): a request's lines are let go. */
int fake_close(int fd);

/* The folder of the chips' files, empty, from fake_devices_make (false: it can't be) to
 * fake_devices_remove. */
extern char fake_devices[];
bool fake_devices_make(void);
void fake_devices_remove(void);

#endif
