/* What senders to an AWTRIX clock mean, as lines: of its documents what means something for words,
 * and by name what does not. */
#ifndef CONTROL_AWTRIX_H
#define CONTROL_AWTRIX_H

#include <stdbool.h>

#include <jansson.h>

#include "control/hook.h"

/* What holds for a line besides its words. */
struct awtrix_terms {
    int64_t airings; /* 0: no limit */
    int64_t lasts_s; /* until it is over by itself */
    int priority;
};

/* An application's document (text, an object, or a list of them) under its name, or a
 * notification's (name NULL). Lines are added, over where there is nothing in it; `ignored` gets
 * the names of the members that mean nothing here, each once. False where it is none: *field says
 * which member. */
bool awtrix_read(const json_t *json, const char *name, size_t most_chars, struct hook_lines *lines,
                 struct awtrix_terms *terms, json_t *ignored, const char **field);

/* Whether a line of that key (NULL: it has none) is a notification. */
bool awtrix_is_notification(const char *key);

/* The line that a dismissed notification of that key takes off. */
void awtrix_dismiss(const char *key, struct hook_lines *lines);

#endif
