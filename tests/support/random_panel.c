#include "random_panel.h"

#include <stdlib.h>

#include "test_module.h"

static int pick(int least, int most)
{
    return least + rand() % (most - least + 1);
}

static void shuffle(int *items, int count)
{
    for (int i = count - 1; i > 0; i--) {
        int k = rand() % (i + 1);
        int item = items[i];
        items[i] = items[k];
        items[k] = item;
    }
}

/* A map of blocks, with its runs in any order and direction, maybe cut into sweeps or columns. */
static void write_map(FILE *file, int columns, int shared, int scan)
{
    static const int divisors[] = {1, 2, 4};
    int width = columns / divisors[rand() % 3];
    int runs[64];
    for (int i = 0; i < shared; i++)
        runs[i] = i * scan;
    shuffle(runs, shared);
    fputs("map = \"", file);
    for (int i = 0; i < shared; i++) {
        if (i == 0 || rand() % 4 == 0)
            fprintf(file, "%s%d%s:", i ? ";" : "", width, rand() % 2 ? " right to left" : "");
        if (rand() % 3 == 0 && width > 1) {
            int cut = pick(0, width - 2);
            fprintf(file, " %d[%d..%d] %d[%d..%d]", runs[i], cut, 0, runs[i], cut + 1, width - 1);
        } else {
            fprintf(file, " [%d %c]", runs[i], rand() % 2 ? '+' : '-');
        }
    }
    fputs("\";\n", file);
}

static void write_bases(FILE *file, int halves, int scan, int rows)
{
    int order[32];
    for (int i = 0; i < scan; i++)
        order[i] = i;
    fputs("base_rows = (", file);
    for (int half = 0; half < halves; half++) {
        shuffle(order, scan);
        fputs(half ? ", [" : " [", file);
        for (int i = 0; i < scan; i++)
            fprintf(file, "%s %d", i ? "," : "", half * rows / halves + order[i]);
        fputs(" ]", file);
    }
    fputs(" );\n", file);
}

/* Row selections that can have so many scan rows. */
static void write_select(FILE *file, int scan)
{
    enum test_select select = (enum test_select)pick(0, TEST_SELECTS - 1);
    if ((select == SELECT_LINE && scan > 4) || (select == SELECT_SM5266 && scan % 8 != 0))
        select = SELECT_AB;
    fprintf(file, "select = \"%s\";\n", test_select_name(select));
}

/* What its drivers want: a chip's file, or settings in place. `places`: registers of a scan row. */
static void write_drivers(FILE *file, int places)
{
    static const char *const chips[] = {"plain", "fm6126a", "fm6127", "dp3246"};
    if (rand() % 3 == 0) {
        fprintf(file, "chip = \"%s\";\n", chips[rand() % 4]);
        return;
    }
    int writes = places >= 16 ? pick(0, TEST_MODULE_WRITES) : 0;
    for (int i = 0; i < writes; i++)
        fprintf(file, "%s{ bits = 0x%04x; latch = %d; }%s", i ? ", " : "writes = ( ",
                (unsigned)pick(0, 0xffff), TEST_MODULE_WRITES * i + pick(1, TEST_MODULE_WRITES),
                i == writes - 1 ? " );\n" : "");
    if (rand() % 2)
        fprintf(file, "latch_clocks = %d;\n", pick(1, places < 16 ? places : 16));
    if (rand() % 2)
        fprintf(file, "clock = \"%s\";\n", rand() % 2 ? "rising" : "falling");
}

void random_panel_write(FILE *file, unsigned seed)
{
    static const char *const orders[] = {"RGB", "RBG", "GRB", "GBR", "BRG", "BGR"};
    srand(seed);
    int halves = pick(1, 2);
    int scan = pick(1, 32);
    int shared = pick(1, 64 / (halves * scan) < 8 ? 64 / (halves * scan) : 8);
    while (halves * scan * shared < 4)
        shared++;
    int columns = 4 * pick(1, 64);
    fputs("title = \"t\";\nsource = \"s\";\ntested = \"no\";\npicture = \"p\";\n", file);
    fprintf(file, "columns = %d;\nrows = %d;\nscan = %d;\nhalves = %d;\n", columns,
            halves * scan * shared, scan, halves);
    write_map(file, columns, shared, scan);
    if (rand() % 2)
        write_bases(file, halves, scan, halves * scan * shared);
    if (rand() % 2)
        fprintf(file, "inverse = %s;\n", rand() % 2 ? "true" : "false");
    fprintf(file, "order = \"%s\";\n", orders[rand() % 6]);
    write_select(file, scan);
    write_drivers(file, columns * shared);
}
