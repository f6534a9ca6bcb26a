/* libgpiod 1.6 (Debian 12). All lines of a handle are written at every call; so a
 * chip's lines are held by one handle, by two (what moves while shifting, and the
 * rest) or by three (the clock by itself), whichever costs least. */
#include <errno.h>
#include <gpiod.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "gpiod_common.h"
#include "lines_gpiod.h"

#define BIT(line) (UINT32_C(1) << (line))
#define CLK BIT(BOARD_CLK)
#define OE BIT(BOARD_OE)
#define LAT BIT(BOARD_LAT)
#define ADDRESS (BIT(BOARD_A) | BIT(BOARD_B) | BIT(BOARD_C) | BIT(BOARD_D) | BIT(BOARD_E))
#define CONTROL (ADDRESS | LAT | OE)
#define HANDLES_A_CHIP 3

const char lines_gpiod_library[] = "libgpiod 1.6";

struct handle {
    struct gpiod_line_bulk bulk;
    enum board_line lines[BOARD_LINES];
    uint32_t mask;
    bool requested;
};

struct lines_gpiod {
    struct lines lines;
    const struct board *board;
    struct gpiod_chip *chips[BOARD_CHIPS_MAX];
    struct handle handles[LINES_GROUPS_MAX];
    int handle_count;
    uint32_t levels;
    atomic_bool crashed;
};

static int write_handle(struct lines_gpiod *gpiod, struct handle *handle)
{
    int values[BOARD_LINES];
    unsigned count = gpiod_line_bulk_num_lines(&handle->bulk);
    for (unsigned i = 0; i < count; i++)
        values[i] = (int)(gpiod->levels >> handle->lines[i] & 1);
    return gpiod_line_set_value_bulk(&handle->bulk, values) < 0 ? -errno : 0;
}

static int set(struct lines *lines, uint32_t mask, uint32_t bits)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    int error = atomic_load_explicit(&gpiod->crashed, memory_order_relaxed) ? -ECANCELED : 0;
    gpiod->levels = (gpiod->levels & ~mask) | (bits & mask);
    for (int i = 0; i < gpiod->handle_count && error == 0; i++)
        if (gpiod->handles[i].mask & mask)
            error = write_handle(gpiod, &gpiod->handles[i]);
    return error;
}

/* Twice: a call that another thread was in may end after the first. */
void lines_gpiod_crash(struct lines *lines)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    atomic_store(&gpiod->crashed, true);
    for (int time = 0; time < 2; time++)
        for (int i = 0; i < gpiod->handle_count; i++)
            if (gpiod->handles[i].mask & OE) {
                gpiod->levels |= OE;
                write_handle(gpiod, &gpiod->handles[i]);
            }
}

static void let_go(struct lines_gpiod *gpiod)
{
    for (int i = 0; i < gpiod->handle_count; i++)
        if (gpiod->handles[i].requested)
            gpiod_line_release_bulk(&gpiod->handles[i].bulk);
    gpiod->handle_count = 0;
}

static void close_gpiod(struct lines *lines)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    let_go(gpiod);
    for (size_t chip = 0; chip < gpiod->board->chip_count; chip++)
        if (gpiod->chips[chip])
            gpiod_chip_close(gpiod->chips[chip]);
    free(gpiod);
}

static const struct lines_ops ops = {set, gpiod_now_ns, gpiod_wait_until, gpiod_sleep_until,
                                     close_gpiod};

/* The chip that has one of the labels. */
static struct gpiod_chip *open_chip(const struct board *board, const char *labels,
                                    struct diag *diag)
{
    char *copy = memory_copy_string(labels);
    struct gpiod_chip *chip = NULL;
    int error = ENOENT;
    char *rest = copy;
    for (char *label; !chip && (label = strsep(&rest, "|"));) {
        chip = gpiod_chip_open_by_label(label);
        if (!chip && (errno == EACCES || errno == EPERM))
            error = errno;
    }
    free(copy);
    if (!chip)
        gpiod_tell_chip(diag, board, labels, error);
    return chip;
}

static struct gpiod_line *find_line(struct lines_gpiod *gpiod, enum board_line line)
{
    const struct board_pin *pin = &gpiod->board->pins[line];
    struct gpiod_chip *chip = gpiod->chips[pin->chip];
    if (pin->name)
        return gpiod_chip_find_line(chip, pin->name);
    return gpiod_chip_get_line(chip, (unsigned)pin->offset);
}

static bool add_line(struct lines_gpiod *gpiod, struct handle *handle, enum board_line line,
                     struct diag *diag)
{
    struct gpiod_line *found = find_line(gpiod, line);
    if (!found)
        return gpiod_tell_line(diag, gpiod->board, line, NULL, errno ? errno : ENOENT);
    if (gpiod_line_is_used(found))
        return gpiod_tell_line(diag, gpiod->board, line, gpiod_line_consumer(found), EBUSY);
    handle->lines[gpiod_line_bulk_num_lines(&handle->bulk)] = line;
    gpiod_line_bulk_add(&handle->bulk, found);
    handle->mask |= BIT(line);
    return true;
}

