/* Who was spoken of lately: what a pronoun may stand for. */
#ifndef EXTRACT_PEOPLE_H
#define EXTRACT_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "names.h"

#define PEOPLE_MAX 64
#define PERSONS_MAX 8

struct mention {
    const char *full; /* "": somebody not named; of one that was added it is people's own */
    enum gender gender;
    size_t paragraph, sentence; /* sentences are counted through the article */
    bool subject;               /* a verb follows */
    bool speaker;               /* it says something here */
    bool pronoun;               /* "he": whom it seems to mean */
    bool meets;                 /* its sentence goes on with "him" */
    bool leads;                 /* the first of its sentence; people_add finds out */
};

/* The latest mentions, a ring. Zero-initialised is empty; people_finish frees it. */
struct people {
    struct mention items[PEOPLE_MAX];
    size_t count; /* ever added */
};

/* Copies the name, which may be one of those that people has. */
void people_add(struct people *people, struct mention mention);

void people_finish(struct people *people);

/* The full name that ends in `name` (one word) or begins with it, may be of that gender, and was a
 * subject last; NULL: none. */
const char *people_latest(const struct people *people, const char *name, enum gender gender);

/* A pronoun stands in the sentence for somebody else than whom it has named. */
void people_meet(struct people *people, size_t sentence);

/* Whether somebody of that full name was mentioned as near to that place as a pronoun reaches. */
bool people_lately(const struct people *people, const char *full, const struct mention *place);

/* Whom a pronoun of that gender stands for at that place (only paragraph and
 * sentence count); NULL: it is not plain. How sure that is, 0 to 1, in
 * *confidence. */
const char *people_meant(const struct people *people, enum gender gender,
                         const struct mention *place, double *confidence);

/* Everybody who was mentioned lately and may be meant, by the best mention of each. */
struct persons {
    struct person {
        const struct mention *mention; /* of `people` */
        int points;                    /* how much speaks for it, see people_meant */
        size_t times, age;             /* mentions; how many others were mentioned since */
        bool rivalled;                 /* its sentence names another who fits as well */
    } items[PERSONS_MAX];
    size_t count, best;
    int next;       /* points of the second best, named or not */
    size_t most;    /* mentions of who is mentioned most */
    size_t fitting; /* of those, of the gender that is asked for */
    int unnamed_points;
    bool unnamed;       /* somebody whom nobody has named may be meant */
    size_t unnamed_age; /* and how many were mentioned since */
};

void people_list(const struct people *people, enum gender gender, const struct mention *place,
                 struct persons *out);

#endif
