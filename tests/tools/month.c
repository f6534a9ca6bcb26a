/* month HOURS FAULTS SEED: the whole ticker on the simulated clock, with an editor at work, while
 * its store is removed, emptied, replaced, damaged, locked, its folder taken away and the clock
 * set, FAULTS times at instants drawn by SEED. Each minute something is on the wall, or the log
 * says why not; memory, files and descriptors are in the end what they were after a quarter of the
 * time. Prints TAP; the log is on standard error.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#endif

#include "base/mapped.h"
#include "base/memory.h"
#include "kiosk/store_care.h"
#include "newsroom.h"
#include "store/asrun.h"
#include "store/repair.h"

#define START_MS (INT64_C(1767225600) * 1000) /* 2026-01-01T00:00:00Z */
#define MINUTE_MS (60 * CLOCK_MS_PER_S)
#define HOUR_MINUTES 60
#define EDIT_MINUTES 20
#define LINE_HOURS 36    /* a line lives so long: there are about as many at any time */
#define AWAY_MINUTES 7   /* a disk that is taken away, a lock that another program holds */
#define PAGES_SLACK 1500 /* 6 MB: what a larger log and its backup take */
#define HEAP_SLACK 64    /* 256 KB: the heap alone (check-memory); a day takes 7 */
#define FILES_SLACK 30   /* generations, and what is set aside of each kind */
#define DESCRIPTORS_SLACK 4

struct month {
    struct newsroom room;
    struct store_care *care;
    struct loop_timer *minute;
    uint64_t seed;
    int64_t minutes, minutes_in_all;
    int64_t *faults; /* minutes, ascending */
    size_t count, next;
    char *beside, *index, *away;
    bool is_away;
    sqlite3 *locker;
    int64_t until; /* the minute in which what was taken away comes back */
    int64_t dark, unexplained;
    long pages, descriptors, files; /* after a quarter of the time */
};

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(struct month *month)
{
    uint64_t z = month->seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static long below(struct month *month, long most)
{
    return most > 0 ? (long)(next_random(month) % (uint64_t)most) : 0;
}

/* --- faults --- */

static long size_of(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? (long)status.st_size : 0;
}

static void shorten(const char *path, long size)
{
    if (access(path, F_OK) == 0 && truncate(path, size) != 0)
        printf("# %s can't be truncated\n", path);
}

static void write_over(struct month *month, long at, long count)
{
    int fd = open(month->room.path, O_WRONLY | O_CLOEXEC);
    for (long i = 0; fd >= 0 && i < count; i++) {
        char byte = (char)next_random(month);
        if (pwrite(fd, &byte, 1, at + i) != 1)
            break;
    }
    if (fd >= 0)
        close(fd);
}

static void remove_all(struct month *month)
{
    unlink(month->room.path);
    unlink(month->beside);
    unlink(month->index);
}

static void replace_by(struct month *month, bool database)
{
    sqlite3 *db = NULL;
    remove_all(month);
    if (database && sqlite3_open(month->room.path, &db) == SQLITE_OK)
        sqlite3_exec(db, "CREATE TABLE other (a)", NULL, NULL, NULL);
    sqlite3_close(db);
    FILE *file = database ? NULL : fopen(month->room.path, "we");
    for (int i = 0; file && i < 500; i++)
        fputs("no database\n", file);
    if (file)
        fclose(file);
}

static void take_away(struct month *month)
{
    month->is_away = rename(month->room.folder, month->away) == 0;
    month->until = month->minutes + AWAY_MINUTES;
}

static void lock_it(struct month *month)
{
    month->until = month->minutes + AWAY_MINUTES;
    if (sqlite3_open(month->room.path, &month->locker) == SQLITE_OK)
        sqlite3_exec(month->locker, "BEGIN IMMEDIATE", NULL, NULL, NULL);
}

static void set_clock(struct month *month)
{
    month->room.clock.wall_start_ms += (below(month, 240) - 120) * MINUTE_MS;
}

static void bring_back(struct month *month)
{
    if (month->is_away && rename(month->away, month->room.folder) != 0)
        printf("# the folder can't be brought back: %s\n", strerror(errno));
    month->is_away = false;
    sqlite3_close(month->locker);
    month->locker = NULL;
}

enum fault {
    FAULT_REMOVED,
    FAULT_ALL_REMOVED,
    FAULT_EMPTIED,
    FAULT_TRUNCATED,
    FAULT_WRITTEN_OVER,
    FAULT_BEGINNING,
    FAULT_FOREIGN,
    FAULT_NO_DATABASE,
    FAULT_LOG_REMOVED,
    FAULT_LOG_TRUNCATED,
    FAULT_INDEX_REMOVED,
    FAULT_INDEX_TRUNCATED,
    FAULT_AWAY,
    FAULT_LOCKED,
    FAULT_CLOCK,
    FAULTS,
};

static void damage(struct month *month, enum fault fault)
{
    const char *path = month->room.path;
    if (fault == FAULT_EMPTIED)
        shorten(path, 0);
    else if (fault == FAULT_TRUNCATED)
        shorten(path, below(month, size_of(path)));
    else if (fault == FAULT_WRITTEN_OVER)
        write_over(month, below(month, size_of(path)), 1 + below(month, 4000));
    else if (fault == FAULT_BEGINNING)
        write_over(month, 0, 200);
    else if (fault == FAULT_LOG_TRUNCATED)
        shorten(month->beside, below(month, size_of(month->beside)));
    else if (fault == FAULT_INDEX_TRUNCATED)
        shorten(month->index, 0);
}

static void strike(struct month *month)
{
    enum fault fault = (enum fault)below(month, FAULTS);
    printf("# minute %ld: fault %d\n", (long)month->minutes, (int)fault);
    if (fault == FAULT_REMOVED)
        unlink(month->room.path);
    else if (fault == FAULT_ALL_REMOVED)
        remove_all(month);
    else if (fault == FAULT_FOREIGN || fault == FAULT_NO_DATABASE)
        replace_by(month, fault == FAULT_FOREIGN);
    else if (fault == FAULT_LOG_REMOVED)
        unlink(month->beside);
    else if (fault == FAULT_INDEX_REMOVED)
        unlink(month->index);
    else if (fault == FAULT_AWAY)
        take_away(month);
    else if (fault == FAULT_LOCKED)
        lock_it(month);
    else if (fault == FAULT_CLOCK)
        set_clock(month);
    else
        damage(month, fault);
}

/* --- the editor --- */

/* A connection of its own each time, as a command has. What is refused just now is refused. */
static void edit(struct month *month)
{
    struct diag ignored = {0};
    struct store *desk = store_open_there(month->room.path, &ignored);
    int64_t now_ms = clock_wall_ms(&month->room.clock);
    char *text = memory_format("Line of minute %ld, which says what the town does then",
                               (long)month->minutes);
    struct snippet snippet = {.kind = SNIPPET_LINE,
                              .text = text,
                              .weight = 10, /* news/snippet.h */
                              .created_ms = now_ms,
                              .expires_ms = now_ms + LINE_HOURS * 60 * MINUTE_MS};
    if (desk) {
        store_set_wait(desk, 0);
        store_add(desk, &snippet, &ignored);
    }
    store_close(desk);
    diag_finish(&ignored);
    free(text);
}

/* --- what is measured --- */

static long count_files(const char *path)
{
    long count = 0;
    DIR *folder = opendir(path);
    while (folder && readdir(folder))
        count++;
    if (folder)
        closedir(folder);
    return count;
}

#ifdef VALGRIND_COUNT_LEAKS
/* As a search for leaks finds it. */
static long count_heap_pages(void)
{
    unsigned long lost = 0, dubious = 0, reachable = 0, left_out = 0;
    VALGRIND_DO_QUICK_LEAK_CHECK;
    VALGRIND_COUNT_LEAKS(lost, dubious, reachable, left_out);
    return (long)((lost + dubious + reachable + left_out) / (unsigned long)sysconf(_SC_PAGESIZE));
}
#endif

/* What the program holds; under valgrind its heap's alone, as valgrind's own memory grows with what
 * is run for the first time. */
static long count_pages(void)
{
#ifdef VALGRIND_COUNT_LEAKS
    if (RUNNING_ON_VALGRIND)
        return count_heap_pages();
#endif
    long all = 0;
    long resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file || fscanf(file, "%ld %ld", &all, &resident) != 2)
        resident = 0;
    if (file)
        fclose(file);
    return resident;
}

