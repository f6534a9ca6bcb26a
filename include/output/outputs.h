/* The outputs that there are, one a row. A new one is a file that defines its constructor, and a
 * row here: cli/outputs.h opens it by its name, and the help, the error messages and the README's
 * list (by a test) tell of it.
 */
#ifndef OUTPUT_OUTPUTS_H
#define OUTPUT_OUTPUTS_H

#include "base/clock.h"
#include "output/output.h"

struct config;

/* What follows the colon of NAME:ARG. */
enum output_argument {
    OUTPUT_TAKES_NOTHING,
    OUTPUT_TAKES_FILE,   /* to be written; no folder */
    OUTPUT_TAKES_FOLDER, /* it may not be there yet; no file */
    OUTPUT_TAKES_OPTION, /* anything, or nothing and no colon */
};

/* What the program has to know of it. */
enum output_trait {
    OUTPUT_PLAIN,
    OUTPUT_SIMULATED, /* it runs on the simulated clock, as files do */
    OUTPUT_SCREEN,    /* the terminal is its own: nothing else is printed there */
    OUTPUT_DEVICE,    /* it lights a panel by itself: it is told panel.brightness once, when it is
                         opened, and its crawls are not fitted to a panel on GPIO lines */
};

/* How it is asked for, its constructor, what its argument is, its trait, and what it is, for
 * people. */
#define OUTPUTS(ROW)                                                                               \
    ROW("gpiod", panel_open_gpiod, NOTHING, PLAIN, "a panel on this board's GPIO lines")           \
    ROW("terminal", terminal_open, NOTHING, SCREEN, "half blocks on this terminal")                \
    ROW("vcd:FILE", panel_open_vcd, FILE, SIMULATED,                                               \
        "the connector's lines, for a logic analyser")                                             \
    ROW("png:DIR", picture_open_png, FOLDER, SIMULATED, "a PNG whenever the picture changes")      \
    ROW("gif:FILE", picture_open_gif, FILE, SIMULATED, "an animation, 25 pictures a second")       \
    ROW("rp2040[:TTY]", rp2040_open, OPTION, DEVICE, "a panel on an RP2040 with our firmware")     \
    ROW("null", null_open, NOTHING, PLAIN, "nothing is shown")

/* A constructor. arg: what follows the colon, NULL where there is none, checked as the row wants
 * it; width x height: of the wall, in px. The caller owns the output and ends it by ops->close;
 * config and clock outlive it. NULL with an error in diag when it can't be opened. */
typedef struct output *output_open_fn(const char *arg, const struct config *config,
                                      const struct clock *clock, int width, int height,
                                      struct diag *diag);

#define OUTPUT_DECLARE(spec, open, takes, trait, help) output_open_fn open;
OUTPUTS(OUTPUT_DECLARE)
#undef OUTPUT_DECLARE

#endif
