/* terminal: the wall in half blocks, two LEDs a cell, 30 times a second, and
 * below it what is on air. Control sequences are those of ECMA-48 and xterm. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "config/config.h"
#include "output/outputs.h"
#include "plan/plan.h"

#define FRAME_NS (CLOCK_NS_PER_S / 30)
#define UPPER_HALF "\xe2\x96\x80" /* U+2580: its upper half is the foreground */
#define LOG_LINE_SIZE 512
#define LEAVE_MS 1000 /* for a slow terminal to take the last bytes */
/* Alternate screen, no cursor, no wrapping; and the other way round. */
#define ENTER "\033[?1049h\033[?25l\033[?7l\033[2J"
#define LEAVE "\033[0m\033[?7h\033[?25h\033[?1049l"
#define FULL_REDRAW_FRAMES 300 /* every 10 s: what another program wrote goes away */

struct cell {
    uint8_t upper[3], lower[3];
};

struct terminal {
    struct output output;
    const struct clock *clock;
    int fd;
    bool true_colour;
    struct scene *scene;
    struct frame frame;
    struct cell *cells;   /* as on the screen; width * cell_rows */
    bool stale;           /* the screen's content is not known */
    int columns, rows;    /* of the screen */
    struct buffer out;    /* not yet taken by the terminal */
    size_t written;       /* of out */
    struct buffer status; /* the lines below the picture */
    struct buffer status_drawn;
    char *on_air, *reason, *next;
    struct panel *panel; /* what is shown here as if it were one; NULL: not known */
    struct plan *plan;
    char log_line[LOG_LINE_SIZE];
    int64_t next_ns;
    int64_t counted_at_ns;
    int frames, drawn; /* frames since counted_at_ns; drawn since the last full one */
    double fps;
};

/* For the handlers of a crash, which can be told nothing. */
static volatile sig_atomic_t crash_fd = -1;
static const int crash_signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGHUP};

static void on_crash(int signal)
{
    if (crash_fd >= 0 && write(crash_fd, LEAVE, sizeof LEAVE - 1) < 0)
        _exit(128 + signal);
    raise(signal); /* SA_RESETHAND: the default action now */
}

static void catch_crashes(int fd)
{
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND | SA_NODEFER};
    if (fd < 0)
        action = (struct sigaction){.sa_handler = SIG_DFL};
    crash_fd = fd;
    for (size_t i = 0; i < sizeof crash_signals / sizeof *crash_signals; i++)
        sigaction(crash_signals[i], &action, NULL);
}

static int cell_rows(const struct terminal *terminal)
{
    return (terminal->frame.height + 1) / 2;
}

/* True when all that was to be written is on its way. */
static bool flush(struct terminal *terminal)
{
    struct buffer *out = &terminal->out;
    while (terminal->written < out->length) {
        ssize_t took =
            write(terminal->fd, out->data + terminal->written, out->length - terminal->written);
        if (took < 0 && errno == EINTR)
            continue;
        if (took < 0)
            return false;
        terminal->written += (size_t)took;
    }
    buffer_clear(out);
    terminal->written = 0;
    return true;
}

static void look_at_size(struct terminal *terminal)
{
    struct winsize size = {0};
    if (ioctl(terminal->fd, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0)
        size = (struct winsize){.ws_col = 80, .ws_row = 24};
    if (size.ws_col == terminal->columns && size.ws_row == terminal->rows)
        return;
    terminal->columns = size.ws_col;
    terminal->rows = size.ws_row;
    terminal->stale = true;
}

/* The nearest of the 6 x 6 x 6 colours of xterm's palette. */
static int cube_level(uint8_t value)
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    int best = 0;
    for (int i = 1; i < 6; i++)
        if (abs(levels[i] - value) < abs(levels[best] - value))
            best = i;
    return best;
}

