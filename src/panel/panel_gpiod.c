/* gpiod: the connector's lines by libgpiod. A thread of its own scans the panel;
 * the loop's thread makes the pictures ahead of their time and hands them over
 * through a ring that needs no lock. */
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/realtime.h"
#include "config/config.h"
#include "crash.h"
#include "gpiod_settle.h"
#include "guard.h"
#include "hub75/scan.h"
#include "lines_gpiod.h"
#include "lines_mapped.h"
#include "low_files.h"
#include "output/outputs.h"
#include "panel/crawl_rate.h"
#include "panel/panel_gpiod.h"
#include "picture_ring.h"
#include "registers.h"
#include "scanned_wall.h"

#define AHEAD_NS (100 * CLOCK_NS_PER_MS)
#define TOP_UP_NS (20 * CLOCK_NS_PER_MS)
#define MEASURED_CALLS 16 /* of a refresh, to count */
#define THOUSANDTHS 1000
#define MEASURED_MEAN 64        /* refreshes, weighed: about half a second */
#define RETRY_NS CLOCK_NS_PER_S /* after a fault of the chip */
#define RETRY_MOST_NS (60 * CLOCK_NS_PER_S)
#define FOLLOW_NS (10 * CLOCK_NS_PER_S) /* a scene that stays is planned again then */
#define PATH_SIZE 64
#define REST_PART 16 /* of a period: real-time throttling leaves 1 in 20 to others */

struct gpiod_output {
    struct output output;
    const struct clock *clock;
    struct scanned_wall wall;
    struct scene *scene;  /* NULL: dark */
    struct frame frame;   /* the picture that is being made */
    unsigned shows;       /* how many there were; never 0 */
    int64_t drawn_to_ns;  /* the last picture handed over is of then */
    int64_t next_draw_ns; /* when the picture after it differs */
    int64_t retry_at_ns;  /* after a fault; 0: none */
    int64_t fault_at_ns;  /* the last */
    int faults;           /* in a row */
    int64_t followed_at_ns;
    struct guard *guard;
    char *pid_path; /* of a guard that holds the lines */
    pthread_t thread;
    bool running;
    bool told_ordinary;   /* that the thread is no real-time one */
    struct lines *held;   /* by libgpiod */
    struct lines *lines;  /* what the scan sets: the same, or their registers */
    char path[PATH_SIZE]; /* how they are held and set */
    struct scan scan;     /* the thread's while it runs */
    struct picture_ring ring;
    atomic_uint refreshes;
    atomic_uint call_ns;    /* a mean call as the thread finds it; 0: not yet known */
    atomic_uint call_lines; /* and of how many lines, in thousandths */
    struct lines_cost cost;
    atomic_int error; /* -errno, when the thread has given up */
    atomic_bool stop;
    int64_t counted_at_ns; /* for refreshes a second */
    unsigned counted;
    double refresh_hz;
};

/* --- the refresh thread: no allocation, no lock, no log, no file --- */

static void follow_mean(atomic_uint *mean, uint64_t now)
{
    unsigned was = atomic_load_explicit(mean, memory_order_relaxed);
    unsigned is = was ? (was * (MEASURED_MEAN - 1) + (unsigned)now) / MEASURED_MEAN : (unsigned)now;
    atomic_store_explicit(mean, is, memory_order_relaxed);
}

/* What a call costs may change, with the processor's clock or what else runs. */
static void measure_calls(struct gpiod_output *gpiod)
{
    struct scan *scan = &gpiod->scan;
    if (scan->shifted < MEASURED_CALLS)
        return;
    follow_mean(&gpiod->call_lines, scan->shifted_lines * THOUSANDTHS / scan->shifted);
    follow_mean(&gpiod->call_ns, (uint64_t)scan->shifting_ns / scan->shifted);
    scan->shifting_ns = 0;
    scan->shifted = scan->shifted_lines = 0;
}

/* In the dark. Also after a refresh that took longer than planned the thread rests:
 * else real-time throttling would stop it some time, maybe on a lit row. */
static void rest_until(struct lines *lines, int64_t *start_ns, int64_t period_ns)
{
    int64_t least_ns = lines_now_ns(lines) + period_ns / REST_PART;
    *start_ns = *start_ns > least_ns ? *start_ns : least_ns;
    lines_sleep_until(lines, *start_ns);
}

