/* Allocation for a program that cannot do without: these abort with a message
 * when memory is gone, so callers need no untested error path. Sizes are
 * checked for overflow. Results are freed with free().
 *
 * What comes from outside is bounded before it gets here; a bound is an error
 * for people (struct diag), never an abort.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>
#include <stdio.h>

void *memory_alloc(size_t count, size_t size);             /* zeroed */
void *memory_resize(void *old, size_t count, size_t size); /* the new part is not zeroed */
char *memory_copy_string(const char *text);                /* NULL stays NULL */
char *memory_copy_bytes(const char *bytes, size_t length); /* adds a NUL */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What another allocator gave: NULL ends the program as it does within those above. */
void *memory_must(void *memory);

/* As malloc(3), for libraries that would go on without. */
void *memory_bytes(size_t size);

/* A stream into memory (open_memstream(3)), and its end: the text is the caller's to free then, and
 * whole. */
FILE *memory_stream(char **text, size_t *size);
void memory_stream_end(FILE *stream);

/* For a program that reads one thing after the other and ends: what is freed is kept for the next
 * one. To give some hundred kilobytes back and ask for them anew costs more than an article does.
 */
void memory_keep(void);

/* After much was freed: what the heap holds of it goes back to the system, where that can be. */
void memory_give_back(void);

#endif
