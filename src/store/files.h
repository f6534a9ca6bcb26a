/* A database's files as a whole: the file and what SQLite keeps beside it. */
#ifndef STORE_FILES_H
#define STORE_FILES_H

#include <stdbool.h>

#include "base/diag.h"

/* Makes the folders of a path. */
bool files_make_folders(const char *path, struct diag *diag);

/* Whether its file system can be written and has room for a commit; false with an error that says
 * which it is. Writes nothing to find out. */
bool files_have_room(const char *path, struct diag *diag);

/* The database and what is beside it; that it is not there is no error. */
void files_remove(const char *path);

/* Durable: its bytes. */
bool files_sync(const char *path, struct diag *diag);

/* Takes the place of `to` at once, durably. */
bool files_rename(const char *from, const char *to, struct diag *diag);

/* Gives the database at `path` a second name, takes its log of changes over to that,
 * and puts `fresh` in its place. */
bool files_set_aside(const char *path, const char *aside, const char *fresh, struct diag *diag);

/* Another name of the same file, beside it, that begins with its name and `mark`; NULL: there is
 * none. The caller frees. */
char *files_other_name(const char *path, const char *mark);

#endif