static void *refresh_thread(void *user)
{
    struct gpiod_output *gpiod = user;
    unsigned refreshes = 0;
    int64_t start_ns = lines_now_ns(gpiod->lines);
    int error = scan_start(&gpiod->scan);
    while (error == 0 && !atomic_load_explicit(&gpiod->stop, memory_order_relaxed)) {
        const struct picture_ahead *shown = picture_ring_take(&gpiod->ring, start_ns);
        if (shown) {
            picture_ring_tell_lit(&gpiod->ring);
            const struct plan_step *step = &shown->step;
            error = scan_refresh(&gpiod->scan, &step->phases[refreshes++ % step->count], start_ns);
            start_ns += shown->period_ns;
            measure_calls(gpiod);
        } else {
            start_ns += CLOCK_NS_PER_S / gpiod->wall.config->panel.refresh_hz;
        }
        rest_until(gpiod->lines, &start_ns, shown ? shown->period_ns : 0);
        atomic_fetch_add_explicit(&gpiod->refreshes, 1, memory_order_relaxed);
        guard_beat(gpiod->guard);
    }
    int dark_error = scan_darken(&gpiod->scan);
    atomic_store(&gpiod->error, error ? error : dark_error);
    return NULL;
}

/* --- the loop's thread --- */

static bool hand_over(struct gpiod_output *gpiod)
{
    struct picture_ahead *picture = picture_ring_next(&gpiod->ring);
    if (!picture)
        return false;
    if (gpiod->scene)
        scene_draw(gpiod->scene, gpiod->next_draw_ns, &gpiod->frame);
    else
        frame_clear(&gpiod->frame);
    picture_ahead_fill(picture, &gpiod->wall, &gpiod->frame, gpiod->next_draw_ns);
    picture->show = gpiod->scene ? gpiod->shows : 0;
    picture->sum = sent_sum(&gpiod->frame);
    picture->fresh = gpiod->output.sent.fresh;
    gpiod->output.sent.fresh = false;
    picture_ring_push(&gpiod->ring);
    gpiod->drawn_to_ns = gpiod->next_draw_ns;
    gpiod->next_draw_ns =
        gpiod->scene ? scene_next_step(gpiod->scene, gpiod->drawn_to_ns) : INT64_MAX;
    return true;
}

static void hand_over_ahead(struct gpiod_output *gpiod, int64_t now_ns)
{
    while (gpiod->next_draw_ns <= now_ns + AHEAD_NS && hand_over(gpiod))
        ;
}

static int create_thread(struct gpiod_output *gpiod)
{
    const char *ordinary;
    bool forced = gpiod->wall.config->hub75.realtime == CONFIG_REALTIME_FORCE;
    int error = realtime_start_thread(&gpiod->thread, refresh_thread, gpiod, forced, &ordinary);
    if (error == 0 && ordinary && !gpiod->told_ordinary)
        log_info("the refresh thread runs without real-time rights: %s", ordinary);
    gpiod->told_ordinary = true;
    return error;
}

/* What was opened of them; NULL: nothing. */
static void close_lines(struct gpiod_output *gpiod)
{
    if (gpiod->lines != gpiod->held)
        lines_close(gpiod->lines);
    lines_close(gpiod->held);
    gpiod->lines = gpiod->held = NULL;
}

static bool open_registers(struct gpiod_output *gpiod, struct lines_cost *cost, struct diag *diag)
{
    const struct scanned_wall *wall = &gpiod->wall;
    gpiod->lines = lines_mapped_open(gpiod->held, wall->used, diag);
    if (!gpiod->lines)
        return false;
    lines_mapped_settle(gpiod->lines, wall->config->panel.pulse_ns, cost);
    snprintf(gpiod->path, sizeof gpiod->path, "%s, lines set by %s", lines_gpiod_library,
             lines_way_name(LINES_BY_REGISTERS));
    log_info("%s: a write costs %lld ns", gpiod->path, (long long)cost->call_ns);
    return true;
}

static bool settle_calls(struct gpiod_output *gpiod, struct lines_cost *cost, struct diag *diag)
{
    const struct scanned_wall *wall = &gpiod->wall;
    gpiod->lines = gpiod->held;
    if (!gpiod_settle(gpiod->held, &wall->board, wall->used, wall->panel->columns, cost, diag))
        return false;
    snprintf(gpiod->path, sizeof gpiod->path, "%s, lines set by %s", lines_gpiod_library,
             lines_way_name(lines_gpiod_way(gpiod->held)));
    log_info("%s: a call costs %lld ns and %lld ns for each further line; %d group%s of lines",
             gpiod->path, (long long)cost->call_ns, (long long)cost->line_ns, cost->group_count,
             cost->group_count == 1 ? "" : "s");
    return true;
}

