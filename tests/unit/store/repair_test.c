/* A store whose file is damaged at seeded places: the program never crashes, nothing
 * is lost without a word, no word that airs is another than was written, and the
 * damaged file is kept. */
#include "store/repair.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../src/store/recover_head.h"
#include "base/memory.h"
#include "check.h"
#include "store/article.h"
#include "store/asrun.h"
#include "store/backup.h"

#define SNIPPETS 240
#define OF_ARTICLE 12
#define AIRINGS 120
#define SHOWN_BYTES 1500
#define PAGE 4096
#define COPIES 60 /* of a store that changes */
#define SEEDS 120 /* of each kind of damage, with and without a backup */

/* In memory where there is such a file system: no disk is waited for. */
static char folder[] = "/dev/shm/motograph-repair-XXXXXX";
static char path[64], backup[64], kept[64];

static int make_folder(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    const char *made = mkdtemp(folder);
    assert_non_null(made);
    snprintf(path, sizeof path, "%s/news.db", made);
    snprintf(backup, sizeof backup, "%s/news.db.backup", made);
    snprintf(kept, sizeof kept, "%s/kept", made);
    return 0;
}

static int run_shell(const char *command)
{
    char line[256];
    snprintf(line, sizeof line, "cd '%s' && %s", folder, command);
    return system(line);
}

static int remove_folder(void **state)
{
    (void)state;
    char line[96];
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    return system(line);
}

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static char *text_of(int64_t id)
{
    return memory_format("Line %lld: the ferry to the island runs again from its new pier",
                         (long long)id);
}

static void import_all(struct store *store, struct diag *diag)
{
    for (int first = 1; first <= SNIPPETS; first += OF_ARTICLE) {
        struct snippets snippets = {0};
        for (int id = first; id < first + OF_ARTICLE; id++) {
            struct snippet *snippet = snippets_add(&snippets);
            snippet->kind = SNIPPET_QUOTE;
            snippet->text = text_of(id);
            snippet->speaker = memory_copy_string("Ada Brunner");
        }
        const struct store_article article = {
            .name = "ferry", .checksum = (uint64_t)first, .now_ms = 1000};
        assert_int_equal(store_import_article(store, &article, &snippets, diag), STORE_IMPORT_NEW);
        snippets_finish(&snippets);
    }
}

/* What was shown in some is on pages of its own, which a file that is cut loses by themselves. */
static void air_all(struct store *store, struct diag *diag)
{
    uint8_t bytes[SHOWN_BYTES];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7 + 1);
    for (int i = 0; i < AIRINGS; i++) {
        const struct asrun_row row = {.snippet = 1 + i,
                                      .start_ms = 10000 + i * 10,
                                      .end_ms = 10009 + i * 10,
                                      .text = "as shown",
                                      .reason = "new",
                                      .scenes = {bytes, i % 4 == 0 ? sizeof bytes : 0}};
        assert_true(asrun_append(store, &row, 1, diag));
    }
}

static bool is_killed(int64_t id)
{
    return id % 7 == 0;
}

/* The backup is from before the kills. */
static void make_store(bool with_backup)
{
    struct diag diag = {0};
    struct store *store = store_open(path, &diag);
    assert_non_null(store);
    assert_true(store_batch_begin(store, &diag));
    import_all(store, &diag);
    air_all(store, &diag);
    assert_true(store_batch_end(store, &diag));
    if (with_backup)
        assert_true(store_backup(store, backup, 5000, &diag));
    assert_true(store_batch_begin(store, &diag));
    for (int64_t id = 1; id <= SNIPPETS; id++)
        if (is_killed(id))
            assert_true(store_set_state(store, id, STORE_KILLED, &diag));
    assert_true(store_batch_end(store, &diag));
    store_close(store);
    diag_finish(&diag);
    assert_int_equal(run_shell("cp news.db whole"), 0);
}

enum damage {
    DAMAGE_BITS,    /* some bits flip */
    DAMAGE_ZEROS,   /* pages of zeros */
    DAMAGE_NOISE,   /* pages of anything */
    DAMAGE_CUT,     /* the end is gone */
    DAMAGE_SWAPPED, /* a page stands in another's place */
    DAMAGE_KINDS,
};

