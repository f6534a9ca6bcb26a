/* The gpiod output on a fake of libgpiod 2. This file's lines_gpiod_prepare takes
 * the place of the library's, whichever version that was built for; the Makefile
 * lets <gpiod.h> mean tests/support/gpiod_v2. */
static char fake_devices[] = "/tmp/motograph-dev-XXXXXX";

#define GPIOD_DEVICES fake_devices
#define GPIOD_IOCTL fake_ioctl
struct gpio_v2_line_values;
static int fake_ioctl(int fd, unsigned long number, const struct gpio_v2_line_values *values);
#include "../../../src/panel/lines_gpiod_v2.c"

#include <stdio.h>
#include <unistd.h>

#include "check.h"
#include "gpiod_tests.h"
#include "gpiod_v2/fake.c.inc"

/* Files in place of /dev/gpiochip0 and its neighbour. */
static void touch(int chip, bool there)
{
    char path[64];
    snprintf(path, sizeof path, "%s/gpiochip%d", fake_devices, chip);
    FILE *file = there ? fopen(path, "w") : NULL;
    if (file)
        fclose(file);
    else
        unlink(path);
}

#define CALLS 200

struct record {
    bool levels[CALLS][FAKE_CHIPS][FAKE_LINES];
};

/* The levels of all lines after each of some calls. */
static void record_calls(const struct board *board, bool by_library, struct record *record)
{
    uint32_t used = 0;
    struct diag diag = {0};
    for (int line = 0; line < BOARD_LANE2; line++)
        used |= board->pins[line].chip >= 0 ? BIT(line) : 0;
    fake_world_reset(board, 16, 64, 1);
    struct lines *lines = lines_gpiod_prepare(board, by_library, &diag);
    assert_non_null(lines);
    assert_true(lines_gpiod_request(lines, used, "test", &diag));
    srand(7);
    for (int call = 0; call < CALLS; call++) {
        uint32_t mask = (uint32_t)rand() & used;
        if (mask)
            lines_set(lines, mask, (uint32_t)rand() & mask);
        for (int chip = 0; chip < FAKE_CHIPS; chip++)
            for (int line = 0; line < FAKE_LINES; line++)
                record->levels[call][chip][line] = fake_world.chips[chip].lines[line].level;
    }
    lines_close(lines);
    fake_world_finish();
    diag_finish(&diag);
}

static void both_ways_change_the_same_lines(void **state)
{
    static const char *const boards[] = {"adafruit-hat", "beaglebone-black"};
    static struct record raw, library;
    (void)state;
    for (size_t i = 0; i < sizeof boards / sizeof *boards; i++) {
        struct diag diag = {0};
        struct board board;
        assert_true(board_read(&board, boards[i], &diag));
        fake_ioctls = 0;
        record_calls(&board, false, &raw);
        assert_true(fake_ioctls >= CALLS / 2);
        fake_ioctls = 0;
        record_calls(&board, true, &library);
        assert_int_equal(fake_ioctls, 0);
        assert_memory_equal(&raw, &library, sizeof raw);
        board_finish(&board);
        diag_finish(&diag);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("The kernel's own call and the library's change the same lines",
             both_ways_change_the_same_lines),
    };
    if (!mkdtemp(fake_devices))
        return 1;
    for (int chip = 0; chip < FAKE_CHIPS; chip++)
        touch(chip, true);
    int failed = gpiod_tests_run("panel/gpiod, libgpiod 2", tests, sizeof tests / sizeof *tests);
    for (int chip = 0; chip < FAKE_CHIPS; chip++)
        touch(chip, false);
    rmdir(fake_devices);
    return failed;
}