/* The status says it: dark by somebody's word; nothing may air, and the store can't be written or
 * lost something. */
static const char *why_nothing_airs(const struct state *state)
{
    if (state->why_dark)
        return state->why_dark;
    if (state->due > 0)
        return NULL;
    return state->store_trouble ? state->store_trouble : state->store_note;
}

static void look_at_wall(struct month *month)
{
    struct state state = newsroom_ask(&month->room, (struct request){.kind = REQUEST_STATUS});
    if (state.zones[0].on_air.on && month->room.glass.scene)
        return;
    const char *why = why_nothing_airs(&state);
    month->dark++;
    month->unexplained += !why;
    printf("# minute %ld: nothing is on the wall: %s\n", (long)month->minutes,
           why ? why : "nothing says why");
}

static void measure(struct month *month, long *pages, long *descriptors, long *files)
{
    *pages = count_pages();
    *descriptors = count_files("/proc/self/fd");
    *files = count_files(month->room.folder);
}

/* --- minute by minute --- */

static void each_minute(void *user, int64_t now_ns)
{
    struct month *month = user;
    month->minutes++;
    if (month->until == month->minutes)
        bring_back(month);
    if (month->next < month->count && month->faults[month->next] <= month->minutes) {
        month->next++;
        if (month->until <= month->minutes)
            strike(month);
    }
    if (month->minutes % EDIT_MINUTES == 0)
        edit(month);
    player_look(month->room.player); /* each 50 ms would be most of the work */
    look_at_wall(month);
    if (month->minutes == month->minutes_in_all / 4)
        measure(month, &month->pages, &month->descriptors, &month->files);
    if (month->minutes < month->minutes_in_all)
        loop_set_timer(month->minute, now_ns + MINUTE_MS * CLOCK_NS_PER_MS);
    else
        loop_stop(month->room.loop);
}

