/* Any bytes as what a broker brings: a topic, a message, signed content, a row of a log, what was
 * remembered. What is taken is what it may be. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "link/meaning.h"
#include "link/row.h"
#include "link/signed.h"
#include "link/topic.h"
#include "link/wants.h"
#include "serve/route.h"

#include "fuzz.h"

#define NOW_MS INT64_C(1795950000000)
/* RFC 8032, 7.1, TEST 1. */
#define KEYS "desk d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

/* What is asked for has a route, or a key that none has. */
static void try_meaning(const struct topic *topic, const char *payload, size_t size,
                        int64_t until_ms)
{
    struct meaning meaning;
    struct diag diag = {0};
    bool good = meaning_read(topic, payload, size, NOW_MS, until_ms, &meaning, &diag);
    require(good == (diag.errors == 0));
    if (good) {
        char *key = NULL;
        char *methods = NULL;
        require(meaning.path && (meaning.body || meaning.bytes));
        route_find(meaning.method, meaning.path, "awtrix3", &key, &methods);
        free(key);
        free(methods);
    }
    meaning_finish(&meaning);
    diag_finish(&diag);
}

static void try_topic(char *text, const char *payload, size_t size)
{
    struct topic_names names = {.prefix = "motograph", .name = "hall", .ng = true};
    struct topic topic;
    char key[TOPIC_STORE_SIZE];
    if (!topic_read(&names, text, &topic))
        return;
    if (topic.kind == TOPIC_ITEM || topic.kind == TOPIC_BREAKING) {
        struct topic back;
        topic_store_key(&topic, key);
        require(topic_of_store_key(key, &back) && back.kind == topic.kind);
    }
    try_meaning(&topic, payload, size, 0);
    try_meaning(&topic, payload, size, NOW_MS + 1000);
}

static void try_signed(const char *payload, size_t size)
{
    static struct signed_keys keys;
    struct signed_content content;
    struct diag diag = {0};
    require(signed_keys_read(&keys, KEYS, &diag));
    if (signed_open(&keys, "all/items/a", payload, size, NOW_MS, &content, &diag))
        require(content.number > 0 && content.until_ms > NOW_MS && content.content);
    else
        require(diag.errors > 0);
    json_decref(content.content);
    diag_finish(&diag);
}

static void try_documents(const char *payload, size_t size)
{
    struct diag diag = {0};
    struct told_row row = {0};
    struct wants wants = {0};
    json_t *json = json_loadb(payload, size, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(json)) {
        if (row_from_json(json, &row, &diag)) {
            json_t *again = row_to_json(row.ticker, row.before, &row.row);
            require(again != NULL);
            json_decref(again);
        }
        wants_from_json(&wants, json);
        json_decref(wants_to_json(&wants, NOW_MS));
    }
    told_row_finish(&row);
    wants_finish(&wants);
    json_decref(json);
    diag_finish(&diag);
}

/* A line is the topic, what follows the message. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const char *line = size ? memchr(text, '\n', size) : NULL;
    if (!line)
        return 0;
    size_t length = (size_t)(line - text);
    char *topic = malloc(length + 1);
    require(topic != NULL);
    memcpy(topic, text, length);
    topic[length] = '\0';
    try_topic(topic, line + 1, size - length - 1);
    try_signed(line + 1, size - length - 1);
    try_documents(line + 1, size - length - 1);
    free(topic);
    return 0;
}
