/* Lines that are real: libgpiod on the kernel's GPIO chips. lines_gpiod_v1.c
 * and lines_gpiod_v2.c implement it for the two versions of the library; the
 * build takes the one that is installed.
 */
#ifndef PANEL_LINES_GPIOD_H
#define PANEL_LINES_GPIOD_H

#include "base/diag.h"
#include "config/board.h"
#include "hub75/lines.h"
#include "lines_way.h"
#include "plan/cost.h"

#define GPIOD_CONSUMER "motograph" /* what gpioinfo shows as the holder */

extern const char lines_gpiod_library[]; /* "libgpiod 1.6" or "libgpiod 2" */

/* How lines that are prepared are set by their own set(). */
enum lines_way lines_gpiod_way(const struct lines *lines);

/* What it would be on this machine, whose chips need not be there. */
enum lines_way lines_gpiod_expected_way(bool by_library);

/* Opens the board's chips, found by their label. NULL with errors that say what to
 * do. The board outlives it. No line is taken yet. by_library: each call goes
 * through the library even where the kernel's own is cheaper. */
struct lines *lines_gpiod_prepare(const struct board *board, bool by_library, struct diag *diag);

/* Requests the lines that are in `used`, as outputs: all low but the output
 * enable, which is high (dark). `consumer` is what gpioinfo shows as the holder.
 * False with errors; it may be tried again. */
bool lines_gpiod_request(struct lines *lines, uint64_t used, const char *consumer,
                         struct diag *diag);

/* Fills in the groups that serve these lines best this way, for what a call and a line of it cost
 * and so many columns to shift. */
void lines_gpiod_cost(enum lines_way way, const struct board *board, uint64_t used, int columns,
                      struct lines_cost *cost);

/* Lets the lines go and requests them again in the groups of `cost`, where those are others than
 * now. False with errors: none is held. */
bool lines_gpiod_regroup(struct lines *lines, const char *consumer, const struct lines_cost *cost,
                         struct diag *diag);

/* Turns the output off, and lets no later call turn it on again, whatever another
 * thread is at. For the handler of a fatal signal: async-signal-safe. */
void lines_gpiod_crash(struct lines *lines);

/* Whether lines_gpiod_crash was called: for who sets the same lines another way. Takes no lock. */
bool lines_gpiod_has_crashed(struct lines *lines);

#define LINES_LABEL_SIZE 32 /* as much as the kernel tells (linux/gpio.h) */

/* The label of the chip that has all lines of `used`; false: there are several. */
bool lines_gpiod_label(struct lines *lines, uint64_t used, char label[LINES_LABEL_SIZE]);

/* The offset on its chip of a line that is held. */
unsigned lines_gpiod_offset(const struct lines *lines, enum board_line line);

/* The folder of the machine's devices: /dev, but where a test has its own. */
const char *lines_gpiod_devices(void);

#endif
