/* Slots: what the panel is to show in one refresh, in order. A slot is a scan
 * row, a pattern of bits for its columns, and how long that is lit.
 */
#ifndef HUB75_SLOTS_H
#define HUB75_SLOTS_H

#include <stddef.h>
#include <stdint.h>

#define SLOTS_A_ROW 11 /* as many as a fixed scan of 11 bits has */

struct slot {
    int row;                /* address */
    int part;               /* which of the slots of its row it is, from 0 */
    int shift;              /* the last so many columns of the pattern are shifted; 0: it stands */
    const uint8_t *pattern; /* columns x lanes bytes: bits R1 G1 B1 R2 G2 B2 from bit 0 */
    int64_t on_ns;          /* output enabled so long */
};

/* One refresh. The patterns are owned by whoever made the slots. */
struct slots {
    struct slot *items;
    size_t count;
    int64_t period_ns; /* of the refresh; what the slots leave of it is dark */
    int64_t blank_ns;  /* darkness between a new address and its light */
};

#endif
