/* Files that have several stories (feeds, tables), on their way into the store. */
#ifndef INTAKE_LIST_H
#define INTAKE_LIST_H

#include <stdint.h>

#include "feeds/item.h"
#include "news/snippet.h"

/* Adds a headline for each item that has a title, with the feed's name behind it as an address'
 * items have; what must not air is held. */
void list_compose(const struct feed *feed, int64_t now_ms, struct snippets *snippets);

/* The same as long as all of what would air is the same. */
uint64_t list_checksum(const struct snippets *snippets);

#endif
