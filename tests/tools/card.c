/* card [DAYS [KEY=VALUE]...]: what a ticker writes in a day, which is what a memory card wears out
 * by: one zone, the demo's articles and one more each ten minutes, backups and checkpoints as they
 * come, on the simulated clock. Prints each day's bytes, also in blocks of 4 KB as a card gets
 * them; and of the last day by file, and by table.
 *
 * Articles are read from config/demo. The calls by which SQLite writes are defined here, in front
 * of the C library's. Works in a folder of its own. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "intake/import.h"
#include "kiosk/store_care.h"
#include "newsroom.h"

#define IMPORT_MS (600 * CLOCK_MS_PER_S)
#define DAY_MS (86400 * CLOCK_MS_PER_S)
#define START_MS INT64_C(1777593600000) /* 2026-05-01 */
#define BLOCK 4096
#define BLOCKS_MAX (1 << 18) /* of one file: 1 GB */
#define FRAME_HEAD 24        /* SQLite, Write-Ahead Log: a frame begins with its page's number */
#define PAGES_MAX (1 << 20)
#define DAYS_MAX 400
#define SETTINGS_MAX 8

/* --- what is written --- */

enum file {
    THE_STORE,
    ITS_LOG,
    THE_BACKUP,
    ANOTHER,
    FILES,
};

static const char *const file_names[FILES] = {"the store", "its log of changes", "the backup",
                                              "other files"};

static struct {
    long long bytes;
    long calls, syncs;
    long long blocks; /* that differed at a sync */
    uint8_t dirty[BLOCKS_MAX];
    size_t dirty_end;
} written[FILES];

static long frames[PAGES_MAX]; /* of the log of changes, by page */

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);
    size_t size = strlen(end);
    return length >= size && strcmp(text + length - size, end) == 0;
}

static enum file file_of(int fd)
{
    char link[32], path[256];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    return strstr(path, ".backup")      ? THE_BACKUP
           : ends_with(path, ".db")     ? THE_STORE
           : ends_with(path, ".db-wal") ? ITS_LOG
                                        : ANOTHER;
}

static void count_frame(const uint8_t *head)
{
    uint32_t page =
        (uint32_t)head[0] << 24 | (uint32_t)head[1] << 16 | (uint32_t)head[2] << 8 | head[3];
    if (page < PAGES_MAX)
        frames[page]++;
}

static void count_write(enum file file, const void *bytes, size_t count, off64_t offset)
{
    written[file].calls++;
    written[file].bytes += (long long)count;
    if (file == ITS_LOG && count == FRAME_HEAD)
        count_frame(bytes);
    for (size_t at = (size_t)offset / BLOCK; at * BLOCK < (size_t)offset + count; at++) {
        if (at >= BLOCKS_MAX)
            break;
        written[file].dirty[at] = 1;
        written[file].dirty_end = at >= written[file].dirty_end ? at + 1 : written[file].dirty_end;
    }
}

static int count_sync(int fd)
{
    enum file file = file_of(fd);
    written[file].syncs++;
    for (size_t at = 0; at < written[file].dirty_end; at++)
        written[file].blocks += written[file].dirty[at];
    memset(written[file].dirty, 0, written[file].dirty_end);
    written[file].dirty_end = 0;
    return 0;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset)
{
    count_write(file_of(fd), bytes, count, offset);
    return pwritev(fd, &(struct iovec){(void *)bytes, count}, 1, offset);
}

#ifndef __USE_FILE_OFFSET64 /* else it is the one above by its name in C */
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
    return pwrite64(fd, bytes, count, offset);
}
#endif

/* Nothing here loses power. */
int fsync(int fd)
{
    return count_sync(fd);
}

int fdatasync(int fd)
{
    return count_sync(fd);
}

/* --- a day --- */

struct day {
    struct newsroom room;
    struct store_care *care;
    int64_t imported;
};

static void must(struct day *day, bool good)
{
    if (good)
        return;
    diag_print(&day->room.diag, stderr);
    exit(2);
}

static void import(struct day *day, const char *path)
{
    struct newsroom *room = &day->room;
    const struct import import = {.config = &room->studio.config,
                                  .store = room->desk,
                                  .fonts = room->studio.fonts,
                                  .clock = &room->clock,
                                  .now_ms = clock_wall_ms(&room->clock)};
    must(day, import_path(&import, path, &room->diag));
}