static void write_noise(FILE *file, bool zeros, uint64_t *seed)
{
    for (int i = 0; i < PAGE; i++)
        fputc(zeros ? 0 : (int)(next_random(seed) & 0xff), file);
}

static void copy_page(FILE *file, long from, long to)
{
    char page[PAGE];
    fseek(file, from * PAGE, SEEK_SET);
    assert_int_equal(fread(page, 1, PAGE, file), PAGE);
    fseek(file, to * PAGE, SEEK_SET);
    fwrite(page, 1, PAGE, file);
}

static void flip_bits(FILE *file, long size, uint64_t *seed)
{
    for (uint64_t n = 1 + next_random(seed) % 8; n > 0; n--) {
        long at = (long)(next_random(seed) % (uint64_t)size);
        fseek(file, at, SEEK_SET);
        int byte = fgetc(file);
        fseek(file, at, SEEK_SET);
        fputc(byte ^ 1 << next_random(seed) % 8, file);
    }
}

static void damage_store(enum damage kind, uint64_t seed)
{
    assert_int_equal(run_shell("rm -rf news.db* && cp whole news.db"), 0);
    FILE *file = fopen(path, "r+b");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    long pages = size / PAGE;
    for (uint64_t n = 1 + next_random(&seed) % 3; kind != DAMAGE_CUT && n > 0; n--) {
        long page = (long)(next_random(&seed) % (uint64_t)pages);
        fseek(file, page * PAGE, SEEK_SET);
        if (kind == DAMAGE_BITS)
            flip_bits(file, size, &seed);
        else if (kind == DAMAGE_SWAPPED)
            copy_page(file, (long)(next_random(&seed) % (uint64_t)pages), page);
        else
            write_noise(file, kind == DAMAGE_ZEROS, &seed);
    }
    fclose(file);
    if (kind == DAMAGE_CUT)
        assert_int_equal(truncate(path, (long)(next_random(&seed) % (uint64_t)size)), 0);
    assert_int_equal(run_shell("cp news.db kept"), 0);
}

struct found {
    int intact; /* rows as they were */
    int other;  /* rows that are not */
    int held;
    int damaged; /* words that are not what their sum says */
};

static bool look(void *user, const struct store_row *row)
{
    struct found *found = user;
    char *text = text_of(row->snippet.id);
    bool same = row->snippet.text && strcmp(row->snippet.text, text) == 0 && row->snippet.speaker &&
                strcmp(row->snippet.speaker, "Ada Brunner") == 0;
    bool airs = !row->damaged && (row->state == STORE_LIVE || row->state == STORE_APPROVED);
    bool killed = is_killed(row->snippet.id);
    free(text);
    found->damaged += row->damaged;
    if (airs && (!same || killed))
        found->other++;
    else if (row->state == STORE_HELD)
        found->held++;
    else if (same && killed == (row->state == STORE_KILLED))
        found->intact++;
    return true;
}

static bool the_damaged_one_is_kept(void)
{
    return run_shell("cmp kept news.db.damaged-*Z") == 0;
}

struct outcome {
    int untouched, repaired, refused, from_backup;
    int64_t rows; /* intact, of those repaired */
};

static bool says(const struct diag *diag, const char *what)
{
    for (size_t i = 0; i < diag->count; i++)
        if (strstr(diag->messages[i].text, what))
            return true;
    return false;
}

static bool log_is_whole_or_told(struct store *store, const struct diag *told)
{
    struct asrun_check check;
    struct diag diag = {0};
    bool good = asrun_verify(store, NULL, &check, &diag) &&
                (!check.broken || says(told, "not all could be read: the as-run log"));
    diag_finish(&diag);
    return good;
}

