#include "layout/dimming.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "config/layout_keys.h"

#define HOUR_MS (3600 * CLOCK_MS_PER_S)
#define HOURS_PER_DAY 24
/* Below two days hours tell more. */
#define HOURS_TOLD 48

/* House lines and take-overs have no age; a page of several is told whole. */
static bool has_age(const struct snippet *snippet)
{
    return !snippet->breaking && !snippet->page &&
           !(snippet->category && strcmp(snippet->category, "house") == 0);
}

/* What was under embargo is new when that ends. */
static int64_t age_ms(const struct snippet *snippet, int64_t now_ms)
{
    return now_ms - (snippet->not_before_ms > snippet->created_ms ? snippet->not_before_ms
                                                                  : snippet->created_ms);
}

static bool is_old(const struct config_layout *layout, const struct snippet *snippet,
                   int64_t now_ms)
{
    return has_age(snippet) &&
           (double)age_ms(snippet, now_ms) >= layout->age_hours * (double)HOUR_MS;
}

void age_tell(const struct config_layout *layout, struct snippet *snippet, int64_t now_ms)
{
    if (layout->age != CONFIG_AGE_SHOWN || !is_old(layout, snippet, now_ms))
        return;
    long long hours = (long long)(age_ms(snippet, now_ms) / HOUR_MS);
    bool days = hours >= HOURS_TOLD;
    char *text = memory_format("%s (%lld %s)", snippet->text, days ? hours / HOURS_PER_DAY : hours,
                               days ? "d" : "h");
    free(snippet->text);
    snippet->text = text;
}

int age_light(const struct config_layout *layout, const struct snippet *snippet, int64_t now_ms)
{
    return layout->age == CONFIG_AGE_DIM && is_old(layout, snippet, now_ms) ? layout->age_percent
                                                                            : 0;
}
