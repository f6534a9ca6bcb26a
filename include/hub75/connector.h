/* The connector's lines as bits of a mask. */
#ifndef HUB75_CONNECTOR_H
#define HUB75_CONNECTOR_H

#include <stdint.h>

#include "config/board.h"

#define BIT(line) (UINT64_C(1) << (line))
#define CLK BIT(BOARD_CLK)
#define LAT BIT(BOARD_LAT)
#define OE BIT(BOARD_OE) /* low: lit */
#define ADDRESS (BIT(BOARD_A) | BIT(BOARD_B) | BIT(BOARD_C) | BIT(BOARD_D) | BIT(BOARD_E))
#define LANE_BITS UINT64_C(0x3f) /* R1 G1 B1 R2 G2 B2 */

static const int connector_lane[BOARD_LANES_MAX] = {BOARD_R1, BOARD_LANE2, BOARD_LANE3};

/* The colour lines of so many lanes. */
static inline uint64_t connector_data(int lanes)
{
    uint64_t mask = 0;
    for (int lane = 0; lane < lanes && lane < BOARD_LANES_MAX; lane++)
        mask |= LANE_BITS << connector_lane[lane];
    return mask;
}

#endif
