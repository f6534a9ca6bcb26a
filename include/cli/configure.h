/* The configuration of a command line: the file, then each --set, then --log. */
#ifndef CLI_CONFIGURE_H
#define CLI_CONFIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct config;

/* What the command line says of it; all of it outlives the command. */
struct cli_source {
    const char *path; /* as it was named, else the usual one; NULL: there is none */
    const char *over; /* read over it (kiosk.first_boot); NULL: none */
    const char *const *sets;
    size_t set_count;
    const char *log_level; /* NULL: the configuration's */
};

/* Reads and checks it into an uninitialised config, which is to be finished in any case. False with
 * an error for each mistake. */
bool cli_configure(const struct cli_source *source, struct config *config, struct diag *diag);

/* Where the configuration names one to be read over it (kiosk.first_boot) that is there: reads
 * both, and config and source->over are that from then on. Where it is not good all stays as it is,
 * and *wrong is the first mistake, for the wall (NULL: none). The caller frees both texts. */
void cli_configure_over(struct cli_source *source, struct config *config, char **wrong);

/* What holds for the whole process is as it says from now on: the log's level, the time zone. */
void cli_use_configuration(const struct config *config);

#endif
