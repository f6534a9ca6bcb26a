/* Wire telegrams. What is read is put into source->feed. */
#ifndef FEEDS_TELEGRAM_H
#define FEEDS_TELEGRAM_H

#include <stdbool.h>

#include "build.h"

/* A telegram of the kind that extract/sniff.h names; false with an error where it has no text. */
bool telegram_read(struct source *source, const char *kind);

#endif
