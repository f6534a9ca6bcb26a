#include "recover_rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "store/connect.h"

static const char *const names[RECOVER_TABLES] = {
    [RECOVER_ARTICLE] = "article",       [RECOVER_SNIPPET] = "snippet",
    [RECOVER_AIRED] = "aired",           [RECOVER_ASRUN_1] = "asrun_1",
    [RECOVER_ASRUN] = "asrun",           [RECOVER_ASRUN_BASE] = "asrun_base",
    [RECOVER_ASRUN_OPEN] = "asrun_open", [RECOVER_STRIP] = "strip",
};

/* One table's way over. */
struct passage {
    struct recovery *recovery;
    enum recover_table table;
    sqlite3_stmt *read; /* ?1: the first rowid; columns: rowid, then the table's */
    sqlite3_stmt *write;
    int columns;
    int64_t next; /* the rowid to go on from */
    bool over;
};

void recover_rows_open(struct recovery *recovery, const char *path)
{
    assert(!recovery->from);
    if (connect_open(path, &recovery->from, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
        SQLITE_OK) {
        sqlite3_busy_timeout(recovery->from, DB_BUSY_MS);
        sqlite3_db_config(recovery->from, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        /* A schema with mistakes is read as far as it goes. */
        sqlite3_exec(recovery->from, "PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON",
                     NULL, NULL, NULL);
        /* All is read as it stands at one instant: who writes meanwhile is ahead of that edition,
         * and learns that it is lost. */
        sqlite3_exec(recovery->from, "BEGIN", NULL, NULL, NULL);
    }
}

void recover_rows_close(struct recovery *recovery)
{
    sqlite3_close(recovery->from);
    recovery->from = NULL;
}

static void add_column(struct buffer *list, const char *name)
{
    buffer_add_string(list, list->length ? ", \"" : "\"");
    buffer_add_string(list, name);
    buffer_add_byte(list, '"');
}

/* The columns of the new store's table, as far as `read` has them. */
static int list_columns(struct passage *passage, struct buffer *list)
{
    sqlite3_stmt *statement = NULL;
    char *sql = memory_format("PRAGMA table_info(%s)", names[passage->table]);
    int count = 0;
    if (sqlite3_prepare_v2(passage->recovery->to->db, sql, -1, &statement, NULL) == SQLITE_OK)
        while (sqlite3_step(statement) == SQLITE_ROW) {
            const char *name = (const char *)sqlite3_column_text(statement, 1);
            char *probe = memory_format("SELECT \"%s\" FROM %s", name, names[passage->table]);
            sqlite3_stmt *tried = NULL;
            /* A name in quotation marks that is no column would be a text. */
            if (sqlite3_prepare_v2(passage->recovery->from, probe, -1, &tried, NULL) == SQLITE_OK &&
                sqlite3_column_origin_name(tried, 0)) {
                add_column(list, name);
                count++;
            }
            sqlite3_finalize(tried);
            free(probe);
        }
    sqlite3_finalize(statement);
    free(sql);
    return count;
}

/* A row of the log (its id is its first column) takes the place of one that is doubted. */
static char *write_sql(const struct passage *passage, const char *columns)
{
    struct buffer marks = {0};
    bool doubts = passage->recovery->doubts && passage->table == RECOVER_ASRUN;
    for (int i = 0; i < passage->columns; i++)
        buffer_add_string(&marks, i ? ", ?" : "?");
    char *sql =
        memory_format("INSERT OR %s INTO %s (%s) SELECT %s%s", doubts ? "REPLACE" : "IGNORE",
                      names[passage->table], columns, marks.data,
                      doubts ? " WHERE ?1 IN (SELECT id FROM temp.doubtful) OR"
                               " ?1 NOT IN (SELECT id FROM asrun)"
                             : "");
    buffer_finish(&marks);
    return sql;
}

/* False when the table can't be read at all. */
static bool open_passage(struct passage *passage)
{
    struct buffer columns = {0};
    struct recovery *recovery = passage->recovery;
    passage->columns = recovery->from ? list_columns(passage, &columns) : 0;
    passage->next = INT64_MIN;
    bool good = false;
    if (passage->columns > 0) {
        char *read = memory_format("SELECT rowid, %s FROM %s WHERE rowid >= ?1 ORDER BY rowid",
                                   columns.data, names[passage->table]);
        char *write = write_sql(passage, columns.data);
        good = sqlite3_prepare_v2(recovery->from, read, -1, &passage->read, NULL) == SQLITE_OK &&
               sqlite3_prepare_v2(recovery->to->db, write, -1, &passage->write, NULL) == SQLITE_OK;
        free(read);
        free(write);
    }
    buffer_finish(&columns);
    return good;
}

static void close_passage(struct passage *passage)
{
    sqlite3_finalize(passage->read);
    sqlite3_finalize(passage->write);
}

/* A row that the new store's constraints refuse is damaged, and not taken. */
static bool take_row(struct passage *passage, struct diag *diag)
{
    struct recovery *recovery = passage->recovery;
    for (int i = 0; i < passage->columns; i++)
        sqlite3_bind_value(passage->write, i + 1, sqlite3_column_value(passage->read, i + 1));
    int code = sqlite3_step(passage->write);
    sqlite3_reset(passage->write);
    sqlite3_clear_bindings(passage->write);
    if (code == SQLITE_DONE) {
        recovery->rows[passage->table] += sqlite3_changes(recovery->to->db);
        return true;
    }
    if ((code & 0xff) == SQLITE_CONSTRAINT || (code & 0xff) == SQLITE_MISMATCH) {
        recovery->broken[passage->table] = true;
        return true;
    }
    return db_tell(recovery->to, diag);
}

/* Whether a row can be reached from this rowid on. */
static bool can_read_from(struct passage *passage, int64_t rowid)
{
    sqlite3_reset(passage->read);
    sqlite3_bind_int64(passage->read, 1, rowid);
    int code = sqlite3_step(passage->read);
    return code == SQLITE_DONE ||
           (code == SQLITE_ROW && sqlite3_column_int64(passage->read, 0) >= rowid);
}

/* The page with `next` is damaged: finds where reading goes on, in steps that double,
 * then halves the last one. */
static void skip_damage(struct passage *passage)
{
    int64_t bad = passage->next;
    int64_t step = 1;
    while (bad < INT64_MAX - step && !can_read_from(passage, bad + step)) {
        bad += step;
        if (step > INT64_MAX / 2)
            break;
        step *= 2;
    }
    if (bad >= INT64_MAX - step || step > INT64_MAX / 2) {
        passage->over = true;
        return;
    }
    int64_t good = bad + step;
    assert(good > bad && good > passage->next); /* it goes on, whatever was read */
    while (good - bad > 1) {
        int64_t middle = bad + (good - bad) / 2;
        if (can_read_from(passage, middle))
            good = middle;
        else
            bad = middle;
    }
    passage->next = good;
}

/* Reads on from `next` as far as it goes. */
static bool take_stretch(struct passage *passage, struct diag *diag)
{
    sqlite3_reset(passage->read);
    sqlite3_bind_int64(passage->read, 1, passage->next);
    int code;
    while ((code = sqlite3_step(passage->read)) == SQLITE_ROW) {
        int64_t rowid = sqlite3_column_int64(passage->read, 0);
        if (rowid < passage->next) /* pages that point in a circle */
            break;
        if (!take_row(passage, diag))
            return false;
        if (rowid == INT64_MAX) {
            code = SQLITE_DONE;
            break;
        }
        passage->next = rowid + 1;
    }
    passage->over = code == SQLITE_DONE;
    return true;
}

bool recover_rows(struct recovery *recovery, enum recover_table table, struct diag *diag)
{
    assert(recovery->to && table < RECOVER_TABLES);
    struct passage passage = {.recovery = recovery, .table = table};
    bool good = true;
    if (!open_passage(&passage)) {
        recovery->broken[table] = true;
        passage.over = true;
    }
    while (good && !passage.over) {
        good = take_stretch(&passage, diag);
        if (good && !passage.over) {
            recovery->broken[table] = true;
            if (passage.next == INT64_MIN)
                passage.next = 0; /* no id is less */
            skip_damage(&passage);
        }
    }
    close_passage(&passage);
    return good;
}
