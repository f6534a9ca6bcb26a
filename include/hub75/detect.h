/* Which panel hangs there: found by questions about what is seen.
 *
 * Nothing of the panel is known, so it is driven as a row of registers: a wall whose scan rows and
 * columns are those of the registers themselves, on which a picture lights one line, one row or one
 * place. What a person sees of that tells the chips, the colours' order, the row selection, and, by
 * where a single dot stands, which of the known wirings it is. Knows no output: the caller shows
 * each step's picture on the step's wall, and brings the answers.
 */
#ifndef HUB75_DETECT_H
#define HUB75_DETECT_H

#include <stdbool.h>

#include "config/panel_keys.h"

#define DETECT_PANELS_MAX 256
#define DETECT_CHIPS_MAX 32
#define DETECT_OPTIONS_MAX 32
#define DETECT_STEPS_MAX 32
#define DETECT_ANSWERS_MAX 10
#define DETECT_TEXT_SIZE 96
#define DETECT_NOTHING (-1)   /* an answer: nothing is lit */
#define DETECT_CANT_TELL (-2) /* an answer */

/* What is known, the caller's; chips[0] is the plain one. */
struct detect_panel {
    char *name;
    struct panel_wiring wiring;
};

struct detect_chip {
    char *name;
    struct panel_wiring wiring; /* its writes, latch_clocks and clock */
};

struct detect_known {
    struct detect_panel *panels;
    int panel_count;
    struct detect_chip *chips;
    int chip_count;
};

enum detect_kind {
    DETECT_SIZE,   /* columns and rows; nothing is lit */
    DETECT_CHIP,   /* steps, each with another start sequence: the first that lights */
    DETECT_FIRST,  /* the line R alone: which colour; two at once: colours come in inverted;
                      all three: and at the clock's other edge */
    DETECT_SECOND, /* the line G alone */
    DETECT_ROWS,   /* steps, each with another row selection: the first in which a line walks */
    DETECT_DOT,    /* where a dot stands */
    DETECT_DONE,   /* no question is left */
};

struct detect_option {
    char text[DETECT_TEXT_SIZE];
    int x, y; /* of DETECT_DOT: the LED, from the top left; of DETECT_SIZE: columns, rows */
};

struct detect_question {
    enum detect_kind kind;
    struct detect_option options[DETECT_OPTIONS_MAX];
    int option_count;
    int step_count; /* pictures to show one after the other, in turn; 0: none */
    int walk;       /* of DETECT_ROWS: rows that are lit one after the other in a step */
    int place, row; /* of DETECT_DOT: from the panel's input */
    int chip[DETECT_STEPS_MAX];
    int places[DETECT_STEPS_MAX]; /* columns of the step's wall */
    int select[DETECT_STEPS_MAX];
    bool inverse[DETECT_STEPS_MAX], falling[DETECT_STEPS_MAX];
};

struct detect {
    struct detect_known known;
    bool possible[DETECT_PANELS_MAX];
    int columns, rows;       /* 0: not asked yet */
    int chip, places;        /* -1, 0: not known */
    int first, second;       /* colours of the lines R and G: 0 red, 1 green, 2 blue; -1 */
    int select;              /* enum wiring_select, -1 */
    int unsure[DETECT_DONE]; /* times that a kind was answered "I can't tell" */
    int answers;
    bool inverse, falling; /* the lines, as they were found so far */
    bool dark;             /* nothing was ever lit: there is no more to ask */
};

/* Where the picture of a step is lit, on its wall: a rectangle in each half, or one place. */
struct detect_picture {
    int x, y, width, height;
    int second_y; /* the same rectangle once more; -1: not */
    bool red, green, blue;
};

/* known outlives it. At most DETECT_PANELS_MAX and DETECT_CHIPS_MAX (assert). */
void detect_init(struct detect *detect, const struct detect_known *known);

/* The next question, kind DETECT_DONE where none is left. */
void detect_ask(const struct detect *detect, struct detect_question *question);

/* The wall of a step of the question, the rest as in *base (an output's own keys); and its picture,
 * of DETECT_ROWS that of the walk's row. */
void detect_step(const struct detect *detect, const struct detect_question *question, int step,
                 int walk, const struct config_panel *base, struct config_panel *wall,
                 struct detect_picture *picture);

/* Takes an answer: an option's index, DETECT_NOTHING or DETECT_CANT_TELL. */
void detect_answer(struct detect *detect, const struct detect_question *question, int answer);

/* The one to name: the first that is possible, one with the row selection found before others;
 * -1: none. */
int detect_panel(const struct detect *detect);

/* The order found, or -1. */
int detect_order(const struct detect *detect);

#endif
