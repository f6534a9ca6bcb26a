#include "test_lines.h"

#include <stdio.h>

#include "base/hash.h"
#include "config/board.h"

static enum test_line line_of(int line)
{
    static const enum test_line control[] = {LINE_A, LINE_B,   LINE_C,   LINE_D,
                                             LINE_E, LINE_CLK, LINE_LAT, LINE_OE};
    if (line < BOARD_A)
        return (enum test_line)(LINE_DATA + line);
    if (line < BOARD_LANE2)
        return control[line - BOARD_A];
    return (enum test_line)(LINE_DATA + 6 + (line - BOARD_LANE2));
}

static int set(struct lines *base, uint64_t mask, uint64_t bits)
{
    struct test_lines *lines = (struct test_lines *)base;
    int count = 0;
    test_panel_call(lines->panel, lines->now_ns);
    for (int line = 0; line < BOARD_LINES; line++)
        if (mask >> line & 1) {
            test_panel_set(lines->panel, line_of(line), bits >> line & 1, lines->now_ns);
            count++;
        }
    const uint64_t call[2] = {mask, bits};
    lines->sum = hash_words(lines->sum, call, sizeof call);
    lines->calls++;
    lines->now_ns += lines->call_ns + (count > 1 ? (count - 1) * lines->line_ns : 0);
    return lines->error;
}

static int64_t now_ns(struct lines *base)
{
    return ((struct test_lines *)base)->now_ns;
}

static void wait_until(struct lines *base, int64_t t_ns)
{
    struct test_lines *lines = (struct test_lines *)base;
    if (t_ns > lines->now_ns)
        lines->now_ns = t_ns;
}

static void sleep_until(struct lines *base, int64_t t_ns)
{
    const struct test_lines *lines = (const struct test_lines *)base;
    if (!lines->panel->levels[LINE_OE] && !lines->panel->error[0])
        snprintf(lines->panel->error, sizeof lines->panel->error, "a sleep while a row is lit");
    wait_until(base, t_ns);
}

static void close_lines(struct lines *base)
{
    (void)base; /* the test's memory */
}

static const struct lines_ops ops = {set, now_ns, wait_until, sleep_until, close_lines};

void test_lines_init(struct test_lines *lines, struct test_panel *panel, int64_t call_ns,
                     int64_t line_ns)
{
    *lines = (struct test_lines){.lines.ops = &ops,
                                 .panel = panel,
                                 .call_ns = call_ns,
                                 .line_ns = line_ns,
                                 .sum = HASH_START};
}
