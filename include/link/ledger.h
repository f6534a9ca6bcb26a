/* The logs of many tickers in one file (SQLite), each row whole, and the chain of each followed.
 *
 * A row comes at least once. What came twice is there once, and noted; what came twice and not the
 * same, too.
 */
#ifndef LINK_LEDGER_H
#define LINK_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "link/row.h"

struct ledger;

/* Opens it, or begins one; NULL with an error. "": one that is gone when it is closed. */
struct ledger *ledger_open(const char *path, struct diag *diag);
void ledger_close(struct ledger *ledger); /* NULL is fine; what was taken is in it */

enum ledger_taken {
    LEDGER_FAILED, /* with an error */
    LEDGER_NEW,
    LEDGER_DOUBLED, /* it was there */
    LEDGER_CHANGED, /* another one of that number was there, and stays */
};

/* It is on the disk after ledger_sync. */
enum ledger_taken ledger_take(struct ledger *ledger, const struct told_row *row, struct diag *diag);
bool ledger_sync(struct ledger *ledger, struct diag *diag);

/* What is wrong with a row, by its ticker and number. */
enum ledger_fault {
    LEDGER_FAULT_MISSING, /* rows between this one and the one before it */
    LEDGER_FAULT_CHANGED, /* it is not what its hash says, or came in two forms */
    LEDGER_FAULT_DOUBLED, /* it came twice */
};

struct ledger_report {
    int64_t tickers, rows, missing, changed, doubled;
};

/* Follows every chain; `fault` is told of what is wrong (NULL: nobody), in order of tickers, then
 * of numbers. False with an error where the file can't be read. */
bool ledger_verify(struct ledger *ledger, struct ledger_report *report,
                   void (*fault)(void *user, const char *ticker, int64_t number,
                                 enum ledger_fault fault),
                   void *user, struct diag *diag);

#endif
