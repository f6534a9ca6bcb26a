#include "lines_vcd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/hub75_keys.h"

#define FIRST_CODE '!' /* identifier codes are printable characters (18.2.3.7) */
#define LANE_LINES 6

struct lines_vcd {
    struct lines lines;
    FILE *file;
    const struct board *board;
    struct config_hub75 timing;
    int64_t now_ns;
    int64_t stamp_ns;                   /* the last time written, -1: none */
    uint64_t levels, known;             /* as last written */
    enum board_line order[BOARD_LINES]; /* ascending chip and offset */
    int count;
};

static char code_of(enum board_line line)
{
    return (char)(FIRST_CODE + (int)line);
}

static void stamp(struct lines_vcd *vcd, int64_t at_ns)
{
    if (at_ns != vcd->stamp_ns)
        fprintf(vcd->file, "#%lld\n", (long long)at_ns);
    vcd->stamp_ns = at_ns;
}

/* The lines of one chip in one call. Returns how many of them are set. */
static int set_chip(struct lines_vcd *vcd, int chip, uint64_t mask, uint64_t bits)
{
    int lines = 0;
    for (int i = 0; i < vcd->count; i++) {
        enum board_line line = vcd->order[i];
        uint64_t bit = UINT64_C(1) << line;
        if (!(mask & bit) || vcd->board->pins[line].chip != chip)
            continue;
        if (!(vcd->known & bit) || (vcd->levels ^ bits) & bit) {
            stamp(vcd, vcd->now_ns + lines);
            putc(bits & bit ? '1' : '0', vcd->file);
            putc(code_of(line), vcd->file);
            putc('\n', vcd->file);
        }
        lines++;
    }
    return lines;
}

static int set(struct lines *lines, uint64_t mask, uint64_t bits)
{
    struct lines_vcd *vcd = (struct lines_vcd *)lines;
    for (int chip = 0; chip < (int)vcd->board->chip_count; chip++) {
        int touched = set_chip(vcd, chip, mask, bits);
        if (touched > 0)
            vcd->now_ns += vcd->timing.call_ns + (int64_t)(touched - 1) * vcd->timing.line_ns;
    }
    vcd->levels = (vcd->levels & ~mask) | (bits & mask);
    vcd->known |= mask;
    return ferror(vcd->file) ? -(errno ? errno : EIO) : 0;
}

static int64_t now_ns(struct lines *lines)
{
    return ((struct lines_vcd *)lines)->now_ns;
}

static void wait_until(struct lines *lines, int64_t t_ns)
{
    struct lines_vcd *vcd = (struct lines_vcd *)lines;
    if (t_ns > vcd->now_ns)
        vcd->now_ns = t_ns;
}

static void close_vcd(struct lines *lines)
{
    struct lines_vcd *vcd = (struct lines_vcd *)lines;
    stamp(vcd, vcd->now_ns);
    fclose(vcd->file); /* flushed before by set's caller, see lines_vcd_flush */
    free(vcd);
}

static void write_variables(struct lines_vcd *vcd, int lane, uint64_t used)
{
    for (int line = 0; line < BOARD_LINES; line++) {
        int its_lane = line < BOARD_LANE2 ? 0 : 1 + (line - BOARD_LANE2) / LANE_LINES;
        if (its_lane != lane || !(used >> line & 1))
            continue;
        const char *name = board_line_name((enum board_line)line);
        fprintf(vcd->file, "$var wire 1 %c %.*s $end\n", code_of((enum board_line)line),
                (int)strcspn(name, "."), name);
    }
}

static void write_header(struct lines_vcd *vcd, uint64_t used)
{
    fputs("$version motograph " MOTOGRAPH_VERSION " $end\n$timescale 1 ns $end\n", vcd->file);
    for (int lane = 0; lane < BOARD_LANES_MAX; lane++) {
        if (lane > 0 && !(used >> (BOARD_LANE2 + LANE_LINES * (lane - 1)) & 1))
            continue;
        fprintf(vcd->file, "$scope module chain%d $end\n", lane + 1);
        write_variables(vcd, lane, used);
        fputs("$upscope $end\n", vcd->file);
    }
    fputs("$enddefinitions $end\n#0\n$dumpvars\n", vcd->file);
    for (int i = 0; i < vcd->count; i++)
        fprintf(vcd->file, "x%c\n", code_of(vcd->order[i]));
    fputs("$end\n", vcd->file);
    vcd->stamp_ns = 0;
}

/* Sorts by insertion: at most 26 lines. */
static void sort_lines(struct lines_vcd *vcd, uint64_t used)
{
    const struct board_pin *pins = vcd->board->pins;
    for (int line = 0; line < BOARD_LINES; line++) {
        if (!(used >> line & 1))
            continue;
        int at = vcd->count++;
        for (; at > 0 && pins[vcd->order[at - 1]].offset > pins[line].offset; at--)
            vcd->order[at] = vcd->order[at - 1];
        vcd->order[at] = (enum board_line)line;
    }
}

static const struct lines_ops ops = {set, now_ns, wait_until, wait_until, close_vcd};

struct lines *lines_vcd_open(const char *path, const struct board *board,
                             const struct config_hub75 *timing, uint64_t used, struct diag *diag)
{
    FILE *file = fopen(path, "we");
    if (!file) {
        diag_error(diag, "%s: %s", path, strerror(errno));
        return NULL;
    }
    struct lines_vcd *vcd = memory_alloc(1, sizeof *vcd);
    *vcd = (struct lines_vcd){.lines.ops = &ops, .file = file, .board = board, .timing = *timing};
    sort_lines(vcd, used);
    write_header(vcd, used);
    return &vcd->lines;
}

int lines_vcd_flush(struct lines *lines)
{
    struct lines_vcd *vcd = (struct lines_vcd *)lines;
    errno = 0;
    if (fflush(vcd->file) == 0 && !ferror(vcd->file))
        return 0;
    return -(errno ? errno : EIO);
}
