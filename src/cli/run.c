/* motograph run: the ticker. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mapped.h"
#include "base/memory.h"
#include "cli/announce.h"
#include "cli/commands.h"
#include "cli/outputs.h"
#include "cli/reload.h"
#include "cli/show_setup.h"
#include "config/config.h"
#include "control/control.h"
#include "control/stream.h"
#include "kiosk/deaths.h"
#include "kiosk/hands.h"
#include "kiosk/light.h"
#include "kiosk/notify.h"
#include "kiosk/patience.h"
#include "kiosk/store_care.h"
#include "kiosk/watchdog.h"
#include "player/commands.h"
#include "player/player.h"
#include "store/absence.h"
#include "store/backup.h"
#include "store/generations.h"
#include "store/lock.h"
#include "store/mark.h"
#include "store/repair.h"

#define DURATION_MAX_S 31536000 /* a year */
#define ASKS_NS (60 * CLOCK_NS_PER_S)

/* Everything a run holds, opened in this order and closed in the other. */
struct run {
    struct cli *cli;
    const char *spec; /* of the output */
    struct clock clock;
    struct cli_show show;
    char *store_note;        /* what was wrong with the store; NULL: nothing */
    struct store_lock *lock; /* of its log; NULL: it writes none, or nobody can */
    struct store_care *care;
    struct deaths *deaths;
    struct control *control;
    struct stream *stream; /* of it */
    struct player *player;
    struct reload *reload;     /* NULL: on the simulated clock */
    struct notify *notify;     /* the service manager; NULL: there is none */
    struct watchdog *watchdog; /* for it */
    struct announce *announce; /* NULL: on the simulated clock */
    struct light *light;       /* of the room; NULL: nobody measures it */
    struct hands *hands;       /* keys and who is there; NULL: none is read */
    long long seed;
    long long duration_s; /* 0: no end */
    bool quiet;           /* the screen is the output's */
    bool history;         /* it writes the log of what was shown */
};

static void on_signal(void *user, int number)
{
    struct run *run = user;
    (void)number;
    loop_stop(run->show.loop);
}

