/* A password, from a file that nobody else can read. */
#ifndef WIRES_SECRET_H
#define WIRES_SECRET_H

#include <stdbool.h>

#include "base/diag.h"

struct secret_file {
    const char *key; /* what names it, for messages: "mqtt.password_file" */
    const char *path;
    const char *form; /* what its first line has: "the password" */
};

/* The first line, which the caller frees. False with an error that begins with the key, where the
 * file can't be read, its first line is empty, or others may read it. What is in it is in no
 * message. */
bool secret_read(const struct secret_file *file, char **line, struct diag *diag);

/* Whether it is a header ("Authorization: ..."), not USER:PASSWORD. */
bool secret_is_header(const char *line);

#endif