/* They are the first that a death lets go. */
static bool hold_lines(struct gpiod_output *gpiod, struct diag *diag)
{
    struct low_files low;
    bool by_library = gpiod->wall.config->hub75.library_calls;
    low_files_take(&low);
    gpiod->held = lines_gpiod_prepare(&gpiod->wall.board, by_library, diag);
    bool good =
        gpiod->held && lines_gpiod_request(gpiod->held, gpiod->wall.used, GPIOD_CONSUMER, diag);
    low_files_give_back(&low);
    return good;
}

static bool open_lines(struct gpiod_output *gpiod, struct lines_cost *cost, struct diag *diag)
{
    bool mapped = gpiod->wall.config->panel.fast == CONFIG_FAST_REGISTERS;
    if (hold_lines(gpiod, diag) &&
        (mapped ? open_registers(gpiod, cost, diag) : settle_calls(gpiod, cost, diag)))
        return true;
    close_lines(gpiod);
    return false;
}

static bool start_thread(struct gpiod_output *gpiod, struct diag *diag)
{
    if (!open_lines(gpiod, &gpiod->cost, diag))
        return false;
    crash_watch(gpiod->held);
    atomic_store(&gpiod->call_ns, 0);
    atomic_store(&gpiod->call_lines, 0);
    scanned_wall_settle(&gpiod->wall, gpiod->cost);
    scanned_wall_show(&gpiod->wall, gpiod->scene);
    const struct panel *panel = gpiod->wall.panel;
    assert(panel);
    scan_init(&gpiod->scan, gpiod->lines, panel, gpiod->wall.cost.call_ns);
    picture_ring_forget(&gpiod->ring);
    atomic_store(&gpiod->stop, false);
    atomic_store(&gpiod->error, 0);
    int error = create_thread(gpiod);
    gpiod->running = error == 0;
    guard_watch(gpiod->guard, gpiod->running);
    if (gpiod->running)
        return true;
    crash_watch(NULL);
    close_lines(gpiod);
    return diag_error(diag, "the refresh thread: %s", strerror(error));
}

static int stop_thread(struct gpiod_output *gpiod)
{
    if (!gpiod->running)
        return 0;
    guard_watch(gpiod->guard, false);
    atomic_store(&gpiod->stop, true);
    pthread_join(gpiod->thread, NULL);
    gpiod->running = false;
    crash_watch(NULL);
    close_lines(gpiod);
    return atomic_load(&gpiod->error);
}

/* One second at first; twice as long for each fault that follows soon. */
static void pause_after_fault(struct gpiod_output *gpiod, int64_t now_ns)
{
    bool again = gpiod->faults > 0 && now_ns - gpiod->fault_at_ns < 2 * RETRY_MOST_NS;
    gpiod->faults = again ? gpiod->faults + 1 : 1;
    gpiod->fault_at_ns = now_ns;
    int64_t pause_ns = RETRY_NS;
    for (int i = 1; i < gpiod->faults && pause_ns < RETRY_MOST_NS; i++)
        pause_ns *= 2;
    gpiod->retry_at_ns = now_ns + (pause_ns < RETRY_MOST_NS ? pause_ns : RETRY_MOST_NS);
}

/* A fault of the chip: told, then tried again; the rest of the program goes on. */
static void look_after_thread(struct gpiod_output *gpiod, int64_t now_ns)
{
    int error = atomic_load(&gpiod->error);
    if (gpiod->running && error < 0) {
        log_error("the panel is dark, since its lines can't be set: %s", strerror(-error));
        stop_thread(gpiod);
        pause_after_fault(gpiod, now_ns);
    }
    if (gpiod->running || now_ns < gpiod->retry_at_ns)
        return;
    struct diag diag = {0};
    if (start_thread(gpiod, &diag))
        log_info("the panel's lines can be set again");
    else
        pause_after_fault(gpiod, now_ns);
    diag_finish(&diag);
}