static int ascending(const void *a, const void *b)
{
    const int64_t *one = a;
    const int64_t *other = b;
    return (*one > *other) - (*one < *other);
}

static void draw_faults(struct month *month, size_t count)
{
    month->faults = memory_alloc(count, sizeof *month->faults);
    month->count = count;
    for (size_t i = 0; i < count; i++)
        month->faults[i] = 60 + below(month, (long)month->minutes_in_all - 120);
    qsort(month->faults, count, sizeof *month->faults, ascending);
}

static void begin(struct month *month, long hours, size_t faults)
{
    /* Slow: what takes the time of such a month is how many airings there are. */
    static const char *const settings[] = {"rota.idle=dark", "text.fonts=motograph-13",
                                           "crawl.characters_per_second=3", NULL};
    mapped_survive();
    newsroom_open(&month->room, settings, START_MS);
    store_close(month->room.desk); /* nobody but the ticker has it open for a month */
    month->room.desk = NULL;
    month->room.glass.keep = false;
    month->beside = memory_format("%s-wal", month->room.path);
    month->index = memory_format("%s-shm", month->room.path);
    month->away = memory_format("%s.away", month->room.folder);
    month->minutes_in_all = hours * HOUR_MINUTES;
    draw_faults(month, faults);
    for (int i = 0; i < 20; i++, month->minutes++)
        edit(month);
    month->minutes = 0;
    month->care = store_care_create(month->room.loop, &month->room.clock, month->room.store,
                                    &month->room.studio.config);
    month->room.setup.care = month->care;
    newsroom_start(&month->room);
    month->minute = loop_add_timer(month->room.loop, each_minute, month);
    loop_set_timer(month->minute, MINUTE_MS * CLOCK_NS_PER_MS);
}

/* The address sanitizer keeps what was freed. */
#if defined(__SANITIZE_ADDRESS__)
#define KEEPS_FREED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KEEPS_FREED true
#endif
#endif
#ifndef KEEPS_FREED
#define KEEPS_FREED false
#endif

static long pages_slack(void)
{
#ifdef VALGRIND_COUNT_LEAKS
    if (RUNNING_ON_VALGRIND)
        return HEAP_SLACK;
#endif
    return PAGES_SLACK;
}

static bool tell(int number, bool good, const char *sentence)
{
    printf("%s %d - %s\n", good ? "ok" : "not ok", number, sentence);
    return good;
}

static bool judge(struct month *month)
{
    long pages, descriptors, files;
    measure(month, &pages, &descriptors, &files);
    printf(
        "# %ld minutes, %ld faults: %ld dark minutes; pages %ld, then %ld; descriptors %ld, then "
        "%ld; files %ld, then %ld\n",
        (long)month->minutes, (long)month->next, (long)month->dark, month->pages, pages,
        month->descriptors, descriptors, month->files, files);
    bool good = tell(1, month->unexplained == 0, "No minute is dark without a reason that is told");
    good = tell(2, KEEPS_FREED || pages <= month->pages + pages_slack(), "Memory is flat") && good;
    good = tell(3, descriptors <= month->descriptors + DESCRIPTORS_SLACK, "Descriptors are flat") &&
           good;
    good = tell(4, files <= month->files + FILES_SLACK, "Files are flat") && good;
    return good;
}

/* It may be broken where rows were lost, which is said then. */
static bool verify(struct month *month)
{
    struct asrun_check check = {0};
    struct diag diag = {0};
    struct store *store = store_open_there(month->room.path, &diag);
    bool good = store && asrun_verify(store, NULL, &check, &diag);
    printf("# the as-run log has %lld rows; its chain breaks at %lld, where rows were lost\n",
           (long long)check.rows, (long long)check.breaks);
    store_close(store);
    diag_finish(&diag);
    return good;
}

static void finish(struct month *month)
{
    loop_remove_timer(month->room.loop, month->minute);
    newsroom_stop(&month->room);
    store_care_destroy(month->care);
    newsroom_close(&month->room);
    free(month->faults);
    free(month->beside);
    free(month->index);
    free(month->away);
}

int main(int argc, char **argv)
{
    struct month month = {0};
    if (argc != 4 || atol(argv[1]) < 4) {
        fprintf(stderr, "usage: month HOURS FAULTS SEED, of 4 hours or more\n");
        return 2;
    }
    setenv("TZ", "UTC", 1);
    setvbuf(stdout, NULL, _IOLBF, 0);
    month.seed = strtoull(argv[3], NULL, 10);
    begin(&month, atol(argv[1]), (size_t)atol(argv[2]));
    bool good = loop_run(month.room.loop) == 0;
    bring_back(&month);
    good = judge(&month) && good;
    good = tell(5, verify(&month), "The as-run log can be read") && good;
    printf("1..5\n");
    finish(&month);
    return good ? 0 : 1;
}
