/* libgpiod 2 (Debian 13, Raspberry Pi OS). One request for each chip; a call
 * writes only the lines that it names. */
#include <dirent.h>
#include <errno.h>
#include <gpiod.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "gpiod_common.h"
#include "kernel_lines.h"
#include "lines_gpiod.h"

#define BIT(line) (UINT64_C(1) << (line))

const char lines_gpiod_library[] = "libgpiod 2";

struct lines_gpiod {
    struct lines lines;
    const struct board *board;
    struct gpiod_chip *chips[BOARD_CHIPS_MAX];
    struct gpiod_line_request *requests[BOARD_CHIPS_MAX];
    struct kernel_lines held[BOARD_CHIPS_MAX]; /* the same requests, for the kernel's own call */
    uint64_t masks[BOARD_CHIPS_MAX];
    unsigned offsets[BOARD_LINES];
    bool by_library;
    atomic_bool crashed;
};

static enum gpiod_line_value value_of(uint64_t bits, int line)
{
    return bits >> line & 1 ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
}

static int set_by_library(struct lines_gpiod *gpiod, size_t chip, uint64_t mask, uint64_t bits)
{
    unsigned offsets[BOARD_LINES];
    enum gpiod_line_value values[BOARD_LINES];
    size_t count = 0;
    for (int line = 0; line < BOARD_LINES; line++)
        if (mask >> line & 1) {
            offsets[count] = gpiod->offsets[line];
            values[count++] = value_of(bits, line);
        }
    int done = gpiod_line_request_set_values_subset(gpiod->requests[chip], count, offsets, values);
    return done < 0 ? -errno : 0;
}

/* Apart from set(), whose way through is short. */
__attribute__((noinline)) static int set_chips(struct lines_gpiod *gpiod, uint64_t mask,
                                               uint64_t bits)
{
    int error = 0;
    for (size_t chip = 0; chip < gpiod->board->chip_count && error == 0; chip++)
        if (gpiod->masks[chip] & mask)
            error = set_by_library(gpiod, chip, gpiod->masks[chip] & mask, bits);
    return error;
}

static int set(struct lines *lines, uint64_t mask, uint64_t bits)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    if (lines_gpiod_has_crashed(lines))
        return -ECANCELED;
    if (gpiod->by_library)
        return set_chips(gpiod, mask, bits);
    return kernel_lines_set_all(gpiod->held, gpiod->board->chip_count, mask, bits);
}

/* Twice: a call that another thread was in may end after the first. */
void lines_gpiod_crash(struct lines *lines)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    atomic_store(&gpiod->crashed, true);
    for (int time = 0; time < 2; time++)
        kernel_lines_set_all(gpiod->held, gpiod->board->chip_count, BIT(BOARD_OE), BIT(BOARD_OE));
}

static void close_gpiod(struct lines *lines)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    for (size_t chip = 0; chip < gpiod->board->chip_count; chip++) {
        if (gpiod->requests[chip])
            gpiod_line_request_release(gpiod->requests[chip]);
        if (gpiod->chips[chip])
            gpiod_chip_close(gpiod->chips[chip]);
    }
    free(gpiod);
}

/* Whether `label` is one of the alternatives in `labels`, separated by '|'. */
static bool label_matches(const char *labels, const char *label)
{
    size_t length = strlen(label);
    for (const char *at = labels; at; at = strchr(at, '|')) {
        at += *at == '|';
        if (strncmp(at, label, length) == 0 && (at[length] == '\0' || at[length] == '|'))
            return true;
    }
    return false;
}

static const struct lines_ops ops = {set, gpiod_now_ns, gpiod_wait_until, gpiod_sleep_until,
                                     close_gpiod};

static bool has_label(struct gpiod_chip *chip, const char *labels)
{
    struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
    if (!info)
        return false;
    bool match = label_matches(labels, gpiod_chip_info_get_label(info));
    gpiod_chip_info_free(info);
    return match;
}

/* NULL with errno: ENOENT when it is a chip of another label or none. */
static struct gpiod_chip *open_if_labelled(const char *name, const char *labels)
{
    char *path = memory_format("%s/%s", GPIOD_DEVICES, name);
    struct gpiod_chip *chip = NULL;
    errno = ENOENT;
    if (gpiod_is_gpiochip_device(path) && (chip = gpiod_chip_open(path)) &&
        !has_label(chip, labels)) {
        gpiod_chip_close(chip);
        chip = NULL;
        errno = ENOENT;
    }
    int error = errno;
    free(path);
    errno = error;
    return chip;
}

static struct gpiod_chip *open_chip(const struct board *board, const char *labels,
                                    struct diag *diag)
{
    DIR *folder = opendir(GPIOD_DEVICES);
    struct gpiod_chip *chip = NULL;
    int error = ENOENT;
    for (struct dirent *entry; folder && !chip && (entry = readdir(folder));) {
        if (strncmp(entry->d_name, "gpiochip", strlen("gpiochip")) != 0)
            continue;
        chip = open_if_labelled(entry->d_name, labels);
        if (!chip && errno != ENOENT)
            error = errno;
    }
    if (folder)
        closedir(folder);
    if (!chip)
        gpiod_tell_chip(diag, board, labels, error);
    return chip;
}

