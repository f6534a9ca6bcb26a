/* Edits that must reach the show: kill, breaking and clear. The running ticker does them, since it
 * alone knows what is on the wall, and can where the disk is full; without one the store takes
 * them.
 */
#ifndef CLI_REACH_H
#define CLI_REACH_H

#include "cli/cli.h"

struct reached {
    bool by_ticker; /* it has done it */
    int64_t id;     /* the snippet's; 0: it has none yet */
    int64_t ended;  /* take-overs */
    bool waits;     /* it is not seen yet: the wall is dark, still, or the time is not known */
};

/* Does the same in the store: false with an error in diag; fills in reached. */
typedef bool (*reach_store_fn)(void *user, struct store *store, struct reached *reached,
                               struct diag *diag);

/* Asks the ticker that shows the configured store; where there is none, store_it is called, and it
 * is said that no ticker runs. The exit code: CLI_FAULT when it was refused, could not be stored,
 * or when there is a ticker that does not answer: it may be on the wall still. What was done is in
 * *reached when *done. */
int reach_show(struct cli *cli, const struct request *request, reach_store_fn store_it, void *user,
               struct reached *reached, bool *done);

#endif
