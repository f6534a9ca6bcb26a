/* The crawl: a strip enters an empty zone at one edge and leaves it empty at
 * the other. Left-to-right text moves to the left, right-to-left text to the
 * right. */
#ifndef DISPLAY_CRAWL_H
#define DISPLAY_CRAWL_H

#include <stdint.h>

#include "display/scene.h"

struct config_crawl;

/* The most that fitting changes a speed, of it. */
#define CRAWL_FIT_SHARE 0.1

/* Speed in thousandths of a px a second, over 0, from characters a second and the mean
 * advance of the font (26.6 px), or straight from px/s when that is not 0. Where a panel is known
 * (panel_hz, usual_hz) it is fitted by up to CRAWL_FIT_SHARE: a step stands for whole refreshes, or
 * two for three, at the best rates up to these that one speed gives; of speeds that are nearly as
 * good the nearest. Where there is none it stays. */
int32_t crawl_speed_mpx_s(const struct config_crawl *config, int32_t mean_advance_26_6);

/* The motion of a strip through a zone of that width, starting (empty) at
 * start_ns; speed_mpx_s > 0. */
struct motion crawl_motion(const struct strip *strip, int zone_width, int32_t speed_mpx_s,
                           int64_t start_ns);

/* The first instant at which the zone is empty again. */
int64_t crawl_end_ns(const struct strip *strip, int zone_width, const struct motion *motion);

#endif