static bool find_offset(struct lines_gpiod *gpiod, enum board_line line, struct diag *diag)
{
    const struct board_pin *pin = &gpiod->board->pins[line];
    int offset = pin->offset;
    if (pin->name)
        offset = gpiod_chip_get_line_offset_from_name(gpiod->chips[pin->chip], pin->name);
    if (offset < 0)
        return gpiod_tell_line(diag, gpiod->board, line, NULL, errno);
    gpiod->offsets[line] = (unsigned)offset;
    gpiod->masks[pin->chip] |= BIT(line);
    return true;
}

/* The request failed: names every line that is not ours to have. */
static bool tell_holders(struct lines_gpiod *gpiod, size_t chip, int error, struct diag *diag)
{
    size_t before = diag->errors;
    int first = -1;
    for (int line = 0; line < BOARD_LINES; line++) {
        if (!(gpiod->masks[chip] >> line & 1))
            continue;
        first = first < 0 ? line : first;
        struct gpiod_line_info *info =
            gpiod_chip_get_line_info(gpiod->chips[chip], gpiod->offsets[line]);
        if (info && gpiod_line_info_is_used(info))
            gpiod_tell_line(diag, gpiod->board, (enum board_line)line,
                            gpiod_line_info_get_consumer(info), EBUSY);
        if (info)
            gpiod_line_info_free(info);
    }
    if (diag->errors == before)
        gpiod_tell_line(diag, gpiod->board, (enum board_line)first, NULL, error);
    return false;
}

/* All lines are outputs, low; the output enable is high. */
static bool add_settings(struct lines_gpiod *gpiod, size_t chip, struct gpiod_line_config *config,
                         struct gpiod_line_settings *settings)
{
    int line_at[BOARD_LINES];
    int count = kernel_lines_place(&gpiod->held[chip], gpiod->masks[chip], line_at);
    gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
    for (int place = 0; place < count; place++) {
        int line = line_at[place];
        gpiod_line_settings_set_output_value(settings, value_of(BIT(BOARD_OE), line));
        if (gpiod_line_config_add_line_settings(config, &gpiod->offsets[line], 1, settings) < 0)
            return false;
    }
    return true;
}

static bool request(struct lines_gpiod *gpiod, size_t chip, const char *consumer, struct diag *diag)
{
    struct gpiod_line_config *config = gpiod_line_config_new();
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    struct gpiod_request_config *named = gpiod_request_config_new();
    if (config && settings && named) {
        gpiod_request_config_set_consumer(named, consumer);
        if (add_settings(gpiod, chip, config, settings))
            gpiod->requests[chip] = gpiod_chip_request_lines(gpiod->chips[chip], named, config);
    }
    int error = errno;
    if (gpiod->requests[chip])
        gpiod->held[chip].fd = gpiod_line_request_get_fd(gpiod->requests[chip]);
    gpiod_request_config_free(named);
    gpiod_line_settings_free(settings);
    gpiod_line_config_free(config);
    return gpiod->requests[chip] || tell_holders(gpiod, chip, error, diag);
}

static void let_go(struct lines_gpiod *gpiod)
{
    for (size_t chip = 0; chip < gpiod->board->chip_count; chip++) {
        if (gpiod->requests[chip])
            gpiod_line_request_release(gpiod->requests[chip]);
        gpiod->requests[chip] = NULL;
        gpiod->held[chip].mask = 0;
        gpiod->masks[chip] = 0;
    }
}

bool lines_gpiod_request(struct lines *lines, uint64_t used, const char *consumer,
                         struct diag *diag)
{
    struct lines_gpiod *gpiod = (struct lines_gpiod *)lines;
    bool good = true;
    for (int line = 0; line < BOARD_LINES; line++)
        if (used >> line & 1)
            good &= find_offset(gpiod, (enum board_line)line, diag);
    for (size_t chip = 0; good && chip < gpiod->board->chip_count; chip++)
        if (gpiod->masks[chip])
            good = request(gpiod, chip, consumer, diag);
    if (!good)
        let_go(gpiod);
    return good;
}

enum lines_way lines_gpiod_way(const struct lines *lines)
{
    return ((const struct lines_gpiod *)lines)->by_library ? LINES_BY_LIBRARY : LINES_BY_REQUESTS;
}

enum lines_way lines_gpiod_expected_way(bool by_library)
{
    return by_library ? LINES_BY_LIBRARY : LINES_BY_REQUESTS;
}

/* The library's calls write no other lines than the kernel's own. */
void lines_gpiod_cost(enum lines_way way, const struct board *board, uint64_t used, int columns,
                      struct lines_cost *cost)
{
    (void)way, (void)columns;
    gpiod_cost_of_requests(board, used, cost);
}

bool lines_gpiod_regroup(struct lines *lines, const char *consumer, const struct lines_cost *cost,
                         struct diag *diag)
{
    (void)lines, (void)consumer, (void)cost, (void)diag;
    return true; /* as they are */
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
    struct gpiod_chip_info *info = gpiod_chip_get_info(gpiod->chips[chip]);
    snprintf(label, LINES_LABEL_SIZE, "%s", info ? gpiod_chip_info_get_label(info) : "");
    if (info)
        gpiod_chip_info_free(info);
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
    gpiod->lines.ops = &ops;
    gpiod->board = board;
    gpiod->by_library = by_library;
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
