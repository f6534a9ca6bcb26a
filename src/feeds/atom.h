/* Atom 0.3 and 1.0. What is read is put into source->feed. */
#ifndef FEEDS_ATOM_H
#define FEEDS_ATOM_H

#include <stdbool.h>

#include "build.h"
#include "xml.h"

/* <feed>, a lone <entry>; an index of alerts, too. False where the root is another. */
bool atom_read(struct source *source, const struct xml *xml);

#endif
