/* Which snippets changed last: a ticker knows it from memory when the store that said so is lost,
 * and only a backup of it is left. */
#ifndef STORE_EDITS_H
#define STORE_EDITS_H

#include <stddef.h>

#include "db.h"

/* Notes what was changed since it was last called; what can't be read is left for the next time. */
void edits_note(struct store *store);

/* The connection has gone over to another file of the same store: what was changed after that
 * file's state is lost. Each such snippet that stands there is held, since an earlier state of it
 * must not air by itself, and the log names all of them. They count as changed again from then on:
 * a backup from before may still take the file's place. */
void edits_settle(struct store *store);

/* Notes what was committed last, for edits_own_stands. */
void edits_note_own(struct store *store);

/* Whether the file that is open now has what this connection committed last. One that was repaired
 * row by row can't tell, and has not. */
bool edits_own_stands(const struct store *store);

/* In a file that is to take the open one's place no id is given that was given before: an edit that
 * is on its way would hit another snippet. False where it can't be written. */
bool edits_keep_ids(struct store *fresh, int64_t last_id);

/* The greatest edition that this connection knows of; 0: none. */
int64_t edits_known(const struct store *store);

/* The number of the state that a store's snippets are in, which grows with each change; 0 where it
 * can't be read (db may be NULL). */
int64_t edits_edition(sqlite3 *db);

/* The same of a file. */
int64_t edits_edition_of_file(const char *path);

/* Frees what is known. */
void edits_finish(struct store *store);

#endif
