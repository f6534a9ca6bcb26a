/* Where the logs of many tickers come together. */
#ifndef LINK_COLLECT_H
#define LINK_COLLECT_H

#include <stdbool.h>

#include "base/diag.h"
#include "link/ledger.h"

struct config;

/* Takes the rows of all tickers below mqtt.prefix, until SIGTERM or SIGINT, or for so many seconds
 * (0: without end): into a file whose name ends in .ndjson, or "-", a line each; else into a
 * ledger. What comes while it is away waits with the broker, as far as that keeps it. False with an
 * error. */
bool collect_run(const struct config *config, const char *path, int seconds, struct diag *diag);

/* Follows the chains of what was collected; as of ledger_verify. */
bool collect_verify(const char *path, struct ledger_report *report,
                    void (*fault)(void *user, const char *ticker, int64_t number,
                                  enum ledger_fault fault),
                    void *user, struct diag *diag);

#endif
