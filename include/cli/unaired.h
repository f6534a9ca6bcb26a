/* Why a snippet does not air. */
#ifndef CLI_UNAIRED_H
#define CLI_UNAIRED_H

#include <stdint.h>

#include "cli/cli.h"
#include "layout/zones.h"

/* The reason, for a person, why it does not air between two instants (wall ms), by its state, its
 * terms, the zones and the schedule; where none of these keeps it, that others go before. zones:
 * NULL where they are not known. The caller frees. */
char *unaired_reason(const struct cli *cli, const struct layout_zones *zones,
                     const struct store_row *row, int64_t from_ms, int64_t to_ms);

#endif
