#include "store/repair.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/input.h"
#include "base/memory.h"
#include "copy.h"
#include "damage.h"
#include "edits.h"
#include "files.h"
#include "read_through.h"
#include "recover_head.h"
#include "recover_log.h"
#include "recover_rows.h"
#include "snippet_rows.h"
#include "store/asrun.h"
#include "store/backup.h"
#include "store/generations.h"

/* How much of a file is looked at for what tells it from any other. */
#define LOOK_BYTES 65536
/* Gaps that are told one by one. */
#define GAPS_TOLD 8
/* Another program's edit may come between. */
#define RESCUE_TRIES 3

/* A store that is set aside; a card that fails again and again must not fill itself with them. */
#define DAMAGED ".damaged-"
#define DAMAGED_KEPT 8

struct repair {
    const char *path, *backup;
    int64_t now_ms, backup_ms;
    int64_t known_id;     /* the greatest that a ticker knows was given; 0: none runs */
    struct recovery from; /* the damaged one */
    int64_t edition;      /* its snippets' state; 0: not known */
    int64_t missing;      /* snippets that are not in it */
    int64_t filled;       /* of these from the backup */
    struct buffer gaps;   /* for people */
    bool whole_backup;    /* not one snippet could be read */
    bool head_recovered;  /* the backup told where its tables stand */
    bool absent, foreign; /* nothing stood there; what stood there was another program's */
};

/* --- is it damaged? --- */

/* NULL with the error's code. */
static struct store *open_and_check(const char *path, int64_t now_ms, int *code, struct diag *diag)
{
    *code = 0;
    struct store *store = db_open(path, SQLITE_OPEN_READWRITE, code, diag);
    if (!store || read_through(store, now_ms, diag))
        return store;
    *code = store->code;
    db_close_untouched(store);
    return NULL;
}

/* A file that never was a store stays as it is, whatever the configuration says. */
static bool was_a_store(const char *path)
{
    static const char sign[] = "CREATE TABLE";
    char *bytes = memory_alloc(LOOK_BYTES, 1);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd >= 0 ? read(fd, bytes, LOOK_BYTES) : -1;
    bool was = got > 0 && (memmem(bytes, (size_t)got, sign, sizeof sign - 1) ||
                           memcmp(bytes, "SQLite format 3", 15) == 0);
    if (fd >= 0)
        close(fd);
    free(bytes);
    return was;
}

/* --- what can be had of it --- */

static const enum recover_table order[] = {
    RECOVER_ARTICLE,    RECOVER_SNIPPET, RECOVER_AIRED, RECOVER_ASRUN_1,
    RECOVER_ASRUN_BASE, RECOVER_ASRUN,   RECOVER_STRIP, RECOVER_ASRUN_OPEN,
};

#define TABLES (sizeof order / sizeof *order)

static bool recover_all(struct recovery *recovery, struct diag *diag)
{
    bool good = true;
    for (size_t i = 0; good && i < TABLES; i++)
        good = recover_rows(recovery, order[i], diag);
    return good;
}

static int64_t number_from(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = 0;
    if (db && sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

/* An id is never given twice and no row is ever deleted, so that a gap is a loss. */
#define SQL_GAPS                                                                                   \
    "SELECT id + 1, next - 1 FROM"                                                                 \
    " (SELECT id, lead(id, 1, ?1 + 1) OVER (ORDER BY id) AS next FROM"                             \
    "  (SELECT 0 AS id UNION ALL SELECT id FROM snippet)) WHERE next > id + 1"

static bool find_gaps(struct repair *repair, struct store *to, struct diag *diag)
{
    sqlite3_stmt *statement = db_prepare(to, SQL_GAPS, diag);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, repair->from.last_id);
    int told = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        long long first = sqlite3_column_int64(statement, 0);
        long long last = sqlite3_column_int64(statement, 1);
        repair->missing += last - first + 1;
        if (told++ < GAPS_TOLD)
            buffer_format(&repair->gaps, first == last ? "%s%lld" : "%s%lld to %lld",
                          told > 1 ? ", " : "", first, last);
    }
    if (told > GAPS_TOLD)
        buffer_add_string(&repair->gaps, ", ...");
    db_give_back(to, statement);
    return true;
}

#define SQL_COUNT "SELECT count(*) FROM snippet"
#define SQL_LAST_ID "SELECT max(seq) FROM sqlite_sequence WHERE name = 'snippet'"

