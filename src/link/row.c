#include "link/row.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"

#define BITS_SIZE 17 /* 64 bits in hexadecimal digits */

json_t *row_to_json(const char *ticker, const uint8_t before[ASRUN_HASH_SIZE],
                    const struct asrun_row *row)
{
    char config[BITS_SIZE], pixels[BITS_SIZE];
    char hash[ASRUN_HEX_SIZE], hash_before[ASRUN_HEX_SIZE];
    struct buffer scenes = {0};
    snprintf(config, sizeof config, "%016" PRIx64, row->config);
    snprintf(pixels, sizeof pixels, "%016" PRIx64, row->pixels);
    asrun_hash_print(row->hash, hash);
    asrun_hash_print(before, hash_before);
    base64_put(&scenes, row->scenes.bytes, row->scenes.size);
    json_t *json = json_pack(
        "{s:s, s:I, s:I, s:I, s:I, s:s, s:s, s:s?, s:s?, s:s, s:I, s:s, s:s, s:I, s:s, s:s}",
        "ticker", ticker, "number", (json_int_t)row->id, "snippet", (json_int_t)row->snippet,
        "start_ms", (json_int_t)row->start_ms, "end_ms", (json_int_t)row->end_ms, "text", row->text,
        "reason", row->reason, "cut", row->cut, "zone", row->zone, "config", config, "frames",
        (json_int_t)row->frames, "pixels", pixels, "scenes", scenes.data ? scenes.data : "",
        "chain", (json_int_t)row->chain, "before", hash_before, "hash", hash);
    buffer_finish(&scenes);
    return json;
}

static bool take_number(const json_t *json, const char *name, int64_t *number, struct diag *diag)
{
    const json_t *value = json_object_get(json, name);
    *number = json_integer_value(value);
    return json_is_integer(value) || diag_error(diag, "\"%s\": a number is wanted", name);
}

static bool take_text(const json_t *json, const char *name, bool needed, const char **text,
                      struct diag *diag)
{
    const json_t *value = json_object_get(json, name);
    *text = json_string_value(value);
    return *text || (!needed && (!value || json_is_null(value))) ||
           diag_error(diag, "\"%s\": a text is wanted", name);
}

static bool take_bits(const json_t *json, const char *name, uint64_t *bits, struct diag *diag)
{
    const char *text = json_string_value(json_object_get(json, name));
    bool good =
        text && strlen(text) == BITS_SIZE - 1 && strspn(text, "0123456789abcdef") == BITS_SIZE - 1;
    *bits = good ? strtoull(text, NULL, 16) : 0;
    return good || diag_error(diag, "\"%s\": 16 hexadecimal digits are wanted", name);
}

static bool take_hash(const json_t *json, const char *name, uint8_t hash[ASRUN_HASH_SIZE],
                      struct diag *diag)
{
    const char *text = json_string_value(json_object_get(json, name));
    return (text && asrun_hash_parse(text, hash)) ||
           diag_error(diag, "\"%s\": 64 hexadecimal digits are wanted", name);
}

static bool take_scenes(const json_t *json, struct told_row *told, struct diag *diag)
{
    const char *text = json_string_value(json_object_get(json, "scenes"));
    if (!text || !base64_take(&told->scenes, text, strlen(text)))
        return diag_error(diag, "\"scenes\": base64 is wanted");
    told->row.scenes.bytes = told->scenes.data;
    told->row.scenes.size = told->scenes.length;
    return true;
}

bool row_from_json(json_t *json, struct told_row *told, struct diag *diag)
{
    struct asrun_row *row = &told->row;
    *told = (struct told_row){.json = json_incref(json)};
    return take_text(json, "ticker", true, &told->ticker, diag) &&
           take_number(json, "number", &row->id, diag) &&
           take_number(json, "snippet", &row->snippet, diag) &&
           take_number(json, "start_ms", &row->start_ms, diag) &&
           take_number(json, "end_ms", &row->end_ms, diag) &&
           take_number(json, "frames", &row->frames, diag) &&
           take_number(json, "chain", &row->chain, diag) &&
           take_text(json, "text", true, &row->text, diag) &&
           take_text(json, "reason", true, &row->reason, diag) &&
           take_text(json, "cut", false, &row->cut, diag) &&
           take_text(json, "zone", false, &row->zone, diag) &&
           take_bits(json, "config", &row->config, diag) &&
           take_bits(json, "pixels", &row->pixels, diag) &&
           take_hash(json, "before", told->before, diag) &&
           take_hash(json, "hash", row->hash, diag) && take_scenes(json, told, diag);
}

void told_row_finish(struct told_row *told)
{
    json_decref(told->json);
    buffer_finish(&told->scenes);
    *told = (struct told_row){0};
}
