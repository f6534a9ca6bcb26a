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
    const char *const *sets;
    size_t set_count;
    const char *log_level; /* NULL: the configuration's */
};

/* Reads and checks it into an uninitialised config, which is to be finished in any case. False with
 * an error for each mistake. */
bool cli_configure(const struct cli_source *source, struct config *config, struct diag *diag);

/* What holds for the whole process is as it says from now on: the log's level, the time zone. */
void cli_use_configuration(const struct config *config);

#endif
