/* Lines that are real: libgpiod on the kernel's GPIO chips. lines_gpiod_v1.c
 * and lines_gpiod_v2.c implement it for the two versions of the library; the
 * build takes the one that is installed.
 */
#ifndef OUTPUT_LINES_GPIOD_H
#define OUTPUT_LINES_GPIOD_H

#include "base/diag.h"
#include "config/board.h"
#include "hub75/lines.h"

#define GPIOD_CONSUMER "motograph" /* what gpioinfo shows as the holder */

/* Opens the board's chips, found by their label. NULL with errors that say what to
 * do. The board outlives it. No line is taken yet. */
struct lines *lines_gpiod_prepare(const struct board *board, struct diag *diag);

/* Requests the lines that are in `used`, as outputs: all low but the output
 * enable, which is high (dark). `consumer` is what gpioinfo shows as the holder.
 * False with errors; it may be tried again. */
bool lines_gpiod_request(struct lines *lines, uint32_t used, const char *consumer,
                         struct diag *diag);

/* Both of it. */
struct lines *lines_gpiod_open(const struct board *board, uint32_t used, struct diag *diag);

/* Shared by both versions: the clock, and words for what goes wrong. */
int64_t gpiod_now_ns(struct lines *lines);
void gpiod_wait_until(struct lines *lines, int64_t t_ns);

/* A board's chip that could not be opened (error: errno; ENOENT: no chip has
 * that label). */
bool gpiod_tell_chip(struct diag *diag, const struct board *board, const char *label, int error);

/* A line that the kernel did not give us; holder: who has it, NULL if unknown. */
bool gpiod_tell_line(struct diag *diag, const struct board *board, enum board_line line,
                     const char *holder, int error);

/* Whether `label` is one of the alternatives in `labels`, separated by '|'. */
bool gpiod_label_matches(const char *labels, const char *label);

#endif
