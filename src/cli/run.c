/* motograph run: the ticker. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/keeper.h"
#include "app/player.h"
#include "base/log.h"
#include "base/memory.h"
#include "cli/cli.h"
#include "control/control.h"
#include "hub75/panel.h"

#define DURATION_MAX_S 31536000 /* a year */

/* Everything a run holds, opened in this order and closed in the other. */
struct run {
    struct cli *cli;
    const char *spec; /* of the output */
    struct clock clock;
    struct store *store;
    char *store_note; /* what was wrong with it; NULL: nothing */
    struct keeper *keeper;
    struct fonts *fonts;
    struct composer *composer;
    struct output *output;
    struct loop *loop;
    struct control *control;
    struct player *player;
    int width, height;
    long long seed;
    long long duration_s; /* 0: no end */
    bool quiet;           /* the screen is the output's */
};

static void on_signal(void *user, int number)
{
    struct run *run = user;
    (void)number;
    loop_stop(run->loop);
}

static void on_air(void *user, int64_t now_ns, const char *zone, const struct snippet *snippet,
                   const char *reason)
{
    const struct run *run = user;
    double at_s = (double)now_ns / (double)CLOCK_NS_PER_S;
    if (run->quiet)
        return;
    if (run->cli->json) {
        cli_print_json(json_pack("{s:f, s:I, s:s, s:s, s:s, s:s?}", "at_s", at_s, "id",
                                 (json_int_t)snippet->id, "kind", snippet_kind_name(snippet->kind),
                                 "text", snippet->text, "reason", reason, "zone", zone));
    } else {
        printf("%8.2f s  %-8s  ", at_s, snippet_kind_name(snippet->kind));
        cli_print_text(snippet->text);
        printf("%22s%s%s%s\n", "", zone ? zone : "", zone ? ": " : "", reason);
    }
    fflush(stdout);
}

/* The simulated clock starts at --start, else when the newest article came in,
 * so that what it brought is due and nothing has expired. */
static bool start_clock(struct run *run, bool simulated)
{
    struct cli *cli = run->cli;
    const char *start = cli_value(cli, "start");
    if (!simulated) {
        clock_init_real(&run->clock);
        return !start || diag_error(&cli->diag, "--start goes with --fast or a file output");
    }
    int64_t wall_ms = 0;
    if (start && !clock_parse(start, &wall_ms))
        return diag_error(&cli->diag, "--start %s: an instant such as 2026-05-01T18:00 is wanted",
                          start);
    if (!start && !store_newest(run->store, &wall_ms, &cli->diag))
        return false;
    clock_init_simulated(&run->clock, wall_ms);
    return true;
}

static bool measure_wall(struct run *run)
{
    struct panel *panel = panel_create(&run->cli->config.panel, &run->cli->diag);
    if (!panel)
        return false;
    run->width = panel_width_px(panel);
    run->height = panel_height_px(panel);
    panel_destroy(panel);
    return true;
}

static bool read_options(struct run *run)
{
    struct cli *cli = run->cli;
    run->spec = cli_value(cli, "output");
    if (!run->spec)
        run->spec = isatty(STDOUT_FILENO) ? "terminal" : "gpiod";
    run->quiet = strncmp(run->spec, "terminal", strlen("terminal")) == 0;
    return cli_number(cli, "seed", 0, INT64_MAX, &run->seed) &&
           cli_number(cli, "duration", 1, DURATION_MAX_S, &run->duration_s);
}

/* What was wrong with it is said at once, and by `status`. */
static bool open_store(struct run *run)
{
    struct clock clock;
    clock_init_real(&clock);
    struct diag diag = {0};
    run->store = cli_open_store_sound(run->cli, clock_wall_ms(&clock), &diag);
    for (size_t i = 0; run->store && i < diag.count; i++) {
        char *longer = memory_format("%s%s%s", run->store_note ? run->store_note : "",
                                     run->store_note ? "; " : "", diag.messages[i].text);
        free(run->store_note);
        run->store_note = longer;
        log_warning("%s", diag.messages[i].text);
    }
    if (run->store)
        diag_finish(&diag);
    diag_take(&run->cli->diag, &diag);
    return run->store != NULL;
}

