#include "ordeal.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "ordeal_books.h"
#include "store/asrun.h"
#include "store/backup.h"
#include "store/repair.h"

#define ARTICLES 55 /* more than share a transaction */
#define LINES 5
#define BOOK "kept.db" /* of a program beside the ticker */
#define OUTPUT_MAX (1 << 20)
#define HANGS_S 60 /* a call takes well under one, also on a slow machine */

static char folder[] = "/dev/shm/motograph-crash-XXXXXX"; /* in memory: no disk is waited for */

static char *in_folder(const char *name)
{
    return memory_format("%s/%s", folder, name);
}

/* --- a run of the program --- */

static void become_program(const struct ordeal_scenario *scenario, char **argv,
                           const struct ordeal_way *way, int out, int figures)
{
    int argc = 0;
    char *of = in_folder(BOOK);
    while (argv[argc])
        argc++;
    dup2(out, STDOUT_FILENO);
    int none = open("/dev/null", O_WRONLY);
    dup2(none, STDERR_FILENO);
    alarm(HANGS_S);
    way->begin(way->at);
    int code = scenario->act ? scenario->act(of) : commands_main(argc, argv);
    long calls = way->end();
    dprintf(figures, "%ld", calls);
    _exit(code);
}

static char *read_all(int fd)
{
    struct buffer text = {0};
    buffer_read_fd(&text, fd, OUTPUT_MAX);
    close(fd);
    return buffer_detach(&text);
}

static void kill_after(pid_t child, long us)
{
    if (us < 0)
        return;
    usleep((useconds_t)us);
    kill(child, SIGKILL);
}

static struct ordeal_run run_program(const struct ordeal_scenario *scenario, char **argv,
                                     const struct ordeal_way *way)
{
    int out[2], figures[2];
    struct ordeal_run run = {0};
    if (pipe(out) < 0 || pipe(figures) < 0)
        exit(2);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        become_program(scenario, argv, way, out[1], figures[1]);
    close(out[1]);
    close(figures[1]);
    kill_after(child, way->kill_us);
    run.output = read_all(out[0]);
    char *numbers = read_all(figures[0]);
    waitpid(child, &run.status, 0);
    run.finished = WIFEXITED(run.status) && sscanf(numbers, "%ld", &run.calls) == 1;
    free(numbers);
    return run;
}

/* --- what is looked for afterwards --- */

static int shell(const char *command)
{
    char *line = memory_format("cd %s && %s", folder, command);
    int code = system(line);
    free(line);
    return code;
}

struct found {
    int articles[ARTICLES]; /* snippets of each */
    int lines;              /* "line N" */
    int killed, edited;
    int64_t airings;
    bool strange;
};

static bool look(void *user, const struct store_row *row)
{
    struct found *found = user;
    const char *text = row->snippet.text;
    const char *number = strstr(text, "number ");
    int at = number ? atoi(number + strlen("number ")) : -1;
    found->airings += row->airings;
    found->killed += row->state == STORE_KILLED;
    found->edited += strcmp(text, "line other") == 0;
    if (strncmp(text, "line ", 5) == 0)
        found->lines++;
    else if (at >= 0 && at < ARTICLES)
        found->articles[at]++;
    else
        found->strange = true;
    return !row->damaged;
}

static bool count_row(void *user, const struct asrun_row *row)
{
    int64_t *rows = user;
    *rows += row->snippet > 0 && !row->open;
    return true;
}

static bool wrong(const char *what)
{
    printf("# %s\n", what);
    return false;
}

/* Each article has all of its snippets or none. */
static bool is_whole(const struct found *found)
{
    for (int i = 0; i < ARTICLES; i++)
        if (found->articles[i] != 0 && found->articles[i] != 2)
            return wrong("half an article is there");
    return !found->strange || wrong("a snippet is there that nobody put in");
}

