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

/* A row that came from elsewhere; its texts are those of `json`. */
struct told_row {
    const char *ticker;
    uint8_t before[ASRUN_HASH_SIZE];
    struct asrun_row row;
    json_t *json;
    struct buffer scenes;
};

/* A document, for the caller to json_decref. */
json_t *row_to_json(const char *ticker, const uint8_t before[ASRUN_HASH_SIZE],
                    const struct asrun_row *row);

/* Reads one; false with an error that names the member. The caller finishes it in any case; the
 * document is kept until then. */
bool row_from_json(json_t *json, struct told_row *told, struct diag *diag);

/* Frees what it owns and zeroes it. */
/* Frees what it owns and zeroes it. */
void told_row_finish(struct told_row *told);

#endif
