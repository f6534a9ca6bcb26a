/* Compiled statements of one connection, kept by their text: each is compiled once, not each time.
 * All of SQL that there is is finite, and so is what is kept. */
#ifndef STORE_STATEMENTS_H
#define STORE_STATEMENTS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/* Zero-initialised is empty. */
struct statements {
    struct statement {
        sqlite3_stmt *compiled;
        bool taken; /* between take and give back */
    } * items;
    size_t count;
};

/* The statement of this text, nothing bound; a second one where it is taken. NULL where SQLite
 * can't compile it: sqlite3_errmsg says why. */
sqlite3_stmt *statements_take(struct statements *statements, sqlite3 *db, const char *sql);

/* Resets it, drops what was bound, and keeps it for the next time. */
void statements_give_back(struct statements *statements, sqlite3_stmt *statement);

/* Whether any is taken: the connection must not go. */
bool statements_are_taken(const struct statements *statements);

/* Before the connection is closed. */
void statements_finish(struct statements *statements);

#endif