/* Opens as the next ticker does; `found` says what is in it. */
static bool look_at_store(struct found *found, bool may_tell, struct diag *diag)
{
    struct asrun_check check = {0};
    int64_t rows = 0;
    char *path = in_folder("news.db");
    char *backup = in_folder("news.db.backup");
    struct store *store = store_open_sound(path, backup, 1, diag);
    bool good = store && (diag->count == 0 || may_tell);
    good = (good && asrun_recover(store, diag) && store_each(store, look, found, diag) &&
            asrun_verify(store, NULL, &check, diag) &&
            asrun_each(store, INT64_MIN, INT64_MAX, count_row, &rows, diag)) ||
           wrong("the store can't be read, or is damaged");
    good = good && (!check.broken || wrong("the as-run chain is broken"));
    good = good && (found->airings == rows || wrong("airings and the log's rows don't agree"));
    if (!good)
        diag_print(diag, stdout);
    store_close(store);
    free(path);
    free(backup);
    return good && is_whole(found);
}

/* --- scenarios --- */

static bool check_import(const struct ordeal_run *run, const struct found *found)
{
    for (int i = 0; i < ARTICLES; i++) {
        char *told = memory_format("a%02d.txt: ", i);
        bool acknowledged = strstr(run->output, told) != NULL;
        free(told);
        if (acknowledged && found->articles[i] != 2)
            return wrong("an acknowledged article is lost");
    }
    return found->lines == LINES || wrong("lines are lost");
}

static bool check_add(const struct ordeal_run *run, const struct found *found)
{
    int wanted = LINES + (strstr(run->output, "line new") != NULL);
    return found->lines >= wanted || wrong("an acknowledged line is lost");
}

static bool check_lines(const struct ordeal_run *run, const struct found *found)
{
    (void)run;
    return found->lines == LINES || wrong("lines are lost");
}

static bool check_backup(const struct ordeal_run *run, const struct found *found)
{
    char *backup = in_folder("news.db.backup");
    bool there = store_backup_time(backup) > 0;
    free(backup);
    return (there || wrong("there is no good backup any more")) && check_lines(run, found);
}

/* Byte for byte, and once: under its own name still, or set aside. */
static bool check_repair(const struct ordeal_run *run, const struct found *found)
{
    return (shell("kept=0; for f in news.db news.db.damaged-*Z; do"
                  " cmp -s damaged $f 2>cmp && kept=$((kept + 1)); done; test $kept = 1") == 0 ||
            wrong("the damaged store is not kept, or under several names")) &&
           check_lines(run, found);
}

/* Of the five lines one is killed, and another has other words, when it is said to be. */
static bool check_kill(const struct ordeal_run *run, const struct found *found)
{
    bool told = strstr(run->output, "1 killed") != NULL;
    return (!told || found->killed == 1 || wrong("an acknowledged kill is lost")) &&
           check_lines(run, found);
}

static bool check_edit(const struct ordeal_run *run, const struct found *found)
{
    bool told = strstr(run->output, "1 edited") != NULL;
    return (!told || found->edited == 1 || wrong("an acknowledged edit is lost")) &&
           check_lines(run, found);
}

/* The store as it was before stands beside. */
static bool check_restore(const struct ordeal_run *run, const struct found *found)
{
    bool kept =
        !run->finished || WEXITSTATUS(run->status) != 0 ||
        shell("test \"$(sqlite3 news.db.before-*Z 'SELECT count(*) FROM snippet')\" = 5") == 0;
    return (kept || wrong("the store from before is not kept")) && check_backup(run, found);
}

static bool check_rows(const struct ordeal_run *run, const struct found *found)
{
    char *path = in_folder(BOOK);
    bool good = ordeal_has_rows(path, run);
    free(path);
    return good && check_lines(run, found);
}

static bool check_stories(const struct ordeal_run *run, const struct found *found)
{
    char *path = in_folder(BOOK);
    bool good = ordeal_has_stories(path, run);
    free(path);
    return good && check_lines(run, found);
}

