/* Who was spoken of lately: what a pronoun may stand for. */
#ifndef EXTRACT_PEOPLE_H
#define EXTRACT_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "names.h"

#define PEOPLE_MAX 64

struct mention {
    const char *full; /* "": somebody not named; of names or of a finding, which outlive it */
    enum gender gender;
    size_t paragraph, sentence; /* sentences are counted through the article */
    bool subject;               /* a verb follows */
    bool speaker;               /* it says something here */
};

/* The latest mentions, a ring. Zero-initialised is empty. */
struct people {
    struct mention items[PEOPLE_MAX];
    size_t count; /* ever added */
};

void people_add(struct people *people, struct mention mention);

/* The full name that ends in `name` (one word) or begins with it, may be of that gender, and was a
 * subject last; NULL: none. */
const char *people_latest(const struct people *people, const char *name, enum gender gender);

/* Whom a pronoun of that gender stands for at that place (only paragraph and
 * sentence count); NULL: it is not plain. How sure that is, 0 to 1, in
 * *confidence. */
const char *people_meant(const struct people *people, enum gender gender,
                         const struct mention *place, double *confidence);

#endif
