/* What is wrong is said, but not again and again: each complaint once an hour, and no more than
 * some of them in an hour. Pure.
 */
#ifndef LINK_COMPLAINTS_H
#define LINK_COMPLAINTS_H

#include <stdbool.h>
#include <stdint.h>

#define COMPLAINTS_MOST 8

/* Zero-initialised: none was said. */
struct complaints {
    struct {
        uint64_t hash;
        int64_t said_ns; /* 0: free */
    } items[COMPLAINTS_MOST];
};

/* Whether it is to be said now, which is remembered then. now_ns is above 0 and never goes back. */
bool complaints_may(struct complaints *complaints, const char *text, int64_t now_ns);

#endif