static void find_last_id(struct repair *repair, struct recovery *recovery)
{
    int64_t last = number_from(recovery->from, SQL_LAST_ID);
    int64_t there = number_from(recovery->to->db, "SELECT max(id) FROM snippet");
    last = last > there ? last : there;
    /* A damaged number would count losses that never were. */
    if (last > repair->from.last_id && last < there + DAMAGE_APART)
        repair->from.last_id = last;
}

/* What happened to these since the backup is not known: an editor decides. */
#define SQL_HOLD                                                                                   \
    "UPDATE snippet SET state = 'held', hold = 'this is how it stood in the backup: the store was" \
    " damaged since' WHERE id NOT IN (SELECT id FROM had) AND state IN ('live', 'approved')"

/* A log's row from the backup is what it was; but rows that were rotated away in the meantime do
 * not come back: those up to the one whose hash is the base's, and where the base is later than all
 * that the backup has, those before the first that could be read. */
#define SQL_DROP_ROTATED                                                                           \
    "DELETE FROM asrun WHERE id NOT IN (SELECT id FROM had_asrun) AND"                             \
    " id <= coalesce((SELECT id FROM asrun WHERE hash = (SELECT hash FROM asrun_base)),"           \
    " (SELECT min(id) FROM had_asrun) - 1)"
#define SQL_ROTATED "SELECT rows_before FROM asrun_base"

static bool fill_from_backup(struct repair *repair, struct store *to, struct diag *diag)
{
    struct recovery backup = {.to = to, .doubts = true};
    bool good = db_execute(to,
                           "CREATE TEMP TABLE had AS SELECT id FROM snippet;"
                           "CREATE TEMP TABLE had_asrun AS SELECT id FROM asrun",
                           diag);
    recover_rows_open(&backup, repair->backup);
    for (size_t i = 0; good && i < TABLES; i++)
        if (order[i] != RECOVER_ASRUN_OPEN &&
            (repair->from.broken[order[i]] || order[i] == RECOVER_SNIPPET))
            good = recover_rows(&backup, order[i], diag);
    find_last_id(repair, &backup);
    repair->filled = backup.rows[RECOVER_SNIPPET];
    bool rotated = number_from(to->db, SQL_ROTATED) > number_from(backup.from, SQL_ROTATED);
    good = good && (repair->whole_backup || db_execute(to, SQL_HOLD, diag)) &&
           (!rotated || db_execute(to, SQL_DROP_ROTATED, diag)) &&
           db_execute(to, "DROP TABLE had; DROP TABLE had_asrun", diag);
    recover_rows_close(&backup);
    return good;
}

/* The next id is beyond each that was ever given. */
static bool set_sequence(struct repair *repair, struct store *to, struct diag *diag)
{
    char *sql = memory_format("DELETE FROM sqlite_sequence WHERE name = 'snippet';"
                              "INSERT INTO sqlite_sequence VALUES ('snippet', %lld);"
                              "UPDATE snippet SET article = NULL WHERE article IS NOT NULL AND"
                              " article NOT IN (SELECT id FROM article);"
                              "UPDATE article SET corrected_by = NULL WHERE corrected_by NOT IN"
                              " (SELECT id FROM article)",
                              (long long)repair->from.last_id);
    bool good = db_execute(to, sql, diag);
    free(sql);
    return good;
}

/* Where not one snippet could be read the beginning may be damaged alone. */
static bool fill_behind_head(struct repair *repair, struct store *to, struct diag *diag)
{
    char *copy = memory_format("%s.with-head", repair->path);
    bool good = true;
    if (!repair->absent && !repair->foreign && number_from(to->db, SQL_COUNT) == 0 &&
        recover_head(repair->path, repair->backup, copy)) {
        struct recovery whole = {.to = to};
        recover_rows_open(&whole, copy);
        good = recover_all(&whole, diag);
        find_last_id(repair, &whole);
        if (number_from(to->db, SQL_COUNT) > 0)
            repair->edition = edits_edition(whole.from);
        recover_rows_close(&whole);
        repair->head_recovered = number_from(to->db, SQL_COUNT) > 0;
        if (repair->head_recovered)
            memcpy(repair->from.broken, whole.broken, sizeof whole.broken);
        files_remove(copy);
    }
    free(copy);
    return good;
}

/* The state that the snippets are in, so that who knew a later one sees what is lost: the backup's
 * where not all of them could be read. Where it can't be told it is beyond all that there was:
 * nobody takes what was read for an earlier one. */
