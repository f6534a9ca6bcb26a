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
