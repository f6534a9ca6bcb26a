/* A pass as the words that the state machine of the rows takes (firmware/scan.c), for each turn,
 * scan row and plane.
 *
 * Where a row is a level of the lines A to E, a slot is a word: those levels (SLOTS_ROW_BITS), and
 * for how many cycles it is lit. Where a row is clocked in, the word begins with how many levels
 * (SLOTS_COUNT_BITS) do that, and they follow it, each a byte, the first in the lowest: before a
 * row's first plane as many as hub75/rows.h calls for, filled up to whole words with the last one;
 * before the others none.
 */
#ifndef FIRMWARE_SLOTS_H
#define FIRMWARE_SLOTS_H

#include <stdint.h>

#include "device_wall.h"

#define SLOTS_ROW_BITS 5
#define SLOTS_COUNT_BITS 8

/* Words of a wall's slots. */
size_t slots_words(const struct wire_config *config);

/* Writes them into wall->slots. Rows that are clocked in must stand at the last one before. */
void slots_fill(const struct device_wall *wall, const struct pass *pass,
                const struct pass_light *light);

#endif