static int64_t state_of(const struct repair *repair)
{
    int64_t edition = repair->edition;
    if (repair->backup_ms && (repair->whole_backup || repair->from.broken[RECOVER_SNIPPET]))
        edition = edits_edition_of_file(repair->backup);
    return edition ? edition : repair->now_ms;
}

static bool keep_edition(const struct repair *repair, struct store *to, struct diag *diag)
{
    char *sql = memory_format("UPDATE edition SET number = %lld; DELETE FROM changed",
                              (long long)state_of(repair));
    bool good = db_execute(to, sql, diag);
    free(sql);
    return good;
}

/* It stays the same store, so that its backups are its own. */
static bool keep_identity(struct repair *repair, struct store *to, struct diag *diag)
{
    char id[IDENTITY_SIZE] = "";
    if (!repair->absent && !repair->foreign && repair->from.from)
        identity_read(repair->from.from, "main", id);
    if (strlen(id) != IDENTITY_SIZE - 1 || repair->backup_ms)
        identity_of_file(repair->backup, id, NULL);
    if (strlen(id) != IDENTITY_SIZE - 1)
        return true; /* it had none, or it can't be read any more */
    sqlite3_stmt *statement = db_prepare(to, "UPDATE identity SET id = :id", diag);
    if (!statement)
        return false;
    db_bind_text(statement, ":id", id);
    return db_finish(to, statement, diag);
}

static bool is_any_broken(const struct recovery *recovery)
{
    bool any = false;
    for (size_t i = 0; i < TABLES; i++)
        any = any || (recovery->broken[order[i]] && order[i] != RECOVER_ASRUN_OPEN);
    return any;
}

static bool check_log(struct repair *repair, struct store *to, struct diag *diag)
{
    struct recover_log found;
    if (!recover_log_check(to, &found, diag))
        return false;
    repair->from.broken[RECOVER_ASRUN] |= found.rows > 0;
    repair->from.broken[RECOVER_STRIP] |= found.strips > 0;
    return true;
}

static bool fill(struct repair *repair, struct store *to, struct diag *diag)
{
    repair->from.to = to;
    if (!repair->absent && !repair->foreign)
        recover_rows_open(&repair->from, repair->path);
    repair->edition = edits_edition(repair->from.from); /* before the rows: never later than them */
    bool good = recover_all(&repair->from, diag);
    find_last_id(repair, &repair->from);
    repair->backup_ms = store_backup_time(repair->backup);
    good = good && keep_identity(repair, to, diag);
    recover_rows_close(&repair->from);
    good = good && fill_behind_head(repair, to, diag) && rows_drop_damaged(to, diag) &&
           check_log(repair, to, diag);
    repair->whole_backup = good && number_from(to->db, SQL_COUNT) == 0;
    good = good && find_gaps(repair, to, diag);
    if (good && repair->backup_ms &&
        (repair->missing > 0 || repair->whole_backup || is_any_broken(&repair->from)))
        good = fill_from_backup(repair, to, diag) && rows_drop_damaged(to, diag);
    return good && set_sequence(repair, to, diag) && keep_edition(repair, to, diag);
}

static bool fill_in_one(struct repair *repair, struct store *to, struct diag *diag)
{
    return db_execute(to, "PRAGMA foreign_keys = OFF", diag) && db_begin(to, diag) &&
           db_end(to, fill(repair, to, diag), diag) &&
           db_execute(to, "PRAGMA foreign_keys = ON", diag);
}

/* --- what is said --- */

static void tell_snippets(const struct repair *repair, struct diag *diag)
{
    char taken[CLOCK_TEXT_SIZE] = "";
    if (repair->backup_ms)
        clock_format_utc(repair->backup_ms, taken);
    if (repair->absent && repair->backup_ms)
        diag_warning(diag,
                     "%s: the store was gone; it is as in the backup of %s (%s, %lld snippets): "
                     "what came or changed since is not known",
                     repair->path, taken, repair->backup, (long long)repair->filled);
    else if (repair->whole_backup && repair->backup_ms)
        diag_warning(diag,
                     "%s: no snippet could be read; the store is as in the backup of %s (%lld "
                     "snippets): what was killed or changed since is not known",
                     repair->path, taken, (long long)repair->filled);
    else if (repair->whole_backup)
        diag_warning(diag,
                     "%s: no snippet could be read, and there is no backup: the store is "
                     "empty",
                     repair->path);
    else if (repair->missing == 0)
        diag_warning(diag, "%s: every snippet could be read", repair->path);
    else if (repair->backup_ms)
        diag_warning(diag,
                     "%s: %lld snippets could not be read (%s); %lld of them are as in the backup "
                     "of %s, and held (motograph list --held)",
                     repair->path, (long long)repair->missing, repair->gaps.data,
                     (long long)repair->filled, taken);
    else
        diag_warning(diag, "%s: %lld snippets could not be read (%s), and there is no backup",
                     repair->path, (long long)repair->missing, repair->gaps.data);
}

