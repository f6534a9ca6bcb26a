/* Opening what a person names as an input. */
#ifndef BASE_INPUT_H
#define BASE_INPUT_H

#include <stdio.h>

#include "base/buffer.h"
#include "base/diag.h"

/* The file for input_read, "-" for standard input; the caller closes it. A named pipe (fifo(7)) in
 * which nobody writes is waited for one second, and is empty then, never waited for without end.
 * -1 with an error in diag that says that `what` ("an article's file") is wanted, for a folder, and
 * for what can't be opened. */
int input_open(const char *path, const char *what, struct diag *diag);

/* Reads to the end, from where input_open has opened `path`. 0; -EFBIG behind `limit` bytes;
 * -ETIMEDOUT when nothing comes for some seconds (five, or thirty on standard input; of a terminal
 * never); -errno. */
int input_read(const char *path, int fd, size_t limit, struct buffer *bytes);

/* A file whose lines are read where a pipe or a device makes no sense; the caller closes it. NULL
 * for these, which would be waited for, for a folder, and for what can't be opened (errno; EINVAL:
 * no plain file). */
FILE *input_open_lines(const char *path);

/* For what is read more than once: false with an error when it is a folder, a pipe or a device that
 * is not /dev/null; what is not there passes. */
bool input_is_plain(const char *path, const char *what, struct diag *diag);

#endif
