/* libgpiod 1.6 (Debian 12). A handle's lines are all written at every call, so
 * each chip has two handles: what moves while shifting, and the rest. */
#include <errno.h>
#include <gpiod.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lines_gpiod.h"

#define BIT(line) (UINT32_C(1) << (line))
#define CONTROL                                                                                    \
    (BIT(BOARD_A) | BIT(BOARD_B) | BIT(BOARD_C) | BIT(BOARD_D) | BIT(BOARD_E) | BIT(BOARD_LAT) |   \
     BIT(BOARD_OE))
#define HANDLES 2

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
    struct handle handles[BOARD_CHIPS_MAX][HANDLES];
    uint32_t levels;
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
    gpiod->levels = (gpiod->levels & ~mask) | (bits & mask);
    int error = 0;
    for (size_t chip = 0; chip < gpiod->board->chip_count; chip++)
        for (int i = 0; i < HANDLES && error == 0; i++)
            if (gpiod->handles[chip][i].mask & mask)
                error = write_handle(gpiod, &gpiod->handles[chip][i]);
    return error;
}

static void close_gpiod(struct lines *lines)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    for (size_t chip = 0; chip < gpiod->board->chip_count; chip++) {
        for (int i = 0; i < HANDLES; i++)
            if (gpiod->handles[chip][i].requested)
                gpiod_line_release_bulk(&gpiod->handles[chip][i].bulk);
        if (gpiod->chips[chip])
            gpiod_chip_close(gpiod->chips[chip]);
    }
    free(gpiod);
}

static const struct lines_ops ops = {set, gpiod_now_ns, gpiod_wait_until, close_gpiod};

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

static bool add_line(struct lines_gpiod *gpiod, enum board_line line, struct diag *diag)
{
    struct gpiod_line *found = find_line(gpiod, line);
    if (!found)
        return gpiod_tell_line(diag, gpiod->board, line, NULL, errno ? errno : ENOENT);
    if (gpiod_line_is_used(found))
        return gpiod_tell_line(diag, gpiod->board, line, gpiod_line_consumer(found), EBUSY);
    int control = (CONTROL >> line & 1) != 0;
    struct handle *handle = &gpiod->handles[gpiod->board->pins[line].chip][control];
    handle->lines[gpiod_line_bulk_num_lines(&handle->bulk)] = line;
    gpiod_line_bulk_add(&handle->bulk, found);
    handle->mask |= BIT(line);
    return true;
}

static bool request(struct lines_gpiod *gpiod, struct handle *handle, const char *consumer,
                    struct diag *diag)
{
    int values[BOARD_LINES];
    unsigned count = gpiod_line_bulk_num_lines(&handle->bulk);
    if (count == 0)
        return true;
    for (unsigned i = 0; i < count; i++)
        values[i] = (int)(gpiod->levels >> handle->lines[i] & 1);
    handle->requested = gpiod_line_request_bulk_output(&handle->bulk, consumer, values) == 0;
    return handle->requested || gpiod_tell_line(diag, gpiod->board, handle->lines[0], NULL, errno);
}

static void let_go(struct lines_gpiod *gpiod)
{
    for (size_t chip = 0; chip < gpiod->board->chip_count; chip++)
        for (int i = 0; i < HANDLES; i++) {
            struct handle *handle = &gpiod->handles[chip][i];
            if (handle->requested)
                gpiod_line_release_bulk(&handle->bulk);
            *handle = (struct handle){0};
            gpiod_line_bulk_init(&handle->bulk);
        }
}

bool lines_gpiod_request(struct lines *lines, uint32_t used, const char *consumer,
                         struct diag *diag)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    bool good = true;
    errno = 0;
    for (int line = 0; line < BOARD_LINES; line++)
        if (used >> line & 1)
            good &= add_line(gpiod, (enum board_line)line, diag);
    for (size_t chip = 0; good && chip < gpiod->board->chip_count; chip++)
        for (int i = HANDLES - 1; i >= 0; i--) /* control first: dark before data */
            good = good && request(gpiod, &gpiod->handles[chip][i], consumer, diag);
    if (!good)
        let_go(gpiod);
    return good;
}

struct lines *lines_gpiod_prepare(const struct board *board, struct diag *diag)
{
    struct lines_gpiod *gpiod = memory_alloc(1, sizeof *gpiod);
    *gpiod = (struct lines_gpiod){.lines.ops = &ops, .board = board, .levels = BIT(BOARD_OE)};
    bool good = true;
    let_go(gpiod);
    for (size_t i = 0; i < board->chip_count; i++) {
        gpiod->chips[i] = open_chip(board, board->chips[i], diag);
        good &= gpiod->chips[i] != NULL;
    }
    if (good)
        return &gpiod->lines;
    close_gpiod(&gpiod->lines);
    return NULL;
}
