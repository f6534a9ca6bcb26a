/* What an asker would rather have (RFC 9110, 12.4.2): the members of Accept-Encoding and
 * Accept-Language, each with a weight. */
#ifndef SERVE_PREFERENCE_H
#define SERVE_PREFERENCE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the field (NULL: there is none) takes what is called so: its weight, else that of "*", is
 * more than nothing. */
bool preference_takes(const char *field, const char *name);

/* The one of `names` that has most weight in the field, of two the one that stands first; "de" is
 * meant by "de-AT", too. Where none is taken the first of `names`. An index. */
size_t preference_choose(const char *field, const char *const *names, size_t count);

#endif
