/* Mails. What is read is put into source->feed. */
#ifndef FEEDS_MAIL_H
#define FEEDS_MAIL_H

#include <stdbool.h>

#include "build.h"

/* A mail with its headers, by its bytes. Always true. */
bool mail_read(struct source *source);

#endif
