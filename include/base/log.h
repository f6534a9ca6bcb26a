/* The log: one line a message on stderr. Under systemd (JOURNAL_STREAM is set)
 * with the priority prefix of sd-daemon(3), else with the level's name.
 * Control characters are replaced by '?'. Not for the refresh thread. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdio.h>

#include "base/diag.h"

enum log_level {
    LOG_LEVEL_ERROR = 3, /* the priorities of syslog(3) */
    LOG_LEVEL_WARNING = 4,
    LOG_LEVEL_INFO = 6,
    LOG_LEVEL_DEBUG = 7,
};

/* Messages above this level are dropped; LOG_LEVEL_INFO until it is called. */
void log_set_level(enum log_level level);

/* Where messages go instead of stderr (NULL: back to stderr); for the terminal
 * output, whose screen must not be written over, and for tests. */
void log_set_sink(void (*sink)(void *user, enum log_level level, const char *line), void *user);

/* Who is told of each message besides (NULL: nobody), in the thread that it comes from. Set while
 * there is one thread. */
void log_set_listener(void (*listener)(void *user, enum log_level level, const char *line),
                      void *user);

/* Writes a line, as of printf(3), when its level is told (log_set_level). */
void log_message(enum log_level level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Every message of a diag, at the level that fits it. */
void log_diag(const struct diag *diag);

#define log_error(...) log_message(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_message(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_info(...) log_message(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_message(LOG_LEVEL_DEBUG, __VA_ARGS__)

#endif
