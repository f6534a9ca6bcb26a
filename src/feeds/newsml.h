/* NewsML-G2. What is read is put into source->feed. */
#ifndef FEEDS_NEWSML_H
#define FEEDS_NEWSML_H

#include <stdbool.h>

#include "build.h"
#include "xml.h"

/* <newsMessage>, <newsItem>; of concepts, plans and packages there is nothing to air. False where
 * the root is another. */
bool newsml_read(struct source *source, const struct xml *xml);

#endif
