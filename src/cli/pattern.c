/* motograph pattern: a builder's first picture. */
#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/loop.h"
#include "cli/commands.h"
#include "cli/detect.h"
#include "cli/outputs.h"
#include "cli/pattern.h"
#include "config/config.h"
#include "hub75/geometry.h"
#include "hub75/panel.h"
#include "layout/pattern.h"
#include "output/output.h"

/* Slow enough to count along, fast enough for 64 rows. */
#define STEP_NS (CLOCK_NS_PER_S / 2)
#define DURATION_MAX_S 86400

struct show {
    struct cli *cli;
    enum pattern_kind kind;
    struct clock clock;
    struct loop *loop;
    struct loop_timer *timer;
    struct fonts *fonts;
    struct pattern_panel panels[CONFIG_PANELS_MAX]; /* from the connector on */
    int panel_count;
    struct output *output;
    int width, height;
    int step;
    int64_t next_ns; /* when the next step is due */
    int64_t end_ns;
    bool speak; /* stdout is free */
    bool failed;
};

int pattern_panels(const struct config_panel *wall, struct pattern_panel panels[CONFIG_PANELS_MAX])
{
    int count = wall->chain * wall->parallel;
    assert(count <= CONFIG_PANELS_MAX);
    for (int i = 0; i < count; i++) {
        struct geometry_rectangle place = geometry_panel(wall, i / wall->chain, i % wall->chain);
        panels[i] = (struct pattern_panel){place.x, place.y, place.width, place.height};
    }
    return count;
}

struct fonts *pattern_fonts(const struct config *config, struct diag *diag)
{
    struct pattern_panel panels[CONFIG_PANELS_MAX];
    int count = pattern_panels(&config->panel, panels);
    assert(count > 0);
    int room_px = panels[0].height;
    for (int i = 1; i < count; i++)
        room_px = panels[i].height < room_px ? panels[i].height : room_px;
    return fonts_open_within(&config->text, room_px, diag);
}

static void stop(void *user, int number)
{
    struct show *show = user;
    (void)number;
    loop_stop(show->loop);
}

static bool show_step(struct show *show, int64_t now_ns)
{
    char line[PATTERN_LINE_SIZE] = "";
    const struct pattern_chain chain = {show->panels, show->panel_count, show->fonts};
    struct scene *scene = pattern_scene(show->kind, show->cli->config, &chain, show->width,
                                        show->height, show->step, now_ns, line, &show->cli->diag);
    if (!scene)
        return false;
    output_show(show->output, scene);
    scene_unref(scene);
    if (show->output->ops->caption)
        show->output->ops->caption(show->output,
                                   &(struct output_caption){.on_air = line, .reason = "pattern"});
    if (show->speak) {
        puts(line);
        fflush(stdout);
    }
    int steps = pattern_steps(show->kind, &show->cli->config->panel, show->width, show->height);
    show->next_ns = steps > 1 ? now_ns + STEP_NS : INT64_MAX;
    show->step = (show->step + 1) % steps;
    return true;
}

static void tick(void *user, int64_t now_ns)
{
    struct show *show = user;
    int64_t wanted = show->output->ops->advance(show->output, now_ns);
    if (now_ns >= show->end_ns) {
        loop_stop(show->loop);
        return;
    }
    if (now_ns >= show->next_ns) {
        if (!show_step(show, now_ns)) {
            show->failed = true;
            loop_stop(show->loop);
            return;
        }
        wanted = show->output->ops->advance(show->output, now_ns);
    }
    int64_t next = wanted < show->next_ns ? wanted : show->next_ns;
    next = next < show->end_ns ? next : show->end_ns;
    if (next != INT64_MAX)
        loop_set_timer(show->timer, next > now_ns ? next : now_ns);
}

static bool open_show(struct show *show, const char *spec)
{
    struct cli *cli = show->cli;
    if (output_has(spec, OUTPUT_SIMULATED))
        clock_init_simulated(&show->clock, 0);
    else
        clock_init_real(&show->clock);
    struct panel *panel = panel_create(&cli->config->panel, &cli->diag);
    if (!panel)
        return false;
    show->width = panel_width_px(panel);
    show->height = panel_height_px(panel);
    panel_destroy(panel);
    show->panel_count = pattern_panels(&cli->config->panel, show->panels);
    if (show->kind == PATTERN_CHAIN && !(show->fonts = pattern_fonts(cli->config, &cli->diag)))
        return false;
    show->output =
        output_open(spec, cli->config, &show->clock, show->width, show->height, &cli->diag);
    return show->output && ((show->loop = loop_create(&show->clock)) ||
                            diag_error(&cli->diag, "the event loop can't be made"));
}

static bool play(struct show *show, long long duration_s)
{
    int64_t now_ns = clock_monotonic_ns(&show->clock);
    show->next_ns = now_ns;
    show->end_ns = duration_s ? now_ns + duration_s * CLOCK_NS_PER_S : INT64_MAX;
    show->timer = loop_add_timer(show->loop, tick, show);
    loop_add_signal(show->loop, SIGINT, stop, show);
    loop_add_signal(show->loop, SIGTERM, stop, show);
    loop_set_timer(show->timer, now_ns);
    int error = loop_run(show->loop);
    loop_remove_timer(show->loop, show->timer);
    return error == 0 && !show->failed;
}

static bool close_show(struct show *show)
{
    bool good = !show->output || show->output->ops->close(show->output, &show->cli->diag);
    loop_destroy(show->loop);
    fonts_close(show->fonts);
    return good;
}

static int run(struct cli *cli)
{
    struct show show = {.cli = cli};
    if (strcmp(cli->arguments[0], "detect") == 0)
        return detect_run(cli, cli_value(cli, "output") ? cli_value(cli, "output") : "gpiod");
    if (!pattern_parse(cli->arguments[0], &show.kind)) {
        diag_error(&cli->diag,
                   "motograph pattern: %s: there are rows, columns, colours, address, "
                   "chain, detect",
                   cli->arguments[0]);
        return CLI_USAGE;
    }
    const char *spec = cli_value(cli, "output");
    if (!spec)
        spec = isatty(STDOUT_FILENO) ? "terminal" : "gpiod";
    show.speak = !output_has(spec, OUTPUT_SCREEN);
    long long duration_s = output_has(spec, OUTPUT_SIMULATED) ? 1 : 0;
    bool good = cli_number(cli, "duration", 1, DURATION_MAX_S, &duration_s) &&
                open_show(&show, spec) && play(&show, duration_s);
    good = close_show(&show) && good;
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_pattern = {
    .name = "pattern",
    .arguments = "rows|columns|colours|address|chain|detect",
    .help = "a builder's first picture: says which wire is wrong",
    .least = 1,
    .most = 1,
    .options =
        {
            {"output", "NAME[:ARG]", "as of run", 'o'},
            {"duration", "S", "ends after so many seconds", 'd'},
            {"answers", "FILE", "detect: the answers, a line each (-: standard input)", 0},
        },
    .run = run,
};
