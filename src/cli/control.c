/* motograph status, next, pause, blank: act on a running ticker. */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "config/config.h"
#include "hub75/panel.h"
#include "output/outputs.h"

#define BLANK_TRIES 25 /* half a second in all */
#define BLANK_TRY_MS 20

static int finish(const struct cli *cli, json_t *reply)
{
    if (cli->json)
        cli_print_json(reply);
    else
        json_decref(reply);
    return CLI_DONE;
}

static void print_line(const char *name, const char *text)
{
    printf("%-9s ", name);
    cli_print_text(text ? text : "-");
}

static void print_plan(const json_t *plan)
{
    const json_t *help = json_object_get(plan, "would_help");
    printf("%-9s %.1f Hz planned, %lld slots, unit of light %.2f, colour error %.1f%s\n", "plan",
           json_number_value(json_object_get(plan, "refresh_hz")),
           (long long)json_integer_value(json_object_get(plan, "slots")),
           json_number_value(json_object_get(plan, "unit_share")),
           json_number_value(json_object_get(plan, "delta_e")),
           json_is_true(json_object_get(plan, "renamed")) ? ": a colour changes its name" : "");
    for (size_t i = 0; i < json_array_size(help); i++)
        print_line("may help", json_string_value(json_array_get(help, i)));
}

static void print_zone(const json_t *zone)
{
    const json_t *on_air = json_object_get(zone, "on_air");
    const char *name = json_string_value(json_object_get(zone, "zone"));
    if (name)
        print_line("zone", name);
    print_line("on air", json_string_value(json_object_get(on_air, "text")));
    print_line("because", json_string_value(json_object_get(on_air, "reason")));
    print_line("next", json_string_value(json_object_get(zone, "next")));
}

static void print_status(const json_t *reply)
{
    const json_t *output = json_object_get(reply, "output");
    const json_t *zones = json_object_get(reply, "zones");
    for (size_t i = 0; i < json_array_size(zones); i++)
        print_zone(json_array_get(zones, i));
    print_line("output", json_string_value(json_object_get(output, "name")));
    double refresh_hz = json_number_value(json_object_get(output, "refresh_hz"));
    if (refresh_hz > 0)
        printf("%-9s %.1f Hz\n", "refresh", refresh_hz);
    const json_t *plan = json_object_get(output, "plan");
    if (plan)
        print_plan(plan);
    const char *note = json_string_value(json_object_get(output, "note"));
    if (note && *note)
        print_line("note", note);
    printf("%-9s %lld snippets\n", "due",
           (long long)json_integer_value(json_object_get(reply, "due")));
    const char *trouble = json_string_value(json_object_get(reply, "store_trouble"));
    const char *repaired = json_string_value(json_object_get(reply, "store_note"));
    if (trouble)
        print_line("store", trouble);
    if (repaired)
        print_line("store", repaired);
    if (json_is_true(json_object_get(reply, "paused")))
        puts("paused");
}

static int run_status(struct cli *cli)
{
    json_t *reply;
    if (!cli_ask(cli, json_pack("{s:s}", "command", "status"), &reply))
        return CLI_FAULT;
    if (!cli->json)
        print_status(reply);
    return finish(cli, reply);
}

static int run_next(struct cli *cli)
{
    json_t *reply;
    const char *zone = cli->argument_count > 0 ? cli->arguments[0] : NULL;
    if (!cli_ask(cli, json_pack("{s:s, s:s*}", "command", "next", "zone", zone), &reply))
        return CLI_FAULT;
    return finish(cli, reply);
}

static int run_pause(struct cli *cli)
{
    json_t *request = json_pack("{s:s}", "command", "pause");
    if (cli->argument_count > 0) {
        const char *what = cli->arguments[0];
        if (strcmp(what, "on") != 0 && strcmp(what, "off") != 0) {
            json_decref(request);
            diag_error(&cli->diag, "usage: motograph pause [on|off]");
            return CLI_USAGE;
        }
        json_object_set_new(request, "on", json_boolean(strcmp(what, "on") == 0));
    }
    json_t *reply;
    if (!cli_ask(cli, request, &reply))
        return CLI_FAULT;
    if (!cli->json)
        puts(json_is_true(json_object_get(reply, "paused")) ? "paused" : "running");
    return finish(cli, reply);
}

/* Without a ticker that could do it: takes the lines, and closing them leaves
 * the panel dark. */
static bool blank_by_hand(struct cli *cli)
{
    struct panel *panel = panel_create(&cli->config->panel, &cli->diag);
    if (!panel)
        return false;
    struct clock clock;
    clock_init_real(&clock);
    struct output *output = output_open("gpiod", cli->config, &clock, panel_width_px(panel),
                                        panel_height_px(panel), &cli->diag);
    panel_destroy(panel);
    return output && output->ops->close(output, &cli->diag);
}

/* A ticker that has just died, or its guard that is about to take over, may still
 * hold the lines: that passes. */
static bool is_passing(const struct diag *diag)
{
    for (size_t i = 0; i < diag->count; i++)
        if (strstr(diag->messages[i].text, "held by \"motograph"))
            return true;
    return false;
}

static bool blank_alone(struct cli *cli)
{
    struct diag before = {0};
    diag_take(&before, &cli->diag);
    bool dark = panel_guard_holds(cli->config) || blank_by_hand(cli);
    for (int i = 0; !dark && i < BLANK_TRIES && is_passing(&cli->diag); i++) {
        poll(NULL, 0, BLANK_TRY_MS);
        diag_finish(&cli->diag);
        dark = panel_guard_holds(cli->config) || blank_by_hand(cli);
    }
    diag_take(&before, &cli->diag);
    cli->diag = before;
    return dark;
}

static int run_blank(struct cli *cli)
{
    json_t *reply;
    struct diag before = {0};
    diag_take(&before, &cli->diag);
    bool asked = cli_ask(cli, json_pack("{s:s}", "command", "blank"), &reply);
    if (asked) {
        diag_finish(&cli->diag);
        diag_take(&cli->diag, &before);
        return finish(cli, reply);
    }
    diag_finish(&cli->diag); /* that no ticker runs is no fault here */
    diag_take(&cli->diag, &before);
    return blank_alone(cli) ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_status = {
    .name = "status",
    .arguments = "",
    .help = "what a running ticker does",
    .run = run_status,
};

const struct cli_command cli_next = {
    .name = "next",
    .arguments = "[ZONE]",
    .help = "a running ticker goes on to the next snippet, in all zones or that one",
    .most = 1,
    .run = run_next,
};

const struct cli_command cli_pause = {
    .name = "pause",
    .arguments = "[on|off]",
    .help = "a running ticker stands still, or goes on",
    .most = 1,
    .run = run_pause,
};

const struct cli_command cli_blank = {
    .name = "blank",
    .arguments = "",
    .help = "makes the panel dark",
    .run = run_blank,
};
