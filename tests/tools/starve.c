/* starve SCENARIO [COUNT SEED | ALLOCATION]: each allocation of a command fails in turn, or COUNT
 * of them drawn by SEED, or the one of that number; either it alone, or it and each one behind it.
 * Nothing acknowledged is lost, nothing is half-made, and the program goes on, says what is wrong
 * and ends, or gives up ("out of memory", SIGABRT, on which the guard darkens the panel): it
 * neither hangs nor dies otherwise, but within some functions of fontconfig and libconfig that are
 * named below.
 *
 * The allocator's functions are defined here, in front of the C library's (malloc(3), "Replacing
 * malloc" in its manual), so that the libraries' allocations fail, too.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <malloc.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ordeal.h"

#if !defined(__GLIBC__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define REPLACED 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define REPLACED 0
#endif
#endif
#ifndef REPLACED
#define REPLACED 1
#endif

#define CALLS_MOST (1L << 20)
#define FRAMES 12
#define FRAMES_OF_FAULT 64
#define FAULT_AT 2   /* behind the handler and what the kernel returns to */
#define FAILURE_AT 3 /* behind note_failure, fails and the allocator */

/* Where the first allocation failed; shared with the child. */
struct failure {
    void *frames[FRAMES_OF_FAULT];
    int count;     /* 0: none did */
    bool librarys; /* it died within a library's function that is named */
};

/* How the runs in which an allocation failed ended. */
static struct {
    long by_itself, gave_up, librarys, wrong;
} ends;

static struct {
    uint64_t *stacks; /* of each call, shared with the child; NULL: not asked for */
    struct failure *failure;
    atomic_long calls;
    atomic_long fail_at; /* -1: never */
    bool for_good;       /* each one behind it fails, too */
} memory = {.fail_at = -1};

#if REPLACED

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

/* FNV-1a (RFC 9923) over the addresses: the child has those of its parent. */
static uint64_t hash_stack(void)
{
    void *frames[FRAMES];
    uint64_t hash = UINT64_C(14695981039346656037);
    int count = backtrace(frames, FRAMES);
    for (int i = 1; i < count; i++)
        hash = (hash ^ (uint64_t)(uintptr_t)frames[i]) * UINT64_C(1099511628211);
    return hash;
}

static void note_failure(void)
{
    if (memory.failure->count == 0)
        memory.failure->count = backtrace(memory.failure->frames, FRAMES_OF_FAULT);
}

static bool fails(void)
{
    static _Thread_local bool within; /* what the stack is read with may allocate, too */
    if (within)
        return false;
    long call = atomic_fetch_add(&memory.calls, 1);
    if (memory.stacks && call < CALLS_MOST) {
        within = true;
        memory.stacks[call] = hash_stack();
        within = false;
    }
    long at = atomic_load(&memory.fail_at);
    if (at < 0 || (memory.for_good ? call < at : call != at))
        return false;
    within = true;
    note_failure();
    within = false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **memory_of, size_t alignment, size_t size)
{
    *memory_of = memalign(alignment, size);
    return *memory_of ? 0 : ENOMEM;
}

#endif

/* fontconfig (2.14) and libconfig (1.5) die by themselves where memory is gone while they read, or
 * never return (FcCacheInsert keeps its lock): the guard and the loop's watch see to that, and
 * nobody here can mend it. These of their functions do so. */
static const struct {
    const char *library, *entry;
} mortal[] = {
    {"libfontconfig", "FcInitLoadConfigAndFonts"},
    {"libfontconfig", "FcConfigSubstituteWithPat"}, /* FcConfigSubstitute */
    {"libfontconfig", "FcDefaultSubstitute"},
    {"libfontconfig", "FcFontMatch"},
    {"libfontconfig", "FcFontSort"},
    {"libfontconfig", NULL}, /* FcConfigDestroy goes on in a function without a name */
    {"libconfig", "config_init"},
    {"libconfig", "config_read_file"},
    {"libconfig", "config_setting_add"},
    {"libconfig", NULL}, /* config_read_string goes on in a function without a name */
};

