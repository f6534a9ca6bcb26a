/* Plain text. What is read is put into source->feed. */
#ifndef FEEDS_LINES_H
#define FEEDS_LINES_H

#include <stdbool.h>

#include "build.h"

/* Headlines, one a line or between "**", or an article. Always true. */
bool lines_read(struct source *source);

#endif
