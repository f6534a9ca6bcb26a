#include "thai.h"

#include <stdbool.h>
#include <stdlib.h>
#include <thai/thwbrk.h>
#include <unilbrk.h>

#include "base/memory.h"

/* The block of Thai in Unicode. */
static bool is_thai(uint32_t code)
{
    return code >= 0xe00 && code < 0xe80;
}

static void break_run(ThBrk *breaker, const uint32_t *codes, size_t count, char *breaks)
{
    thwchar_t *text = memory_alloc(count + 1, sizeof *text);
    int *places = memory_alloc(count, sizeof *places);
    for (size_t i = 0; i < count; i++)
        text[i] = (thwchar_t)codes[i];
    int found = th_brk_wc_find_breaks(breaker, text, places, count);
    for (int i = 0; i < found; i++)
        if (places[i] > 0 && (size_t)places[i] < count)
            breaks[places[i]] = UC_BREAK_POSSIBLE;
    free(places);
    free(text);
}

void thai_breaks(const uint32_t *codes, size_t count, char *breaks)
{
    ThBrk *breaker = NULL;
    for (size_t at = 0, end = 0; at < count; at = end) {
        for (end = at + 1; end < count && is_thai(codes[end]) == is_thai(codes[at]);)
            end++;
        if (!is_thai(codes[at]))
            continue;
        if (!breaker)
            breaker = th_brk_new(NULL);
        if (breaker)
            break_run(breaker, codes + at, end - at, breaks);
    }
    if (breaker)
        th_brk_delete(breaker);
}