static void on_air(void *user, int64_t now_ns, const char *zone, const struct snippet *snippet,
                   const char *text, const char *reason)
{
    const struct run *run = user;
    deaths_on_air(run->deaths, snippet->id);
    double at_s = (double)now_ns / (double)CLOCK_NS_PER_S;
    if (run->quiet)
        return;
    if (run->cli->json) {
        cli_print_json(json_pack("{s:f, s:I, s:s, s:s, s:s, s:s?}", "at_s", at_s, "id",
                                 (json_int_t)snippet->id, "kind", snippet_kind_name(snippet->kind),
                                 "text", text, "reason", reason, "zone", zone));
    } else {
        printf("%8.2f s  %-8s  ", at_s, snippet_kind_name(snippet->kind));
        cli_print_text(text);
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
    if (!cli_when(cli, "start", ASKED_TIME_BEGIN, &wall_ms))
        return false;
    if (!start && !store_newest(run->show.store, &wall_ms, &cli->diag))
        return false;
    clock_init_simulated(&run->clock, wall_ms);
    return true;
}

static bool read_options(struct run *run)
{
    struct cli *cli = run->cli;
    run->spec = cli_value(cli, "output");
    if (!run->spec)
        run->spec = isatty(STDOUT_FILENO) ? "terminal" : "gpiod";
    run->quiet = output_has(run->spec, OUTPUT_SCREEN);
    return cli_number(cli, "seed", 0, INT64_MAX, &run->seed) &&
           cli_number(cli, "duration", 1, DURATION_MAX_S, &run->duration_s);
}

static int64_t wall_now_ms(void)
{
    struct clock clock;
    clock_init_real(&clock);
    return clock_wall_ms(&clock);
}

/* What was wrong with it is said at once, and by `status`. */
static void note(struct run *run, struct diag *diag)
{
    for (size_t i = 0; i < diag->count; i++) {
        char *longer = memory_format("%s%s%s", run->store_note ? run->store_note : "",
                                     run->store_note ? "; " : "", diag->messages[i].text);
        free(run->store_note);
        run->store_note = longer;
        log_warning("%s", diag->messages[i].text);
    }
    diag_finish(diag);
}

/* Of a ticker that writes history: what it has is shown where its store is gone for now, and before
 * it is read through (kiosk/store_care). */
static struct store *open_in_place(const struct run *run, const char *mark, struct diag *diag)
{
    const char *path = run->cli->config->store.path;
    struct diag gone = {0};
    struct store *store = NULL;
    bool was_there = store_mark_read(mark, NULL, NULL);
    char *backup = store_backup_path(path, run->cli->config->store.backup);
    char *newest = store_generations_newest(backup, INT64_MAX);
    bool is_gone = !newest && was_there && store_is_absent(path) &&
                   !store_absence_check(path, backup, mark, &gone);
    if (!is_gone)
        store = store_open_unread(path, backup, wall_now_ms(), &gone);
    if (!store && was_there)
        store = store_open_absent(path, diag);
    diag_take(diag, &gone);
    diag_finish(&gone);
    free(newest);
    free(backup);
    return store;
}

/* That it is another one than before is somebody's doing, and said. */
static void mark_it(const struct run *run, const char *mark, struct diag *diag)
{
    char *before = NULL;
    const struct store *store = run->show.store;
    if (store_mark_read(mark, NULL, &before) && *store_identity(store) &&
        strcmp(before, store_identity(store)) != 0)
        diag_warning(diag, "%s: another store than the one that was there before",
                     store_path(store));
    store_mark_set(mark, store, wall_now_ms());
    free(before);
}

static bool open_store(struct run *run)
{
    struct diag diag = {0};
    char *mark = run->history ? cli_mark(run->cli) : NULL;
    if (!run->history || store_lock_take(run->cli->config->store.path, &run->lock, &run->cli->diag))
        run->show.store = run->history ? open_in_place(run, mark, &diag)
                                       : cli_open_store_sound(run->cli, wall_now_ms(), &diag);
    if (run->show.store && run->history)
        mark_it(run, mark, &diag);
    if (run->show.store) {
        note(run, &diag);
    } else {
        store_lock_discard(run->lock);
        run->lock = NULL;
    }
    diag_take(&run->cli->diag, &diag);
    free(mark);
    return run->show.store != NULL;
}

/* Asked first: a second ticker on the same store would take what the first one shows for what a
 * dead one has left, and close it in the log. */
static bool is_alone(const struct run *run, bool simulated)
{
    const char *path = run->cli->config->control.socket;
    return simulated || !*path || control_is_free(path, &run->cli->diag);
}

/* A store that has to be repaired first may take longer than the service manager waits for READY.
 * The thread that asks ends in front of the guard's beginning, which is a fork. */
static bool open_store_in_time(struct run *run, bool simulated)
{
    if (!simulated)
        run->notify = notify_open(getenv("NOTIFY_SOCKET"));
    struct patience *patience = patience_begin(run->notify, ASKS_NS);
    bool good = is_alone(run, simulated) && open_store(run);
    patience_end(patience);
    return good;
}

static bool open_all(struct run *run)
{
    struct cli *cli = run->cli;
    bool simulated = output_has(run->spec, OUTPUT_SIMULATED) || cli_value(cli, "fast");
    run->history = !simulated || cli_value(cli, "asrun");
    return open_store_in_time(run, simulated) && start_clock(run, simulated) &&
           cli_show_open(&run->show, cli, &run->clock, run->spec);
}

/* Beside the socket: a boot empties that folder. */
static void watch_deaths(struct run *run)
{
    const char *socket = run->cli->config->control.socket;
    if (run->clock.simulated || !*socket)
        return;
    char *path = memory_format("%s.air", socket);
    run->deaths = deaths_watch(path, run->show.store);
    free(path);
}

/* Commands are for a ticker that runs in real time. */
static bool open_control(struct run *run)
{
    const char *path = run->cli->config->control.socket;
    if (run->clock.simulated || !*path)
        return true;
    run->control = control_open(run->show.loop, path, commands_take, run->player, &run->cli->diag);
    if (run->control)
        control_offer(run->control, run->stream);
    return run->control != NULL;
}

static void on_scene(void *user, struct scene *scene)
{
    stream_show(((struct run *)user)->stream, scene);
}

/* What those who watch are told; in front of the threads, as the log is listened to. */
static void open_stream(struct run *run, struct player_setup *setup)
{
    if (run->clock.simulated || !*run->cli->config->control.socket)
        return;
    run->stream = stream_create(run->show.loop, &run->clock);
    setup->on_scene = on_scene;
}

static const char *on_air_now(void *user)
{
    const struct run *run = user;
    return commands_on_air(run->player);
}

static void watch_wall(struct run *run)
{
    run->watchdog = watchdog_create(
        run->show.loop, run->notify, run->show.output,
        watchdog_limit_us(getenv("WATCHDOG_USEC"), getenv("WATCHDOG_PID")), on_air_now, run);
}

static void watch_room(struct run *run)
{
    const struct config_kiosk *kiosk = &run->cli->config->kiosk;
    struct light_curve curve = {.dim_lux = kiosk->light_dim_lux,
                                .full_lux = kiosk->light_full_lux,
                                .dim_percent = kiosk->light_dim_percent,
                                .slew_s = kiosk->light_slew_s};
    int error = 0;
    if (*kiosk->light)
        run->light =
            light_create(run->show.loop, kiosk->light, &curve, commands_dim, run->player, &error);
    if (error < 0)
        log_warning("the room's light is not measured: %s", strerror(-error));
}

/* What is wrong with kiosk.keys was said before (cli_check_keys). */
static void watch_hands(struct run *run)
{
    const struct config_kiosk *kiosk = &run->cli->config->kiosk;
    struct hands_setup setup = {.folder = kiosk->hands,
                                .absence_s = kiosk->absence_s,
                                .take = commands_take,
                                .there = commands_there,
                                .user = run->player};
    int error = 0;
    if (*kiosk->hands && keys_parse(&setup.keys, kiosk->keys, &run->cli->diag))
        run->hands = hands_create(run->show.loop, &setup, &error);
    if (error < 0)
        log_warning("no keys are heard: %s", strerror(-error));
}

static void tell_configuration(struct run *run, struct player_setup *setup)
{
    run->reload = reload_create(run->cli, &run->show, run->spec, run->notify);
    setup->configuration = reload_state(run->reload);
    setup->reload = reload_now;
    setup->lay = reload_lay;
    setup->reload_user = run->reload;
}

/* Not only when the program ends. */
static void tell_warnings(struct run *run)
{
    struct diag *diag = &run->cli->diag;
    if (diag->errors > 0 || run->clock.simulated)
        return;
    if (run->cli->wrong_over)
        log_warning("%s is not taken: %s", run->cli->config->kiosk.first_boot,
                    run->cli->wrong_over);
    if (run->cli->source.over)
        log_info("%s is read over the configuration; whoever has the card reads it, too",
                 run->cli->source.over);
    configuration_place(run->cli->config, diag);
    log_diag(diag);
    diag_finish(diag);
}

static bool play(struct run *run)
{
    bool simulated = run->clock.simulated;
    struct player_setup setup = cli_show_player(&run->show, run->cli, &run->clock);
    setup.seed = (uint64_t)run->seed;
    if (run->duration_s)
        setup.end_ns = clock_monotonic_ns(&run->clock) + (int64_t)run->duration_s * CLOCK_NS_PER_S;
    setup.one_round = simulated && !run->duration_s;
    setup.write_history = run->history;
    open_stream(run, &setup);
    watch_deaths(run);
    mapped_survive(); /* in front of it */
    if (run->history) {
        run->care =
            store_care_create(run->show.loop, &run->clock, run->show.store, run->cli->config);
        store_care_keep_lock(run->care, run->lock);
    }
    setup.store_note = run->store_note;
    setup.care = run->care;
    setup.watch_store = setup.hurry = !simulated;
    setup.on_air = on_air;
    setup.user = run;
    loop_add_signal(run->show.loop, SIGINT, on_signal, run);
    loop_add_signal(run->show.loop, SIGTERM, on_signal, run);
    if (simulated)
        loop_add_signal(run->show.loop, SIGHUP, on_signal, run);
    else
        tell_configuration(run, &setup);
    run->player = player_create(&setup, &run->cli->diag);
    bool good = run->player && open_control(run);
    if (good && run->reload)
        reload_watch(run->reload, run->player);
    if (good)
        watch_wall(run);
    if (good && !simulated)
        run->announce = announce_create(run->cli, &run->show, run->player);
    if (good && !simulated)
        watch_room(run);
    if (good && !simulated)
        watch_hands(run);
    tell_warnings(run);
    int error = good ? loop_run(run->show.loop) : 0;
    notify_send(run->notify, "STOPPING=1");
    if (run->show.output->ops->rest)
        run->show.output->ops->rest(run->show.output);
    if (error < 0)
        diag_error(&run->cli->diag, "the event loop failed: %s", strerror(-error));
    return good && error == 0;
}

static bool close_all(struct run *run)
{
    hands_destroy(run->hands);
    light_destroy(run->light);
    announce_destroy(run->announce);
    watchdog_destroy(run->watchdog);
    control_close(run->control);
    player_destroy(run->player);
    stream_destroy(run->stream);
    reload_destroy(run->reload);
    deaths_end(run->deaths);
    store_care_destroy(run->care);
    free(run->store_note);
    bool good = cli_show_close(&run->show, run->cli);
    store_lock_release(run->lock);
    notify_close(run->notify);
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
            {"output", "NAME[:ARG]", "the one of these that shows it:" OUTPUTS_HELP, 'o'},
            {"duration", "S", "ends after so many seconds", 'd'},
            {"fast", NULL, "on the simulated clock; one round unless --duration", 0},
            {"start", "TIME", "the simulated clock starts then", 0},
            {"seed", "N", "decides the rota's ties", 0},
            {"asrun", NULL, "writes history on the simulated clock, too", 0},
        },
    .run = run_command,
};
