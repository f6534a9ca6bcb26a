/* The full names of an article in a language without capitals, see particles. */
#ifndef EXTRACT_FULL_NAMES_H
#define EXTRACT_FULL_NAMES_H

#include <stddef.h>

#define FULL_NAMES_MAX 200

/* Each name once. Zero-initialised is empty. */
struct full_names {
    char *items[FULL_NAMES_MAX];
    size_t count; /* FULL_NAMES_MAX: there may be more */
};

void full_names_finish(struct full_names *names);

#endif