static void count_refreshes(struct gpiod_output *gpiod, int64_t now_ns)
{
    if (now_ns - gpiod->counted_at_ns < CLOCK_NS_PER_S)
        return;
    unsigned refreshes = atomic_load_explicit(&gpiod->refreshes, memory_order_relaxed);
    gpiod->refresh_hz = (double)(refreshes - gpiod->counted) * (double)CLOCK_NS_PER_S /
                        (double)(now_ns - gpiod->counted_at_ns);
    gpiod->counted = refreshes;
    gpiod->counted_at_ns = now_ns;
}

static bool follow_cost(struct gpiod_output *gpiod)
{
    unsigned call_ns = atomic_load_explicit(&gpiod->call_ns, memory_order_relaxed);
    unsigned lines = atomic_load_explicit(&gpiod->call_lines, memory_order_relaxed);
    double data_lines = 2 * ((double)lines / THOUSANDTHS - 1); /* of a column: the clock twice */
    if (call_ns == 0 || !lines_cost_follow(&gpiod->cost, gpiod->wall.panel->lanes,
                                           data_lines > 0 ? data_lines : 0, call_ns))
        return false;
    scanned_wall_set_cost(&gpiod->wall, gpiod->cost);
    return true;
}

/* Takes over the reference. */
static void replace_scene(struct gpiod_output *gpiod, struct scene *scene, int64_t from_ns)
{
    follow_cost(gpiod);
    gpiod->followed_at_ns = from_ns;
    scene_unref(gpiod->scene);
    gpiod->scene = scene;
    gpiod->shows += gpiod->shows == UINT_MAX ? 2 : 1;
    scanned_wall_show(&gpiod->wall, scene);
    gpiod->next_draw_ns = from_ns;
    picture_ring_outdate(&gpiod->ring);
}

/* A scene that stands for days must fit what calls cost now, too. */
static void follow_in_scene(struct gpiod_output *gpiod, int64_t now_ns)
{
    if (now_ns - gpiod->followed_at_ns < FOLLOW_NS)
        return;
    gpiod->followed_at_ns = now_ns;
    if (!gpiod->scene || !follow_cost(gpiod))
        return;
    scanned_wall_show(&gpiod->wall, gpiod->scene);
    gpiod->next_draw_ns = now_ns;
    picture_ring_outdate(&gpiod->ring);
}

/* What was handed over may never be lit: a cut drops it, or the lines fail. What is lit of a scene
 * that another has taken the place of belongs to no airing that goes on. */
static void count_lit(struct gpiod_output *gpiod)
{
    struct picture_lit lit;
    while (picture_ring_next_lit(&gpiod->ring, &lit))
        if (lit.show == gpiod->shows)
            sent_count_sum(&gpiod->output.sent, lit.sum, lit.fresh);
}

static int64_t advance(struct output *output, int64_t now_ns)
{
    struct gpiod_output *gpiod = (struct gpiod_output *)output;
    guard_beat_loop(gpiod->guard);
    look_after_thread(gpiod, now_ns);
    guard_look_after(gpiod->guard);
    count_refreshes(gpiod, now_ns);
    count_lit(gpiod);
    follow_in_scene(gpiod, now_ns);
    hand_over_ahead(gpiod, now_ns);
    if (gpiod->next_draw_ns <= now_ns)
        return now_ns + CLOCK_NS_PER_MS; /* the ring is full of what nobody shall see */
    return gpiod->next_draw_ns == INT64_MAX ? now_ns + CLOCK_NS_PER_S : now_ns + TOP_UP_NS;
}

static int show(struct output *output, struct scene *scene)
{
    struct gpiod_output *gpiod = (struct gpiod_output *)output;
    replace_scene(gpiod, scene_ref(scene), scene->valid_from_ns);
    hand_over(gpiod); /* at once: what was shown before is out of date */
    return 0;
}

static void rest(struct output *output)
{
    guard_rest_loop(((struct gpiod_output *)output)->guard);
}

static uint64_t beats(const struct output *output)
{
    return atomic_load_explicit(&((const struct gpiod_output *)output)->refreshes,
                                memory_order_relaxed);
}

static int blank(struct output *output)
{
    struct gpiod_output *gpiod = (struct gpiod_output *)output;
    replace_scene(gpiod, NULL, clock_monotonic_ns(gpiod->clock));
    advance(output, clock_monotonic_ns(gpiod->clock));
    return 0;
}

