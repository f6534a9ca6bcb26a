/* What would become of a snippet that is not stored: how often it airs, and how it looks. */
#ifndef CLI_FORETELL_H
#define CLI_FORETELL_H

#include "cli/cli.h"
#include "news/snippet.h"

/* Plays the wall as it is configured on the simulated clock with that snippet in place of the
 * stored one `instead` (0: beside all), so many hours from now on; nothing is shown and nothing
 * written. *told: airings, first, until, seconds (of an airing), pages, why_not; the caller
 * json_decrefs. False with an error in cli->diag. */
bool foretell(struct cli *cli, int64_t hours, const struct snippet *snippet, int64_t instead,
              json_t **told);

#endif
