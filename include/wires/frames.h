/* What the reading process hands back: a feed as bytes. Who reads them trusts nothing: each number
 * is within its range, each text valid, without control characters and within its limit, or all of
 * it is refused. */
#ifndef WIRES_FRAMES_H
#define WIRES_FRAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/diag.h"
#include "feeds/item.h"

#define FRAMES_MESSAGES_MAX 200
/* What is handed back is larger than a document by little. */
#define FRAMES_BYTES_MAX (16u << 20)

/* What `motograph-wires get --read` prints first: frames follow, or what was wrong in words. */
#define GET_FRAMES '='
#define GET_FAULT '!'

/* Adds the feed, what was said of it, and whether the process was shut in. */
void frames_put(struct buffer *out, const struct feed *feed, const struct diag *diag, bool shut_in);

/* Reads them into an empty feed, which the caller finishes in any case. False where anything is not
 * as it must be. */
bool frames_take(const void *bytes, size_t size, struct feed *feed, struct diag *diag,
                 bool *shut_in);

#endif
