#include "asrun/verify.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "display/scene_bytes.h"
#include "store/asrun.h"
#include "text/strip_bytes.h"
#include "text/strip_create.h"

/* Rows that are told one by one. */
#define TOLD 8
#define FIRST_ROOM 256 /* a power of two */

/* A strip that was looked at. */
struct seen {
    uint8_t key[SCENE_KEY_SIZE];
    char *wrong; /* NULL: it is whole */
    bool used;
};

struct reading {
    struct verification *verified;
    struct store *store;
    struct diag *diag;
    struct seen *seen; /* by the first bytes of the key, which is a hash */
    size_t count, room;
    struct strip *blank; /* stands for each: nothing is drawn */
    const char *wrong;   /* of the row */
};

static struct seen *find(struct reading *reading, const uint8_t key[SCENE_KEY_SIZE])
{
    size_t at = 0;
    memcpy(&at, key, sizeof at);
    for (at &= reading->room - 1; reading->seen[at].used; at = (at + 1) & (reading->room - 1))
        if (memcmp(reading->seen[at].key, key, SCENE_KEY_SIZE) == 0)
            break;
    return &reading->seen[at];
}

static void grow(struct reading *reading)
{
    struct seen *before = reading->seen;
    size_t room = reading->room;
    if (2 * reading->count < room)
        return;
    reading->room = room ? 2 * room : FIRST_ROOM;
    reading->seen = memory_alloc(reading->room, sizeof *reading->seen);
    for (size_t i = 0; i < room; i++)
        if (before[i].used)
            *find(reading, before[i].key) = before[i];
    free(before);
}

/* NULL: it is there, and is what its name says. */
static char *look_at(struct reading *reading, const uint8_t key[SCENE_KEY_SIZE])
{
    struct diag diag = {0};
    size_t size = 0;
    void *bytes = asrun_strip(reading->store, key, &size, &diag);
    struct strip *strip = bytes ? strip_bytes_read(bytes, size) : NULL;
    char name[ASRUN_HEX_SIZE];
    asrun_hash_print(key, name);
    char *wrong = NULL;
    if (!strip)
        wrong = memory_format("%s (%.16s...)", diag.count ? diag.messages[0].text : "not a strip",
                              name);
    strip_unref(strip);
    free(bytes);
    diag_finish(&diag);
    return wrong;
}

static struct strip *check_strip(void *user, const uint8_t key[SCENE_KEY_SIZE])
{
    struct reading *reading = user;
    grow(reading);
    struct seen *seen = find(reading, key);
    if (!seen->used) {
        memcpy(seen->key, key, SCENE_KEY_SIZE);
        seen->wrong = look_at(reading, key);
        seen->used = true;
        reading->count++;
    }
    if (seen->wrong)
        reading->wrong = seen->wrong;
    return seen->wrong ? NULL : strip_ref(reading->blank);
}

static void tell(struct reading *reading, const struct asrun_row *row)
{
    char when[CLOCK_TEXT_SIZE];
    if (reading->verified->damaged++ >= TOLD)
        return;
    clock_format_utc(row->start_ms, when);
    diag_error(reading->diag, "the pictures of the airing of %s (\"%s\") are damaged: %s", when,
               row->text, reading->wrong);
}

static bool take_row(void *user, const struct asrun_row *row)
{
    struct reading *reading = user;
    struct verification *verified = reading->verified;
    struct scene_record record = {0};
    if (row->scenes.size == 0) {
        verified->none++;
        return true;
    }
    if (row->start_ms < verified->from_ms)
        verified->from_ms = row->start_ms;
    reading->wrong = "its scenes can't be read";
    if (scene_bytes_read(row->scenes.bytes, row->scenes.size, 0, check_strip, reading, &record) &&
        !record.strips_missing)
        verified->pictures++;
    else
        tell(reading, row);
    scene_record_finish(&record);
    return true;
}

bool verify_pictures(struct verification *verified, struct store *store, struct diag *diag)
{
    struct reading reading = {
        .verified = verified, .store = store, .diag = diag, .blank = strip_create_blank(1, 1)};
    *verified = (struct verification){.from_ms = INT64_MAX};
    bool good = asrun_each(store, INT64_MIN, INT64_MAX, take_row, &reading, diag);
    if (verified->damaged > TOLD)
        diag_error(diag, "and those of %lld more", (long long)(verified->damaged - TOLD));
    for (size_t i = 0; i < reading.room; i++)
        free(reading.seen[i].wrong);
    free(reading.seen);
    strip_unref(reading.blank);
    return good;
}
