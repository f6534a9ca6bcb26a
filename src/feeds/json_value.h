/* JSON's values as texts of a feed. Each takes what is not there and says nothing then. */
#ifndef FEEDS_JSON_VALUE_H
#define FEEDS_JSON_VALUE_H

#include <jansson.h>

#include "build.h"

/* The string of the first of these names that has one that is not empty; NULL ends the names. */
const char *json_first(const json_t *object, const char *const *names);

/* A member in one line, and in paragraphs; a number is its digits. */
char *json_line(struct source *source, const json_t *object, const char *name);
char *json_body(struct source *source, const json_t *object, const char *name,
                enum writing writing);

/* Reads a member that is an instant, as build_instant. */
void json_instant(struct source *source, int64_t *place, const json_t *object, const char *name);

#endif
