/* Names of people as marks of who is who: what looks like another name must not pass for it. */
#ifndef NEWS_PERSON_NAME_H
#define NEWS_PERSON_NAME_H

#include <stdbool.h>

/* Whether a name has letters of two of the alphabets whose letters look alike (Latin, Cyrillic,
 * Greek, Armenian; UTS #39, 5): their names, literals, in the order in which they stand there. */
bool person_name_mixes(const char *name, const char **one, const char **other);

/* The character at the name's beginning or end that nobody sees there; 0: there is none. */
unsigned person_name_hidden_end(const char *name);

#endif
