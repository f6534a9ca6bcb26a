/* The static terminal_open_fd takes any terminal. */
#include "../../../src/output/terminal.c"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "check.h"
#include "vt.h"

#define WIDTH 20
#define HEIGHT 8

struct rig {
    int master;
    struct clock clock;
    struct output *output;
    struct vt vt;
};

static int open_pty(int *master, int columns, int rows)
{
    int slave;
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    assert_int_equal(openpty(master, &slave, NULL, NULL, &size), 0);
    fcntl(*master, F_SETFL, O_NONBLOCK);
    fcntl(slave, F_SETFL, O_NONBLOCK);
    return slave;
}

static void rig_open(struct rig *rig, bool true_colour)
{
    int slave = open_pty(&rig->master, VT_COLUMNS, VT_ROWS);
    clock_init_simulated(&rig->clock, 0);
    vt_init(&rig->vt);
    rig->output = terminal_open_fd(slave, true_colour, &rig->clock, WIDTH, HEIGHT);
}

static void read_screen(struct rig *rig)
{
    char bytes[4096];
    ssize_t got;
    while ((got = read(rig->master, bytes, sizeof bytes)) > 0)
        vt_feed(&rig->vt, bytes, (size_t)got);
}

static void rig_close(struct rig *rig)
{
    struct diag diag = {0};
    assert_true(rig->output->ops->close(rig->output, &diag));
    read_screen(rig);
    assert_false(rig->vt.alternate);
    assert_false(rig->vt.cursor_hidden);
    assert_false(rig->vt.no_wrap);
    assert_false(rig->vt.unknown);
    close(rig->master);
}

/* Diagonal stripes that move. */
static struct scene *stripes(void)
{
    struct scene *scene = scene_create(WIDTH, HEIGHT, 0);
    for (int y = 0; y < HEIGHT; y++)
        scene_add_zone(scene, y, y, WIDTH / 2, 1, NULL)->background =
            (struct config_colour){(uint8_t)(y * 30), 255, (uint8_t)(255 - y)};
    return scene;
}

static int colour_at(const struct frame *frame, int x, int y)
{
    const uint8_t *p = frame_pixel(frame, x, y);
    return p[0] << 16 | p[1] << 8 | p[2];
}

static void the_screen_shows_the_frame(void **state)
{
    (void)state;
    struct rig rig;
    struct frame frame;
    struct scene *scene = stripes();
    rig_open(&rig, true);
    rig.output->ops->show(rig.output, scene);
    rig.output->ops->advance(rig.output, 0);
    read_screen(&rig);
    frame_init(&frame, WIDTH, HEIGHT);
    scene_draw(scene, 0, &frame);
    for (int y = 0; y < HEIGHT; y += 2)
        for (int x = 0; x < WIDTH; x++) {
            const struct vt_cell *cell = &rig.vt.cells[y / 2][x];
            assert_int_equal(cell->code, 0x2580);
            assert_int_equal(cell->foreground, colour_at(&frame, x, y));
            assert_int_equal(cell->background, colour_at(&frame, x, y + 1));
        }
    assert_true(rig.vt.alternate);
    assert_true(rig.vt.cursor_hidden);
    frame_finish(&frame);
    scene_unref(scene);
    rig_close(&rig);
}

static void old_terminals_get_256_colours(void **state)
{
    (void)state;
    struct rig rig;
    struct scene *scene = scene_create(WIDTH, HEIGHT, 0);
    scene->background = (struct config_colour){255, 0, 0};
    rig_open(&rig, false);
    rig.output->ops->show(rig.output, scene);
    rig.output->ops->advance(rig.output, 0);
    read_screen(&rig);
    assert_int_equal(rig.vt.cells[0][0].foreground, 0x1000000 + 196); /* 16 + 36 * 5 */
    scene_unref(scene);
    rig_close(&rig);
}

static void the_status_lines_tell_what_is_on_air(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, true);
    const struct output_caption caption = {"Mill \033[31mopens", "new", "Bridge closes"};
    rig.output->ops->caption(rig.output, &caption);
    log_warning("low on %s", "disk");
    rig.output->ops->advance(rig.output, 0);
    read_screen(&rig);
    assert_string_equal(vt_row(&rig.vt, HEIGHT / 2 + 1), "on air  Mill  [31mopens (new)");
    assert_string_equal(vt_row(&rig.vt, HEIGHT / 2 + 2), "next    Bridge closes");
    assert_non_null(strstr(vt_row(&rig.vt, HEIGHT / 2 + 4), "warning: low on disk"));
    rig_close(&rig);
}

static void a_smaller_terminal_clips(void **state)
{
    (void)state;
    struct rig rig;
    struct scene *scene = scene_create(WIDTH, HEIGHT, 0);
    scene->background = (struct config_colour){1, 2, 3};
    rig_open(&rig, true);
    rig.output->ops->show(rig.output, scene);
    rig.output->ops->advance(rig.output, 0);
    const struct winsize size = {.ws_row = 2, .ws_col = 5};
    ioctl(rig.master, TIOCSWINSZ, &size);
    rig.output->ops->advance(rig.output, CLOCK_NS_PER_S);
    read_screen(&rig);
    assert_int_equal(rig.vt.cells[1][4].code, 0x2580);
    assert_int_equal(rig.vt.cells[2][0].code, ' ');
    assert_int_equal(rig.vt.cells[0][5].code, ' ');
    scene_unref(scene);
    rig_close(&rig);
}

static void a_terminal_that_does_not_read_stops_nobody(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, true);
    for (int i = 0; i < 3000; i++) { /* far more than a pty holds */
        struct scene *scene = scene_create(WIDTH, HEIGHT, 0);
        scene->background = (struct config_colour){(uint8_t)i, (uint8_t)(i * 7), 3};
        rig.output->ops->show(rig.output, scene);
        rig.output->ops->advance(rig.output, i * CLOCK_NS_PER_S);
        scene_unref(scene);
    }
    read_screen(&rig);
    assert_false(rig.vt.unknown);
    rig_close(&rig);
}

static void a_crash_gives_the_terminal_back(void **state)
{
    (void)state;
    int master;
    int slave = open_pty(&master, VT_COLUMNS, VT_ROWS);
    pid_t child = fork();
    if (child == 0) {
        struct clock clock;
        clock_init_simulated(&clock, 0);
        struct output *output = terminal_open_fd(slave, true, &clock, WIDTH, HEIGHT);
        output->ops->advance(output, 0);
        signal(SIGALRM, SIG_DFL);
        raise(SIGQUIT);
        _exit(0);
    }
    struct rig rig = {.master = master};
    vt_init(&rig.vt);
    int how;
    while (waitpid(child, &how, WNOHANG) == 0)
        read_screen(&rig);
    read_screen(&rig);
    assert_true(WIFSIGNALED(how));
    assert_false(rig.vt.alternate);
    assert_false(rig.vt.cursor_hidden);
    close(slave);
    close(master);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("The screen shows the frame, two LEDs a cell", the_screen_shows_the_frame),
        TEST("A terminal without true colour gets the nearest of 256",
             old_terminals_get_256_colours),
        TEST("The lines below tell what is on air, and no escape gets through",
             the_status_lines_tell_what_is_on_air),
        TEST("A terminal that becomes smaller clips the picture", a_smaller_terminal_clips),
        TEST("A terminal that does not read stops nobody",
             a_terminal_that_does_not_read_stops_nobody),
        TEST("A crash gives the terminal back as it was", a_crash_gives_the_terminal_back),
    };
    return cmocka_run_group_tests_name("output/terminal", tests, NULL, NULL);
}
