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

void buffer_add(struct buffer *buffer, const char *bytes, size_t length);
void buffer_add_string(struct buffer *buffer, const char *text);
void buffer_add_byte(struct buffer *buffer, char byte);
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Keeps the memory, forgets the content. */
void buffer_clear(struct buffer *buffer);

/* Hands the bytes to the caller, who frees them ("" when empty); the buffer is
 * empty afterwards. */
char *buffer_detach(struct buffer *buffer);

void buffer_finish(struct buffer *buffer);

/* Reads everything from fd until its end, at most `limit` bytes. Returns 0,
 * -EFBIG when there is more than limit, or another -errno. */
int buffer_read_fd(struct buffer *buffer, int fd, size_t limit);

#endif
