/* picture: GIF and PNG. */
#ifndef CONFIG_PICTURE_KEYS_H
#define CONFIG_PICTURE_KEYS_H

#include <stdbool.h>

struct config_picture {
    int scale;       /* output pixels for each LED, 1 to 32 */
    bool dots;       /* round dots instead of squares */
    int max_seconds; /* of a GIF, 0: no limit */
};

#endif