static const struct ordeal_scenario scenarios[] = {
    {.name = "import", .arguments = {"motograph", "import", "ARTICLES"}, .check = check_import},
    {.name = "add", .arguments = {"motograph", "add", "line new"}, .check = check_add},
    {.name = "run",
     .arguments = {"motograph", "run", "--fast", "--asrun", "--output", "null", "--duration", "60"},
     .check = check_lines},
    {.name = "backup", .arguments = {"motograph", "backup"}, .check = check_backup},
    {.name = "repair",
     .arguments = {"motograph", "repair"},
     .check = check_repair,
     .damaged = true},
    {.name = "kill", .arguments = {"motograph", "kill", "1"}, .check = check_kill},
    {.name = "edit", .arguments = {"motograph", "edit", "1", "line other"}, .check = check_edit},
    {.name = "generations",
     .prepare =
         "for f in '' .hour .day-1 .day-2 .week-1 .week-2; do cp whole.backup news.db.backup$f && "
         "sqlite3 news.db.backup$f 'UPDATE backup SET taken_ms = taken_ms - 900000000'; done",
     .arguments = {"motograph", "backup"},
     .check = check_backup},
    {.name = "restore",
     .arguments = {"motograph", "backup", "--restore", "2100-01-01"},
     .check = check_restore},
    /* Each turn of a day, and few airings: of more of them one is as the other. */
    {.name = "day",
     .arguments = {"motograph", "run", "--fast", "--asrun", "--output", "null", "--start",
                   "2026-11-30T05:58:00", "--duration", "86400", "--set",
                   "schedule.dayparts=\"morning: 06:00-06:01; evening: 20:00-20:01 brightness 40; "
                   "night: 20:01-06:00 dark; noon: 06:01-20:00 dark\""},
     .check = check_lines},
    {.name = "ledger", .act = ordeal_take_rows, .prepare = "cp ledger " BOOK, .check = check_rows},
    {.name = "book", .act = ordeal_read_feed, .prepare = "cp book " BOOK, .check = check_stories},
};

#define SCENARIOS (sizeof scenarios / sizeof *scenarios)

const struct ordeal_scenario *ordeal_find(const char *name)
{
    for (size_t i = 0; i < SCENARIOS; i++)
        if (strcmp(name, scenarios[i].name) == 0)
            return &scenarios[i];
    return NULL;
}

/* The arguments with the folder's paths in them; static for the length of a run. */
static char **arguments_of(const struct ordeal_scenario *scenario)
{
    static char *argv[20];
    static char *articles, *set;
    int argc = 0;
    free(articles);
    free(set);
    articles = in_folder("articles");
    set = memory_format("store.path=%s/news.db", folder);
    for (; scenario->arguments[argc]; argc++)
        argv[argc] = strcmp(scenario->arguments[argc], "ARTICLES") == 0
                         ? articles
                         : (char *)scenario->arguments[argc];
    argv[argc++] = (char *)"--set";
    argv[argc++] = set;
    argv[argc] = NULL;
    return argv;
}

struct ordeal_run ordeal_run(const struct ordeal_scenario *scenario, const struct ordeal_way *way)
{
    return run_program(scenario, arguments_of(scenario), way);
}

/* --- the folder as it begins: by itself, as shells and their programs took longer than what is
 * tried --- */

static void remove_stores(void)
{
    static const char store[] = "news.db";
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    while (entries && (entry = readdir(entries)))
        if (strncmp(entry->d_name, store, sizeof store - 1) == 0 ||
            strncmp(entry->d_name, BOOK, sizeof BOOK - 1) == 0)
            unlinkat(dirfd(entries), entry->d_name, 0);
    if (entries)
        closedir(entries);
}

