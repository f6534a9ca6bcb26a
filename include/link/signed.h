/* Signed content: who has written it, for which topic, which one is newer, and until when it holds.
 *
 * {"signed": TEXT, "key": NAME, "signature": HEX}: an Ed25519 signature (RFC 8032) over the bytes
 * of TEXT, which is {"topic": "all/items/x", "number": N, "until": TIME, "content": ...}. Content
 * that is null takes away. Numbers rise from one to the next of a topic.
 */
#ifndef LINK_SIGNED_H
#define LINK_SIGNED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/diag.h"
#include "link/signed_keys.h"

#define SIGNED_SIGNATURE_SIZE 64

/* What was signed. */
struct signed_content {
    char key[SIGNED_NAME_MAX + 1]; /* whose */
    int64_t number;
    int64_t until_ms;
    json_t *content; /* null: it goes; the caller json_decrefs */
};

/* Takes what came for a topic (behind the prefix): false with an error for people, where it is no
 * such document, its key is not known, the signature is not of these bytes, it was signed for
 * another topic, or its time is over. Whether the number is newer is the caller's to ask. */
bool signed_open(const struct signed_keys *keys, const char *topic, const char *payload,
                 size_t size, int64_t now_ms, struct signed_content *content, struct diag *diag);

/* Signs content for a topic; text and signature as one document, for the caller to free. `secret`
 * has the name and the 32 bytes from which the key is made. */
char *signed_make(const struct signed_key *secret, const char *topic, int64_t number,
                  int64_t until_ms, const json_t *content);

/* The public key of a secret one. */
void signed_public(const struct signed_key *secret, uint8_t public_key[SIGNED_KEY_SIZE]);

#endif
