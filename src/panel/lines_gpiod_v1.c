/* libgpiod 1.6 (Debian 12). It finds the lines and names who holds them; where the kernel takes
 * requests of its own (5.10 and later), one for each chip holds them. Else the library's handles
 * do. All lines of a handle are written at every call; so a chip's lines are held by one handle, by
 * two (what moves while shifting, and the rest) or by three (the clock by itself), whichever costs
 * least. */
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "gpiod_common.h"
#include "kernel_lines.h"
#include "lines_gpiod.h"

#define BIT(line) (UINT64_C(1) << (line))
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
    uint64_t mask;
    bool requested;
};

struct lines_gpiod {
    struct lines lines;
    const struct board *board;
    struct gpiod_chip *chips[BOARD_CHIPS_MAX];
    int fds[BOARD_CHIPS_MAX]; /* the same chips, for requests of the kernel's; -1: not open */
    bool by_request;
    unsigned offsets[BOARD_LINES]; /* of lines that are held */
    struct kernel_lines held[BOARD_CHIPS_MAX];
    struct handle handles[LINES_GROUPS_MAX];
    int handle_count;
    uint64_t levels;
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

static int set_handles(struct lines_gpiod *gpiod, uint64_t mask, uint64_t bits)
{
    int error = 0;
    gpiod->levels = (gpiod->levels & ~mask) | (bits & mask);
    for (int i = 0; i < gpiod->handle_count && error == 0; i++)
        if (gpiod->handles[i].mask & mask)
            error = write_handle(gpiod, &gpiod->handles[i]);
    return error;
}

static int set_any(struct lines_gpiod *gpiod, uint64_t mask, uint64_t bits)
{
    if (gpiod->by_request)
        return kernel_lines_set_all(gpiod->held, gpiod->board->chip_count, mask, bits);
    return set_handles(gpiod, mask, bits);
}

static int set(struct lines *lines, uint64_t mask, uint64_t bits)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    if (lines_gpiod_has_crashed(lines))
        return -ECANCELED;
    return set_any(gpiod, mask, bits);
}

/* Twice: a call that another thread was in may end after the first. */
void lines_gpiod_crash(struct lines *lines)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    atomic_store(&gpiod->crashed, true);
    for (int time = 0; time < 2; time++)
        set_any(gpiod, OE, OE);
}

static void let_go(struct lines_gpiod *gpiod)
{
    for (int i = 0; i < gpiod->handle_count; i++)
        if (gpiod->handles[i].requested)
            gpiod_line_release_bulk(&gpiod->handles[i].bulk);
    gpiod->handle_count = 0;
    for (size_t chip = 0; chip < gpiod->board->chip_count; chip++)
        kernel_lines_release(&gpiod->held[chip]);
}

static void close_gpiod(struct lines *lines)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    let_go(gpiod);
    for (size_t chip = 0; chip < gpiod->board->chip_count; chip++) {
        if (gpiod->chips[chip])
            gpiod_chip_close(gpiod->chips[chip]);
        if (gpiod->fds[chip] >= 0)
            close(gpiod->fds[chip]);
    }
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

/* NULL with an error: there is no such line, or it is not ours to have. */
static struct gpiod_line *find_free_line(struct lines_gpiod *gpiod, enum board_line line,
                                         struct diag *diag)
{
    errno = 0;
    struct gpiod_line *found = find_line(gpiod, line);
    gpiod->offsets[line] = found ? gpiod_line_offset(found) : 0;
    if (found && !gpiod_line_is_used(found))
        return found;
    if (found)
        gpiod_tell_line(diag, gpiod->board, line, gpiod_line_consumer(found), EBUSY);
    else
        gpiod_tell_line(diag, gpiod->board, line, NULL, errno ? errno : ENOENT);
    return NULL;
}

static bool add_line(struct lines_gpiod *gpiod, struct handle *handle, enum board_line line,
                     struct diag *diag)
{
    struct gpiod_line *found = find_free_line(gpiod, line, diag);
    if (!found)
        return false;
    handle->lines[gpiod_line_bulk_num_lines(&handle->bulk)] = line;
    gpiod_line_bulk_add(&handle->bulk, found);
    handle->mask |= BIT(line);
    return true;
}

static bool add_handle(struct lines_gpiod *gpiod, uint64_t group, struct diag *diag)
{
    struct handle *handle = &gpiod->handles[gpiod->handle_count++];
    bool good = true;
    *handle = (struct handle){0};
    gpiod_line_bulk_init(&handle->bulk);
    for (int line = 0; line < BOARD_LINES; line++)
        if (group >> line & 1)
            good &= add_line(gpiod, handle, (enum board_line)line, diag);
    return good;
}

static bool request_handle(struct lines_gpiod *gpiod, struct handle *handle, const char *consumer,
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
        good = request_handle(gpiod, &gpiod->handles[i], consumer, diag);
    if (!good)
        let_go(gpiod);
    return good;
}

static void split(const struct board *board, uint64_t used, int handles, struct lines_cost *cost)
{
    const uint64_t parts[HANDLES_A_CHIP][HANDLES_A_CHIP] = {
        {UINT32_MAX},
        {~CONTROL, CONTROL},
        {CLK, ~(CONTROL | CLK), CONTROL},
    };
    cost->whole = true;
    cost->group_count = 0;
    for (int part = 0; part < handles; part++)
        for (size_t chip = 0; chip < board->chip_count; chip++) {
            uint64_t mask = 0;
            for (int line = 0; line < BOARD_LINES; line++)
                if (board->pins[line].chip == (int)chip)
                    mask |= BIT(line) & used & parts[handles - 1][part];
            if (mask)
                cost->groups[cost->group_count++] = mask;
        }
}

