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

/* What a speed is fitted to: it counts by the product of what it gives at each of these rates. */
struct fitting {
    double asked_hz; /* steps a second */
    double panel_hz[2];
};

/* The refreshes of a step in the order of their number: 1, 1.5, 2, 3, ... */
static double next_refreshes(double refreshes)
{
    return refreshes < 2 ? refreshes + 0.5 : refreshes + 1;
}

/* What the best rate up to panel_hz that this speed gives is worth; 1: it gives none. */
static double worth_at(double speed_hz, double panel_hz)
{
    double best = 1;
    for (double refreshes = 1; refreshes * speed_hz <= panel_hz * ROUNDING;
         refreshes = next_refreshes(refreshes)) {
        double hz = refreshes * speed_hz * (refreshes == THREE_FOR_TWO ? UNEVEN : 1);
        best = hz > best ? hz : best;
    }
    return best;
}

static double worth(const struct fitting *fitting, double speed_hz)
{
    return worth_at(speed_hz, fitting->panel_hz[0]) * worth_at(speed_hz, fitting->panel_hz[1]);
}

/* Takes the speed where it is within the share and gives more than the best one. */
static void try_speed(const struct fitting *fitting, double speed_hz, double *best_hz)
{
    double share = speed_hz / fitting->asked_hz;
    if (share * ROUNDING >= 1 - CRAWL_FIT_SHARE && share <= (1 + CRAWL_FIT_SHARE) * ROUNDING &&
        worth(fitting, speed_hz) > worth(fitting, *best_hz) * ROUNDING)
        *best_hz = speed_hz;
}

/* Only at the most, or where whole refreshes just fit into a rate, may the best one stand. */
static double best_speed_hz(const struct fitting *fitting)
{
    double best_hz = fitting->asked_hz;
    try_speed(fitting, (1 + CRAWL_FIT_SHARE) * fitting->asked_hz, &best_hz);
    for (int i = 0; i < 2; i++)
        for (double refreshes = 1; fitting->panel_hz[i] / refreshes >=
                                   (1 - CRAWL_FIT_SHARE) * fitting->asked_hz / ROUNDING;
             refreshes = next_refreshes(refreshes))
            try_speed(fitting, fitting->panel_hz[i] / refreshes, &best_hz);
    return best_hz;
}

/* The nearest to the one asked for that gives nearly as much as is possible. */
static int32_t fit(int32_t speed_mpx_s, const struct fitting *fitting)
{
    assert(speed_mpx_s > 0 && fitting->panel_hz[0] > 0 && fitting->panel_hz[1] > 0);
    double best_hz = best_speed_hz(fitting);
    double least_hz = NEARLY * best_hz;
    if (best_hz <= fitting->asked_hz)
        return best_hz < fitting->asked_hz ? (int32_t)(best_hz * MPX_PER_PX) : speed_mpx_s;
    if (least_hz <= fitting->asked_hz)
        return speed_mpx_s;
    return (int32_t)(least_hz * MPX_PER_PX);
}

int32_t crawl_speed_mpx_s(const struct config_crawl *config, int32_t mean_advance_26_6)
{
    double px_s = config->pixels_per_second;
    if (px_s <= 0)
        px_s = config->characters_per_second * mean_advance_26_6 / UNITS_26_6;
    long speed = lround(px_s * MPX_PER_PX);
    if (speed <= 0)
        return 1;
    if (!config->fit || config->panel_hz <= 0)
        return (int32_t)speed;
    const struct fitting fitting = {
        .asked_hz = (double)speed / MPX_PER_PX, /* a step is a px */
        .panel_hz = {config->panel_hz, config->usual_hz > 0 ? config->usual_hz : config->panel_hz},
    };
    return fit((int32_t)speed, &fitting);
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
