#include "hub75/rows.h"

#include <assert.h>

#include "hub75/connector.h"

#define A BIT(BOARD_A)
#define B BIT(BOARD_B)
#define C BIT(BOARD_C)
#define D BIT(BOARD_D)
#define E BIT(BOARD_E)
#define FOUR_LINES (A | B | C | D)
#define OUTPUTS 8 /* of an SM5266P */

static uint64_t binary_lines(int scan_rows)
{
    uint64_t mask = 0;
    for (int bit = 0; 1 << bit < scan_rows; bit++)
        mask |= BIT(BOARD_A + bit);
    return mask;
}

uint64_t rows_lines(enum wiring_select select, int scan_rows)
{
    switch (select) {
    case WIRING_LINE:
        return FOUR_LINES;
    case WIRING_AB:
        return A | B;
    case WIRING_ABC:
    case WIRING_TOKEN:
        return A | B | C;
    case WIRING_SM5266:
        return A | B | C | (scan_rows > OUTPUTS ? D : 0) | (scan_rows > 2 * OUTPUTS ? E : 0);
    case WIRING_BINARY:
    case WIRING_SELECTS:
        break;
    }
    return binary_lines(scan_rows);
}

bool rows_are_levels(enum wiring_select select)
{
    return select == WIRING_BINARY || select == WIRING_LINE;
}

uint64_t rows_levels(enum wiring_select select, int row)
{
    assert(rows_are_levels(select) && row >= 0 && row < WIRING_SCAN_MAX);
    if (select == WIRING_LINE)
        return FOUR_LINES & ~BIT(BOARD_A + row);
    return (uint64_t)row << BOARD_A;
}

/* Data stand before the clock rises, since the kernel writes the lines of one call one by one. */
static void clock_in(rows_set_fn *set, void *user, uint64_t mask, uint64_t bits)
{
    set(user, A | mask, bits);
    set(user, A, A);
}

/* 0 lights; the outputs show what was there before the last clock: one more. */
static void choose_ab(int scan_rows, int row, rows_set_fn *set, void *user)
{
    for (int i = scan_rows - 1; i >= 0; i--)
        clock_in(set, user, B, i == row ? 0 : B);
    clock_in(set, user, 0, 0);
}

static void choose_abc(int scan_rows, int row, rows_set_fn *set, void *user)
{
    for (int i = scan_rows - 1; i >= 0; i--)
        clock_in(set, user, C, i == row ? C : 0);
    set(user, A | C, 0);
}

static void choose_sm5266(int row, rows_set_fn *set, void *user)
{
    set(user, A | C, C);
    for (int i = OUTPUTS - 1; i >= 0; i--)
        clock_in(set, user, B, i == row % OUTPUTS ? B : 0);
    set(user, A | B | C | D | E, (row & OUTPUTS ? D : 0) | (row & 2 * OUTPUTS ? E : 0));
}

static void move_token(bool first, rows_set_fn *set, void *user)
{
    clock_in(set, user, B | C, B | (first ? C : 0));
    set(user, A | B | C, 0);
}

/* Every row between the two is passed; one that is unknown is pushed out first. */
static void choose_token(int scan_rows, int from, int to, rows_set_fn *set, void *user)
{
    if (from == ROWS_UNKNOWN)
        for (int i = 0; i < scan_rows; i++)
            move_token(false, set, user);
    int row = from == ROWS_UNKNOWN ? scan_rows - 1 : from;
    do {
        row = (row + 1) % scan_rows;
        move_token(row == 0, set, user);
    } while (row != to);
}

void rows_choose(enum wiring_select select, int scan_rows, int from, int to, rows_set_fn *set,
                 void *user)
{
    assert(!rows_are_levels(select) && scan_rows > 0);
    assert(to >= 0 && to < scan_rows && from >= ROWS_UNKNOWN && from < scan_rows);
    if (from == to)
        return;
    if (select == WIRING_AB)
        choose_ab(scan_rows, to, set, user);
    else if (select == WIRING_ABC)
        choose_abc(scan_rows, to, set, user);
    else if (select == WIRING_SM5266)
        choose_sm5266(to, set, user);
    else
        choose_token(scan_rows, from, to, set, user);
}

static void count_call(void *user, uint64_t mask, uint64_t bits)
{
    (void)mask;
    (void)bits;
    ++*(int *)user;
}

int rows_calls(enum wiring_select select, int scan_rows)
{
    int calls = 0;
    if (!rows_are_levels(select) && scan_rows > 1)
        rows_choose(select, scan_rows, 0, 1, count_call, &calls);
    return calls;
}
