#include "plan/independent_patterns.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "hub75/light.h"

#define NOTHING 1e-6 /* less than that is rounding: patterns are of zeros and ones */

static void spread(const uint8_t *pattern, int size, double *row)
{
    for (int i = 0; i < size; i++)
        for (int bit = 0; bit < LIGHT_CHANNELS; bit++)
            row[i * LIGHT_CHANNELS + bit] = pattern[i] >> bit & 1;
}

/* Takes the rows before it out of `row`; its pivot is at *pivot then. False when
 * nothing is left. */
static bool reduce(double *row, const double *rows, const int *pivots, int count, int width,
                   int *pivot)
{
    for (int k = 0; k < count; k++) {
        const double *other = rows + (size_t)k * (size_t)width;
        double factor = row[pivots[k]] / other[pivots[k]];
        for (int i = 0; i < width && fabs(factor) > NOTHING; i++)
            row[i] -= factor * other[i];
    }
    *pivot = 0;
    for (int i = 1; i < width; i++)
        if (fabs(row[i]) > fabs(row[*pivot]))
            *pivot = i;
    return fabs(row[*pivot]) > NOTHING;
}

int independent_patterns_calls(const struct slots *slots, int columns, int lanes)
{
    assert(columns > 0 && lanes > 0);
    int width = columns * lanes * LIGHT_CHANNELS;
    double *rows = memory_alloc((slots->count + 1) * (size_t)width, sizeof *rows);
    int *pivots = memory_alloc(slots->count + 1, sizeof *pivots);
    int rank = 0;
    for (size_t i = 0; i < slots->count; i++) {
        if (i > 0 && slots->items[i].pattern == slots->items[i - 1].pattern)
            continue;
        double *row = rows + (size_t)rank * (size_t)width;
        spread(slots->items[i].pattern, columns * lanes, row);
        rank += reduce(row, rows, pivots, rank, width, &pivots[rank]);
    }
    free(rows);
    free(pivots);
    return 2 * columns * rank;
}
