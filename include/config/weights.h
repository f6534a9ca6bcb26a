/* Weights: numbers that a program fitted on annotated articles, kept as a table that people can
 * read (languages/speakers.weights of the data, libconfig): groups of names, each with an integer.
 */
#ifndef CONFIG_WEIGHTS_H
#define CONFIG_WEIGHTS_H

#include "base/diag.h"

/* Reads the table the first time. False with an error, FILE:LINE,
 * then and whenever it is asked again: every number is then as it was never fitted, and no speaker
 * is certain. */
bool weights_load(struct diag *diag);

/* Whether the table has that group, with a number at least. */
bool weights_have(const char *group);

/* The table's file, for messages. Static; behind weights_load, where that gave true. */
const char *weights_path(void);

/* The number of a name in a group; `missing` where the table has none, and before weights_load. */
int weights_number(const char *group, const char *name, int missing);

#endif
