/* Lines that drive a test panel, on a simulated clock that moves by what a call
 * costs. */
#ifndef SUPPORT_TEST_LINES_H
#define SUPPORT_TEST_LINES_H

#include "hub75/lines.h"
#include "test_panel.h"

struct test_lines {
    struct lines lines;
    struct test_panel *panel;
    int64_t now_ns;
    int64_t call_ns, line_ns; /* a call costs call_ns, each further line line_ns */
    int error;                /* what set() returns, 0 or -errno */
    unsigned long calls;
    uint64_t sum; /* FNV-1a over mask and bits of each call: two shows with one sum are one */
};

void test_lines_init(struct test_lines *lines, struct test_panel *panel, int64_t call_ns,
                     int64_t line_ns);

#endif