static void status(struct output *output, struct output_status *status)
{
    struct gpiod_output *gpiod = (struct gpiod_output *)output;
    status->name = "gpiod";
    status->path = gpiod->path;
    /* It may take some time to find what would help: the crawl goes on meanwhile. */
    hand_over_ahead(gpiod, clock_monotonic_ns(gpiod->clock));
    scanned_wall_status(&gpiod->wall, gpiod->scene, status);
    status->refresh_hz = gpiod->refresh_hz;
    status->frames_per_second = gpiod->refresh_hz;
    status->healthy = gpiod->running;
    if (!gpiod->running)
        snprintf(status->note, sizeof status->note, "the panel's lines can't be set; trying again");
}

static void free_gpiod(struct gpiod_output *gpiod)
{
    if (gpiod->wall.plan)
        picture_ring_finish(&gpiod->ring);
    scanned_wall_close(&gpiod->wall);
    scene_unref(gpiod->scene);
    frame_finish(&gpiod->frame);
    guard_stop(gpiod->guard);
    free(gpiod->pid_path);
    free(gpiod);
}

static bool close_gpiod(struct output *output, struct diag *diag)
{
    struct gpiod_output *gpiod = (struct gpiod_output *)output;
    rest(output);
    int error = stop_thread(gpiod);
    if (error < 0)
        diag_error(diag, "the panel may still be lit, since its lines can't be set: %s",
                   strerror(-error));
    free_gpiod(gpiod);
    return error == 0;
}

static const struct output_ops ops = {
    .show = show,
    .advance = advance,
    .blank = blank,
    .rest = rest,
    .beats = beats,
    .status = status,
    .close = close_gpiod,
};

/* Beside the control socket. */
static char *guard_path(const struct config *config)
{
    const char *socket = config->control.socket;
    const char *slash = strrchr(socket, '/');
    int length = slash ? (int)(slash - socket) + 1 : 0;
    return memory_format("%.*sguard.pid", length, socket);
}

bool panel_guard_holds(const struct config *config)
{
    char *path = guard_path(config);
    bool holds = guard_holds(path);
    free(path);
    return holds;
}

struct panel_path panel_path(const struct config *config, enum config_fast fast,
                             struct panel_prices prices)
{
    struct scanned_wall wall;
    struct diag diag = {0};
    enum lines_way way = lines_gpiod_expected_way(config->hub75.library_calls);
    struct lines_cost cost = {.call_ns = prices.call_ns, .line_ns = prices.line_ns};
    bool good = scanned_wall_open(&wall, config, cost, &diag);
    if (fast == CONFIG_FAST_REGISTERS) {
        way = LINES_BY_REGISTERS;
        good = good && scanned_wall_registers(&wall, prices.write_ns, &cost);
    } else if (good) {
        lines_gpiod_cost(way, &wall.board, wall.used, wall.panel->columns, &cost);
    }
    scanned_wall_close(&wall);
    diag_finish(&diag);
    return (struct panel_path){good ? lines_gpiod_library : NULL, lines_way_name(way), cost};
}

struct output *panel_open_gpiod(const char *arg, const struct config *config,
                                const struct clock *clock, int width, int height, struct diag *diag)
{
    (void)arg;
    struct gpiod_output *gpiod = memory_alloc(1, sizeof *gpiod);
    frame_init(&gpiod->frame, width, height);
    gpiod->output.ops = &ops;
    gpiod->clock = clock;
    gpiod->next_draw_ns = INT64_MAX;
    const struct lines_cost cost = {.call_ns = config->hub75.call_ns,
                                    .line_ns = config->hub75.line_ns};
    bool good = scanned_wall_open(&gpiod->wall, config, cost, diag);
    if (gpiod->wall.plan)
        picture_ring_init(&gpiod->ring, &gpiod->wall);
    gpiod->pid_path = guard_path(config);
    if (good) {
        guard_dismiss(gpiod->pid_path);
        gpiod->guard = guard_start(&gpiod->wall, gpiod->pid_path, diag);
    }
    if (good && start_thread(gpiod, diag)) {
        const struct crawl_rates rates =
            crawl_rates_of(gpiod->wall.plan, gpiod->wall.panel, &config->colours);
        gpiod->output.crawl_hz = rates.panel_hz;
        gpiod->output.crawl_usual_hz = rates.usual_hz;
        crash_catch(config->hub75.core_dumps);
        return &gpiod->output;
    }
    free_gpiod(gpiod);
    return NULL;
}
