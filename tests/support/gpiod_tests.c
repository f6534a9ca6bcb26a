#include "gpiod_tests.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/panel/crash.h"
#include "../../src/panel/guard.h"
#include "../../src/panel/lines_gpiod.h"
#include "../../src/panel/scanned_wall.h"
#include "base/log.h"
#include "check.h"
#include "cli/outputs.h"
#include "config/config.h"
#include "fake_chip.h"
#include "module.h"
#include "panel/measure.h"

#define PATIENCE_MS 9000

struct show {
    struct config config;
    struct board board;
    struct clock clock;
    struct output *output;
    struct diag diag;
};

static void show_prepare(struct show *show, const char *board)
{
    char assignment[64];
    *show = (struct show){0};
    configuration_init(&show->config);
    clock_init_real(&show->clock);
    snprintf(assignment, sizeof assignment, "panel.board=%s", board);
    assert_true(configuration_set(&show->config, assignment, &show->diag));
    assert_true(configuration_set(&show->config, "panel.columns=16", &show->diag));
    assert_true(configuration_set(&show->config, "panel.rows=16", &show->diag));
    assert_true(board_read(&show->board, board, &show->diag));
    fake_world_reset(&show->board, 8, 16, 1);
}

static void show_open(struct show *show)
{
    show->output = output_open("gpiod", &show->config, &show->clock, 16, 16, &show->diag);
}

static void show_finish(struct show *show)
{
    if (show->output)
        assert_true(show->output->ops->close(show->output, &show->diag));
    board_finish(&show->board);
    configuration_finish(&show->config);
    diag_finish(&show->diag);
    fake_world_finish();
}

/* Red in the upper left quarter. */
static struct scene *quarter(int64_t now_ns)
{
    struct scene *scene = scene_create(16, 16, now_ns);
    scene_add_zone(scene, 0, 0, 8, 8, NULL)->background = (struct config_colour){255, 0, 0};
    return scene;
}

static void play(struct show *show, int64_t span_ns)
{
    int64_t end_ns = clock_monotonic_ns(&show->clock) + span_ns;
    while (clock_monotonic_ns(&show->clock) < end_ns) {
        show->output->ops->advance(show->output, clock_monotonic_ns(&show->clock));
        usleep(2000);
    }
}

/* Each LED that the scene lights is lit, and no other. */
static void check_quarter(const struct config_panel *config, const struct test_module *module)
{
    for (int y = 0; y < 16; y++)
        for (int x = 0; x < 16; x++)
            for (int colour = 0; colour < 3; colour++) {
                struct module_place p = module_place_of(config, module, x, y);
                bool lit = test_panel_lit_ns(&fake_world.panel, p.row, p.column, p.lane,
                                             p.half * 3 + colour) > 0;
                assert_int_equal(lit, x < 8 && y < 8 && colour == 0);
            }
}

static void shows_on(const char *board)
{
    struct show show;
    show_prepare(&show, board);
    show_open(&show);
    assert_non_null(show.output);
    struct scene *scene = quarter(clock_monotonic_ns(&show.clock));
    show.output->ops->show(show.output, scene);
    scene_unref(scene);
    play(&show, 300 * CLOCK_NS_PER_MS);
    struct output_status status = {0};
    show.output->ops->status(show.output, &status);
    assert_true(status.plan.made && status.plan.slots > 0 && status.plan.unit_share > 0);
    assert_non_null(strstr(status.path, fake_world.old_kernel
                                            ? "lines set by the library"
                                            : "lines set by the kernel's requests"));
    assert_true(show.output->ops->close(show.output, &show.diag));
    show.output = NULL;
    check_quarter(&show.config.panel, NULL);
    assert_string_equal(fake_world.panel.error, "");
    assert_true(test_panel_is_dark(&fake_world.panel));
    for (int chip = 0; chip < FAKE_CHIPS; chip++)
        for (int line = 0; line < FAKE_LINES; line++)
            assert_false(fake_world.chips[chip].lines[line].requested);
    show_finish(&show);
}

