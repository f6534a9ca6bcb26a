#include "zone.h"

#include <assert.h>
#include <time.h>

#include "base/clock.h"
#include "config/config.h"
#include "text/strip_create.h"

#define CLOCK_TEXT_MAX 64

bool layout_zone_has_news(const struct layout_zone *zone)
{
    enum config_shows shows = zone->config.shows;
    return shows == CONFIG_SHOWS_NEWS || shows == CONFIG_SHOWS_HEADLINES ||
           shows == CONFIG_SHOWS_QUOTES;
}

struct strip *layout_zone_clock(const struct layout_zone *zone, int64_t wall_ms, struct diag *diag)
{
    assert(zone->config.shows == CONFIG_SHOWS_CLOCK && zone->config.format);
    char text[CLOCK_TEXT_MAX];
    time_t seconds = (time_t)(wall_ms / CLOCK_MS_PER_S);
    struct tm local;
    localtime_r(&seconds, &local);
    size_t length = strftime(text, sizeof text, zone->config.format, &local);
    return strip_create(zone->fonts, text, length, TEXT_ROLE_TEXT, NULL, 0, diag);
}

enum config_mode layout_zone_mode(const struct layout_zones *zones, const struct layout_zone *from)
{
    enum config_mode mode = from->config.mode;
    if (mode == CONFIG_MODE_DEFAULT)
        mode = zones->config->layout.mode;
    return mode == CONFIG_MODE_DEFAULT ? CONFIG_MODE_CRAWL : mode;
}
