/* crash writes SCENARIO | crash random SCENARIO COUNT SEED: the program is
 * killed at each of its write calls in turn (the write half done), or at COUNT random instants;
 * what it acknowledged must be there afterwards, nothing half-made, and the as-run chain must
 * verify.
 *
 * The program runs in a child process; the calls by which SQLite and the store write are
 * defined here, in front of the C library's. Works in a folder of its own. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "cli/commands.h"
#include "store/asrun.h"
#include "store/backup.h"
#include "store/repair.h"

#define ARTICLES 55 /* more than share a transaction */
#define LINES 5
#define OUTPUT_MAX (1 << 20)
#define RANDOM_SECONDS 50 /* a slow machine does fewer runs, and says how many */

/* --- the calls that write; a sync need not wait for the disk: a killed program takes nothing
 * of the kernel's cache along (power_test.c is about that) --- */

static struct {
    long calls;
    long kill_at; /* -1: never */
} io = {.kill_at = -1};

/* True when this call is the last: a write does half of it first. */
static bool is_last(void)
{
    return io.calls++ == io.kill_at;
}

static void die(void)
{
    kill(getpid(), SIGKILL);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset)
{
    bool last = is_last();
    long done = syscall(SYS_pwrite64, fd, bytes, last ? count / 2 : count, offset);
    if (last)
        die();
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
    return pwrite64(fd, bytes, count, offset);
}

int ftruncate64(int fd, off64_t length)
{
    if (is_last())
        die();
    return (int)syscall(SYS_ftruncate, fd, length);
}

int ftruncate(int fd, off_t length)
{
    return ftruncate64(fd, length);
}

int fsync(int fd)
{
    if (is_last())
        die();
    (void)fd;
    return 0;
}

int fdatasync(int fd)
{
    if (is_last())
        die();
    (void)fd;
    return 0;
}

