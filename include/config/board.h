/* Boards: which GPIO line drives which line of the HUB75 connector. One file a
 * board (libconfig), named NAME.board, in a folder `boards` of the data (config/data.h).
 */
#ifndef CONFIG_BOARD_H
#define CONFIG_BOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "config/alias.h"
#include "config/data.h"

/* The connector's lines. Lane 0's colours, address, clock, latch, output
 * enable; then six colours for each further lane. A bit of `struct lines` masks. */
enum board_line {
    BOARD_R1,
    BOARD_G1,
    BOARD_B1,
    BOARD_R2,
    BOARD_G2,
    BOARD_B2,
    BOARD_A,
    BOARD_B,
    BOARD_C,
    BOARD_D,
    BOARD_E,
    BOARD_CLK,
    BOARD_LAT,
    BOARD_OE,
    BOARD_LANE2,                   /* R1 of the second lane; + channel */
    BOARD_LANE3 = BOARD_LANE2 + 6, /* R1 of the third */
    BOARD_LINES = BOARD_LANE3 + 6,
};

#define BOARD_CHIPS_MAX 8
#define BOARD_LANES_MAX 3

enum board_pull {
    BOARD_PULL_UNKNOWN,
    BOARD_PULL_UP,
    BOARD_PULL_DOWN,
    BOARD_PULL_NONE,
};

struct board_pin {
    int chip;   /* index into board.chips, -1: not connected */
    int offset; /* on that chip, -1: to be found by name */
    char *name; /* line name, NULL: by offset */
};

struct board {
    char *file;
    char *name;
    char *title;
    char *source;                 /* where the pin map is published */
    char *tested;                 /* "emulated" or "no" */
    struct aliases aliases;       /* other boards with this pin map, other names */
    char *chips[BOARD_CHIPS_MAX]; /* labels; alternatives separated by '|' */
    size_t chip_count;
    int lanes;
    enum board_pull oe_pull;   /* what OE floats to when the line is let go */
    char *note;                /* for people who wire it, NULL */
    char *shared[BOARD_LINES]; /* what else uses the line's pin, and how to turn that off; NULL */
    struct board_pin pins[BOARD_LINES];
};

/* Reads a board by name or alias, a user's own before a shipped one (config/data.h), or a file when
 * the name has a '/'. A line used twice, a missing one: errors with FILE:LINE; then there is
 * nothing to finish. */
bool board_read(struct board *board, const char *name, struct diag *diag);

/* Frees what board_read gave; a zeroed one is fine. */
void board_finish(struct board *board);

/* Calls fn for each board there is, as data_each does. */
bool board_each(void (*fn)(void *user, const struct data_file *file), void *user,
                struct diag *diag);

/* "R1", "OE", "R1.2" (the second lane's R1), ... static strings. */
const char *board_line_name(enum board_line line);

#endif
