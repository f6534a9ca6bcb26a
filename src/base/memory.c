#include "base/memory.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void *memory_must(void *memory)
{
    if (!memory) {
        fputs("motograph: out of memory\n", stderr);
        abort();
    }
    return memory;
}

void *memory_alloc(size_t count, size_t size)
{
    return memory_must(calloc(count ? count : 1, size ? size : 1));
}

void *memory_resize(void *old, size_t count, size_t size)
{
    if (count == 0 || size == 0)
        count = size = 1;
    return memory_must(reallocarray(old, count, size));
}

char *memory_copy_string(const char *text)
{
    return text ? memory_copy_bytes(text, strlen(text)) : NULL;
}

char *memory_copy_bytes(const char *bytes, size_t length)
{
    char *copy = memory_must(malloc(length + 1));
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

void *memory_bytes(size_t size)
{
    return memory_must(malloc(size ? size : 1));
}

FILE *memory_stream(char **text, size_t *size)
{
    return memory_must(open_memstream(text, size));
}

/* Where it could not grow it has lost what was printed. */
void memory_stream_end(FILE *stream)
{
    bool lost = ferror(stream) != 0;
    if (fclose(stream) != 0 || lost)
        memory_must(NULL);
}

char *memory_format(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = NULL;
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    return memory_must(text);
}

/* More than a long article needs at once. A greater one than KEEP_BLOCK has memory of its own. */
#define KEEP_BYTES (32 << 20)
#define KEEP_BLOCK (4 << 20)

void memory_keep(void)
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, KEEP_BYTES);
    mallopt(M_MMAP_THRESHOLD, KEEP_BLOCK);
#endif
}

void memory_give_back(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
