#include "base/buffer.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

#define FIRST_CAPACITY 64
/* Most files are smaller, and the C library takes a buffer of 128 KiB from the system, and gives it
 * back, each time (M_MMAP_THRESHOLD, mallopt(3)). */
#define READ_PIECE 16384

static void reserve(struct buffer *buffer, size_t more)
{
    size_t wanted = buffer->length + more + 1;
    if (wanted <= buffer->capacity)
        return;
    size_t capacity = buffer->capacity ? buffer->capacity : FIRST_CAPACITY;
    while (capacity < wanted)
        capacity *= 2;
    buffer->data = memory_resize(buffer->data, capacity, 1);
    buffer->capacity = capacity;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
    reserve(buffer, length);
    if (length > 0)
        memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void buffer_add_string(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_add_byte(struct buffer *buffer, char byte)
{
    buffer_add(buffer, &byte, 1);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = NULL;
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0) /* what is left out here would be missing in somebody's words */
        text = memory_must(NULL);
    buffer_add(buffer, text, (size_t)length);
    free(text);
}

void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
    if (buffer->data)
        buffer->data[0] = '\0';
}

char *buffer_detach(struct buffer *buffer)
{
    char *data = buffer->data ? buffer->data : memory_copy_string("");
    *buffer = (struct buffer){0};
    return data;
}

void buffer_finish(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

int buffer_read_fd(struct buffer *buffer, int fd, size_t limit)
{
    for (;;) {
        reserve(buffer, READ_PIECE);
        buffer->data[buffer->length] = '\0'; /* of a file without a byte, too */
        ssize_t got = read(fd, buffer->data + buffer->length, READ_PIECE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        if (got == 0)
            return 0;
        buffer->length += (size_t)got;
        buffer->data[buffer->length] = '\0';
        if (buffer->length > limit)
            return -EFBIG;
    }
}