/* False when a promise is broken. */
static bool survives(struct outcome *outcome)
{
    struct diag diag = {0};
    struct diag later = {0};
    struct found found = {0};
    struct store *store = store_open_sound(path, backup, 20000, &diag);
    bool good = store ? store_each(store, look, &found, &later) : diag.errors > 0;
    bool whole_backup = says(&diag, "no snippet could be read");
    if (store && diag.count == 0)
        good = good && found.intact == SNIPPETS;
    if (store && diag.count > 0)
        good = good && the_damaged_one_is_kept() && found.damaged == 0 &&
               log_is_whole_or_told(store, &diag);
    /* Killed ones of a backup that stands in for all are told of, not known. */
    good = good && (found.other == 0 || whole_backup);
    struct snippets more = {0};
    snippets_add(&more)->text = memory_copy_string("goes on");
    good = good && (!store ||
                    (store_add(store, &more.items[0], &later) && more.items[0].id > found.intact));
    if (!good)
        diag_print(&diag, stderr);
    outcome->refused += !store;
    outcome->untouched += store && diag.count == 0;
    outcome->repaired += store && diag.count > 0;
    outcome->from_backup += whole_backup;
    outcome->rows += diag.count > 0 && !whole_backup ? found.intact : 0;
    store_close(store);
    snippets_finish(&more);
    diag_finish(&diag);
    diag_finish(&later);
    return good;
}

static void sweep(bool with_backup)
{
    struct outcome outcome = {0};
    make_store(with_backup);
    if (with_backup)
        assert_int_equal(run_shell("mv news.db.backup b"), 0);
    for (int kind = 0; kind < DAMAGE_KINDS; kind++)
        for (uint64_t seed = 0; seed < SEEDS / DAMAGE_KINDS; seed++) {
            damage_store((enum damage)kind, seed);
            if (with_backup)
                assert_int_equal(run_shell("cp b news.db.backup"), 0);
            if (!survives(&outcome))
                fail_msg("kind %d, seed %d: lost, changed or not kept", kind, (int)seed);
        }
    print_message(
        "# %d repaired (%d by the backup alone, else %.1f of %d rows at the mean), %d not "
        "damaged in what counts, %d refused\n",
        outcome.repaired, outcome.from_backup,
        (double)outcome.rows / (outcome.repaired - outcome.from_backup + 1e-9), SNIPPETS,
        outcome.untouched, outcome.refused);
    assert_true(outcome.repaired > SEEDS / 2);
}

static void nothing_is_lost_silently(void **state)
{
    (void)state;
    sweep(false);
}

static void the_backup_fills_gaps(void **state)
{
    (void)state;
    sweep(true);
}

static void a_sound_store_is_left_alone(void **state)
{
    (void)state;
    struct outcome outcome = {0};
    make_store(true);
    assert_true(survives(&outcome));
    assert_int_equal(outcome.untouched, 1);
    assert_int_equal(run_shell("! ls news.db.damaged* 2>ls"), 0);
}

static void a_loss_of_power_while_repairing_is_made_good(void **state)
{
    (void)state;
    struct diag diag = {0};
    make_store(false);
    assert_int_equal(run_shell("cp whole news.db.recovered && head -c 5000 whole >news.db"), 0);
    struct store *store = store_open_sound(path, backup, 20000, &diag);
    struct found found = {0};
    assert_non_null(store);
    assert_true(store_each(store, look, &found, &diag));
    assert_int_equal(found.intact, SNIPPETS);
    assert_int_equal(run_shell("ls news.db.damaged-*Z >ls && test ! -e news.db.recovered"), 0);
    store_close(store);
    diag_finish(&diag);
}

/* What was killed since the backup stays killed. */
static void the_beginning_is_made_good_by_the_backup(void **state)
{
    (void)state;
    static const long sizes[] = {100, 512, 4096};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct diag diag = {0};
        struct found found = {0};
        struct asrun_check check;
        assert_int_equal(run_shell("rm -f news.db*"), 0);
        make_store(true);
        FILE *file = fopen(path, "r+b");
        for (long k = 0; k < sizes[i]; k++)
            fputc(0, file);
        fclose(file);
        assert_int_equal(run_shell("cp news.db kept"), 0);
        struct store *store = store_open_sound(path, backup, 20000, &diag);
        assert_non_null(store);
        assert_true(store_each(store, look, &found, &diag));
        assert_int_equal(found.intact + found.held, SNIPPETS);
        assert_int_equal(found.other, 0);
        assert_true(found.held <= (sizes[i] > 512 ? 60 : 0)); /* of pages that were lost, too */
        assert_true(says(&diag, "the backup told where its tables stand"));
        assert_true(the_damaged_one_is_kept());
        assert_true(asrun_verify(store, NULL, &check, &diag));
        assert_int_equal(check.rows, AIRINGS);
        assert_false(check.broken);
        assert_int_equal(run_shell("! ls *with-head* 2>ls"), 0);
        store_close(store);
        diag_finish(&diag);
    }
}

