#include "link/signed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nettle/eddsa.h>

#include "base/asked_time.h"
#include "base/clock.h"
#include "base/memory.h"

static const struct signed_key *find_key(const struct signed_keys *keys, const char *name)
{
    for (size_t i = 0; name && i < keys->count; i++)
        if (strcmp(keys->items[i].name, name) == 0)
            return &keys->items[i];
    return NULL;
}

/* --- opening --- */

static bool verify(const struct signed_keys *keys, const json_t *json, struct diag *diag)
{
    uint8_t signature[SIGNED_SIGNATURE_SIZE];
    const json_t *text = json_object_get(json, "signed");
    const char *name = json_string_value(json_object_get(json, "key"));
    const char *digits = json_string_value(json_object_get(json, "signature"));
    if (!json_is_string(text) || !name || !digits)
        return diag_error(diag, "it is not signed, and only what is signed is taken (mqtt.keys); "
                                "motograph sign does it");
    const struct signed_key *key = find_key(keys, name);
    if (!key)
        return diag_error(diag, "\"key\": found %.40s; one of mqtt.keys is wanted", name);
    return (signed_parse(digits, signature, sizeof signature) &&
            ed25519_sha512_verify(key->bytes, json_string_length(text),
                                  (const uint8_t *)json_string_value(text), signature)) ||
           diag_error(diag, "the signature is not of these words and the key %.40s", name);
}

static bool take_terms(const json_t *body, const char *topic, int64_t now_ms,
                       struct signed_content *content, struct diag *diag)
{
    const char *signed_for = json_string_value(json_object_get(body, "topic"));
    const json_t *number = json_object_get(body, "number");
    const char *until = json_string_value(json_object_get(body, "until"));
    struct diag ignored = {0};
    if (!signed_for || strcmp(signed_for, topic) != 0)
        return diag_error(diag, "\"topic\": found %.80s; it was signed for that one alone",
                          signed_for ? signed_for : "nothing");
    content->number = json_integer_value(number);
    if (!json_is_integer(number) || content->number <= 0)
        return diag_error(diag, "\"number\": found none; a whole number above that of the one "
                                "before is wanted");
    bool ends = until && asked_time_is_exact(until) &&
                asked_time_parse(until, now_ms, ASKED_TIME_END, &content->until_ms, &ignored);
    diag_finish(&ignored);
    if (!ends)
        return diag_error(diag,
                          "\"until\": found %.40s; an end as 2026-11-30T18:00:00Z is "
                          "wanted",
                          until ? until : "nothing");
    return content->until_ms > now_ms || diag_error(diag, "its time is over since %.40s", until);
}

bool signed_open(const struct signed_keys *keys, const char *topic, const char *payload,
                 size_t size, int64_t now_ms, struct signed_content *content, struct diag *diag)
{
    *content = (struct signed_content){0};
    json_t *json = json_loadb(payload, size, JSON_REJECT_DUPLICATES, NULL);
    bool good = verify(keys, json, diag);
    const json_t *text = json_object_get(json, "signed");
    json_t *body = good ? json_loadb(json_string_value(text), json_string_length(text),
                                     JSON_REJECT_DUPLICATES, NULL)
                        : NULL;
    good = good && take_terms(body, topic, now_ms, content, diag);
    if (good) {
        snprintf(content->key, sizeof content->key, "%s",
                 json_string_value(json_object_get(json, "key")));
        content->content = json_incref(json_object_get(body, "content"));
        if (!content->content)
            content->content = json_null();
    }
    json_decref(body);
    json_decref(json);
    return good;
}

/* --- making --- */

void signed_public(const struct signed_key *secret, uint8_t public_key[SIGNED_KEY_SIZE])
{
    ed25519_sha512_public_key(public_key, secret->bytes);
}

char *signed_make(const struct signed_key *secret, const char *topic, int64_t number,
                  int64_t until_ms, const json_t *content)
{
    uint8_t public_key[SIGNED_KEY_SIZE];
    uint8_t signature[SIGNED_SIGNATURE_SIZE];
    char digits[2 * SIGNED_SIGNATURE_SIZE + 1];
    char until[CLOCK_TEXT_SIZE];
    clock_format_utc(until_ms, until);
    json_t *body = json_pack("{s:s, s:I, s:s, s:O}", "topic", topic, "number", (json_int_t)number,
                             "until", until, "content", content);
    char *text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    if (!text)
        return NULL;
    signed_public(secret, public_key);
    ed25519_sha512_sign(public_key, secret->bytes, strlen(text), (const uint8_t *)text, signature);
    signed_print(signature, sizeof signature, digits);
    json_t *json =
        json_pack("{s:s, s:s, s:s}", "signed", text, "key", secret->name, "signature", digits);
    char *document = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    free(text);
    return document;
}
