/* JSON. What is read is put into source->feed. */
#ifndef FEEDS_JSON_H
#define FEEDS_JSON_H

#include <stdbool.h>

#include "build.h"

/* A JSON Feed, or ninjs; false with an error where it is neither. */
bool json_read(struct source *source);

#endif
