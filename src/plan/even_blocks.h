/* Where a picture shows the same px eight times side by side: most of a wall is dark, or one
 * letter's stroke. */
#ifndef PLAN_EVEN_BLOCKS_H
#define PLAN_EVEN_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "hub75/panel.h"

#define BLOCK_PLACES 8 /* of a row's pattern, as many as a word has bytes */
#define BLOCK_PX_BYTES 3
#define BLOCK_BYTES (BLOCK_PLACES * BLOCK_PX_BYTES)

/* Of each half. */
struct even_block {
    uint32_t left[PANEL_HALVES];  /* where the leftmost px stands in a frame, in bytes */
    uint32_t first[PANEL_HALVES]; /* where that of the first place does */
    int step[PANEL_HALVES];       /* bytes from a place's px to the next one's */
    bool whole;                   /* it has all places, and the px of a half stand side by side */
};

/* Blocks that a scan row has, the last of which may be shorter. */
int even_blocks_count(const struct panel *panel);

/* Those of each scan row, written to `blocks`. They hang on the panel alone. */
void even_blocks_find(const struct panel *panel, struct even_block *blocks);

static inline uint64_t even_blocks_load(const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Whether eight px side by side are all the same: each byte is the one that stands a px before it,
 * and three words reach over all of them. */
static inline bool even_blocks_is_even(const uint8_t *px)
{
    const size_t second = sizeof(uint64_t);
    const size_t third = BLOCK_BYTES - BLOCK_PX_BYTES - sizeof(uint64_t);
    return ((even_blocks_load(px) ^ even_blocks_load(px + BLOCK_PX_BYTES)) |
            (even_blocks_load(px + second) ^ even_blocks_load(px + second + BLOCK_PX_BYTES)) |
            (even_blocks_load(px + third) ^ even_blocks_load(px + third + BLOCK_PX_BYTES))) == 0;
}

#endif