static void each_board_shows_the_scene(void **state)
{
    (void)state;
    shows_on("adafruit-hat");
    shows_on("regular");
    shows_on("electrodragon");
    shows_on("beaglebone-black"); /* two chips */
}

/* Whoever looks at the panel sees nothing of it. */
static void calls_are_measured_in_the_dark(void **state)
{
    (void)state;
    struct show show;
    struct panel_measured measured;
    show_prepare(&show, "adafruit-hat");
    assert_true(panel_measure(&show.config, &measured, &show.diag));
    assert_int_equal(measured.count, PANEL_MEASURED_LINES);
    for (int i = 0; i < measured.count; i++)
        assert_true(measured.ns[i] > 0);
    assert_true(measured.call_ns > 0 && measured.line_ns >= 0);
    assert_string_equal(fake_world.panel.error, "");
    assert_true(test_panel_is_dark(&fake_world.panel));
    for (int y = 0; y < 16; y++)
        for (int x = 0; x < 16; x++)
            for (int bit = 0; bit < 6; bit++)
                assert_int_equal(test_panel_lit_ns(&fake_world.panel, y % 8, x, 0, bit), 0);
    for (int line = 0; line < FAKE_LINES; line++)
        assert_false(fake_world.chips[0].lines[line].requested);
    show_finish(&show);
}

/* While the refresh thread writes. */
static bool chips_are_told(void)
{
    pthread_mutex_lock(&fake_world.lock);
    bool told = test_panel_is_told(&fake_world.panel);
    pthread_mutex_unlock(&fake_world.lock);
    return told;
}

/* Places shared by two rows, and chips that want to be told and latch over three clocks. */
static void a_panel_by_its_file_is_lit(void **state)
{
    (void)state;
    static const char *const keys[] = {"panel.model=p10-outdoor-1r1g1b-2-16x16",
                                       "panel.driver=dp3246"};
    struct show show;
    struct test_module module;
    show_prepare(&show, "regular");
    for (int i = 0; i < 2; i++)
        assert_true(configuration_set(&show.config, keys[i], &show.diag));
    assert_true(module_named(&show.config.panel, &module));
    assert_true(configuration_check(&show.config, &show.diag));
    fake_world_finish();
    fake_world_reset(&show.board, module.scan, module.places, 1);
    test_panel_become(&fake_world.panel, &module);
    show_open(&show);
    assert_non_null(show.output);
    struct scene *scene = quarter(clock_monotonic_ns(&show.clock));
    show.output->ops->show(show.output, scene);
    scene_unref(scene);
    play(&show, 300 * CLOCK_NS_PER_MS);
    for (int ms = 0; ms < PATIENCE_MS && !chips_are_told(); ms += 10)
        play(&show, 10 * CLOCK_NS_PER_MS);
    assert_true(chips_are_told());
    assert_true(show.output->ops->close(show.output, &show.diag));
    show.output = NULL;
    check_quarter(&show.config.panel, &module);
    assert_string_equal(fake_world.panel.error, "");
    assert_true(test_panel_is_dark(&fake_world.panel));
    show_finish(&show);
    test_module_finish(&module);
}

static void show_at(struct show *show, int64_t from_ns)
{
    struct scene *scene = quarter(from_ns);
    show->output->sent.fresh = true; /* as the recorder does */
    assert_true(show->output->ops->show(show->output, scene) >= 0);
    scene_unref(scene);
}

/* Plays until so many pictures are counted, or patience is over. */
static void play_to(struct show *show, int64_t frames)
{
    for (int ms = 0; ms < PATIENCE_MS && show->output->sent.frames < frames; ms += 10)
        play(show, 10 * CLOCK_NS_PER_MS);
    assert_int_equal(show->output->sent.frames, frames);
}

