/* What following the logs of a fleet costs: link_rows FILE TICKERS ROWS begins a ledger there, with
 * so many rows of each ticker, chained, and follows them all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "link/ledger.h"

/* Of a row as a wall of 64 x 32 px has it. */
#define SCENE_SIZE 250
#define FIRST_MS INT64_C(1795950000000)
#define AIRING_MS 10000

static double seconds(const struct clock *clock, int64_t since_ns)
{
    return (double)(clock_monotonic_ns(clock) - since_ns) / (double)CLOCK_NS_PER_S;
}

static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / (double)CLOCK_NS_PER_S;
}

static void fill(struct ledger *ledger, long ticker, long rows, struct diag *diag)
{
    static uint8_t scenes[SCENE_SIZE];
    char name[24];
    struct told_row told = {.ticker = name};
    snprintf(name, sizeof name, "wall%ld", ticker);
    for (long i = 0; i < rows; i++) {
        memcpy(scenes, &i, sizeof i);
        told.row = (struct asrun_row){.id = (FIRST_MS + i * AIRING_MS) * 1000,
                                      .snippet = i % 50 + 1,
                                      .start_ms = FIRST_MS + i * AIRING_MS,
                                      .end_ms = FIRST_MS + (i + 1) * AIRING_MS,
                                      .text = "The harbour opens at noon, and ferries leave hourly",
                                      .reason = "its turn among 50",
                                      .scenes = {scenes, sizeof scenes},
                                      .config = 7,
                                      .frames = 600,
                                      .chain = ASRUN_CHAIN};
        asrun_hash(told.before, &told.row, told.row.hash);
        if (ledger_take(ledger, &told, diag) != LEDGER_NEW)
            return;
        memcpy(told.before, told.row.hash, sizeof told.before);
    }
}

int main(int argc, char **argv)
{
    struct diag diag = {0};
    struct ledger_report report = {0};
    struct clock clock;
    if (argc != 4) {
        fputs("usage: link_rows FILE TICKERS ROWS\n", stderr);
        return 2;
    }
    clock_init_real(&clock);
    int64_t since_ns = clock_monotonic_ns(&clock);
    struct ledger *ledger = ledger_open(argv[1], &diag);
    for (long i = 0; ledger && diag.errors == 0 && i < strtol(argv[2], NULL, 10); i++)
        fill(ledger, i, strtol(argv[3], NULL, 10), &diag);
    if (ledger)
        ledger_sync(ledger, &diag);
    printf("filled in %.1f s\n", seconds(&clock, since_ns));
    fflush(stdout);
    since_ns = clock_monotonic_ns(&clock);
    const double before_s = processor_seconds();
    bool good = ledger && ledger_verify(ledger, &report, NULL, NULL, &diag);
    printf("%lld rows of %lld tickers followed in %.1f s (%.1f of the processor); missing %lld, "
           "changed %lld, doubled %lld\n",
           (long long)report.rows, (long long)report.tickers, seconds(&clock, since_ns),
           processor_seconds() - before_s, (long long)report.missing, (long long)report.changed,
           (long long)report.doubled);
    ledger_close(ledger);
    diag_print(&diag, stderr);
    return good && report.rows > 0 && report.missing + report.changed + report.doubled == 0 ? 0 : 1;
}
