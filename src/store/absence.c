#include "store/absence.h"

#include <stdint.h>

#include "base/clock.h"
#include "store/generations.h"
#include "store/mark.h"
#include "store/store.h"

bool store_absence_check(const char *path, const char *backup, const char *mark, struct diag *diag)
{
    char text[CLOCK_TEXT_SIZE];
    int64_t since_ms = 0;
    if (!store_is_absent(path))
        return true;
    struct store_generations list = store_generations_list(backup);
    int64_t taken_ms = list.count ? list.items[0].taken_ms : 0;
    store_generations_finish(&list);
    if (taken_ms) {
        clock_format_utc(taken_ms, text);
        return diag_error(diag,
                          "%s: the store is gone; its backup of %s is there: `motograph repair` "
                          "recovers it, `motograph repair --new` begins anew",
                          path, text);
    }
    if (!store_mark_read(mark, &since_ms, NULL))
        return true;
    clock_format_utc(since_ms, text);
    return diag_error(diag,
                      "%s: the store is gone; it was there since %s (%s says so): is its disk "
                      "mounted? `motograph repair --new` begins anew",
                      path, text, mark);
}
