/* The ticker's store can become an earlier one: a backup takes its place, by somebody's act or as
 * it is repaired. What was told to it since is then told again, and taken off again. */
#ifndef WIRES_ANEW_H
#define WIRES_ANEW_H

#include <stdbool.h>

#include "wires/editor.h"

/* Takes off what the book has as off, and what could still air where the store does not know of it.
 * False where the ticker could not be asked. */
bool anew_take_off(const struct editor *editor);

#endif
