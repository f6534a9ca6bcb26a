#include "display/crawl.h"

#include <assert.h>
#include <math.h>

#include "config/crawl_keys.h"

#define MPX_PER_PX 1000
#define UNITS_26_6 64.0
#define THREE_FOR_TWO 1.5 /* refreshes a step, which then are two and one in turn */
#define UNEVEN 0.9        /* so much is a rate worth then */
#define NEARLY 0.99       /* of the best rate: nobody sees the difference */
#define ROUNDING 1.000001

/* The refresh rate that this many refreshes a step give, and the speed: the nearest to the one
 * asked for that gives nearly as much as is possible. 0: none does. */
static double rate_of(double refreshes, double asked_hz, double panel_hz, double *speed_hz)
{
    double most = (1 + CRAWL_FIT_SHARE) * asked_hz;
    if (refreshes * most > panel_hz)
        most = panel_hz / refreshes;
    if (most < (1 - CRAWL_FIT_SHARE) * asked_hz)
        return 0;
    double least = most * NEARLY;
    *speed_hz = asked_hz < least ? least : asked_hz > most ? most : asked_hz;
    return refreshes * *speed_hz;
}

static int32_t fit(int32_t speed_mpx_s, double panel_hz)
{
    assert(speed_mpx_s > 0 && panel_hz > 0);
    const double asked_hz = speed_mpx_s / (double)MPX_PER_PX; /* a step is a px */
    const double most = panel_hz / asked_hz / (1 - CRAWL_FIT_SHARE);
    double best_hz = 0;
    double best = asked_hz;
    for (int halves = 2; halves / 2.0 <= most; halves += halves < 4 ? 1 : 2) {
        double refreshes = halves / 2.0;
        double speed_hz = asked_hz;
        double hz = rate_of(refreshes, asked_hz, panel_hz, &speed_hz);
        if (refreshes == THREE_FOR_TWO)
            hz *= UNEVEN;
        if (hz > best_hz * ROUNDING) {
            best_hz = hz;
            best = speed_hz;
        }
    }
    return best != asked_hz ? (int32_t)(best * MPX_PER_PX) : speed_mpx_s;
}

int32_t crawl_speed_mpx_s(const struct config_crawl *config, int32_t mean_advance_26_6)
{
    double px_s = config->pixels_per_second;
    if (px_s <= 0)
        px_s = config->characters_per_second * mean_advance_26_6 / UNITS_26_6;
    long speed = lround(px_s * MPX_PER_PX);
    if (speed <= 0)
        return 1;
    bool fits = config->fit && config->panel_hz > 0;
    return fits ? fit((int32_t)speed, config->panel_hz) : (int32_t)speed;
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
