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
    bool fit;                     /* to the refreshes of a panel */
    bool ribbon;                  /* items follow each other before the wall is empty */
    bool apart;                   /* no key: the output can't show that */
    /* No keys: refreshes a second that the panel can have, from the start of its output on,
     * whatever the item; 0: not known, or nothing is to be fitted. And with what an editor typed
     * left out, whose colour may cost more; 0: as many. */
    double panel_hz, usual_hz;
};

#endif