static bool is_of(const Dl_info *info, const char *library)
{
    const char *name = info->dli_fname ? strrchr(info->dli_fname, '/') : NULL;
    return name && strncmp(name + 1, library, strlen(library)) == 0;
}

static bool is_mortal(const Dl_info *entry)
{
    for (size_t i = 0; i < sizeof mortal / sizeof *mortal; i++) {
        const char *name = mortal[i].entry;
        if (is_of(entry, mortal[i].library) &&
            (name ? entry->dli_sname && strcmp(name, entry->dli_sname) == 0 : !entry->dli_sname))
            return true;
    }
    return false;
}

/* By the frames from the fault on: the C library's, which they may have called; then those of one
 * library, the last of which is what the program called. Between them stand expat's, through which
 * fontconfig reads. */
static bool is_the_librarys(void *const *frames, int count)
{
    Dl_info info = {0};
    Dl_info entry = {0};
    int i = FAULT_AT;
    while (i < count && dladdr(frames[i], &info) && is_of(&info, "libc.so"))
        i++;
    for (; i < count && dladdr(frames[i], &info); i++) {
        if (is_of(&info, "libfontconfig") || is_of(&info, "libconfig"))
            entry = info;
        else if (!entry.dli_fname || !is_of(&info, "libexpat"))
            break;
    }
    return is_mortal(&entry);
}

/* Where, for who mends it: the test prints what the program said. */
static void tell_place(void *const *frames, int from, int count)
{
    Dl_info info;
    for (int i = from; i < count && dladdr(frames[i], &info); i++)
        dprintf(STDOUT_FILENO, "# in %s of %s + 0x%lx\n", info.dli_sname ? info.dli_sname : "?",
                info.dli_fname, (unsigned long)((char *)frames[i] - (char *)info.dli_fbase));
}

static void on_fault(int number)
{
    void *frames[FRAMES_OF_FAULT];
    int count = backtrace(frames, FRAMES_OF_FAULT);
    int as = is_the_librarys(frames, count) ? SIGABRT : number;
    if (as == number)
        tell_place(frames, FAULT_AT, count);
    memory.failure->librarys = as != number;
    signal(as, SIG_DFL);
    raise(as);
}

static void begin(long at)
{
    signal(SIGSEGV, on_fault);
    signal(SIGALRM, on_fault); /* of the ordeal: it hangs */
    atomic_store(&memory.calls, 0);
    atomic_store(&memory.fail_at, at);
}

static long end(void)
{
    atomic_store(&memory.fail_at, -1);
    return atomic_load(&memory.calls);
}

/* memory_alloc and its like give up; what a library makes of it is seen, too. */
static bool ended_well(const struct ordeal_run *run)
{
    if (WIFEXITED(run->status) || WTERMSIG(run->status) == SIGABRT)
        return true;
    printf("# it died: %s\n%s", strsignal(WTERMSIG(run->status)), run->output);
    return false;
}

static void count_end(const struct ordeal_run *run, bool good)
{
    if (memory.failure->count == 0)
        return; /* the one that is let go on; or its threads took another turn */
    if (!good)
        ends.wrong++;
    else if (memory.failure->librarys)
        ends.librarys++;
    else if (WIFEXITED(run->status))
        ends.by_itself++;
    else
        ends.gave_up++;
}

static void tell_wrong(const struct ordeal_scenario *scenario, long at, bool for_good)
{
    printf("# %s: wrong where allocation %ld %s\n", scenario->name, at,
           for_good ? "and all behind it fail:" : "fails:");
    fflush(stdout);
    tell_place(memory.failure->frames, FAILURE_AT, memory.failure->count);
}

static bool starve_at(const struct ordeal_scenario *scenario, long at, bool for_good, long *calls)
{
    const struct ordeal_way way = {.at = at, .begin = begin, .end = end, .kill_us = -1};
    bool good = ordeal_prepare(scenario);
    memory.for_good = for_good;
    *memory.failure = (struct failure){0};
    struct ordeal_run run = ordeal_run(scenario, &way);
    good = good && ended_well(&run) && ordeal_survives(scenario, &run);
    count_end(&run, good);
    if (calls)
        *calls = run.finished ? run.calls : 0;
    if (!good)
        tell_wrong(scenario, at, for_good);
    free(run.output);
    return good;
}

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