/* A page of `table`: of kind "leaf" the one with the row that is first (0), or later by so many; of
 * kind "overflow" the third and last of those for what did not fit there: no other page tells that
 * it is not what it was. */
static long page_of(const char *table, const char *kind, int number)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT (pageno - 1) * pgsize FROM dbstat WHERE name = ?1 AND"
                           " pagetype = ?3 AND (path NOT GLOB '*+*' OR path GLOB"
                           " '*+000002') ORDER BY path LIMIT 1 OFFSET ?2",
                           -1, &statement, NULL),
        SQLITE_OK);
    sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 2, number);
    sqlite3_bind_text(statement, 3, kind, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    long at = (long)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return at;
}

static void empty_page(const char *table, const char *kind, int number)
{
    long at = page_of(table, kind, number);
    FILE *file = fopen(path, "r+b");
    fseek(file, at, SEEK_SET);
    for (int i = 0; i < 512; i++)
        fputc(0, file);
    fclose(file);
    assert_int_equal(run_shell("cp news.db kept"), 0);
}

static struct asrun_check repair_and_verify(void)
{
    struct diag diag = {0};
    struct asrun_check check;
    struct store *store = store_open_sound(path, backup, 20000, &diag);
    assert_non_null(store);
    assert_true(says(&diag, "every snippet could be read"));
    assert_true(asrun_verify(store, NULL, &check, &diag));
    store_close(store);
    diag_finish(&diag);
    return check;
}

static void rows_of_the_log_come_back_wherever_they_stood(void **state)
{
    (void)state;
    for (int leaf = 0; leaf < 20; leaf += 5) {
        assert_int_equal(run_shell("rm -f news.db*"), 0);
        make_store(true);
        empty_page("asrun", "leaf", leaf);
        struct asrun_check check = repair_and_verify();
        assert_int_equal(check.rows, AIRINGS);
        assert_false(check.broken);
    }
}

/* Its rows can all be read, but one is not what was shown. */
static void what_is_wrong_in_the_log_comes_back(void **state)
{
    (void)state;
    for (int page = 0; page < 6; page++) {
        assert_int_equal(run_shell("rm -f news.db*"), 0);
        make_store(true);
        empty_page("asrun", "overflow", page);
        empty_page("aired", "leaf", 0); /* or nobody would look */
        struct asrun_check check = repair_and_verify();
        assert_int_equal(check.rows, AIRINGS);
        assert_false(check.broken);
    }
}

static const char shown[] = "a line's pixels";

static void air_strip(struct asrun_strip *strip)
{
    struct diag diag = {0};
    *strip = (struct asrun_strip){.bytes = shown, .size = sizeof shown};
    asrun_strip_key(shown, sizeof shown, strip->key);
    const struct asrun_row row = {.snippet = 1,
                                  .start_ms = 90000,
                                  .end_ms = 91000,
                                  .text = "as shown",
                                  .reason = "new",
                                  .strips = strip,
                                  .strip_count = 1};
    struct store *store = store_open(path, &diag);
    assert_true(asrun_append(store, &row, 1, &diag));
    assert_true(store_backup(store, backup, 92000, &diag));
    store_close(store);
    diag_finish(&diag);
}

static void a_strip_that_is_damaged_comes_back(void **state)
{
    (void)state;
    struct asrun_strip strip;
    struct diag diag = {0};
    size_t size;
    make_store(true);
    air_strip(&strip);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE strip SET bytes = zeroblob(length(bytes))", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    empty_page("aired", "leaf", 0);
    struct store *store = store_open_sound(path, backup, 100000, &diag);
    assert_true(says(&diag, "not all could be read: strips as aired"));
    void *bytes = asrun_strip(store, strip.key, &size, &diag);
    assert_non_null(bytes);
    free(bytes);
    store_close(store);
    diag_finish(&diag);
}

