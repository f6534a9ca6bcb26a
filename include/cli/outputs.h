/* An output, opened by its name: the registry of output/outputs.h, above all the rooms that
 * implement one. */
#ifndef CLI_OUTPUTS_H
#define CLI_OUTPUTS_H

#include "output/outputs.h"

/* Opens `NAME[:ARG]` (see the command line in README.md). width x height: the
 * wall in px. NULL with an error in diag: an unknown name (with the list), a
 * file that can't be written, no terminal, ... The caller ends it by ops->close; config and clock
 * outlive it. */
struct output *output_open(const char *spec, const struct config *config, const struct clock *clock,
                           int width, int height, struct diag *diag);

/* Whether an output of that spec has the trait; false where there is none of that name. */
bool output_has(const char *spec, enum output_trait trait);

/* "gpiod, terminal, ..." */
#define OUTPUTS_IN_A_LIST(spec, open, takes, trait, help) ", " spec
#define OUTPUTS_LIST (&OUTPUTS(OUTPUTS_IN_A_LIST)[2])

/* The same, a line an output with what it is, below the help of an option. */
#define OUTPUTS_ON_A_LINE(spec, open, takes, trait, help) "\n" OUTPUTS_INDENT spec ": " help
#define OUTPUTS_INDENT "                               "
#define OUTPUTS_HELP OUTPUTS(OUTPUTS_ON_A_LINE)

#endif
