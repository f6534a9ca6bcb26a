/* Whose signed content is taken: mqtt.keys. Apart from the signatures themselves, so that who
 * checks the configuration needs no library for these. Pure.
 */
#ifndef LINK_SIGNED_KEYS_H
#define LINK_SIGNED_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

#define SIGNED_KEYS_MAX 16
#define SIGNED_KEY_SIZE 32 /* bytes (RFC 8032, 5.1.5), of the secret key, too */
#define SIGNED_NAME_MAX 24 /* letters, digits, _ - */

struct signed_key {
    char name[SIGNED_NAME_MAX + 1];
    uint8_t bytes[SIGNED_KEY_SIZE];
};

struct signed_keys {
    struct signed_key items[SIGNED_KEYS_MAX];
    size_t count;
};

/* "desk 0123...; chief ...": names and public keys in hexadecimal digits. False with an error that
 * says what of mqtt.keys is wrong. */
bool signed_keys_read(struct signed_keys *keys, const char *text, struct diag *diag);

/* Hexadecimal digits; the other way false for anything else. */
void signed_print(const uint8_t *bytes, size_t size, char *text);
bool signed_parse(const char *text, uint8_t *bytes, size_t size);

#endif
