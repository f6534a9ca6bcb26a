/* Strips as aired, for replay: kept once for all rows of the log that name them, under the SHA-256
 * (FIPS 180-4) of their bytes. */
#ifndef STORE_STRIPS_H
#define STORE_STRIPS_H

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "store/store.h"

#define ASRUN_KEY_SIZE 32 /* bytes of a SHA-256 */

/* A strip on its way into the store; the bytes stay the caller's. */
struct asrun_strip {
    const void *bytes; /* text/strip_bytes.h */
    size_t size;
    uint8_t key[ASRUN_KEY_SIZE]; /* of asrun_strip_key */
};

/* SHA-256 of a strip's bytes. */
void asrun_strip_key(const void *bytes, size_t size, uint8_t key[ASRUN_KEY_SIZE]);

/* The bytes of a strip, *size of them, for the caller to free. NULL with an error when it is not
 * there or not what its key says. */
void *asrun_strip(struct store *store, const uint8_t key[ASRUN_KEY_SIZE], size_t *size,
                  struct diag *diag);

#endif
