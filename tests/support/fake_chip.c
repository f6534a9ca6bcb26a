#include "fake_chip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

struct fake_world fake_world = {.lock = PTHREAD_MUTEX_INITIALIZER};

static char labels[FAKE_CHIPS][64];

static int connected_to(int line)
{
    const char *name = board_line_name((enum board_line)line);
    char plain[8] = "";
    size_t length = strcspn(name, ".");
    memcpy(plain, name, length < sizeof plain ? length : sizeof plain - 1);
    int lane = line < BOARD_LANE2 ? 0 : 1 + (line - BOARD_LANE2) / 6;
    return test_line_named(plain, lane);
}

void fake_world_reset(const struct board *board, int scan_rows, int columns, int lanes)
{
    test_panel_init(&fake_world.panel, scan_rows, columns, lanes);
    fake_world.open_error = fake_world.request_error = 0;
    atomic_store(&fake_world.set_error, 0);
    fake_world.calls = 0;
    for (int chip = 0; chip < FAKE_CHIPS; chip++) {
        struct fake_chip *fake = &fake_world.chips[chip];
        fake->label = NULL;
        if (chip < (int)board->chip_count) {
            size_t length = strcspn(board->chips[chip], "|");
            memset(labels[chip], 0, sizeof labels[chip]);
            memcpy(labels[chip], board->chips[chip], length);
            fake->label = labels[chip];
        }
        for (unsigned i = 0; i < FAKE_LINES; i++)
            fake->lines[i] = (struct fake_line){.offset = i, .chip = chip, .connected = -1};
    }
    for (int line = 0; line < BOARD_LINES; line++)
        if (board->pins[line].chip >= 0)
            fake_world.chips[board->pins[line].chip].lines[board->pins[line].offset].connected =
                connected_to(line);
}

static int share(void *at, size_t size)
{
    void *copy = malloc(size);
    if (!copy)
        return -ENOMEM;
    memcpy(copy, at, size);
    void *shared =
        mmap(at, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    int error = shared == MAP_FAILED ? -errno : 0;
    if (error == 0)
        memcpy(shared, copy, size);
    free(copy);
    return error;
}

int fake_world_share(void)
{
    int error = share(&fake_world, sizeof fake_world);
    return error < 0 ? error : test_panel_share(&fake_world.panel);
}

void fake_world_finish(void)
{
    test_panel_finish(&fake_world.panel);
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void set_line(struct fake_line *line, bool level, int64_t t_ns)
{
    line->level = level;
    if (line->connected >= 0)
        test_panel_set(&fake_world.panel, (enum test_line)line->connected, level, t_ns);
}

void fake_world_die(int pulled_up)
{
    int64_t t_ns = now_ns();
    fake_world.panel.ignore = true; /* nobody's order any more */
    test_panel_call(&fake_world.panel, t_ns);
    for (int chip = 0; chip < FAKE_CHIPS; chip++)
        for (int i = 0; i < FAKE_LINES; i++) {
            struct fake_line *line = &fake_world.chips[chip].lines[i];
            if (line->requested && pulled_up >= 0)
                set_line(line, i < pulled_up, t_ns);
        }
    for (int chip = 0; chip < FAKE_CHIPS; chip++) /* then somebody may take them */
        for (int i = 0; i < FAKE_LINES; i++)
            fake_world.chips[chip].lines[i].requested = false;
}

int fake_set(int chip, size_t count, const unsigned *offsets, const bool *levels)
{
    pthread_mutex_lock(&fake_world.lock);
    int64_t t_ns = now_ns();
    int error = fake_world.set_error;
    test_panel_call(&fake_world.panel, t_ns);
    fake_world.calls++;
    for (unsigned offset = 0; offset < FAKE_LINES && !error; offset++)
        for (size_t i = 0; i < count; i++)
            if (offsets[i] == offset)
                set_line(&fake_world.chips[chip].lines[offset], levels[i], t_ns);
    pthread_mutex_unlock(&fake_world.lock);
    errno = error;
    return error ? -1 : 0;
}
