/* A database's files as a whole: the file and what SQLite keeps beside it. */
#ifndef STORE_FILES_H
#define STORE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

/* What the editors' group may write, and what it may read; nobody else anything. */
#define FILES_STORE_MODE 0660
#define FILES_BACKUP_MODE 0640

/* Makes the folders of a path; the last one, where it is new, is for its group, too: 2770. */
bool files_make_folders(const char *path, struct diag *diag);

/* Gives a file that is ours this mode, whatever the umask was; does nothing else, and no error. */
void files_set_mode(const char *path, unsigned mode);

/* FILES_STORE_MODE for the database and what is beside it. */
void files_set_store_modes(const char *path);

/* Whether the database at a path, and what SQLite keeps beside it, are plain files or not there;
 * false with an error that says which is not. */
bool files_are_plain(const char *path, struct diag *diag);

/* The path behind a link, as far as links go, whether there is a file or not: SQLite keeps its
 * files beside that, and what takes a store's place takes that one's, not the link's. The caller
 * frees. */
char *files_behind_links(const char *path);

/* Whether there is nothing: no file, or an empty one. */
bool files_is_absent(const char *path);

/* Whether its file system can be written and has room for a commit; false with an error that says
 * which it is. Writes nothing to find out. */
bool files_have_room(const char *path, struct diag *diag);

/* Whether one more file can be made beside it: a disk may lack inodes, or a quota be reached, with
 * room for bytes. A file without a name is made to find out. */
bool files_can_be_made(const char *path);

/* The database and what is beside it; that it is not there is no error. */
void files_remove(const char *path);

/* What is beside it only. */
void files_remove_beside(const char *path);

/* Durable: its name. */
bool files_sync_folder_of(const char *path, struct diag *diag);

/* Durable: its bytes. */
bool files_sync(const char *path, struct diag *diag);

/* Takes the place of `to` at once, durably. */
bool files_rename(const char *from, const char *to, struct diag *diag);

/* Gives the database at `path` a second name, takes its log of changes over to that,
 * and puts `fresh` in its place. */
bool files_set_aside(const char *path, const char *aside, const char *fresh, struct diag *diag);

/* PATH, `mark` and the time, which no file has yet; the caller frees. */
char *files_stamped_name(const char *path, const char *mark, int64_t now_ms);

/* Another name of the same file, beside it, that begins with its name and `mark`; NULL: there is
 * none. The caller frees. */
char *files_other_name(const char *path, const char *mark);

/* Of the copies of a file that were set aside as PATH, mark, and more, the oldest go until there
 * are `most`; the names tell the age. */
void files_keep_newest(const char *path, const char *mark, size_t most);

#endif