static int64_t slot_ns(const struct lines_cost *cost, uint64_t used, int columns)
{
    uint64_t data = used & ~(CONTROL | CLK);
    return columns * (lines_cost_ns(cost, data | CLK) + lines_cost_ns(cost, CLK)) +
           lines_cost_slot_ns(cost);
}

void lines_gpiod_cost(enum lines_way way, const struct board *board, uint64_t used, int columns,
                      struct lines_cost *cost)
{
    if (way == LINES_BY_REQUESTS) {
        gpiod_cost_of_requests(board, used, cost);
        return;
    }
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
    if (gpiod->by_request || cost->group_count == gpiod->handle_count)
        return true;
    let_go(gpiod);
    return request_groups(gpiod, cost, consumer, diag);
}

/* The lines of a chip: all that are not ours to have are told. */
static bool request_chip(struct lines_gpiod *gpiod, size_t chip, uint64_t used,
                         const char *consumer, struct diag *diag)
{
    uint64_t mask = 0;
    bool good = true;
    for (int line = 0; line < BOARD_LINES; line++) {
        if (!(used >> line & 1) || gpiod->board->pins[line].chip != (int)chip)
            continue;
        good &= find_free_line(gpiod, (enum board_line)line, diag) != NULL;
        mask |= BIT(line);
    }
    if (!good || !mask)
        return good;
    int error = kernel_lines_request(&gpiod->held[chip], gpiod->fds[chip], gpiod->offsets, mask, OE,
                                     consumer);
    return error == 0 || gpiod_tell_line(diag, gpiod->board, (enum board_line)__builtin_ctzll(mask),
                                         NULL, -error);
}

static bool request_chips(struct lines_gpiod *gpiod, uint64_t used, const char *consumer,
                          struct diag *diag)
{
    bool good = true;
    for (size_t chip = 0; chip < gpiod->board->chip_count; chip++)
        good &= request_chip(gpiod, chip, used, consumer, diag);
    if (!good)
        let_go(gpiod);
    return good;
}

/* Handles with the clock by itself at first: so it can be measured what a line costs. */
bool lines_gpiod_request(struct lines *lines, uint64_t used, const char *consumer,
                         struct diag *diag)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    struct lines_cost cost = {0};
    if (gpiod->by_request)
        return request_chips(gpiod, used, consumer, diag);
    split(gpiod->board, used, HANDLES_A_CHIP, &cost);
    return request_groups(gpiod, &cost, consumer, diag);
}

/* Whether the kernel takes requests for this chip. */
static bool open_for_requests(struct lines_gpiod *gpiod, size_t chip)
{
    char *path = memory_format("%s/%s", GPIOD_DEVICES, gpiod_chip_name(gpiod->chips[chip]));
    gpiod->fds[chip] = open(path, O_RDWR | O_CLOEXEC);
    free(path);
    return gpiod->fds[chip] >= 0 && kernel_lines_known(gpiod->fds[chip]);
}

enum lines_way lines_gpiod_way(const struct lines *lines)
{
    return ((const struct lines_gpiod *)lines)->by_request ? LINES_BY_REQUESTS : LINES_BY_LIBRARY;
}

enum lines_way lines_gpiod_expected_way(bool by_library)
{
    return !by_library && kernel_lines_expected() ? LINES_BY_REQUESTS : LINES_BY_LIBRARY;
}

bool lines_gpiod_has_crashed(struct lines *lines)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    return atomic_load_explicit(&gpiod->crashed, memory_order_relaxed);
}

bool lines_gpiod_label(struct lines *lines, uint64_t used, char label[LINES_LABEL_SIZE])
{
    const struct lines_gpiod *gpiod = (const struct lines_gpiod *)lines;
    int chip = gpiod_only_chip(gpiod->board, used);
    if (chip < 0)
        return false;
    snprintf(label, LINES_LABEL_SIZE, "%s", gpiod_chip_label(gpiod->chips[chip]));
    return true;
}

unsigned lines_gpiod_offset(const struct lines *lines, enum board_line line)
{
    return ((const struct lines_gpiod *)lines)->offsets[line];
}

const char *lines_gpiod_devices(void)
{
    return GPIOD_DEVICES;
}

struct lines *lines_gpiod_prepare(const struct board *board, bool by_library, struct diag *diag)
{
    struct lines_gpiod *gpiod = memory_alloc(1, sizeof *gpiod);
    *gpiod = (struct lines_gpiod){.lines.ops = &ops, .board = board, .levels = OE};
    bool good = true;
    gpiod->by_request = !by_library;
    for (size_t i = 0; i < board->chip_count; i++) {
        gpiod->fds[i] = -1;
        gpiod->chips[i] = open_chip(board, board->chips[i], diag);
        good &= gpiod->chips[i] != NULL;
        if (gpiod->chips[i] && gpiod->by_request)
            gpiod->by_request = open_for_requests(gpiod, i);
    }
    if (good)
        return &gpiod->lines;
    close_gpiod(&gpiod->lines);
    return NULL;
}