static void tell_head(const struct repair *repair, struct diag *diag)
{
    if (repair->head_recovered)
        diag_warning(diag,
                     "%s: its beginning could not be read; the backup told where its tables stand",
                     repair->path);
}

static void tell_broken(const char *path, enum recover_table table, struct diag *diag)
{
    static const char *const whats[RECOVER_TABLES] = {
        [RECOVER_ARTICLE] = "the list of articles (one may come in a second time)",
        [RECOVER_AIRED] = "how often each has aired",
        [RECOVER_ASRUN] = "the as-run log (motograph asrun --verify)",
        [RECOVER_STRIP] = "strips as aired (for replay)",
    };
    if (whats[table])
        diag_warning(diag, "%s: not all could be read: %s", path, whats[table]);
}

static void tell_rest(const struct repair *repair, struct diag *diag)
{
    bool nothing = repair->absent || repair->foreign; /* was to be read */
    for (size_t i = 0; !nothing && i < TABLES; i++)
        if (repair->from.broken[order[i]])
            tell_broken(repair->path, order[i], diag);
}

/* --- the new store in its place --- */

/* One that a loss of power left half set aside goes on under the name that it got. */
static char *aside_name(const char *path, int64_t now_ms)
{
    char *earlier = files_other_name(path, DAMAGED);
    if (earlier)
        return earlier;
    return files_stamped_name(path, DAMAGED, now_ms);
}

static bool put_in_place(const char *path, int64_t now_ms, struct diag *diag)
{
    char *ready = memory_format("%s.recovered", path);
    char *aside = aside_name(path, now_ms);
    bool absent = files_is_absent(path);
    bool good = files_set_aside(path, aside, ready, diag);
    if (good && !absent)
        diag_warning(diag, "%s: was damaged, and is kept as %s", path, aside);
    if (good)
        files_keep_newest(path, DAMAGED, DAMAGED_KEPT);
    free(aside);
    free(ready);
    return good;
}

/* A loss of power came between. */
static bool finish_earlier(const char *path, int64_t now_ms, struct diag *diag)
{
    char *ready = memory_format("%s.recovered", path);
    bool good = access(ready, F_OK) != 0 || put_in_place(path, now_ms, diag);
    free(ready);
    return good;
}

/* The new store, closed and durable, ready to take the damaged one's place. */
static bool build(struct repair *repair, struct diag *diag)
{
    char *fresh = memory_format("%s.recovering", repair->path);
    char *ready = memory_format("%s.recovered", repair->path);
    files_remove(fresh);
    struct store *to = db_open(fresh, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, diag);
    bool good = to && fill_in_one(repair, to, diag) && store_checkpoint(to, true, diag);
    store_close(to);
    good = good && files_sync(fresh, diag) && files_rename(fresh, ready, diag);
    if (!good)
        files_remove(fresh);
    free(ready);
    free(fresh);
    return good;
}

static void forget(struct repair *repair)
{
    *repair = (struct repair){.path = repair->path,
                              .backup = repair->backup,
                              .now_ms = repair->now_ms,
                              .absent = repair->absent,
                              .foreign = repair->foreign,
                              .from.last_id = repair->known_id,
                              .known_id = repair->known_id,
                              .gaps = repair->gaps};
    buffer_clear(&repair->gaps);
}

/* Nothing can be written there: the ticker goes on with what could be read. */
static struct store *in_memory(struct repair *repair, struct diag *diag)
{
    forget(repair);
    struct store *store = store_open_memory(diag);
    if (store && fill_in_one(repair, store, diag)) {
        tell_snippets(repair, diag);
        diag_warning(diag,
                     "%s: damaged, and no new store can be written: what could be read "
                     "stands in memory, and nothing that changes lasts",
                     repair->path);
        return store;
    }
    store_close(store);
    return NULL;
}