static void what_is_cut_before_its_time_is_not_counted(void **state)
{
    (void)state;
    struct show show;
    show_prepare(&show, "adafruit-hat");
    show_open(&show);
    assert_non_null(show.output);
    int64_t now_ns = clock_monotonic_ns(&show.clock);
    show_at(&show, now_ns);
    play_to(&show, 1);
    show_at(&show, now_ns + 3600 * CLOCK_NS_PER_S); /* handed over, and never lit */
    play(&show, 100 * CLOCK_NS_PER_MS);
    assert_int_equal(show.output->sent.frames, 1);
    show_at(&show, now_ns);
    play_to(&show, 2);
    assert_true(show.output->sent.pixels == 2 * (uint64_t)show.output->sent.last);
    show_finish(&show);
}

/* A file in place of the device that maps the registers of the first chip. */
static void make_registers(char *path, size_t size)
{
    snprintf(path, size, "%s/gpiomem", fake_devices);
    int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, 4096), 0);
    close(fd);
}

static void registers_are_opted_for(void **state)
{
    (void)state;
    struct show show;
    char path[64];
    struct output_status status = {0};
    show_prepare(&show, "adafruit-hat");
    assert_true(configuration_set(&show.config, "panel.fast=registers", &show.diag));
    make_registers(path, sizeof path);
    show_open(&show);
    assert_non_null(show.output);
    unsigned long calls = fake_world.calls;
    play(&show, 100 * CLOCK_NS_PER_MS);
    show.output->ops->status(show.output, &status);
    assert_non_null(strstr(status.path, "lines set by registers"));
    assert_true(status.healthy);
    assert_true(fake_world.chips[0].lines[17].requested); /* the clock: held as ever */
    assert_int_equal(fake_world.calls, calls);
    unlink(path);
    show_finish(&show);
}

static bool refused(struct show *show, const char *says)
{
    show_open(show);
    bool told = !show->output && show->diag.count > 0 && strstr(show->diag.messages[0].text, says);
    if (!told)
        print_error("%s\n", show->diag.count ? show->diag.messages[0].text : "no message");
    return told;
}

static void a_line_in_use_names_its_holder(void **state)
{
    (void)state;
    struct show show;
    show_prepare(&show, "adafruit-hat");
    fake_world.chips[0].lines[4].holder = "spi0 CS0";
    assert_true(refused(&show, "held by \"spi0 CS0\""));
    show_finish(&show);
}

static void a_shared_pin_tells_what_to_turn_off(void **state)
{
    (void)state;
    struct show show;
    show_prepare(&show, "regular");
    fake_world.chips[0].lines[8].holder = "spi0 CS0";
    assert_true(refused(&show, "held by \"spi0 CS0\": stop it; SPI uses it: dtparam=spi=off"));
    show_finish(&show);
}

static void missing_registers_are_told(void **state)
{
    (void)state;
    struct show show;
    show_prepare(&show, "adafruit-hat");
    assert_true(configuration_set(&show.config, "panel.fast=registers", &show.diag));
    assert_true(refused(&show, "panel.fast: there is no "));
    show_finish(&show);
    show_prepare(&show, "beaglebone-black");
    assert_true(configuration_set(&show.config, "panel.fast=registers", &show.diag));
    assert_true(refused(&show, "panel.fast: this board's lines are on several chips"));
    show_finish(&show);
}

static void a_missing_permission_tells_the_group(void **state)
{
    (void)state;
    struct show show;
    show_prepare(&show, "adafruit-hat");
    fake_world.open_error = EACCES;
    assert_true(refused(&show, "group gpio"));
    assert_non_null(strstr(show.diag.messages[0].text, "udev rule"));
    show_finish(&show);
}

static void another_chip_is_not_taken(void **state)
{
    (void)state;
    struct show show;
    show_prepare(&show, "adafruit-hat");
    fake_world.chips[0].label = "some-expander";
    assert_true(refused(&show, "pinctrl-bcm2835"));
    show_finish(&show);
}

