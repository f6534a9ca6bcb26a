/* The store's schema: one step for each version; PRAGMA user_version counts. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <stddef.h>

/* Step i brings version i to version i + 1. Never changed once released. */
extern const char *const schema_steps[];
extern const int schema_version; /* how many there are */

#endif
