#include "even_blocks.h"

int even_blocks_count(const struct panel *panel)
{
    return (panel->columns * panel->lanes + BLOCK_PLACES - 1) / BLOCK_PLACES;
}

/* One half, whose px stand from left to right, or from right to left. */
static bool find_half(const uint32_t *pixels, int half, struct even_block *block)
{
    int64_t step = (int64_t)pixels[PANEL_HALVES] - pixels[0];
    for (size_t i = 1; i < BLOCK_PLACES; i++)
        if ((int64_t)pixels[i * PANEL_HALVES] - pixels[(i - 1) * PANEL_HALVES] != step)
            return false;
    uint32_t last = pixels[(size_t)(BLOCK_PLACES - 1) * PANEL_HALVES];
    block->first[half] = pixels[0] * BLOCK_PX_BYTES;
    block->left[half] = (step > 0 ? pixels[0] : last) * BLOCK_PX_BYTES;
    block->step[half] = (int)step * BLOCK_PX_BYTES;
    return step == 1 || step == -1;
}

void even_blocks_find(const struct panel *panel, struct even_block *blocks)
{
    const size_t places = (size_t)panel->columns * (size_t)panel->lanes;
    const uint32_t *row = panel->pixels;
    for (int number = 0; number < panel->scan_rows; number++, row += places * PANEL_HALVES)
        for (size_t first = 0; first < places; first += BLOCK_PLACES, blocks++) {
            const uint32_t *pixels = row + first * PANEL_HALVES;
            blocks->whole = first + BLOCK_PLACES <= places && find_half(pixels, 0, blocks) &&
                            find_half(pixels + 1, 1, blocks);
        }
}
