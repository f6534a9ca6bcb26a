/* Web pages. What is read is put into source->feed. */
#ifndef FEEDS_PAGE_H
#define FEEDS_PAGE_H

#include <stdbool.h>

#include "build.h"

/* The article of a web page, and the feeds that the page names. Always true. */
bool page_read(struct source *source);

#endif
