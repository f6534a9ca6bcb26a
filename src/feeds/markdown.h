/* Markdown. What is read is put into source->feed. */
#ifndef FEEDS_MARKDOWN_H
#define FEEDS_MARKDOWN_H

#include <stdbool.h>

#include "build.h"

/* A title and a text without its marks. Always true. */
bool markdown_read(struct source *source);

#endif
