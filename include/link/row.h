/* A row of the as-run log as a message, whole, with the hash of the one before it: so whoever
 * collects can follow the chain (store/asrun.h) as the ticker itself does.
 */
#ifndef LINK_ROW_H
#define LINK_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/buffer.h"
#include "base/diag.h"
#include "store/asrun.h"

/* A document, for the caller to json_decref. */
json_t *row_to_json(const char *ticker, const uint8_t before[ASRUN_HASH_SIZE],
                    const struct asrun_row *row);

#endif
