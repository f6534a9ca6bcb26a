#include "complaints.h"

#include <assert.h>

#include "base/clock.h"
#include "base/hash.h"

#define SILENT_NS (INT64_C(3600) * CLOCK_NS_PER_S)

bool complaints_may(struct complaints *complaints, const char *text, int64_t now_ns)
{
    uint64_t hash = hash_text(HASH_START, text);
    int place = -1;
    assert(now_ns > 0);
    for (int i = 0; i < COMPLAINTS_MOST; i++) {
        int64_t said_ns = complaints->items[i].said_ns;
        bool over = said_ns == 0 || now_ns - said_ns >= SILENT_NS;
        if (!over && complaints->items[i].hash == hash)
            return false;
        if (over)
            place = i;
    }
    if (place < 0)
        return false;
    complaints->items[place].hash = hash;
    complaints->items[place].said_ns = now_ns;
    return true;
}