static void a_fault_while_running_is_survived(void **state)
{
    (void)state;
    struct show show;
    show_prepare(&show, "adafruit-hat");
    show_open(&show);
    struct scene *scene = quarter(clock_monotonic_ns(&show.clock));
    show.output->ops->show(show.output, scene);
    scene_unref(scene);
    play(&show, 50 * CLOCK_NS_PER_MS);
    assert_true(show.output->ops->beats(show.output) > 0);
    fake_world.set_error = EIO;
    play(&show, 50 * CLOCK_NS_PER_MS);
    struct output_status status = {0};
    uint64_t beats = show.output->ops->beats(show.output);
    play(&show, 50 * CLOCK_NS_PER_MS);
    assert_true(show.output->ops->beats(show.output) == beats); /* a watchdog hears of none */
    show.output->ops->status(show.output, &status);
    assert_false(status.healthy);
    assert_true(status.note[0]);
    fake_world.set_error = 0;
    play(&show, 1500 * CLOCK_NS_PER_MS);
    status = (struct output_status){0};
    show.output->ops->status(show.output, &status);
    assert_true(status.healthy);
    show_finish(&show);
}

/* Every LED of row 0, from a panel of 16 columns. */
static void light_all(struct lines *lines)
{
    lines_set(lines, 0x3f | UINT64_C(1) << BOARD_LAT, UINT32_MAX);
    for (int i = 0; i < 16; i++) {
        lines_set(lines, UINT64_C(1) << BOARD_CLK, UINT32_MAX);
        lines_set(lines, UINT64_C(1) << BOARD_CLK, 0);
    }
    lines_set(lines, UINT64_C(1) << BOARD_OE, 0);
}

/* A ticker is killed in the middle of a lit row; then comes what a guard does. */
static void dies_in_a_lit_row(const char *board, int pulled_up)
{
    struct show show;
    struct scanned_wall wall;
    show_prepare(&show, board);
    assert_true(
        scanned_wall_open(&wall, &show.config, (struct lines_cost){.call_ns = 1500}, &show.diag));
    struct lines *ticker = lines_gpiod_prepare(&wall.board, false, &show.diag);
    struct lines *guard = lines_gpiod_prepare(&wall.board, false, &show.diag);
    assert_true(lines_gpiod_request(ticker, wall.used, "ticker", &show.diag));
    light_all(ticker);
    fake_world_die(pulled_up);
    assert_false(test_panel_is_dark(&fake_world.panel));
    assert_true(lines_gpiod_request(guard, wall.used, "guard", &show.diag));
    assert_int_equal(scanned_wall_darken(&wall, guard), 0);
    assert_true(test_panel_is_dark(&fake_world.panel));
    lines_close(ticker);
    lines_close(guard);
    scanned_wall_close(&wall);
    show_finish(&show);
}

static void a_death_in_a_lit_row_ends_deeply_dark(void **state)
{
    (void)state;
    dies_in_a_lit_row("regular", 9);      /* output enable floats low: lit */
    dies_in_a_lit_row("adafruit-hat", 9); /* and high */
    dies_in_a_lit_row("regular", -1);     /* the last level is kept */
    dies_in_a_lit_row("beaglebone-black", -1);
}

enum trouble {
    IS_KILLED,
    HANGS,           /* until somebody ends it */
    STANDS_STILL,    /* its loop does; its refresh thread goes on */
    BREAKS_CONTRACT, /* of a header, which is asserted */
};