static void rotated_rows_of_the_log_stay_away(void **state)
{
    (void)state;
    for (int leaf = 0; leaf < 10; leaf += 5) {
        struct diag diag = {0};
        int64_t dropped;
        assert_int_equal(run_shell("rm -f news.db*"), 0);
        make_store(true);
        struct store *store = store_open(path, &diag);
        assert_true(asrun_rotate(store, 10000 + AIRINGS / 2 * 10, &dropped, &diag));
        store_close(store);
        diag_finish(&diag);
        empty_page("asrun", "leaf", leaf);
        struct asrun_check check = repair_and_verify();
        assert_int_equal(check.rows, AIRINGS / 2);
        assert_int_equal(check.rows_before, AIRINGS / 2);
        assert_false(check.broken);
    }
}

static void counts_of_airings_come_back(void **state)
{
    (void)state;
    struct diag diag = {0};
    make_store(true);
    empty_page("aired", "leaf", 0);
    struct store *store = store_open_sound(path, backup, 20000, &diag);
    struct store_row row;
    assert_non_null(store);
    assert_true(store_get(store, 1, &row, &diag));
    assert_int_equal(row.airings, 1);
    store_row_finish(&row);
    store_close(store);
    diag_finish(&diag);
}

/* A ticker that kills a snippet while its store is read, when all snippets are over and more is to
 * come. */
static struct store *killer;

static void kill_meanwhile(void *user, int kind, const char *schema, const char *table,
                           sqlite3_int64 row)
{
    struct diag diag = {0};
    (void)user, (void)kind, (void)schema, (void)row;
    if (killer && strcmp(table, "aired") == 0) {
        struct store *ticker = killer;
        killer = NULL;
        assert_true(store_set_state(ticker, 1, STORE_KILLED, &diag));
    }
    diag_finish(&diag);
}

static int watch_new_store(sqlite3 *db, char **wrong, const void *api)
{
    const char *name = sqlite3_db_filename(db, "main");
    (void)wrong, (void)api;
    if (name && strstr(name, ".recovering"))
        sqlite3_update_hook(db, kill_meanwhile, NULL);
    return SQLITE_OK;
}

static void what_changes_during_a_repair_is_there_or_told(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct store_row row;
    int64_t version;
    make_store(true);
    empty_page("asrun", "leaf", 3);
    struct store *ticker = store_open(path, &diag);
    assert_true(store_version(ticker, &version, &diag));
    assert_true(store_set_state(ticker, 2, STORE_KILLED, &diag));
    killer = ticker;
    sqlite3_auto_extension((void (*)(void))watch_new_store);
    struct store *store = store_open_sound(path, backup, 20000, &diag);
    sqlite3_reset_auto_extension();
    assert_non_null(store);
    assert_null(killer); /* it did */
    assert_true(store_version(ticker, &version, &diag));
    assert_true(store_get(store, 1, &row, &diag));
    assert_true(row.state == STORE_KILLED ||
                (row.state == STORE_HELD && store_loss(ticker) != NULL));
    store_row_finish(&row);
    assert_true(store_get(store, 2, &row, &diag));
    assert_int_equal(row.state, STORE_KILLED);
    store_row_finish(&row);
    store_close(store);
    store_close(ticker);
    diag_finish(&diag);
}

/* In two places at once; it moves from the log into the file. */
static bool change_two_places(sqlite3 *db)
{
    return sqlite3_exec(db,
                        "BEGIN IMMEDIATE; UPDATE edition SET number = number + 1;"
                        "INSERT INTO aired SELECT 1, 1, number FROM edition WHERE true ON CONFLICT "
                        "DO UPDATE SET airings = excluded.airings; COMMIT;"
                        "PRAGMA wal_checkpoint(TRUNCATE)",
                        NULL, NULL, NULL) == SQLITE_OK;
}

