/* Any bytes as a board's file: what is taken is whole, and no two lines of the connector share a
 * pin; what is not says why. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/board.h"

#include "fuzz.h"

/* libconfig (1.5) loses its buffer at a mistake. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so";
}

static void check_pin(const struct board *board, int line)
{
    const struct board_pin *pin = &board->pins[line];
    require((size_t)pin->chip < board->chip_count);
    require(pin->name ? *pin->name != '\0' : pin->offset >= 0);
    for (int other = 0; other < line; other++) {
        const struct board_pin *beside = &board->pins[other];
        if (beside->chip != pin->chip)
            continue;
        require(pin->name && beside->name
                    ? strcmp(pin->name, beside->name) != 0
                    : pin->name || beside->name || pin->offset != beside->offset);
    }
}

static void check_board(const struct board *board)
{
    require(board->title && board->source && board->tested);
    require(board->chip_count >= 1 && board->chip_count <= BOARD_CHIPS_MAX);
    for (size_t i = 0; i < board->chip_count; i++)
        require(board->chips[i] && *board->chips[i] != '\0');
    require(board->lanes >= 1 && board->lanes <= BOARD_LANES_MAX);
    for (int line = 0; line < BOARD_LINES; line++) {
        if (board->pins[line].chip >= 0)
            check_pin(board, line);
        bool wanted = line < (int)BOARD_LANE2 + (board->lanes - 1) * 6;
        require(!wanted || line == BOARD_D || line == BOARD_E || board->pins[line].chip >= 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32];
    struct board board;
    struct diag diag = {0};
    char *text = memory_copy_bytes((const char *)data, size);
    int fd = memfd_create("board", MFD_CLOEXEC);
    require(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (!strstr(text, "@include")) { /* of any file of this machine */
        if (board_read(&board, path, &diag)) {
            check_board(&board);
            board_finish(&board);
        } else {
            require(diag.errors > 0);
        }
    }
    diag_finish(&diag);
    close(fd);
    free(text);
    return 0;
}
