/* What becomes of one snippet: when it airs first, and how often. */
#ifndef CLI_OUTLOOK_H
#define CLI_OUTLOOK_H

#include "cli/cli.h"

struct outlook {
    int64_t first_ms; /* wall time; 0: not within a day of when it may */
    int airings;      /* within the hour that begins then, the first one counted */
    bool whole_hour;  /* it does not expire within that hour */
    char *why_not;    /* where it does not air; NULL: it does. The outlook's */
};

/* Plays the wall as it is configured on the simulated clock, from now on or from when the snippet
 * may air, as long as it takes; nothing is shown and nothing written. False where that can't be
 * played: what is wrong is not told, as it is not what was asked for. */
bool outlook_of(struct cli *cli, int64_t id, struct outlook *outlook);
void outlook_finish(struct outlook *outlook);

/* Tells people: "airs first at 14:00, then about 12 times an hour, until tomorrow 14:00". */
void outlook_tell(const struct cli *cli, const struct outlook *outlook,
                  const struct snippet *snippet);

/* The same for JSON: first_airs, airings_an_hour, expires, why_not; null where there is none. */
json_t *outlook_to_json(const struct outlook *outlook, const struct snippet *snippet);

#endif
