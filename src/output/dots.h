/* How an LED looks in a picture: a square of scale x scale px, whose levels say
 * how much of each px the lit disc covers. */
#ifndef OUTPUT_DOTS_H
#define OUTPUT_DOTS_H

#include <stdbool.h>
#include <stdint.h>

#define DOTS_SCALE_MAX 32
#define DOTS_LEVELS 5 /* 0: ground to 4: full; few, so that a GIF's palette holds them */

struct dots {
    int scale;
    bool round;
    uint8_t level[DOTS_SCALE_MAX * DOTS_SCALE_MAX];
};

struct dots_colour {
    uint8_t r, g, b;
};

/* An LED of `scale` (1 to DOTS_SCALE_MAX) px across, round where that is asked for and can be seen.
 */
void dots_init(struct dots *dots, int scale, bool round);

/* The colour of a px of that level in an LED that shows rgb. */
struct dots_colour dots_mix(const struct dots *dots, const uint8_t rgb[3], int level);

#endif
