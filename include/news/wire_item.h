/* What a feed brings: one story's title, and what is told of it. */
#ifndef NEWS_WIRE_ITEM_H
#define NEWS_WIRE_ITEM_H

#include <stdint.h>

/* Texts are UTF-8, of whoever made it; NULL where nothing is told. */
struct wire_item {
    const char *feed; /* its name, as configured: what it may is read there */
    const char *key;  /* what makes it the same item of that feed */
    const char *text; /* the title */
    const char *body; /* where quotations are looked for; NULL: nowhere */
    const char *language, *link, *rights;
    const char *hold;            /* why it must not air; NULL: it may */
    int64_t priority;            /* as of a snippet */
    int64_t level;               /* of a take-over; 0: none */
    int64_t dated, begins, ends; /* wall ms; 0: not told, at once, never */
};

#endif
