/* The files of a running configuration, looked at again and again. */
#ifndef CLI_WATCHED_FILES_H
#define CLI_WATCHED_FILES_H

#include <stdbool.h>
#include <stddef.h>

struct config;

/* Zero-initialised is empty. */
struct watched_files {
    struct watched_file *files;
    size_t count;
};

/* The files of the configuration that was read from `path` (config/files.h), in place of what was
 * there: as they are now, or as they were noted where they were there already.
 * watched_files_finish frees. */
void watched_files_note(struct watched_files *watched, const struct config *config,
                        const char *path);

/* Notes all of them as they are now. Call it before they are read: what changes in between is then
 * another one. */
void watched_files_renew(struct watched_files *watched);

/* A copy in place of what was there. */
void watched_files_copy(struct watched_files *watched, const struct watched_files *other);
void watched_files_finish(struct watched_files *watched);

/* Looks at them: whether one is another than it was when it was noted, and stays so since the last
 * look, so that it is not half written. */
bool watched_files_look(struct watched_files *watched);

/* Calls fn for each key that names a file in both which is another one in `now`. */
void watched_files_compare(const struct watched_files *before, const struct watched_files *now,
                           void (*fn)(void *user, const char *key), void *user);

#endif