int rename(const char *from, const char *to)
{
    if (is_last())
        die();
    return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

int link(const char *from, const char *to)
{
    if (is_last())
        die();
    return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path)
{
    if (is_last())
        die();
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

/* --- a run of the program --- */

struct run {
    char *output; /* what it printed, up to its death */
    bool finished;
    long calls; /* of one that finished */
};

static void become_program(char **argv, long kill_at, int out, int figures)
{
    int argc = 0;
    while (argv[argc])
        argc++;
    dup2(out, STDOUT_FILENO);
    int none = open("/dev/null", O_WRONLY);
    dup2(none, STDERR_FILENO);
    io.calls = 0;
    io.kill_at = kill_at;
    int code = commands_main(argc, argv);
    io.kill_at = -1;
    dprintf(figures, "%ld", io.calls);
    _exit(code);
}

static char *read_all(int fd)
{
    char *text = memory_alloc(OUTPUT_MAX, 1);
    size_t length = 0;
    ssize_t got;
    while (length < OUTPUT_MAX - 1 && (got = read(fd, text + length, OUTPUT_MAX - 1 - length)) > 0)
        length += (size_t)got;
    close(fd);
    return text;
}

static void kill_after(pid_t child, long us)
{
    if (us < 0)
        return;
    usleep((useconds_t)us);
    kill(child, SIGKILL);
}

/* kill_us: after so long, -1: not. */
static struct run run_program(char **argv, long kill_at, long kill_us)
{
    int out[2], figures[2];
    int status = 0;
    struct run run = {0};
    if (pipe(out) < 0 || pipe(figures) < 0)
        exit(2);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        become_program(argv, kill_at, out[1], figures[1]);
    close(out[1]);
    close(figures[1]);
    kill_after(child, kill_us);
    run.output = read_all(out[0]);
    char *numbers = read_all(figures[0]);
    waitpid(child, &status, 0);
    run.finished = WIFEXITED(status) && sscanf(numbers, "%ld", &run.calls) == 1;
    free(numbers);
    return run;
}

/* --- what is looked for afterwards --- */

static char folder[] = "/dev/shm/motograph-crash-XXXXXX"; /* in memory: no disk is waited for */

static int shell(const char *command)
{
    char *line = memory_format("cd %s && %s", folder, command);
    int code = system(line);
    free(line);
    return code;
}

static char *in_folder(const char *name)
{
    return memory_format("%s/%s", folder, name);
}

struct found {
    int articles[ARTICLES]; /* snippets of each */
    int lines;              /* "line N" */
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

struct scenario {
    const char *name;
    const char *prepare; /* a shell command, in the folder */
    const char *arguments[12];
    bool (*check)(const struct run *run, const struct found *found);
    bool damaged; /* it is, and that is told */
};

static bool check_import(const struct run *run, const struct found *found)
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

static bool check_add(const struct run *run, const struct found *found)
{
    int wanted = LINES + (strstr(run->output, "line new") != NULL);
    return found->lines >= wanted || wrong("an acknowledged line is lost");
}

static bool check_lines(const struct run *run, const struct found *found)
{
    (void)run;
    return found->lines == LINES || wrong("lines are lost");
}

static bool check_backup(const struct run *run, const struct found *found)
{
    char *backup = in_folder("news.db.backup");
    bool there = store_backup_time(backup) > 0;
    free(backup);
    return (there || wrong("there is no good backup any more")) && check_lines(run, found);
}

/* Byte for byte, and once: under its own name still, or set aside. */
static bool check_repair(const struct run *run, const struct found *found)
{
    return (shell("kept=0; for f in news.db news.db.damaged-*Z; do"
                  " cmp -s damaged $f 2>cmp && kept=$((kept + 1)); done; test $kept = 1") == 0 ||
            wrong("the damaged store is not kept, or under several names")) &&
           check_lines(run, found);
}

static const struct scenario scenarios[] = {
    {"import", "true", {"motograph", "import", "ARTICLES"}, check_import, false},
    {"add", "true", {"motograph", "add", "line new"}, check_add, false},
    {"run",
     "true",
     {"motograph", "run", "--fast", "--asrun", "--output", "null", "--duration", "60"},
     check_lines,
     false},
    {"backup", "true", {"motograph", "backup"}, check_backup, false},
    {"repair", "cp damaged news.db", {"motograph", "repair"}, check_repair, true},
};

#define SCENARIOS (sizeof scenarios / sizeof *scenarios)

/* The arguments with the folder's paths in them; static for the length of a run. */
static char **arguments_of(const struct scenario *scenario)
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

static bool prepare(const struct scenario *scenario)
{
    return shell("rm -f news.db* && cp whole news.db && cp whole.backup news.db.backup") == 0 &&
           shell(scenario->prepare) == 0;
}

static bool survives(const struct scenario *scenario, const struct run *run)
{
    struct diag diag = {0};
    struct found found = {0};
    bool good = look_at_store(&found, scenario->damaged, &diag) && scenario->check(run, &found);
    diag_finish(&diag);
    return good;
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

/* Else what is swept would be the repair of a sound store. */
static bool is_damaged(void)
{
    const struct scenario *repair = &scenarios[SCENARIOS - 1];
    bool good = prepare(repair);
    struct run run = run_program(arguments_of(repair), -1, -1);
    free(run.output);
    return good && run.finished && shell("test -e news.db.damaged-*Z") == 0;
}

/* A store with a few lines and airings, its backup, and a damaged one: the page of the lines. */
static bool set_up(void)
{
    bool good = mkdtemp(folder) != NULL;
    write_articles();
    for (int i = 0; good && i < LINES; i++) {
        char *text = memory_format("line %d", i);
        const struct scenario add = {.arguments = {"motograph", "add", text}};
        struct run run = run_program(arguments_of(&add), -1, -1);
        good = run.finished;
        free(run.output);
        free(text);
    }
    for (size_t i = 2; good && i < 4; i++) { /* run, backup */
        struct run run = run_program(arguments_of(&scenarios[i]), -1, -1);
        good = run.finished;
        free(run.output);
    }
    return good &&
           shell("cp news.db whole && cp news.db.backup whole.backup && cp whole damaged &&"
                 " dd if=/dev/zero of=damaged bs=512 seek=15 count=1 conv=notrunc"
                 " 2>dd") == 0 &&
           is_damaged();
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int sweep_writes(const struct scenario *scenario)
{
    long at = 0;
    bool good = true;
    bool finished = false;
    for (; good && !finished; at++) {
        good = prepare(scenario);
        struct run run = run_program(arguments_of(scenario), at, -1);
        finished = run.finished;
        good = good && survives(scenario, &run);
        free(run.output);
    }
    printf("# %s: killed at each of %ld write calls\n", scenario->name, at - 1);
    if (!good)
        printf("# wrong after a kill at write call %ld\n", at - 1);
    return good && at > 2 ? 0 : 1;
}

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static int sweep_random(const struct scenario *scenario, int count, uint64_t seed)
{
    double start = seconds();
    prepare(scenario);
    struct run whole = run_program(arguments_of(scenario), -1, -1);
    uint64_t span_us = (uint64_t)((seconds() - start) * 1e6) + 1;
    bool good = whole.finished;
    int killed = 0;
    free(whole.output);
    int runs = 0;
    for (; good && runs < count && seconds() - start < RANDOM_SECONDS; runs++) {
        good = prepare(scenario);
        struct run run =
            run_program(arguments_of(scenario), -1, (long)(next_random(&seed) % span_us));
        killed += !run.finished;
        good = good && survives(scenario, &run);
        free(run.output);
    }
    printf("# %s: %d runs, %d killed at random instants within %.0f ms\n", scenario->name, runs,
           killed, (double)span_us / 1e3);
    return good ? 0 : 1;
}

static int work(int argc, char **argv)
{
    for (size_t i = 0; argc >= 3 && i < SCENARIOS; i++) {
        if (strcmp(argv[2], scenarios[i].name) != 0)
            continue;
        if (strcmp(argv[1], "writes") == 0)
            return sweep_writes(&scenarios[i]);
        if (strcmp(argv[1], "random") == 0 && argc == 5)
            return sweep_random(&scenarios[i], atoi(argv[3]), strtoull(argv[4], NULL, 10));
    }
    fprintf(stderr, "usage: crash writes SCENARIO | random SCENARIO COUNT SEED | day [SECONDS]\n");
    return 2;
}

int main(int argc, char **argv)
{
    setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
    if (!set_up()) {
        fprintf(stderr, "the store can't be set up in %s\n", folder);
        return 2;
    }
    int code = work(argc, argv);
    char *line = memory_format("rm -rf %s", folder);
    (void)!system(line);
    free(line);
    return code;
}
