/* The settings of a wall, out of all `set` topics that name it. */
#ifndef LINK_MERGE_H
#define LINK_MERGE_H

#include <stdint.h>

#include <jansson.h>

#include "link/topic.h"
#include "link/wants.h"

/* What is to hold: of all walls, then of its groups in their order, then of its own name; each
 * member has the last one's value. What is neither done nor `asked` does not count, since it may be
 * refused, nor what is over by its own end. An object, which the caller json_decrefs. */
json_t *merge_settings(const struct wants *wants, const struct topic_names *names,
                       const struct want *asked, int64_t now_ms);

/* When the next one that is signed ends; INT64_MAX: none does. */
int64_t merge_next_end(const struct wants *wants, int64_t now_ms);

#endif
