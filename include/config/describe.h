/* What may stand behind a key, in words. */
#ifndef CONFIG_DESCRIBE_H
#define CONFIG_DESCRIBE_H

#include <stddef.h>

#include "config/schema.h"

/* "a whole number from 16 to 64"; cut where `size` ends. */
void describe_allowed(const struct schema_key *key, char *out, size_t size);

#endif
