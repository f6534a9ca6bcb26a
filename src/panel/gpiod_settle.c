#include "gpiod_settle.h"

#include "lines_gpiod.h"

#define MEASURED_CALLS 32
#define MEASURED_ROUNDS 4

int64_t gpiod_measure_call(struct lines *lines, uint64_t mask)
{
    int64_t best_ns = INT64_MAX;
    for (int round = 0; round < MEASURED_ROUNDS; round++) {
        int64_t start_ns = lines_now_ns(lines);
        for (int i = 0; i < MEASURED_CALLS; i++)
            lines_set(lines, mask, i % 2 ? mask : 0);
        int64_t mean_ns = (lines_now_ns(lines) - start_ns) / MEASURED_CALLS;
        best_ns = mean_ns < best_ns ? mean_ns : best_ns;
    }
    return best_ns;
}

/* What was shifted in is zeros or never latched. */
static void measure(struct lines *lines, struct lines_cost *cost)
{
    const uint64_t clock = UINT64_C(1) << BOARD_CLK;
    const uint64_t data = 0x3f; /* the first lane's six */
    int64_t one_ns = gpiod_measure_call(lines, clock);
    lines_set(lines, clock, 0);
    int64_t six_ns = gpiod_measure_call(lines, data);
    lines_set(lines, data, 0);
    int64_t line_ns = (six_ns - one_ns) / 5;
    cost->call_ns = one_ns > 0 ? one_ns : 1;
    cost->line_ns = line_ns > 0 ? line_ns : 0;
}

bool gpiod_settle(struct lines *lines, const struct board *board, uint64_t used, int columns,
                  struct lines_cost *cost, struct diag *diag)
{
    measure(lines, cost);
    lines_gpiod_cost(lines_gpiod_way(lines), board, used, columns, cost);
    return lines_gpiod_regroup(lines, GPIOD_CONSUMER, cost, diag);
}