static void add_colour(const struct terminal *terminal, struct buffer *out, int ground,
                       const uint8_t rgb[3])
{
    if (terminal->true_colour) {
        buffer_format(out, "\033[%d;2;%d;%d;%dm", ground, rgb[0], rgb[1], rgb[2]);
        return;
    }
    int index = 16 + 36 * cube_level(rgb[0]) + 6 * cube_level(rgb[1]) + cube_level(rgb[2]);
    buffer_format(out, "\033[%d;5;%dm", ground, index);
}

static struct cell cell_at(const struct terminal *terminal, int x, int row)
{
    struct cell cell = {0};
    memcpy(cell.upper, frame_pixel(&terminal->frame, x, 2 * row), 3);
    if (2 * row + 1 < terminal->frame.height)
        memcpy(cell.lower, frame_pixel(&terminal->frame, x, 2 * row + 1), 3);
    return cell;
}

/* What the terminal's pen is set to, so that nothing is said twice. */
struct pen {
    struct cell colours;
    bool known;
    int x, row; /* where the next character lands */
};

static void put_cell(struct terminal *terminal, struct pen *pen, int x, int row, struct cell cell)
{
    struct buffer *out = &terminal->out;
    if (!pen->known || pen->x != x || pen->row != row)
        buffer_format(out, "\033[%d;%dH", row + 1, x + 1);
    if (!pen->known || memcmp(pen->colours.upper, cell.upper, 3) != 0)
        add_colour(terminal, out, 38, cell.upper);
    if (!pen->known || memcmp(pen->colours.lower, cell.lower, 3) != 0)
        add_colour(terminal, out, 48, cell.lower);
    buffer_add_string(out, UPPER_HALF);
    *pen = (struct pen){cell, true, x + 1, row};
}

static int min_int(int a, int b)
{
    return a < b ? a : b;
}

static void draw_picture(struct terminal *terminal)
{
    struct pen pen = {0};
    int width = min_int(terminal->frame.width, terminal->columns);
    int rows = min_int(cell_rows(terminal), terminal->rows);
    for (int row = 0; row < rows; row++)
        for (int x = 0; x < width; x++) {
            struct cell cell = cell_at(terminal, x, row);
            struct cell *shown = &terminal->cells[row * terminal->frame.width + x];
            if (!terminal->stale && memcmp(&cell, shown, sizeof cell) == 0)
                continue;
            put_cell(terminal, &pen, x, row, cell);
            *shown = cell;
        }
    if (pen.known)
        buffer_add_string(&terminal->out, "\033[0m");
}

/* A line of at most `columns` characters; what would move the cursor is a
 * space. */
static void add_line(struct terminal *terminal, int line, const char *name, const char *text)
{
    int row = cell_rows(terminal) + 1 + line;
    if (row >= terminal->rows)
        return;
    struct buffer *out = &terminal->status;
    buffer_format(out, "\033[%d;1H\033[K\033[2m%-8s\033[0m", row + 1, name);
    size_t length = strlen(text);
    int room = terminal->columns - 8;
    for (size_t at = 0; at < length && room > 0; room--) {
        uint32_t code;
        size_t size = utf8_decode(text + at, length - at, &code);
        if (size == 0 || code < 0x20 || (code >= 0x7f && code < 0xa0))
            buffer_add_byte(out, ' ');
        else
            buffer_add(out, text + at, size);
        at += size ? size : 1;
    }
}

/* As a panel would be. */
static double refresh_hz(const struct terminal *terminal)
{
    if (!terminal->plan)
        return 0;
    return (double)CLOCK_NS_PER_S / (double)plan_report(terminal->plan)->period_ns;
}