static bool is_of_one_instant(const char *copy)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(copy, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT number = (SELECT airings FROM aired WHERE snippet "
                                        "= 1) FROM edition",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    bool good = sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return good;
}

static int64_t edition_now(void)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t number = 0;
    if (sqlite3_open(path, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT number FROM edition", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

/* Who writes between the copy of the file and that of its log; NULL: nobody. */
static sqlite3 *between;

/* The program asks by it whether there is a log to copy. The C library's is replaced at link time.
 */
int access(const char *name, int mode)
{
    sqlite3 *db = between;
    size_t length = strlen(path);
    if (db && strncmp(name, path, length) == 0 && strcmp(name + length, "-wal") == 0) {
        between = NULL;
        assert_int_equal(sqlite3_exec(db,
                                      "PRAGMA wal_checkpoint(TRUNCATE);"
                                      "BEGIN; UPDATE edition SET number = number + 1;"
                                      "UPDATE edition SET number = number - 1; COMMIT",
                                      NULL, NULL, NULL),
                         SQLITE_OK);
    }
    return faccessat(AT_FDCWD, name, mode, 0);
}

/* What the file lacks has gone from the log into it, and the log has another page of the same
 * state. */
static void a_log_that_begins_again_between_is_seen(void **state)
{
    (void)state;
    char copy[64];
    sqlite3 *db = NULL;
    make_store(true);
    snprintf(copy, sizeof copy, "%s/copy", folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_true(change_two_places(db));
    assert_int_equal(
        sqlite3_exec(db,
                     "BEGIN; UPDATE edition SET number = number + 1;"
                     "UPDATE aired SET airings = airings + 1 WHERE snippet = 1; COMMIT",
                     NULL, NULL, NULL),
        SQLITE_OK);
    between = db;
    assert_true(recover_head(path, backup, copy));
    assert_null(between);
    assert_true(is_of_one_instant(copy));
    sqlite3_close(db);
}

/* Else what it has of a snippet is older than the edition that it says it has: a kill is undone
 * that nobody misses. */
static void a_copy_is_of_one_instant(void **state)
{
    (void)state;
    char copy[64];
    sqlite3 *db = NULL;
    int status, made = 0, torn = 0;
    make_store(true);
    snprintf(copy, sizeof copy, "%s/copy", folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_true(change_two_places(db));
    sqlite3_close(db);
    pid_t child = fork();
    if (child == 0) {
        /* Whoever asks for the edition has the file for himself as he closes it. */
        bool good = sqlite3_open(path, &db) == SQLITE_OK && sqlite3_busy_timeout(db, 60000) == 0;
        while (good && change_two_places(db))
            ;
        _exit(1);
    }
    /* As often as it is copied it has changed, also where many processes share a processor. */
    int64_t least = edition_now() + COPIES;
    for (int i = 0; i < COPIES || (i < 10 * COPIES && edition_now() < least); i++) {
        if (!recover_head(path, backup, copy))
            continue; /* it never stood still: as if there were no backup */
        made++;
        torn += !is_of_one_instant(copy);
    }
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(torn, 0);
    assert_true(recover_head(path, backup, copy) && is_of_one_instant(copy));
    print_message("%d copies of a store that changes\n", made);
}

static void an_open_store_follows(void **state)
{
    (void)state;
    struct diag diag = {0};
    int64_t before, after;
    make_store(false);
    struct store *ticker = store_open(path, &diag);
    assert_true(store_version(ticker, &before, &diag));
    assert_int_equal(run_shell("cp news.db other && mv other news.db"), 0);
    assert_true(store_version(ticker, &after, &diag));
    assert_int_not_equal(before, after);
    assert_true(store_set_state(ticker, 1, STORE_KILLED, &diag));
    /* Also where it was not asked in between: an edit never goes to the file that is gone. */
    assert_int_equal(run_shell("cp news.db other && mv other news.db"), 0);
    assert_true(store_set_state(ticker, 2, STORE_KILLED, &diag));
    store_close(ticker);
    struct store_row row;
    struct store *store = store_open(path, &diag);
    assert_true(store_get(store, 1, &row, &diag));
    assert_int_equal(row.state, STORE_KILLED);
    store_row_finish(&row);
    assert_true(store_get(store, 2, &row, &diag));
    assert_int_equal(row.state, STORE_KILLED);
    store_row_finish(&row);
    store_close(store);
    diag_finish(&diag);
}

static void a_backup_of_a_damaged_store_is_thrown_away(void **state)
{
    (void)state;
    struct diag diag = {0};
    make_store(true);
    assert_int_equal(run_shell("cp news.db.backup good"), 0);
    struct store *store = store_open(path, &diag);
    FILE *file = fopen(path, "r+b");
    uint64_t seed = 1;
    for (long page = 1; page < 40; page++) {
        fseek(file, page * PAGE, SEEK_SET);
        write_noise(file, false, &seed);
    }
    fclose(file);
    assert_false(store_backup(store, backup, 9000, &diag));
    assert_int_equal(run_shell("cmp -s good news.db.backup && test ! -e news.db.backup.new"), 0);
    assert_true(store_backup_time(backup) == 5000);
    store_close(store);
    diag_finish(&diag);
}

static bool add_line(struct store *store, int64_t *id, struct diag *diag)
{
    struct snippets snippets = {0};
    struct snippet *snippet = snippets_add(&snippets);
    snippet->kind = SNIPPET_LINE;
    snippet->text = memory_copy_string("The pier is closed");
    snippet->created_ms = 1;
    bool good = store_add(store, snippet, diag);
    *id = snippet->id;
    snippets_finish(&snippets);
    return good;
}

/* SQLite says that the disk is full. A ticker that runs has seen the number. */
static void a_number_that_no_store_comes_to_is_damage(void **state)
{
    (void)state;
    struct diag diag = {0};
    sqlite3 *db;
    int64_t id, version;
    make_store(true);
    struct store *ticker = store_open(path, &diag);
    assert_true(store_version(ticker, &version, &diag));
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "UPDATE sqlite_sequence SET seq = 0x7fffffffffffffff;"
                                  "UPDATE edition SET number = number + 1",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    assert_true(store_version(ticker, &version, &diag));
    assert_int_equal(store_known_id(ticker), SNIPPETS);
    assert_false(add_line(ticker, &id, &diag));
    assert_non_null(strstr(diag.messages[diag.count - 1].text, "the number that it would give"));
    assert_true(store_is_damaged(ticker));
    assert_false(store_backup(ticker, backup, 9000, &diag));
    struct store *whole = store_repair(path, backup, 9000, store_known_id(ticker), &diag);
    assert_non_null(whole);
    assert_true(add_line(whole, &id, &diag));
    assert_int_equal(id, SNIPPETS + 1);
    store_close(whole);
    store_close(ticker);
    diag_finish(&diag);
}

#define REPAIR_TEST(sentence, function)                                                            \
    {                                                                                              \
        sentence, function, make_folder, remove_folder, NULL                                       \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPAIR_TEST("A sound store is left alone", a_sound_store_is_left_alone),
        REPAIR_TEST("Whatever is damaged, nothing is lost silently, and no word is another",
                    nothing_is_lost_silently),
        REPAIR_TEST("What the damage took the backup has, held", the_backup_fills_gaps),
        REPAIR_TEST("A loss of power while repairing is made good",
                    a_loss_of_power_while_repairing_is_made_good),
        REPAIR_TEST("Where the beginning is damaged the backup tells where the rest stands",
                    the_beginning_is_made_good_by_the_backup),
        REPAIR_TEST("A row of the log that is not what was shown comes back from the backup",
                    what_is_wrong_in_the_log_comes_back),
        REPAIR_TEST("A strip that is not what was shown comes back from the backup",
                    a_strip_that_is_damaged_comes_back),
        REPAIR_TEST("Rows of the log come back from the backup, wherever they stood",
                    rows_of_the_log_come_back_wherever_they_stood),
        REPAIR_TEST("Rows that were rotated away since the backup do not come back",
                    rotated_rows_of_the_log_stay_away),
        REPAIR_TEST("How often each has aired comes back from the backup",
                    counts_of_airings_come_back),
        REPAIR_TEST("What changes while a damaged store is read is there afterwards, or told",
                    what_changes_during_a_repair_is_there_or_told),
        REPAIR_TEST(
            "Where the beginning is damaged what is read is of one instant, who ever writes",
            a_copy_is_of_one_instant),
        REPAIR_TEST("A log that begins again while file and log are copied is seen",
                    a_log_that_begins_again_between_is_seen),
        REPAIR_TEST("A number that no store can have come to is damage, and no full disk",
                    a_number_that_no_store_comes_to_is_damage),
        REPAIR_TEST("A store that was replaced is followed", an_open_store_follows),
        REPAIR_TEST("The copy of a damaged store is thrown away",
                    a_backup_of_a_damaged_store_is_thrown_away),
    };
    return cmocka_run_group_tests_name("repair", tests, NULL, NULL);
}
