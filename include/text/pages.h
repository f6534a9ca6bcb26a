/* Strips of pages: a text broken into lines, and the lines into pages. */
#ifndef TEXT_PAGES_H
#define TEXT_PAGES_H

#include "text/strip_create.h"

/* The zone that pages are made for, and how long they are shown. */
struct strip_box {
    int width, height;            /* px */
    double characters_per_second; /* that are read */
    int32_t hold_min_ms;
    size_t pages_max; /* 0: any number */
};

/* Lays a text out as pages: lines are broken where Unicode allows (UAX #14),
 * never within a grapheme cluster, and balanced; each line is centred. NULL
 * without an error when a word is wider than the box, a line higher, or the
 * pages are too many. The caller unrefs. */
struct strip *strip_create_pages(struct fonts *fonts, const struct strip_text *text,
                                 const struct strip_box *box, struct diag *diag);

#endif