static void draw_status(struct terminal *terminal)
{
    buffer_clear(&terminal->status);
    char *on_air = memory_format(
        "%s%s%s%s", terminal->on_air ? terminal->on_air : "nothing", terminal->reason ? " (" : "",
        terminal->reason ? terminal->reason : "", terminal->reason ? ")" : "");
    char *numbers = memory_format("%d x %d LEDs, refreshed %.0f times a second; here %.0f pictures "
                                  "a second; Ctrl-C ends",
                                  terminal->frame.width, terminal->frame.height,
                                  refresh_hz(terminal), terminal->fps);
    add_line(terminal, 0, "on air", on_air);
    add_line(terminal, 1, "next", terminal->next ? terminal->next : "-");
    add_line(terminal, 2, "panel", numbers);
    add_line(terminal, 3, "", terminal->log_line);
    free(on_air);
    free(numbers);
    struct buffer *now = &terminal->status;
    struct buffer *drawn = &terminal->status_drawn;
    if (!terminal->stale && now->length == drawn->length && now->length > 0 &&
        memcmp(now->data, drawn->data, now->length) == 0)
        return;
    if (now->length > 0)
        buffer_add(&terminal->out, now->data, now->length);
    struct buffer old = *drawn;
    *drawn = *now;
    *now = old;
}

static void count_frame(struct terminal *terminal, int64_t now_ns)
{
    terminal->frames++;
    int64_t span_ns = now_ns - terminal->counted_at_ns;
    if (span_ns < CLOCK_NS_PER_S)
        return;
    terminal->fps = terminal->frames * (double)CLOCK_NS_PER_S / (double)span_ns;
    terminal->frames = 0;
    terminal->counted_at_ns = now_ns;
}

static void draw(struct terminal *terminal, int64_t now_ns)
{
    if (!flush(terminal))
        return; /* a slow terminal gets fewer pictures */
    look_at_size(terminal);
    if (++terminal->drawn >= FULL_REDRAW_FRAMES)
        terminal->stale = true;
    if (terminal->stale) {
        terminal->drawn = 0;
        buffer_add_string(&terminal->out, "\033[0m\033[2J");
    }
    if (terminal->scene)
        scene_draw(terminal->scene, now_ns, &terminal->frame);
    if (terminal->scene)
        sent_count(&terminal->output.sent, &terminal->frame);
    draw_picture(terminal);
    draw_status(terminal);
    terminal->stale = false;
    count_frame(terminal, now_ns);
    flush(terminal);
}

static int64_t advance(struct output *output, int64_t now_ns)
{
    struct terminal *terminal = (struct terminal *)output;
    if (now_ns >= terminal->next_ns) {
        draw(terminal, now_ns);
        terminal->next_ns += FRAME_NS;
        if (terminal->next_ns <= now_ns)
            terminal->next_ns = now_ns + FRAME_NS;
    }
    return terminal->next_ns;
}

static int show(struct output *output, struct scene *scene)
{
    struct terminal *terminal = (struct terminal *)output;
    scene_unref(terminal->scene);
    terminal->scene = scene_ref(scene);
    if (terminal->plan)
        plan_scene(terminal->plan, scene);
    return 0;
}

static int blank(struct output *output)
{
    struct terminal *terminal = (struct terminal *)output;
    scene_unref(terminal->scene);
    terminal->scene = NULL;
    frame_clear(&terminal->frame);
    return 0;
}

static void replace(char **text, const char *by)
{
    free(*text);
    *text = memory_copy_string(by);
}

static void caption(struct output *output, const struct output_caption *caption)
{
    struct terminal *terminal = (struct terminal *)output;
    replace(&terminal->on_air, caption->on_air);
    replace(&terminal->reason, caption->reason);
    replace(&terminal->next, caption->next);
}

static void status(struct output *output, struct output_status *status)
{
    const struct terminal *terminal = (struct terminal *)output;
    status->name = "terminal";
    status->refresh_hz = refresh_hz(terminal);
    status->frames_per_second = terminal->fps;
    status->healthy = true;
}