/* An article of two sentences and one quotation, another each time. */
static void import_another(struct day *day)
{
    char *path = memory_format("%s/news.txt", day->room.folder);
    FILE *article = fopen(path, "w");
    must(day, article != NULL);
    int64_t number = ++day->imported;
    fprintf(article,
            "The mill number %lld opens on the river, the council said.\n\nIt took %lld weeks.\n\n"
            "\"We have waited for mill %lld a long time,\" said Ada Brunner, who leads it.\n",
            (long long)number, (long long)number, (long long)number);
    fclose(article);
    import(day, path);
    player_look(day->room.player);
    free(path);
}

static void open_day(struct day *day, const char *const *settings)
{
    struct newsroom *room = &day->room;
    newsroom_open(room, settings, START_MS);
    room->glass.keep = false;
    import(day, "config/demo/articles");
    day->care = store_care_create(room->loop, &room->clock, room->store, &room->studio.config);
    room->setup.care = day->care;
    newsroom_start(room);
}

static void close_day(struct day *day)
{
    newsroom_stop(&day->room);
    store_care_destroy(day->care);
    newsroom_close(&day->room);
}

static void run_day(struct day *day, int number)
{
    int64_t start_ms = number * DAY_MS;
    for (int64_t at_ms = start_ms + IMPORT_MS; at_ms <= start_ms + DAY_MS; at_ms += IMPORT_MS) {
        newsroom_run_to_ms(&day->room, at_ms);
        import_another(day);
    }
}

/* --- what is printed --- */

static double mb(long long bytes)
{
    return (double)bytes / 1e6;
}

static void print_files(void)
{
    for (size_t i = 0; i < FILES; i++)
        if (written[i].calls)
            printf("  %-20s %7.2f MB in %6ld calls, %5ld syncs, %7.2f MB in blocks of 4 KB\n",
                   file_names[i], mb(written[i].bytes), written[i].calls, written[i].syncs,
                   mb(written[i].blocks * BLOCK));
}

/* Whose the pages of the log of changes were. */
static void print_tables(struct day *day)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    must(day, sqlite3_open_v2(day->room.path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK);
    if (sqlite3_prepare_v2(db, "SELECT name, pageno FROM dbstat ORDER BY name", -1, &statement,
                           NULL) != SQLITE_OK) {
        sqlite3_close(db); /* a library without it */
        return;
    }
    char name[64] = "";
    long count = 0;
    long others = 0;
    for (size_t i = 0; i < PAGES_MAX; i++)
        others += frames[i];
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *next = (const char *)sqlite3_column_text(statement, 0);
        sqlite3_int64 page = sqlite3_column_int64(statement, 1);
        if (strcmp(name, next) != 0 && count)
            printf("  %-20s %7ld pages\n", name, count);
        count = strcmp(name, next) != 0 ? 0 : count;
        snprintf(name, sizeof name, "%s", next);
        count += page < PAGES_MAX ? frames[page] : 0;
        others -= page < PAGES_MAX ? frames[page] : 0;
    }
    if (count)
        printf("  %-20s %7ld pages\n", name, count);
    printf("  %-20s %7ld pages\n", "(free)", others);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static void start_anew(void)
{
    for (size_t i = 0; i < FILES; i++) {
        written[i].bytes = written[i].blocks = 0;
        written[i].calls = written[i].syncs = 0;
    }
    memset(frames, 0, sizeof frames);
}

static void print_day(int number)
{
    long long bytes = 0;
    long long blocks = 0;
    long syncs = 0;
    for (size_t i = 0; i < FILES; i++) {
        bytes += written[i].bytes;
        blocks += written[i].blocks * BLOCK;
        syncs += written[i].syncs;
    }
    printf("day %d writes %.1f MB with %ld syncs (%.1f MB in blocks of 4 KB)\n", number + 1,
           mb(bytes), syncs, mb(blocks));
}

int main(int argc, char **argv)
{
    static struct day day;
    static const char *settings[SETTINGS_MAX + 1] = {"text.fonts=motograph-13"};
    int days = argc > 1 ? atoi(argv[1]) : 1;
    if (days < 1 || days > DAYS_MAX || argc > SETTINGS_MAX) {
        fprintf(stderr, "usage: card [DAYS [KEY=VALUE]...]\n");
        return 2;
    }
    for (int i = 2; i < argc; i++)
        settings[i - 1] = argv[i];
    log_set_level(LOG_LEVEL_WARNING);
    open_day(&day, settings);
    for (int i = 0; i < days; i++) {
        start_anew();
        run_day(&day, i);
        print_day(i);
    }
    print_files();
    print_tables(&day);
    close_day(&day);
    return 0;
}
