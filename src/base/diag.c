#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"

/* C0, DEL and C1: what a terminal might obey. */
static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

static void defuse(char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length;) {
        uint32_t code = 0;
        size_t size = utf8_decode(text + i, length - i, &code);
        if (size == 0 || is_control(code))
            memset(text + i, '?', size ? size : 1);
        i += size ? size : 1;
    }
}

static bool add(struct diag *diag, enum diag_level level, char *text)
{
    defuse(text);
    diag->messages = memory_resize(diag->messages, diag->count + 1, sizeof *diag->messages);
    diag->messages[diag->count++] = (struct diag_message){.level = level, .text = text};
    diag->errors += level == DIAG_ERROR;
    return level != DIAG_ERROR;
}

static char *format_text(const char *format, va_list arguments)
{
    char *text = NULL;
    if (vasprintf(&text, format, arguments) < 0)
        text = memory_copy_string(format);
    return text;
}

bool diag_add(struct diag *diag, enum diag_level level, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = format_text(format, arguments);
    va_end(arguments);
    return add(diag, level, text);
}

bool diag_add_at(struct diag *diag, enum diag_level level, const char *file, int line,
                 const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *what = format_text(format, arguments);
    va_end(arguments);
    char *text = line > 0 ? memory_format("%s:%d: %s", file, line, what)
                          : memory_format("%s: %s", file, what);
    free(what);
    return add(diag, level, text);
}

const char *diag_first_error(const struct diag *diag)
{
    for (size_t i = 0; i < diag->count; i++)
        if (diag->messages[i].level == DIAG_ERROR)
            return diag->messages[i].text;
    return NULL;
}

char *diag_join_errors(const struct diag *diag, const char *between)
{
    struct buffer all = {0};
    buffer_add_string(&all, "");
    for (size_t i = 0; i < diag->count; i++)
        if (diag->messages[i].level == DIAG_ERROR)
            buffer_format(&all, "%s%s", all.length ? between : "", diag->messages[i].text);
    return buffer_detach(&all);
}

void diag_take(struct diag *to, struct diag *from)
{
    for (size_t i = 0; i < from->count; i++)
        add(to, from->messages[i].level, from->messages[i].text);
    free(from->messages);
    *from = (struct diag){0};
}

void diag_print(const struct diag *diag, FILE *stream)
{
    static const char *const prefix[] = {"note: ", "warning: ", ""};
    for (size_t i = 0; i < diag->count; i++)
        fprintf(stream, "%s%s\n", prefix[diag->messages[i].level], diag->messages[i].text);
}

void diag_finish(struct diag *diag)
{
    for (size_t i = 0; i < diag->count; i++)
        free(diag->messages[i].text);
    free(diag->messages);
    *diag = (struct diag){0};
}
