/* What is taken for a feed where an address was configured as one. */
#ifndef WIRES_FEED_RULES_H
#define WIRES_FEED_RULES_H

#include "base/diag.h"
#include "feeds/item.h"

/* Why a document is none: not read, or a page, as that of a network that wants a login. The caller
 * frees; NULL: it is one. */
char *feed_rules_fault(const struct feed *feed, const struct diag *diag);

/* The first warning of a document, and how many more there are; NULL: none. The caller frees. */
char *feed_rules_note(const struct diag *diag);

#endif