static struct store *repair_it(struct repair *work, struct diag *diag)
{
    struct repair repair = *work;
    const char *path = repair.path;
    struct diag failed = {0};
    struct store *store = NULL;
    if (build(&repair, &failed) && put_in_place(path, repair.now_ms, diag)) {
        tell_head(&repair, diag);
        tell_snippets(&repair, diag);
        tell_rest(&repair, diag);
        store = store_open(path, diag);
    } else {
        diag_take(diag, &failed);
        store = in_memory(&repair, diag);
    }
    diag_finish(&failed);
    buffer_finish(&repair.gaps);
    return store;
}

/* An error that was coped with is a warning. */
static void take_as_warnings(struct diag *to, struct diag *from)
{
    for (size_t i = 0; i < from->count; i++)
        diag_warning(to, "%s", from->messages[i].text);
    diag_finish(from);
}

static struct store *open_for_reading(const char *path, struct diag *first, struct diag *diag)
{
    struct diag second = {0};
    struct store *store = access(path, R_OK) == 0 ? db_open_reading(path, &second) : NULL;
    if (store) {
        take_as_warnings(diag, first);
        diag_warning(diag, "%s: can't be written; what is in it airs", path);
    } else {
        diag_take(diag, first);
    }
    diag_finish(&second);
    return store;
}

/* What is done about a store that could not be opened, and why (`code`). */
static struct store *cope(struct repair *repair, int code, struct diag *first, struct diag *diag)
{
    repair->foreign = code == DB_FOREIGN;
    bool damaged = db_is_damage(code) && (was_a_store(repair->path) || repair->backup_ms);
    if (damaged || (repair->foreign && repair->backup_ms)) {
        take_as_warnings(diag, first);
        return repair_it(repair, diag);
    }
    if (db_is_unwritable(code))
        return open_for_reading(repair->path, first, diag);
    diag_take(diag, first);
    return NULL;
}

/* Where nothing is there one is begun. */
static struct store *open_one(const struct repair *repair, bool unread, int *code,
                              struct diag *diag)
{
    *code = 0;
    if (!unread && !repair->absent)
        return open_and_check(repair->path, repair->now_ms, code, diag);
    int create = repair->absent ? SQLITE_OPEN_CREATE : 0;
    return db_open(repair->path, SQLITE_OPEN_READWRITE | create, code, diag);
}

/* Where something else stands in the place of a file beside it, no log of changes can be written,
 * and what was in the last one is gone: what is in the store's own file is what there is. */
static struct store *open_obstructed(const char *path, struct diag *first, struct diag *diag)
{
    struct stat status;
    if (stat(path, &status) == 0 && S_ISREG(status.st_mode))
        return open_for_reading(path, first, diag);
    diag_take(diag, first);
    return NULL;
}

/* `unread`: it is not read through. */
static struct store *open_behind(const char *path, const char *backup, int64_t now_ms,
                                 int64_t known_id, bool unread, struct diag *diag)
{
    assert(known_id >= 0);
    int code = 0;
    struct diag first = {0};
    struct store *store = NULL;
    if (!files_make_folders(path, diag))
        return NULL;
    if (!input_is_plain(backup, "a backup's file", &first))
        take_as_warnings(diag, &first); /* no reason for a dark wall */
    if (!files_are_plain(path, &first))
        return open_obstructed(path, &first, diag);
    if (!finish_earlier(path, now_ms, diag))
        return NULL;
    char *newest = store_generations_newest(backup, INT64_MAX);
    struct repair repair = {.path = path,
                            .backup = newest ? newest : backup,
                            .now_ms = now_ms,
                            .known_id = known_id,
                            .from.last_id = known_id,
                            .backup_ms = newest ? store_backup_time(newest) : 0,
                            .absent = files_is_absent(path)};
    if (repair.absent && newest)
        store = repair_it(&repair, diag);
    else if (!(store = open_one(&repair, unread, &code, &first)))
        store = cope(&repair, code, &first, diag);
    if (store && !store_in_memory(store))
        files_set_store_modes(path);
    diag_finish(&first);
    free(newest);
    return store;
}

static struct store *open_whole(const char *path, const char *backup, int64_t now_ms,
                                int64_t known_id, bool unread, struct diag *diag)
{
    char *behind = files_behind_links(path);
    struct store *store = open_behind(behind, backup, now_ms, known_id, unread, diag);
    free(behind);
    return store;
}

struct store *store_open_sound(const char *path, const char *backup, int64_t now_ms,
                               struct diag *diag)
{
    return open_whole(path, backup, now_ms, 0, false, diag);
}