struct place {
    uint64_t stack;
    long call; /* the first from there */
};

static int by_stack(const void *a, const void *b)
{
    const struct place *one = a;
    const struct place *other = b;
    if (one->stack != other->stack)
        return one->stack > other->stack ? 1 : -1;
    return (one->call > other->call) - (one->call < other->call);
}

/* With the children; ends the program where that can't be done. */
static void *share(size_t bytes)
{
    void *block = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED)
        exit(2);
    return block;
}

/* The places of a run that is let go on; how many is 0 where it fails. */
static struct place *find_places(const struct ordeal_scenario *scenario, long *calls, long *count)
{
    size_t bytes = CALLS_MOST * sizeof *memory.stacks;
    uint64_t *stacks = share(bytes);
    memory.stacks = stacks;
    bool good = starve_at(scenario, -1, false, calls);
    memory.stacks = NULL;
    long seen = *calls < CALLS_MOST ? *calls : CALLS_MOST;
    struct place *places = malloc((size_t)(seen + 1) * sizeof *places);
    if (!places)
        exit(2);
    for (long i = 0; i < seen; i++)
        places[i] = (struct place){stacks[i], i};
    qsort(places, (size_t)seen, sizeof *places, by_stack);
    *count = 0;
    for (long i = 0; good && i < seen; i++)
        if (*count == 0 || places[*count - 1].stack != places[i].stack)
            places[(*count)++] = places[i];
    munmap(stacks, bytes);
    return places;
}

/* `count` of them come first, each once (Fisher and Yates's shuffle). */
static void draw(struct place *places, long count, long there, uint64_t seed)
{
    for (long i = 0; i < count; i++) {
        long other = i + (long)(next_random(&seed) % (uint64_t)(there - i));
        struct place one = places[i];
        places[i] = places[other];
        places[other] = one;
    }
}

/* count: 0: all of them. */
static int sweep(const struct ordeal_scenario *scenario, long count, uint64_t seed)
{
    long calls = 0;
    long there = 0;
    struct place *places = find_places(scenario, &calls, &there);
    bool good = there > 0;
    long tried = count && count < there ? count : there;
    if (count)
        draw(places, tried, there, seed);
    for (long i = 0; i < tried; i++) {
        bool alone = starve_at(scenario, places[i].call, false, NULL);
        good = starve_at(scenario, places[i].call, true, NULL) && alone && good;
    }
    printf("# %s: allocations failed at %ld of %ld places (%ld allocations), each alone and for "
           "good: %ld runs ended by themselves, %ld gave up, %ld died within a library's function "
           "that is named, %ld were wrong\n",
           scenario->name, tried, there, calls, ends.by_itself, ends.gave_up, ends.librarys,
           ends.wrong);
    free(places);
    return good ? 0 : 1;
}

static int try_one(const struct ordeal_scenario *scenario, long at)
{
    bool alone = starve_at(scenario, at, false, NULL);
    return starve_at(scenario, at, true, NULL) && alone ? 0 : 1;
}

static int run_as_told(int argc, char **argv)
{
    const struct ordeal_scenario *scenario = ordeal_find(argv[1]);
    if (argc == 3)
        return try_one(scenario, atol(argv[2]));
    return argc == 4 ? sweep(scenario, atol(argv[2]), strtoull(argv[3], NULL, 10))
                     : sweep(scenario, 0, 0);
}

int main(int argc, char **argv)
{
    if (!REPLACED) {
        printf("# skipped: the allocator is the sanitizer's\n");
        return 0;
    }
    if (argc < 2 || argc > 4 || !ordeal_find(argv[1])) {
        fprintf(stderr, "usage: starve SCENARIO [COUNT SEED | ALLOCATION]\n");
        return 2;
    }
    void *frame;
    backtrace(&frame, 1); /* loads what it needs */
    memory.failure = share(sizeof *memory.failure);
    if (!ordeal_set_up()) {
        fprintf(stderr, "the store can't be set up\n");
        return 2;
    }
    int code = run_as_told(argc, argv);
    ordeal_finish();
    return code;
}