static bool open_all(struct run *run)
{
    struct cli *cli = run->cli;
    bool simulated = output_is_simulated(run->spec) || cli_value(cli, "fast");
    return open_store(run) && start_clock(run, simulated) &&
           (run->fonts = fonts_open(&cli->config.text, &cli->diag)) && measure_wall(run) &&
           (run->composer =
                composer_create(&cli->config, run->fonts, run->width, run->height, &cli->diag)) &&
           (run->output = output_open(run->spec, &cli->config, &run->clock, run->width, run->height,
                                      &cli->diag)) &&
           ((run->loop = loop_create(&run->clock)) ||
            diag_error(&cli->diag, "the event loop can't be made"));
}

/* Commands are for a ticker that runs in real time. */
static bool open_control(struct run *run)
{
    const char *path = run->cli->config.control.socket;
    if (run->clock.simulated || !*path)
        return true;
    run->control = control_open(run->loop, path, player_control, run->player, &run->cli->diag);
    return run->control != NULL;
}

static bool play(struct run *run)
{
    bool simulated = run->clock.simulated;
    bool history = !simulated || cli_value(run->cli, "asrun");
    if (history)
        run->keeper = keeper_create(run->loop, &run->clock, run->store, &run->cli->config);
    struct player_setup setup = {
        .loop = run->loop,
        .clock = &run->clock,
        .config = &run->cli->config,
        .store = run->store,
        .store_note = run->store_note,
        .keeper = run->keeper,
        .composer = run->composer,
        .output = run->output,
        .seed = (uint64_t)run->seed,
        .end_ns = run->duration_s
                      ? clock_monotonic_ns(&run->clock) + (int64_t)run->duration_s * CLOCK_NS_PER_S
                      : INT64_MAX,
        .one_round = simulated && !run->duration_s,
        .write_history = history,
        .watch_store = !simulated,
        .on_air = on_air,
        .user = run,
    };
    loop_add_signal(run->loop, SIGINT, on_signal, run);
    loop_add_signal(run->loop, SIGTERM, on_signal, run);
    loop_add_signal(run->loop, SIGHUP, on_signal, run);
    run->player = player_create(&setup, &run->cli->diag);
    bool good = run->player && open_control(run);
    int error = good ? loop_run(run->loop) : 0;
    if (error < 0)
        diag_error(&run->cli->diag, "the event loop failed: %s", strerror(-error));
    return good && error == 0;
}

static bool close_all(struct run *run)
{
    bool good = true;
    control_close(run->control);
    player_destroy(run->player);
    keeper_destroy(run->keeper);
    if (run->output)
        good = run->output->ops->close(run->output, &run->cli->diag);
    loop_destroy(run->loop);
    composer_destroy(run->composer);
    fonts_close(run->fonts);
    store_close(run->store);
    free(run->store_note);
    return good;
}

static int run_command(struct cli *cli)
{
    struct run run = {.cli = cli};
    bool good = read_options(&run) && open_all(&run) && play(&run);
    good = close_all(&run) && good;
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_run = {
    .name = "run",
    .arguments = "",
    .help = "the ticker",
    .options =
        {
            {"output", "NAME[:ARG]", "gpiod, terminal, vcd:FILE, png:DIR, gif:FILE, null", 'o'},
            {"duration", "S", "ends after so many seconds", 'd'},
            {"fast", NULL, "on the simulated clock; one round unless --duration", 0},
            {"start", "TIME", "the simulated clock starts then", 0},
            {"seed", "N", "decides the rota's ties", 0},
            {"asrun", NULL, "writes history on the simulated clock, too", 0},
        },
    .run = run_command,
};
