/* A growable string of bytes, always NUL-terminated behind its length. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialised is empty and valid; data is NULL until something is added. */
struct buffer {
    char *data;
    size_t length;
    size_t capacity;
};

/* Adds a copy of the bytes at the end; of none `bytes` may be NULL. All of these abort when memory
 * is gone (base/memory.h). */
void buffer_add(struct buffer *buffer, const char *bytes, size_t length);

/* The same of a text, without its NUL. */
void buffer_add_string(struct buffer *buffer, const char *text);

/* The same of one byte. */
void buffer_add_byte(struct buffer *buffer, char byte);

/* The same of what printf(3) would print. */
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Keeps the memory, forgets the content. */
void buffer_clear(struct buffer *buffer);

/* Hands the bytes to the caller, who frees them ("" when empty); the buffer is
 * empty afterwards. */
char *buffer_detach(struct buffer *buffer);

/* Frees the memory; the buffer is empty, and may be used again. */
void buffer_finish(struct buffer *buffer);

/* Reads everything from fd until its end, at most `limit` bytes. Returns 0,
 * -EFBIG when there is more than limit, or another -errno. */
int buffer_read_fd(struct buffer *buffer, int fd, size_t limit);

#endif
