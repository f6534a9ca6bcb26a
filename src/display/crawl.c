#include "display/crawl.h"

#include <assert.h>
#include <math.h>

#include "config/crawl_keys.h"

#define MPX_PER_PX 1000
#define UNITS_26_6 64.0

int32_t crawl_speed_mpx_s(const struct config_crawl *config, int32_t mean_advance_26_6)
{
    double px_s = config->pixels_per_second;
    if (px_s <= 0)
        px_s = config->characters_per_second * mean_advance_26_6 / UNITS_26_6;
    long speed = lround(px_s * MPX_PER_PX);
    return speed > 0 ? (int32_t)speed : 1;
}

struct motion crawl_motion(const struct strip *strip, int zone_width, int32_t speed_mpx_s,
                           int64_t start_ns)
{
    assert(speed_mpx_s > 0);
    return (struct motion){
        .kind = MOTION_CRAWL,
        .start_ns = start_ns,
        .start_px = strip->right_to_left ? -strip->width : zone_width,
        .speed_mpx_s = strip->right_to_left ? -speed_mpx_s : speed_mpx_s,
    };
}

int64_t crawl_end_ns(const struct strip *strip, int zone_width, const struct motion *motion)
{
    /* The last step before it is zone + strip px away from where it began. */
    return motion_reaches_ns(motion, (int64_t)zone_width + strip->width);
}
