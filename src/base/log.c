#include "base/log.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static enum log_level threshold = LOG_LEVEL_INFO;
static void (*log_sink)(void *user, enum log_level level, const char *line);
static void *log_sink_user;
static void (*log_listener)(void *user, enum log_level level, const char *line);
static void *log_listener_user;

void log_set_level(enum log_level level)
{
    threshold = level;
}

void log_set_sink(void (*sink)(void *user, enum log_level level, const char *line), void *user)
{
    log_sink = sink;
    log_sink_user = user;
}

void log_set_listener(void (*listener)(void *user, enum log_level level, const char *line),
                      void *user)
{
    log_listener = listener;
    log_listener_user = user;
}

static const char *level_name(enum log_level level)
{
    switch (level) {
    case LOG_LEVEL_ERROR:
        return "error: ";
    case LOG_LEVEL_WARNING:
        return "warning: ";
    case LOG_LEVEL_DEBUG:
        return "debug: ";
    case LOG_LEVEL_INFO:
        break;
    }
    return "";
}

static void emit(enum log_level level, const char *line)
{
    if (log_listener)
        log_listener(log_listener_user, level, line);
    if (log_sink)
        log_sink(log_sink_user, level, line);
    else if (getenv("JOURNAL_STREAM"))
        fprintf(stderr, "<%d>%s\n", (int)level, line);
    else
        fprintf(stderr, "%s%s\n", level_name(level), line);
}

void log_message(enum log_level level, const char *format, ...)
{
    if (level > threshold)
        return;
    va_list arguments;
    va_start(arguments, format);
    char *text = NULL;
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0)
        return;
    struct diag diag = {0}; /* it defuses what the message quotes */
    diag_add(&diag, DIAG_NOTE, "%s", text);
    emit(level, diag.messages[0].text);
    diag_finish(&diag);
    free(text);
}

void log_diag(const struct diag *diag)
{
    static const enum log_level level[] = {LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR};
    for (size_t i = 0; i < diag->count; i++)
        log_message(level[diag->messages[i].level], "%s", diag->messages[i].text);
}