static bool add_handle(struct lines_gpiod *gpiod, uint32_t group, struct diag *diag)
{
    struct handle *handle = &gpiod->handles[gpiod->handle_count++];
    bool good = true;
    *handle = (struct handle){0};
    gpiod_line_bulk_init(&handle->bulk);
    errno = 0;
    for (int line = 0; line < BOARD_LINES; line++)
        if (group >> line & 1)
            good &= add_line(gpiod, handle, (enum board_line)line, diag);
    return good;
}

static bool request(struct lines_gpiod *gpiod, struct handle *handle, const char *consumer,
                    struct diag *diag)
{
    int values[BOARD_LINES];
    unsigned count = gpiod_line_bulk_num_lines(&handle->bulk);
    for (unsigned i = 0; i < count; i++)
        values[i] = (int)(gpiod->levels >> handle->lines[i] & 1);
    handle->requested = gpiod_line_request_bulk_output(&handle->bulk, consumer, values) == 0;
    return handle->requested || gpiod_tell_line(diag, gpiod->board, handle->lines[0], NULL, errno);
}

static bool request_groups(struct lines_gpiod *gpiod, const struct lines_cost *cost,
                           const char *consumer, struct diag *diag)
{
    bool good = true;
    gpiod->levels = OE;
    for (int i = 0; i < cost->group_count; i++)
        good &= add_handle(gpiod, cost->groups[i], diag);
    for (int i = gpiod->handle_count - 1; i >= 0 && good; i--) /* control first: dark before data */
        good = request(gpiod, &gpiod->handles[i], consumer, diag);
    if (!good)
        let_go(gpiod);
    return good;
}

static void split(const struct board *board, uint32_t used, int handles, struct lines_cost *cost)
{
    const uint32_t parts[HANDLES_A_CHIP][HANDLES_A_CHIP] = {
        {UINT32_MAX},
        {~CONTROL, CONTROL},
        {CLK, ~(CONTROL | CLK), CONTROL},
    };
    cost->whole = true;
    cost->group_count = 0;
    for (int part = 0; part < handles; part++)
        for (size_t chip = 0; chip < board->chip_count; chip++) {
            uint32_t mask = 0;
            for (int line = 0; line < BOARD_LINES; line++)
                if (board->pins[line].chip == (int)chip)
                    mask |= BIT(line) & used & parts[handles - 1][part];
            if (mask)
                cost->groups[cost->group_count++] = mask;
        }
}

static int64_t slot_ns(const struct lines_cost *cost, uint32_t used, int columns)
{
    uint32_t data = used & ~(CONTROL | CLK);
    return columns * (lines_cost_ns(cost, data | CLK) + lines_cost_ns(cost, CLK)) +
           lines_cost_slot_ns(cost);
}

void lines_gpiod_cost(const struct board *board, uint32_t used, int columns,
                      struct lines_cost *cost)
{
    struct lines_cost other = *cost;
    split(board, used, 1, cost);
    for (int handles = 2; handles <= HANDLES_A_CHIP; handles++) {
        split(board, used, handles, &other);
        if (slot_ns(&other, used, columns) < slot_ns(cost, used, columns))
            *cost = other;
    }
}

bool lines_gpiod_regroup(struct lines *lines, const char *consumer, const struct lines_cost *cost,
                         struct diag *diag)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    if (cost->group_count == gpiod->handle_count)
        return true;
    let_go(gpiod);
    return request_groups(gpiod, cost, consumer, diag);
}

/* With the clock by itself at first: so it can be measured what a line costs. */
bool lines_gpiod_request(struct lines *lines, uint32_t used, const char *consumer,
                         struct diag *diag)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    struct lines_cost cost = {0};
    split(gpiod->board, used, HANDLES_A_CHIP, &cost);
    return request_groups(gpiod, &cost, consumer, diag);
}

struct lines *lines_gpiod_prepare(const struct board *board, bool by_library, struct diag *diag)
{
    (void)by_library;
    struct lines_gpiod *gpiod = memory_alloc(1, sizeof *gpiod);
    *gpiod = (struct lines_gpiod){.lines.ops = &ops, .board = board, .levels = OE};
    bool good = true;
    for (size_t i = 0; i < board->chip_count; i++) {
        gpiod->chips[i] = open_chip(board, board->chips[i], diag);
        good &= gpiod->chips[i] != NULL;
    }
    if (good)
        return &gpiod->lines;
    close_gpiod(&gpiod->lines);
    return NULL;
}