static void take_log(void *user, enum log_level level, const char *line)
{
    struct terminal *terminal = user;
    const char *prefix = level <= LOG_LEVEL_ERROR     ? "error: "
                         : level <= LOG_LEVEL_WARNING ? "warning: "
                                                      : "";
    snprintf(terminal->log_line, sizeof terminal->log_line, "%s%s", prefix, line);
}

/* The terminal may be slow or gone: waits, but not for ever. */
static void leave(struct terminal *terminal)
{
    struct pollfd ready = {.fd = terminal->fd, .events = POLLOUT};
    buffer_clear(&terminal->out); /* a sequence cut in the middle is ended by ESC */
    terminal->written = 0;
    buffer_add_string(&terminal->out, LEAVE);
    while (!flush(terminal) && errno == EAGAIN && poll(&ready, 1, LEAVE_MS) > 0)
        ;
}

static bool close_terminal(struct output *output, struct diag *diag)
{
    (void)diag;
    struct terminal *terminal = (struct terminal *)output;
    log_set_sink(NULL, NULL);
    leave(terminal);
    catch_crashes(-1);
    close(terminal->fd);
    scene_unref(terminal->scene);
    frame_finish(&terminal->frame);
    buffer_finish(&terminal->out);
    buffer_finish(&terminal->status);
    buffer_finish(&terminal->status_drawn);
    plan_destroy(terminal->plan);
    panel_destroy(terminal->panel);
    free(terminal->cells);
    free(terminal->on_air);
    free(terminal->reason);
    free(terminal->next);
    free(terminal);
    return true;
}

static const struct output_ops ops = {
    .show = show,
    .advance = advance,
    .blank = blank,
    .caption = caption,
    .status = status,
    .close = close_terminal,
};

/* On a terminal that is open already (owned from now on, O_NONBLOCK). */
static struct output *terminal_open_fd(int fd, bool true_colour, const struct clock *clock,
                                       int width, int height)
{
    struct terminal *terminal = memory_alloc(1, sizeof *terminal);
    terminal->output.ops = &ops;
    terminal->clock = clock;
    terminal->fd = fd;
    terminal->true_colour = true_colour;
    terminal->stale = true;
    frame_init(&terminal->frame, width, height);
    terminal->cells =
        memory_alloc((size_t)width * (size_t)cell_rows(terminal), sizeof(struct cell));
    terminal->next_ns = clock_monotonic_ns(clock);
    terminal->counted_at_ns = terminal->next_ns;
    catch_crashes(fd);
    buffer_add_string(&terminal->out, ENTER);
    log_set_sink(take_log, terminal);
    return &terminal->output;
}

static bool has_true_colour(void)
{
    const char *says = getenv("COLORTERM");
    return says && (strcmp(says, "truecolor") == 0 || strcmp(says, "24bit") == 0);
}

/* Opened anew, since O_NONBLOCK on the shell's own description would outlive us. The terminal may
 * be another user's (after su): then what is open already has to do, and a slow one holds the show
 * up. */
static int open_screen(void)
{
    const char *name = ttyname(STDOUT_FILENO);
    int fd = name ? open(name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;
    return fd >= 0 ? fd : fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
}

struct output *terminal_open(const char *arg, const struct config *config,
                             const struct clock *clock, int width, int height, struct diag *diag)
{
    (void)arg;
    int fd = isatty(STDOUT_FILENO) ? open_screen() : -1;
    if (fd < 0) {
        diag_error(diag, "--output terminal: standard output is no terminal (a picture without "
                         "one: --output gif:FILE)");
        return NULL;
    }
    struct output *output = terminal_open_fd(fd, has_true_colour(), clock, width, height);
    struct terminal *terminal = (struct terminal *)output;
    const struct lines_cost cost = {.call_ns = config->hub75.call_ns,
                                    .line_ns = config->hub75.line_ns};
    terminal->panel = panel_create(&config->panel, diag);
    if (terminal->panel)
        terminal->plan = plan_create(terminal->panel, &config->panel, cost);
    return output;
}
