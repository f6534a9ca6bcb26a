#include "wires/book.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/connect.h"

#define BUSY_MS 5000
#define APPLICATION_ID "0x4d575253" /* "MWRS" */

/* Feeds have row numbers, so that what is written again stays in its leaf: one page of the log a
 * poll. */
static const char schema[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
    "PRAGMA application_id = " APPLICATION_ID ";"
    "CREATE TABLE IF NOT EXISTS feed ("
    " name TEXT PRIMARY KEY, etag TEXT, modified TEXT, moved TEXT,"
    " moved_ms INTEGER NOT NULL, moved_for_good INTEGER NOT NULL, failures INTEGER NOT NULL,"
    " gone INTEGER NOT NULL, last_ms INTEGER NOT NULL, good_ms INTEGER NOT NULL,"
    " next_ms INTEGER NOT NULL, fault TEXT, url TEXT NOT NULL,"
    " items INTEGER NOT NULL, newest_ms INTEGER NOT NULL, live INTEGER NOT NULL,"
    " waiting INTEGER NOT NULL, format TEXT, note TEXT) STRICT;"
    "CREATE TABLE IF NOT EXISTS item ("
    " feed TEXT NOT NULL, key TEXT NOT NULL, link TEXT, title TEXT, hash INTEGER NOT NULL,"
    " state INTEGER NOT NULL, level INTEGER NOT NULL, first_ms INTEGER NOT NULL,"
    " published_ms INTEGER NOT NULL,"
    " PRIMARY KEY (feed, key)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS told (" /* to which file of the ticker's */
    " one INTEGER PRIMARY KEY CHECK (one = 1), store TEXT NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS item_link ON item (link) WHERE link IS NOT NULL;"
    "CREATE INDEX IF NOT EXISTS item_title ON item (title) WHERE title IS NOT NULL;";

struct book {
    sqlite3 *db;
    char *path;
    char *unread; /* why something of it could not be read; NULL: all could */
};

static bool tell(struct book *book, struct diag *diag)
{
    return diag_error(diag, "%s: %s", book->path, connect_words(book->db));
}

struct book *book_open(const char *path, bool reading, struct diag *diag)
{
    struct book *book = memory_alloc(1, sizeof *book);
    int flags = reading ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    book->path = memory_copy_string(path);
    /* Without memory it gives up: a story that can't be looked up would be taken for a new one, and
     * one that was withdrawn would air again. */
    bool good = connect_open(path, &book->db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
    if (good)
        sqlite3_busy_timeout(book->db, BUSY_MS);
    good = good && (reading || sqlite3_exec(book->db, schema, NULL, NULL, NULL) == SQLITE_OK);
    if (good)
        return book;
    tell(book, diag);
    book_close(book);
    return NULL;
}

void book_close(struct book *book)
{
    if (!book)
        return;
    sqlite3_close_v2(book->db);
    free(book->path);
    free(book->unread);
    free(book);
}

static char *text_at(sqlite3_stmt *statement, int column)
{
    return memory_copy_string((const char *)sqlite3_column_text(statement, column));
}

static void bind_text(sqlite3_stmt *statement, int number, const char *text)
{
    sqlite3_bind_text(statement, number, text, -1, SQLITE_TRANSIENT);
}

static sqlite3_stmt *prepare(struct book *book, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v2(book->db, sql, -1, &statement, NULL);
    return statement;
}

/* --- reading --- */

static void note_unread(struct book *book)
{
    if (!book->unread)
        book->unread = memory_format("%s: %s", book->path, connect_words(book->db));
}

static sqlite3_stmt *prepare_read(struct book *book, const char *sql)
{
    sqlite3_stmt *statement = prepare(book, sql);
    if (!statement)
        note_unread(book);
    return statement;
}

/* Whether there is a row; that there is none is something else than that none can be read. */
static bool next_row(struct book *book, sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        note_unread(book);
    return code == SQLITE_ROW;
}

void book_begin_reading(struct book *book)
{
    free(book->unread);
    book->unread = NULL;
}

const char *book_unread(const struct book *book)
{
    return book->unread;
}

static bool finish(struct book *book, sqlite3_stmt *statement, struct diag *diag)
{
    bool good = statement && sqlite3_step(statement) == SQLITE_DONE;
    if (!good)
        tell(book, diag);
    sqlite3_finalize(statement);
    return good;
}

/* --- feeds --- */

static void take_feed(sqlite3_stmt *row, struct desk_feed *feed, struct book_feed *told)
{
    feed->etag = text_at(row, 0);
    feed->modified = text_at(row, 1);
    feed->moved = text_at(row, 2);
    feed->moved_ms = sqlite3_column_int64(row, 3);
    feed->moved_for_good = feed->moved && sqlite3_column_int(row, 4) != 0;
    feed->failures = sqlite3_column_int(row, 5);
    feed->gone = sqlite3_column_int(row, 6) != 0;
    feed->last_ms = sqlite3_column_int64(row, 7);
    feed->good_ms = sqlite3_column_int64(row, 8);
    feed->next_ms = sqlite3_column_int64(row, 9);
    feed->fault = text_at(row, 10);
    told->items = sqlite3_column_int64(row, 11);
    told->newest_ms = sqlite3_column_int64(row, 12);
    told->live = sqlite3_column_int64(row, 13);
    told->waiting = sqlite3_column_int64(row, 14);
    told->format = text_at(row, 15);
    told->note = text_at(row, 16);
}

bool book_load(struct book *book, struct desk_feed *feed, struct book_feed *told, struct diag *diag)
{
    *told = (struct book_feed){0};
    sqlite3_stmt *row = prepare(
        book, "SELECT etag, modified, moved, moved_ms, moved_for_good, failures, gone, last_ms,"
              " good_ms, next_ms, fault, items, newest_ms, live, waiting, format, note"
              " FROM feed WHERE name = ?1 AND url = ?2");
    if (!row)
        return tell(book, diag);
    bind_text(row, 1, feed->name);
    bind_text(row, 2, feed->url);
    int code = sqlite3_step(row);
    if (code == SQLITE_ROW)
        take_feed(row, feed, told);
    sqlite3_finalize(row);
    return code == SQLITE_ROW || code == SQLITE_DONE || tell(book, diag);
}

bool book_save(struct book *book, const struct desk_feed *feed, const struct book_feed *told,
               struct diag *diag)
{
    sqlite3_stmt *row = prepare(
        book, "INSERT INTO feed (name, etag, modified, moved, moved_ms, moved_for_good,"
              " failures, gone, last_ms, good_ms, next_ms, fault, url, items, newest_ms, live,"
              " waiting, format, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
              " ?13, ?14, ?15, ?16, ?17, ?18, ?19) ON CONFLICT (name) DO UPDATE SET etag = ?2,"
              " modified = ?3, moved = ?4, moved_ms = ?5, moved_for_good = ?6, failures = ?7,"
              " gone = ?8, last_ms = ?9, good_ms = ?10, next_ms = ?11, fault = ?12, url = ?13,"
              " items = ?14, newest_ms = ?15, live = ?16, waiting = ?17, format = ?18, note = ?19");
    if (!row)
        return tell(book, diag);
    const char *texts[] = {feed->name, feed->etag, feed->modified, feed->moved};
    const int64_t numbers[] = {feed->moved_ms, feed->moved_for_good, feed->failures, feed->gone,
                               feed->last_ms,  feed->good_ms,        feed->next_ms};
    const int64_t counts[] = {told->items, told->newest_ms, told->live, told->waiting};
    for (int i = 0; i < 4; i++)
        bind_text(row, 1 + i, texts[i]);
    for (int i = 0; i < 7; i++)
        sqlite3_bind_int64(row, 5 + i, numbers[i]);
    bind_text(row, 12, feed->fault);
    bind_text(row, 13, feed->url);
    for (int i = 0; i < 4; i++)
        sqlite3_bind_int64(row, 14 + i, counts[i]);
    bind_text(row, 18, told->format);
    bind_text(row, 19, told->note);
    return finish(book, row, diag);
}

void book_feed_finish(struct book_feed *told)
{
    free(told->format);
    free(told->note);
    *told = (struct book_feed){0};
}

/* --- items --- */

static void take_item(sqlite3_stmt *row, struct book_item *item)
{
    *item = (struct book_item){.feed = text_at(row, 0),
                               .key = text_at(row, 1),
                               .link = text_at(row, 2),
                               .title = text_at(row, 3),
                               .hash = sqlite3_column_int64(row, 4),
                               .state = (enum book_state)sqlite3_column_int(row, 5),
                               .level = sqlite3_column_int64(row, 6),
                               .first_ms = sqlite3_column_int64(row, 7),
                               .published_ms = sqlite3_column_int64(row, 8)};
}

#define SELECT_ITEM                                                                                \
    "SELECT feed, key, link, title, hash, state, level, first_ms, published_ms FROM item"

bool book_find(struct book *book, enum book_by by, const char *feed, const char *other_than,
               const char *text, struct book_item *item)
{
    static const char *const queries[] = {
        [BOOK_BY_KEY] =
            SELECT_ITEM " WHERE key = ?1 AND ifnull(feed = ?2, feed <> ?3 AND state IN (0, 1, 4))"
                        " ORDER BY first_ms DESC LIMIT 1",
        [BOOK_BY_LINK] =
            SELECT_ITEM " WHERE link = ?1 AND ifnull(feed = ?2, feed <> ?3 AND state IN (0, 1, 4))"
                        " ORDER BY first_ms DESC LIMIT 1",
        [BOOK_BY_TITLE] =
            SELECT_ITEM " WHERE title = ?1 AND ifnull(feed = ?2, feed <> ?3 AND state IN (0, 1, 4))"
                        " ORDER BY first_ms DESC LIMIT 1",
    };
    sqlite3_stmt *row = text ? prepare_read(book, queries[by]) : NULL;
    *item = (struct book_item){0};
    if (!row)
        return false;
    bind_text(row, 1, text);
    bind_text(row, 2, feed);
    bind_text(row, 3, other_than);
    bool found = next_row(book, row);
    if (found)
        take_item(row, item);
    sqlite3_finalize(row);
    return found;
}

void book_item_finish(struct book_item *item)
{
    free(item->feed);
    free(item->key);
    free(item->link);
    free(item->title);
    *item = (struct book_item){0};
}

bool book_put(struct book *book, const struct book_item *item, struct diag *diag)
{
    sqlite3_stmt *row =
        prepare(book, "INSERT OR REPLACE INTO item (feed, key, link, title, hash, state, level,"
                      " first_ms, published_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    if (!row)
        return tell(book, diag);
    bind_text(row, 1, item->feed);
    bind_text(row, 2, item->key);
    bind_text(row, 3, item->link);
    bind_text(row, 4, item->title);
    sqlite3_bind_int64(row, 5, item->hash);
    sqlite3_bind_int(row, 6, (int)item->state);
    sqlite3_bind_int64(row, 7, item->level);
    sqlite3_bind_int64(row, 8, item->first_ms);
    sqlite3_bind_int64(row, 9, item->published_ms);
    return finish(book, row, diag);
}

void book_each(struct book *book, const char *feed, enum book_state state,
               void (*fn)(void *user, const struct book_item *item), void *user)
{
    sqlite3_stmt *row = prepare_read(
        book, SELECT_ITEM " WHERE feed = ?1 AND state = ?2 ORDER BY published_ms DESC, first_ms"
                          " DESC");
    struct book_item *items = NULL;
    size_t count = 0;
    if (!row)
        return;
    bind_text(row, 1, feed);
    sqlite3_bind_int(row, 2, (int)state);
    while (next_row(book, row)) {
        items = memory_resize(items, count + 1, sizeof *items);
        take_item(row, &items[count++]);
    }
    sqlite3_finalize(row);
    for (size_t i = 0; i < count; i++) {
        fn(user, &items[i]);
        book_item_finish(&items[i]);
    }
    free(items);
}

static int64_t count_of(struct book *book, const char *sql, const char *feed, int64_t number)
{
    sqlite3_stmt *row = prepare_read(book, sql);
    if (!row)
        return 0;
    bind_text(row, 1, feed);
    sqlite3_bind_int64(row, 2, number);
    int64_t count = next_row(book, row) ? sqlite3_column_int64(row, 0) : 0;
    sqlite3_finalize(row);
    return count;
}

int64_t book_since(struct book *book, const char *feed, int64_t since_ms)
{
    return count_of(
        book, "SELECT count(*) FROM item WHERE feed = ?1 AND first_ms > ?2 AND state IN (0, 3)",
        feed, since_ms);
}

int64_t book_take_overs(struct book *book, const char *feed, int64_t since_ms)
{
    return count_of(book,
                    "SELECT count(*) FROM item WHERE feed = ?1 AND first_ms > ?2 AND level > 0",
                    feed, since_ms);
}

int64_t book_count(struct book *book, const char *feed, enum book_state state)
{
    return count_of(book, "SELECT count(*) FROM item WHERE feed = ?1 AND state = ?2", feed,
                    (int64_t)state);
}

char *book_told_to(struct book *book)
{
    sqlite3_stmt *row = prepare(book, "SELECT store FROM told");
    char *file = row && sqlite3_step(row) == SQLITE_ROW ? text_at(row, 0) : NULL;
    sqlite3_finalize(row);
    return file;
}

bool book_tell_anew(struct book *book, const char *file, struct diag *diag)
{
    char *sql = sqlite3_mprintf("BEGIN IMMEDIATE; UPDATE item SET hash = 0 WHERE state = %d;"
                                "UPDATE feed SET etag = NULL, modified = NULL;"
                                "INSERT OR REPLACE INTO told (one, store) VALUES (1, %Q); COMMIT",
                                (int)BOOK_LIVE, file);
    bool good =
        sqlite3_exec(book->db, memory_must(sql), NULL, NULL, NULL) == SQLITE_OK || tell(book, diag);
    if (!good)
        sqlite3_exec(book->db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_free(sql);
    return good;
}

void book_forget(struct book *book, int64_t before_ms)
{
    sqlite3_stmt *row = prepare(book, "DELETE FROM item WHERE first_ms < ?1");
    sqlite3_bind_int64(row, 1, before_ms);
    sqlite3_step(row);
    sqlite3_finalize(row);
}
