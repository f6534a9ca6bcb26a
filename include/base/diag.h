/* Diagnostics: what a person must read about input, state or a device.
 *
 * A struct diag collects messages; one call site may add several, so that a
 * configuration with five mistakes is refused once, with all five. Each
 * message is one line of UTF-8 without a line end, already in the form
 * `FILE:LINE: what was found, and what would be right`.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum diag_level {
    DIAG_NOTE,
    DIAG_WARNING,
    DIAG_ERROR,
};

struct diag_message {
    enum diag_level level;
    char *text; /* owned by the diag */
};

/* Zero-initialised is empty and valid: `struct diag diag = {0};` */
struct diag {
    struct diag_message *messages; /* in the order in which they were added */
    size_t count;
    size_t errors; /* how many of them are DIAG_ERROR */
};

/* Adds a message. Control characters in the formatted text are replaced by
 * '?', so nothing read from a file can reach a terminal as an escape. Returns
 * false for DIAG_ERROR and true otherwise, so that `return diag_add(...)`
 * reads naturally; never fails (aborts when memory is gone). */
bool diag_add(struct diag *diag, enum diag_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with a place in front: `FILE:LINE: `, or `FILE: ` when line is 0. */
bool diag_add_at(struct diag *diag, enum diag_level level, const char *file, int line,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

#define diag_error(diag, ...) diag_add((diag), DIAG_ERROR, __VA_ARGS__)
#define diag_warning(diag, ...) diag_add((diag), DIAG_WARNING, __VA_ARGS__)

/* The text of the first error, the diag's; NULL: there is none. */
const char *diag_first_error(const struct diag *diag);

/* All errors in one text, which the caller frees; "" where there is none. */
char *diag_join_errors(const struct diag *diag, const char *between);

/* Moves all messages of `from` to the end of `to`; `from` is empty afterwards. */
void diag_take(struct diag *to, struct diag *from);

/* Prints all messages, a line each; a warning starts with `warning: `. */
void diag_print(const struct diag *diag, FILE *stream);

/* Frees the messages and leaves the diag empty. */
void diag_finish(struct diag *diag);

#endif
