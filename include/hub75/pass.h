/* Clock cycles of a refresh by a microcontroller (firmware/scan.c): a pass gives
 * each scan row one slot a bit plane. In a slot the plane is lit while the next one
 * is shifted; the slot ends when both are done.
 *
 * Brightness below 100 percent shortens the light and nothing else: a pass lasts as
 * long, what is missing is dark, and the planes keep their proportions exactly, so
 * that the curve of lightness keeps its shape. As a clock cycle is too coarse for
 * that, and drivers do not follow pulses of a few ns, the light is that of
 * PASS_TURNS passes together, each plane in as many pulses as are long enough,
 * spread evenly, and in another pass for each row. What is rounded is brightness.
 *
 * Pure arithmetic in whole numbers, for the host and the firmware.
 */
#ifndef HUB75_PASS_H
#define HUB75_PASS_H

#include <stdint.h>

#include "config/panel_wiring.h"

#define PASS_TURNS 16
#define PASS_PLANES_MAX 10

/* Cycles of a slot that are never lit, and those of a shift beside its pixels
 * (firmware/scan.c counts them). */
#define PASS_DARK_CYCLES 17
#define PASS_SHIFT_EXTRA 16
/* Of a slot whose last pixels are shifted in the dark, beside those. */
#define PASS_UNDER_LATCH_EXTRA 4
/* Of a slot whose row may be clocked in; and of each level by which it is, before its first one. */
#define PASS_STEPS_EXTRA 9
#define PASS_STEP_CYCLES 16

struct pass {
    uint32_t clock_hz;
    int scan_rows, columns;
    int planes;       /* bits a channel, 1 to PASS_PLANES_MAX */
    int pixel_cycles; /* for each pixel shifted */
    int blank_ns;     /* darkness before a row is lit */
    int brightness;   /* percent, 1 to 100 */
    int under_latch;  /* of the columns, the last that are shifted in the dark; 0: none */
    int steps;        /* levels of the lines A to E by which a row is clocked in; 0: it is not */
};

struct pass_light {
    uint32_t unit;     /* cycles of the dimmest plane in a pass, at full brightness */
    uint32_t step;     /* of all turns together, brightness applied; at least 1 */
    uint32_t dark;     /* cycles before each pulse, beside PASS_DARK_CYCLES */
    uint32_t shortest; /* cycles of a pulse that is not put off */
    uint32_t cycles;   /* of a pass, at any brightness */
};

/* Fills in under_latch and steps: what the wiring of the panels asks for. */
void pass_wire(struct pass *pass, const struct panel_wiring *wiring);

/* Bits a channel: wider walls would be refreshed too seldom with all of them. */
int pass_planes(int columns);

/* The unit is the smallest that lights the wall 70 % of the time where that leaves
 * 400 Hz, else 50 %. */
struct pass_light pass_light(const struct pass *pass);

/* The same with the smallest unit that is lit at least so many millionths. */
struct pass_light pass_light_at(const struct pass *pass, uint32_t lit_ppm);

/* The share of the time that a white wall is lit at full brightness. */
uint32_t pass_lit_ppm(const struct pass *pass, const struct pass_light *light);

/* Passes after which the light repeats: 1 at full brightness, else PASS_TURNS. */
int pass_turns(const struct pass *pass);

/* How long a row's plane is lit in a pass, turn 0 to pass_turns() - 1; 0: not at all. */
uint32_t pass_lit_cycles(const struct pass *pass, const struct pass_light *light, int row,
                         int plane, int turn);

#endif
