/* The files from which a configuration is made: when one of them changes, it may be another one. */
#ifndef CONFIG_FILES_H
#define CONFIG_FILES_H

struct config;

/* Calls fn for the file at `path` (NULL: there is none), for those that it includes, and for those
 * that the configuration's keys name: `key` is such a key ("panel.board", "panel.model",
 * "text.fonts", "zones"), NULL for the former. A file may come twice, and need not be there. Faces
 * that are named and not a file are fontconfig's, and not among them. */
void files_each(const struct config *config, const char *path,
                void (*fn)(void *user, const char *path, const char *key), void *user);

#endif