static bool copy_file(const char *from_name, const char *to_name)
{
    struct stat status;
    char *from_path = in_folder(from_name);
    char *to_path = in_folder(to_name);
    int from = open(from_path, O_RDONLY | O_CLOEXEC);
    int to = -1;
    if (from >= 0 && fstat(from, &status) == 0)
        to = open(to_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, status.st_mode & ACCESSPERMS);
    bool good = to >= 0;
    for (off_t left = good ? status.st_size : 0; good && left > 0;) {
        ssize_t sent = sendfile(to, from, NULL, (size_t)left);
        good = sent > 0;
        left -= sent;
    }
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    free(from_path);
    free(to_path);
    return good;
}

bool ordeal_prepare(const struct ordeal_scenario *scenario)
{
    remove_stores();
    return copy_file(scenario->damaged ? "damaged" : "whole", "news.db") &&
           copy_file("whole.backup", "news.db.backup") &&
           (!scenario->prepare || shell(scenario->prepare) == 0);
}

static bool survives(const struct ordeal_scenario *scenario, const struct ordeal_run *run)
{
    struct diag diag = {0};
    struct found found = {0};
    bool good = look_at_store(&found, scenario->damaged, &diag) && scenario->check(run, &found);
    diag_finish(&diag);
    return good;
}

/* In a process of its own: how SQLite and others were set up here, the next run would begin with.
 */
bool ordeal_survives(const struct ordeal_scenario *scenario, const struct ordeal_run *run)
{
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        bool good = survives(scenario, run);
        fflush(stdout);
        _exit(good ? 0 : 1);
    }
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void write_articles(void)
{
    shell("mkdir articles");
    for (int i = 0; i < ARTICLES; i++) {
        char *path = memory_format("%s/articles/a%02d.txt", folder, i);
        FILE *file = fopen(path, "w");
        fprintf(file,
                "The mill number %d opens on the river, the council said.\n\n\"We waited for mill "
                "number %d,\" said Ada Brunner.\n",
                i, i);
        fclose(file);
        free(path);
    }
}

/* Nothing is done to it. */
static void do_nothing(long at)
{
    (void)at;
}

static long count_nothing(void)
{
    return 0;
}

static bool run_whole(const struct ordeal_scenario *scenario)
{
    const struct ordeal_way way = {.begin = do_nothing, .end = count_nothing, .kill_us = -1};
    struct ordeal_run run = ordeal_run(scenario, &way);
    free(run.output);
    return run.finished;
}

/* What is kept when a scenario begins is made by its own first run. */
static bool keep_first(const char *name)
{
    char *path = in_folder(BOOK);
    bool good = run_whole(ordeal_find(name)) && copy_file(BOOK, name);
    remove(path);
    free(path);
    return good;
}

/* Else what is swept would be the repair of a sound store. */
static bool is_damaged(void)
{
    const struct ordeal_scenario *repair = ordeal_find("repair");
    return ordeal_prepare(repair) && run_whole(repair) && shell("test -e news.db.damaged-*Z") == 0;
}

bool ordeal_set_up(void)
{
    setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
    bool good = mkdtemp(folder) != NULL;
    if (!good)
        return false;
    setenv("XDG_CACHE_HOME", folder, 1);
    write_articles();
    for (int i = 0; good && i < LINES; i++) {
        char *text = memory_format("line %d", i);
        const struct ordeal_scenario add = {.arguments = {"motograph", "add", text}};
        good = run_whole(&add);
        free(text);
    }
    return good && run_whole(ordeal_find("run")) && run_whole(ordeal_find("backup")) &&
           shell("cp news.db whole && cp news.db.backup whole.backup && cp whole damaged &&"
                 " dd if=/dev/zero of=damaged bs=512 seek=15 count=1 conv=notrunc"
                 " 2>dd") == 0 &&
           is_damaged() && keep_first("ledger") && keep_first("book");
}

void ordeal_finish(void)
{
    char *line = memory_format("rm -rf %s", folder);
    (void)!system(line);
    free(line);
}