struct store *store_open_unread(const char *path, const char *backup, int64_t now_ms,
                                struct diag *diag)
{
    return open_whole(path, backup, now_ms, 0, true, diag);
}

struct store *store_repair(const char *path, const char *backup, int64_t now_ms, int64_t known_id,
                           struct diag *diag)
{
    return open_whole(path, backup, now_ms, known_id, false, diag);
}

static int64_t edition_of(struct store *store)
{
    return store ? edits_edition(store->db) : 0;
}

/* A copy of an open store, by its bytes or by what its connection sees; NULL where that is damaged
 * or another store. */
static struct store *copy_sound(struct store *store, bool by_bytes, const char *to, int64_t now_ms)
{
    struct diag ignored = {0}; /* there is another way, and in the end it is repaired row by row */
    int code = 0;
    files_remove(to);
    bool good = by_bytes ? copy_bytes(store->db, to) : copy_make(store->db, to, NULL, &ignored);
    struct store *copy = good ? open_and_check(to, now_ms, &code, &ignored) : NULL;
    if (copy && strcmp(copy->id, store->id) != 0) {
        db_close_untouched(copy);
        copy = NULL;
    }
    diag_finish(&ignored);
    return copy;
}

/* The bytes first: other programs may have written what this connection does not see. Nobody writes
 * to the old file meanwhile, nor afterwards (begin_one); but SQLite copies no database to which its
 * own connection writes. */
static struct store *copy_fullest(struct store *store, int64_t known_edition, const char *to,
                                  int64_t now_ms)
{
    struct store *copy = copy_sound(store, true, to, now_ms);
    int64_t edition = edition_of(copy);
    if (copy && edition >= known_edition)
        return copy;
    db_close_untouched(copy);
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    copy = copy_sound(store, false, to, now_ms);
    if (edition == 0 || (copy && edition_of(copy) > edition))
        return copy;
    db_close_untouched(copy);
    return copy_sound(store, true, to, now_ms);
}

/* When the log of changes was last written: by another program, which has made the index anew and
 * knows nothing of this one's lock. */
static struct timespec log_time(const struct store *store)
{
    struct stat status = {0};
    char *log = memory_format("%s-wal", store->path);
    if (stat(log, &status) != 0)
        status.st_mtim = (struct timespec){0};
    free(log);
    return status.st_mtim;
}

static bool put_copy_in_place(struct store *store, const struct store_knowledge *known,
                              int64_t now_ms, struct diag *diag)
{
    char *fresh = memory_format("%s.recovering", store->path);
    char *ready = memory_format("%s.recovered", store->path);
    struct timespec before = log_time(store);
    struct store *copy = copy_fullest(store, known->edition, fresh, now_ms);
    int64_t edition = edition_of(copy);
    struct diag lost = {0};
    struct recover_log log = {0};
    bool good = copy && edits_keep_ids(copy, known->id) && recover_log_check(copy, &log, diag) &&
                store_checkpoint(copy, true, diag);
    if (good)
        asrun_tell_lost(copy, store->path, known->asrun, &lost);
    if (log.rows > 0)
        tell_broken(store->path, RECOVER_ASRUN, &lost);
    if (log.strips > 0)
        tell_broken(store->path, RECOVER_STRIP, &lost);
    store_close(copy);
    good = good && files_sync(fresh, diag);
    struct timespec after = log_time(store);
    good = good && memcmp(&before, &after, sizeof before) == 0 &&
           files_rename(fresh, ready, diag) && put_in_place(store->path, now_ms, diag);
    if (good) {
        files_set_store_modes(store->path);
        diag_warning(diag, "%s: %s, and is written anew", store->path,
                     edition < known->edition ? "an earlier state of it could still be read"
                     : log.rows > 0           ? "all but its as-run log could still be read"
                                              : "all of it could still be read");
        diag_take(diag, &lost);
    } else {
        files_remove(fresh);
    }
    diag_finish(&lost);
    free(ready);
    free(fresh);
    return good;
}

bool store_rescue(struct store *store, const struct store_knowledge *known, int64_t now_ms,
                  struct diag *diag)
{
    if (store->in_memory || store_is_away(store))
        return false;
    if (!db_hold_writers(store))
        return false;
    bool good = false;
    for (int tries = 0; !good && tries < RESCUE_TRIES; tries++)
        good = put_copy_in_place(store, known, now_ms, diag);
    db_let_writers_go(store);
    return good;
}
