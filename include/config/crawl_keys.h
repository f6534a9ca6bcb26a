/* crawl: how text moves. */
#ifndef CONFIG_CRAWL_KEYS_H
#define CONFIG_CRAWL_KEYS_H

#include <stdbool.h>

#define CONFIG_CPS_WARNING 12.0 /* characters a second: faster than most people read */
#define CONFIG_CPS_MAX 15.0     /* and than anyone follows */

struct config_crawl {
    double characters_per_second; /* of the first font's mean advance */
    double pixels_per_second;     /* 0: follow characters_per_second */
    bool force;                   /* faster than anyone reads */
};

#endif
