#include "dots.h"

#include <assert.h>

#define ROUND_FROM 3 /* px: smaller discs are squares anyway */
#define RADIUS 0.44  /* of the pitch: LEDs nearly touch, as on a P4 panel */
#define SAMPLES 8    /* across a px */
#define GROUND 10    /* the panel's black mask */
#define UNLIT 26     /* an LED that is off is still seen */

/* How many of the samples of a px lie in the disc. */
static int samples_inside(int scale, int x, int y)
{
    int inside = 0;
    for (int i = 0; i < SAMPLES * SAMPLES; i++) {
        double dx = (x + (i % SAMPLES + 0.5) / SAMPLES) / scale - 0.5;
        int line = i / SAMPLES;
        double dy = (y + (line + 0.5) / SAMPLES) / scale - 0.5;
        inside += dx * dx + dy * dy <= RADIUS * RADIUS;
    }
    return inside;
}

void dots_init(struct dots *dots, int scale, bool round)
{
    assert(scale >= 1 && scale <= DOTS_SCALE_MAX);
    dots->scale = scale;
    dots->round = round && scale >= ROUND_FROM;
    for (int y = 0; y < scale; y++)
        for (int x = 0; x < scale; x++) {
            int inside = dots->round ? samples_inside(scale, x, y) : SAMPLES * SAMPLES;
            dots->level[y * scale + x] =
                (uint8_t)((inside * (DOTS_LEVELS - 1) + SAMPLES * SAMPLES / 2) /
                          (SAMPLES * SAMPLES));
        }
}

static uint8_t mix(uint8_t value, int level)
{
    int lit = value > UNLIT ? value : UNLIT;
    return (uint8_t)((lit * level + GROUND * (DOTS_LEVELS - 1 - level)) / (DOTS_LEVELS - 1));
}

struct dots_colour dots_mix(const struct dots *dots, const uint8_t rgb[3], int level)
{
    if (!dots->round)
        return (struct dots_colour){rgb[0], rgb[1], rgb[2]};
    return (struct dots_colour){mix(rgb[0], level), mix(rgb[1], level), mix(rgb[2], level)};
}