/* A row is lit and the guard watches: then comes the trouble. */
__attribute__((noreturn)) static void
be_a_ticker_in_trouble(const struct scanned_wall *wall, const char *pid_path, enum trouble trouble)
{
    struct diag diag = {0};
    struct guard *guard = guard_start(wall, pid_path, &diag);
    struct lines *lines = lines_gpiod_prepare(&wall->board, false, &diag);
    if (!guard || !lines || !lines_gpiod_request(lines, wall->used, "ticker", &diag))
        _exit(1);
    guard_watch(guard, true);
    guard_beat(guard);
    light_all(lines);
    if (trouble == IS_KILLED)
        kill(getpid(), SIGKILL);
    if (trouble == BREAKS_CONTRACT) {
        crash_catch(false);
        crash_watch(lines);
        scene_add_zone(scene_create(16, 16, 0), 9, 0, 8, 8, NULL); /* it ends outside */
    }
    guard_beat_loop(guard);
    for (int ms = 0; trouble == STANDS_STILL; ms++) {
        if (ms < GUARD_SILENCE_MS) /* it begins to be watched with the first beat */
            guard_beat_loop(guard);
        guard_beat(guard);
        poll(NULL, 0, 1);
    }
    for (;;)
        pause();
}

/* The signal that ended the process within our patience; 0: it lives. */
static int ended_by(pid_t pid)
{
    int status = 0;
    pid_t ended = 0;
    for (int i = 0; i < PATIENCE_MS / 20 && ended == 0; i++) {
        ended = waitpid(pid, &status, WNOHANG);
        poll(NULL, 0, 20);
    }
    if (ended == 0) {
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
    }
    return ended == pid && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* `ends_by` ends it; what it says on standard error has `says` (NULL: anything). */
static void the_guard_darkens(enum trouble trouble, int ends_by, const char *says)
{
    struct show show;
    char said[512] = "";
    int ends[2];
    struct scanned_wall wall;
    char pid_path[64];
    snprintf(pid_path, sizeof pid_path, "/tmp/motograph-guard-test-%d.pid", (int)getpid());
    show_prepare(&show, "regular");
    assert_int_equal(fake_world_share(), 0);
    assert_true(
        scanned_wall_open(&wall, &show.config, (struct lines_cost){.call_ns = 1500}, &show.diag));
    assert_int_equal(pipe(ends), 0);
    pid_t ticker = fork();
    if (ticker == 0) {
        dup2(ends[1], STDERR_FILENO);
        be_a_ticker_in_trouble(&wall, pid_path, trouble);
    }
    int signal = ended_by(ticker);
    bool is_off = fake_world.panel.levels[LINE_OE] == 1;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    ssize_t length = read(ends[0], said, sizeof said - 1);
    close(ends[0]);
    close(ends[1]);
    bool was_lit =
        fake_world.panel.latches > 0 && (is_off || !test_panel_is_dark(&fake_world.panel));
    fake_world_die(9); /* output enable floats low: lit */
    for (int i = 0; i < PATIENCE_MS / 20 && !guard_holds(pid_path); i++)
        poll(NULL, 0, 20);
    bool held = guard_dismiss(pid_path);
    bool dark = test_panel_is_dark(&fake_world.panel);
    scanned_wall_close(&wall);
    show_finish(&show);
    assert_int_equal(signal, ends_by);
    assert_true(length < 0 || says);
    assert_true(!says || strstr(said, says));
    assert_int_equal(is_off, trouble == BREAKS_CONTRACT);
    assert_true(was_lit);
    assert_true(held);
    assert_true(dark);
}

static void a_killed_ticker_leaves_the_panel_dark(void **state)
{
    (void)state;
    the_guard_darkens(IS_KILLED, SIGKILL, NULL);
}

static void a_hung_ticker_is_ended_and_leaves_the_panel_dark(void **state)
{
    (void)state;
    the_guard_darkens(HANGS, SIGKILL, "the refresh thread was silent");
}

static void a_loop_that_stands_still_is_ended_and_leaves_the_panel_dark(void **state)
{
    (void)state;
    the_guard_darkens(STANDS_STILL, SIGABRT, "the loop stood still for 5 s");
}

/* It says where and what; the output is off at once, and the guard does the rest. */
static void a_failed_assertion_leaves_the_panel_dark(void **state)
{
    (void)state;
    the_guard_darkens(BREAKS_CONTRACT, SIGABRT, "src/display/scene.c:");
}

static void a_crash_turns_the_output_off_for_good(void **state)
{
    (void)state;
    const uint64_t oe = UINT64_C(1) << BOARD_OE;
    struct show show;
    struct scanned_wall wall;
    show_prepare(&show, "regular");
    assert_true(
        scanned_wall_open(&wall, &show.config, (struct lines_cost){.call_ns = 1500}, &show.diag));
    struct lines *lines = lines_gpiod_prepare(&wall.board, false, &show.diag);
    assert_true(lines_gpiod_request(lines, wall.used, "ticker", &show.diag));
    assert_int_equal(lines_set(lines, oe, 0), 0);
    assert_int_equal(fake_world.panel.levels[LINE_OE], 0);
    lines_gpiod_crash(lines);
    assert_int_equal(fake_world.panel.levels[LINE_OE], 1);
    assert_int_equal(lines_set(lines, oe, 0), -ECANCELED); /* another thread goes on */
    assert_int_equal(fake_world.panel.levels[LINE_OE], 1);
    lines_close(lines);
    scanned_wall_close(&wall);
    show_finish(&show);
}

/* The only child of this process; 0: there is none. */
static pid_t child(void)
{
    char path[64];
    int pid = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    if (fscanf(file, "%d", &pid) != 1)
        pid = 0;
    fclose(file);
    return pid;
}

static char last_line[256];

static void keep_line(void *user, enum log_level level, const char *line)
{
    (void)user, (void)level;
    snprintf(last_line, sizeof last_line, "%s", line);
}

/* The signal ends the guard, or stops it. */
static void is_replaced(int signal, const char *why)
{
    struct show show;
    int ends[2];
    char byte;
    show_prepare(&show, "adafruit-hat");
    show_open(&show);
    assert_non_null(show.output);
    assert_int_equal(pipe(ends), 0); /* open when the second guard starts */
    pid_t first = child();
    assert_true(first > 0);
    log_set_sink(keep_line, NULL);
    kill(first, signal);
    for (int i = 0; i < PATIENCE_MS / 20 && (child() == first || child() == 0); i++) {
        poll(NULL, 0, 20);
        play(&show, 20 * CLOCK_NS_PER_MS);
    }
    log_set_sink(NULL, NULL);
    assert_true(child() > 0 && child() != first);
    assert_non_null(strstr(last_line, why));
    /* What the ticker holds, its lines above all, would never be free: the guard has let
     * go of it. */
    close(ends[1]);
    bool closed = poll(&(struct pollfd){.fd = ends[0], .events = POLLIN}, 1, PATIENCE_MS) == 1 &&
                  read(ends[0], &byte, 1) == 0;
    close(ends[0]);
    show_finish(&show);
    assert_true(closed);
    assert_int_equal(child(), 0);
}

static void a_dead_guard_is_replaced(void **state)
{
    (void)state;
    is_replaced(SIGKILL, "has died");
}

static void a_hung_guard_is_replaced(void **state)
{
    (void)state;
    is_replaced(SIGSTOP, "hung");
}

static void a_hung_guard_holds_up_no_end(void **state)
{
    (void)state;
    struct show show;
    show_prepare(&show, "adafruit-hat");
    show_open(&show);
    assert_true(child() > 0);
    kill(child(), SIGSTOP);
    show_finish(&show);
    assert_int_equal(child(), 0);
}

#define CALLS 200

struct record {
    bool levels[CALLS][FAKE_CHIPS][FAKE_LINES];
};

/* The levels of all lines after each of some calls. */
static void record_calls(const struct board *board, bool by_library, struct record *record)
{
    uint64_t used = 0;
    struct diag diag = {0};
    for (int line = 0; line < BOARD_LANE2; line++)
        used |= (uint32_t)(board->pins[line].chip >= 0) << line;
    fake_world_reset(board, 16, 64, 1);
    struct lines *lines = lines_gpiod_prepare(board, by_library, &diag);
    assert_non_null(lines);
    assert_true(lines_gpiod_request(lines, used, "test", &diag));
    srand(7);
    for (int call = 0; call < CALLS; call++) {
        uint64_t mask = (uint32_t)rand() & used;
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
        record_calls(&board, false, &raw);
        assert_true(fake_world.old_kernel || fake_world.ioctls >= CALLS / 2);
        record_calls(&board, true, &library);
        assert_int_equal(fake_world.ioctls, 0);
        assert_memory_equal(&raw, &library, sizeof raw);
        board_finish(&board);
        diag_finish(&diag);
    }
}

int gpiod_tests_run(const char *name, const struct CMUnitTest *own, size_t count)
{
    const struct CMUnitTest tests[] = {
        TEST("Each board shows the scene, tells its plan, and is deeply dark and let go in the end",
             each_board_shows_the_scene),
        TEST("What calls cost is measured in the dark, and no line is held afterwards",
             calls_are_measured_in_the_dark),
        TEST("A panel by its file, with chips that want to be told, is lit LED by LED",
             a_panel_by_its_file_is_lit),
        TEST("A picture that is cut before its time is not counted as sent",
             what_is_cut_before_its_time_is_not_counted),
        TEST("A line in use is an error that names its holder", a_line_in_use_names_its_holder),
        TEST("A pin that SPI shares is an error that says how to turn SPI off",
             a_shared_pin_tells_what_to_turn_off),
        TEST("Where panel.fast asks for registers they are written, and the lines are held as ever",
             registers_are_opted_for),
        TEST("Registers that are not there are told, and how to do without",
             missing_registers_are_told),
        TEST("A missing permission is an error that names the group and the udev rule",
             a_missing_permission_tells_the_group),
        TEST("A chip of another label is not taken", another_chip_is_not_taken),
        TEST("After a death in a lit row the guard makes the panel deeply dark, whatever the "
             "kernel does to the lines",
             a_death_in_a_lit_row_ends_deeply_dark),
        TEST("The guard makes the panel dark after a ticker that was killed",
             a_killed_ticker_leaves_the_panel_dark),
        TEST("The guard ends a ticker that hangs, and makes the panel dark",
             a_hung_ticker_is_ended_and_leaves_the_panel_dark),
        TEST("A failed assertion says where, and leaves the panel deeply dark",
             a_failed_assertion_leaves_the_panel_dark),
        TEST("A crash turns the output off, and no other thread turns it on again",
             a_crash_turns_the_output_off_for_good),
        TEST("A guard that dies is replaced, and the new one holds nothing of the ticker's",
             a_dead_guard_is_replaced),
        TEST("The guard ends a ticker whose loop stands still, says why, and makes the panel dark",
             a_loop_that_stands_still_is_ended_and_leaves_the_panel_dark),
        TEST("A guard that hangs is replaced, too", a_hung_guard_is_replaced),
        TEST("A guard that hangs does not hold up the ticker's end", a_hung_guard_holds_up_no_end),
        TEST("A fault of the chip is told, and tried again until it is over",
             a_fault_while_running_is_survived),
        TEST("The kernel's requests and the library's calls change the same lines",
             both_ways_change_the_same_lines),
    };
    enum {
        SHARED = sizeof tests / sizeof *tests
    };
    struct CMUnitTest all[SHARED + GPIOD_OWN_TESTS];
    memcpy(all, tests, sizeof tests);
    if (count > 0)
        memcpy(all + SHARED, own, count * sizeof *own);
    if (!fake_devices_make())
        return 1;
    int failed = _cmocka_run_group_tests(name, all, SHARED + count, NULL, NULL);
    fake_devices_remove();
    return failed;
}
