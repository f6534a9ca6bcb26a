/* bench_store choose COUNT | bench_store million PATH: what choosing the next snippet costs among
 * COUNT live and due ones; and what a store of a million costs, of which 1,000 are due. Prints
 * times. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/config.h"
#include "player/candidates_load.h"
#include "store/repair.h"

#define TURNS 2001
#define DUE 1000
#define MILLION 1000000
#define NOW_MS INT64_C(1750000000000)
#define HOUR_MS INT64_C(3600000)

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Some of several categories and speakers, as a newsroom has them. */
static bool add(struct store *store, int number, int64_t expires_ms, struct diag *diag)
{
    static const char *const categories[] = {"news", "sport", "weather", "culture"};
    struct snippets snippets = {0};
    struct snippet *snippet = snippets_add(&snippets);
    snippet->kind = number % 3 ? SNIPPET_QUOTE : SNIPPET_HEADLINE;
    snippet->text =
        memory_format("Snippet number %d: the ferry runs again from its new pier", number);
    snippet->speaker = number % 3 ? memory_format("Speaker %d", number % 97) : NULL;
    snippet->category = memory_copy_string(categories[number % 4]);
    snippet->priority = number % 5;
    snippet->created_ms = NOW_MS - number;
    snippet->expires_ms = expires_ms;
    bool good = store_add(store, snippet, diag);
    snippets_finish(&snippets);
    return good;
}

/* Airs each choice, so that the next one is another. */
static double median_us(struct candidates *candidates)
{
    static double times[TURNS];
    int64_t now_ms = NOW_MS;
    for (int i = 0; i < TURNS; i++) {
        struct rota_choice choice;
        double start = seconds();
        struct candidate *item = candidates_choose(candidates, 0, now_ms, 1, &choice);
        times[i] = (seconds() - start) * 1e6;
        if (!item)
            break;
        candidates_air(candidates, 0, item, &choice, now_ms);
        candidates_end(candidates, item->id, false);
        now_ms += 8000;
    }
    qsort(times, TURNS, sizeof *times, by_value);
    return times[TURNS / 2];
}

static bool load(struct candidates *candidates, struct timetable *timetable, struct config *config,
                 struct store *store, struct diag *diag)
{
    configuration_init(config);
    candidates->timetable = timetable;
    return timetable_init(timetable, config, diag) &&
           candidates_load(candidates, store, NOW_MS, diag);
}

static int choose(int count, struct diag *diag)
{
    struct candidates candidates = {0};
    struct timetable timetable = {0};
    struct config config;
    struct store *store = store_open_memory(diag);
    bool good = store && store_batch_begin(store, diag);
    for (int i = 0; good && i < count; i++)
        good = add(store, i, NOW_MS * 2, diag);
    good =
        good && store_batch_end(store, diag) && load(&candidates, &timetable, &config, store, diag);
    if (good)
        printf("%.1f\n", median_us(&candidates));
    candidates_finish(&candidates);
    timetable_finish(&timetable);
    configuration_finish(&config);
    store_close(store);
    return good ? 0 : 1;
}

static bool fill(const char *path, struct diag *diag)
{
    double start = seconds();
    struct store *store = store_open(path, diag);
    bool good = store && store_batch_begin(store, diag);
    for (int i = 0; good && i < MILLION; i++)
        good = add(store, i, i % (MILLION / DUE) == 0 ? NOW_MS * 2 : NOW_MS - HOUR_MS, diag);
    good = good && store_batch_end(store, diag);
    store_close(store);
    printf("putting 1,000,000 snippets in: %.1f s\n", seconds() - start);
    return good;
}

static int million(const char *path, struct diag *diag)
{
    struct candidates candidates = {0};
    struct timetable timetable = {0};
    struct config config;
    if (!fill(path, diag))
        return 1;
    double start = seconds();
    store_close(store_open_sound(path, path, NOW_MS, diag));
    printf("a ticker's start reads all of it through in %.2f s\n", seconds() - start);
    start = seconds();
    struct store *store = store_open(path, diag);
    printf("a command opens it in %.1f ms\n", (seconds() - start) * 1e3);
    start = seconds();
    bool good = store && load(&candidates, &timetable, &config, store, diag);
    printf("loading the %zu that are due: %.1f ms\n", candidates.count, (seconds() - start) * 1e3);
    if (good)
        printf("choosing among them: %.1f us at the median\n", median_us(&candidates));
    candidates_finish(&candidates);
    timetable_finish(&timetable);
    configuration_finish(&config);
    store_close(store);
    return good ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct diag diag = {0};
    int code = 2;
    if (argc == 3 && strcmp(argv[1], "choose") == 0)
        code = choose(atoi(argv[2]), &diag);
    else if (argc == 3 && strcmp(argv[1], "million") == 0)
        code = million(argv[2], &diag);
    else
        fprintf(stderr, "usage: bench_store choose COUNT | million PATH\n");
    diag_print(&diag, stderr);
    diag_finish(&diag);
    return code;
}
