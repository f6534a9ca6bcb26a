#include "base/nearest.h"

#include <stdint.h>
#include <string.h>

/* With more letters wrong it is another word. */
#define NEAREST_MOST 3

size_t nearest_distance(const char *a, const char *b)
{
    enum {
        MOST = 64
    };
    size_t row[MOST];
    size_t length = strlen(b);
    if (length >= MOST)
        return length;
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            size_t above = row[j + 1];
            size_t best = corner + (a[i] != b[j]);
            best = above + 1 < best ? above + 1 : best;
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j + 1] = best;
            corner = above;
        }
    }
    return row[length];
}

static size_t most_of(const char *word)
{
    size_t half = strlen(word) / 2;
    return half < NEAREST_MOST ? half : NEAREST_MOST;
}

const char *nearest_name(const char *word, const char *const *names, size_t count)
{
    size_t length = strlen(word);
    size_t least = SIZE_MAX;
    const char *best = NULL;
    for (size_t i = 0; i < count; i++) {
        size_t far = nearest_distance(word, names[i]);
        if (length > 1 && strncmp(word, names[i], length) == 0)
            far = far < 1 ? far : 1; /* the rest was not typed */
        if (far < least) {
            least = far;
            best = names[i];
        }
    }
    return least <= most_of(word) ? best : NULL;
}
