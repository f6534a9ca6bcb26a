/* The headlines of the last days in memory, as the trigrams that each has: which ones are like
 * another's is told from those that share a trigram with it, without reading the rest. What is
 * found is the same as if each were compared; the rows are the store's, and are asked again.
 */
#ifndef STORE_HEADLINES_H
#define STORE_HEADLINES_H

#include <stddef.h>
#include <stdint.h>

#include "news/likeness.h"

struct headline {
    int64_t id; /* of the snippet; 0: it is none any more */
    int64_t created_ms;
    int64_t checksum;
    uint32_t trigrams; /* how many of likeness.h's bits it has */
};

/* The headlines that have one bit, as places in `items`. */
struct headline_list {
    uint32_t *places;
    size_t count;
};

#define HEADLINES_BITS ((size_t)LIKENESS_WORDS * 64)

struct headlines {
    struct headline *items;
    size_t count;
    int64_t last_id; /* the greatest that was added */
    struct headline_list with[HEADLINES_BITS];
    /* Of whom fills it: which state of the store this is, the snippet of that edition, and since
     * when. */
    int64_t edition, snippet, since_ms;
};

/* An empty one; the caller's, never NULL. */
struct headlines *headlines_create(void);

/* NULL is fine. */
void headlines_destroy(struct headlines *headlines);

/* `id` > 0, of which none is there; the text as likeness_of wants it. */
void headlines_add(struct headlines *headlines, int64_t id, int64_t created_ms, int64_t checksum,
                   const char *text);

/* One that is not there is fine. */
void headlines_remove(struct headlines *headlines, int64_t id);

/* Those with that checksum, and those whose likeness_between with `title` is `least` (> 0) or more;
 * the newest first, of one instant the greatest id. The caller frees; *count may be 0. */
struct headline *headlines_like(const struct headlines *headlines, const struct likeness *title,
                                int64_t checksum, double least, size_t *count);

#endif
