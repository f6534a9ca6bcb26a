/* motograph status, next, pause, blank, reload: act on a running ticker. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/medium.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "cli/outputs.h"
#include "cli/standing.h"
#include "config/config.h"
#include "control/json.h"
#include "hub75/panel.h"
#include "panel/panel_gpiod.h"

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

static void print_plan(const struct output_plan *plan)
{
    printf("%-9s %.1f Hz planned, %zu slots, unit of light %.2f, colour error %.1f%s\n", "plan",
           plan->refresh_hz, plan->slots, plan->unit_share, plan->delta_e,
           plan->renamed ? ": a colour changes its name" : "");
    if (plan->moved[0])
        print_line("colour", plan->moved);
    for (size_t i = 0; i < plan->help_count; i++)
        print_line("may help", plan->help[i]);
}

static void print_zone(const struct state_zone *zone)
{
    if (zone->name)
        print_line("zone", zone->name);
    print_line("on air", zone->on_air.text);
    print_line("because", zone->on_air.reason);
    print_line("next", zone->next);
}

static void print_output(const struct output_status *output)
{
    print_line("output", output->name);
    if (output->path)
        print_line("path", output->path);
    if (output->refresh_hz > 0)
        printf("%-9s %.1f Hz\n", "refresh", output->refresh_hz);
    if (output->plan.made)
        print_plan(&output->plan);
    if (*output->note)
        print_line("note", output->note);
}

static void print_light(const struct state *state)
{
    if (state->dark)
        print_line("dark", state->why_dark);
    else if (state->paused)
        print_line("paused", state->why_paused);
}

static void print_settings(const char *settings)
{
    while (settings && *settings) {
        size_t length = strcspn(settings, "\n");
        char *line = memory_copy_bytes(settings, length);
        print_line("laid over", line);
        free(line);
        settings += length + (settings[length] == '\n');
    }
}

static void print_configuration(const struct state_configuration *configuration)
{
    print_line("config", configuration->path ? configuration->path : "none: the defaults");
    print_settings(configuration->settings);
    if (configuration->trouble)
        print_line("not taken", configuration->trouble);
    if (configuration->restart)
        print_line("restart", configuration->restart);
    if (configuration->waits)
        print_line("reload", "it is taken over when the item on air ends");
}

static void print_status(const struct state *state)
{
    for (size_t i = 0; i < state->zone_count; i++)
        print_zone(&state->zones[i]);
    print_output(&state->output);
    printf("%-9s %lld snippets\n", "due", (long long)state->due);
    if (state->store_trouble)
        print_line("store", state->store_trouble);
    if (state->store_note)
        print_line("store", state->store_note);
    if (state->backup_trouble)
        print_line("backup", state->backup_trouble);
    if (state->store && medium_is_memory(state->store))
        print_line("store", "it stands in memory: what is written is lost when the machine ends; a "
                            "partition of its own keeps all of it, store.backup on a disk "
                            "all but the last hour's");
    print_light(state);
    print_configuration(&state->configuration);
    if (!state->time_known)
        print_line("time", "not known yet (schedule.clock): only house lines without an embargo "
                           "air, and what has neither embargo nor expiry nor daypart");
    print_line("time zone", state->time_zone);
}

/* Asks; the state is in the reply, as long as that is. */
static bool ask(struct cli *cli, const struct request *request, json_t **reply, struct state *state)
{
    if (!cli_ask(cli, request, reply))
        return false;
    state_from_json(*reply, state);
    return true;
}

/* A feed that brings nothing is a warning here, never on the wall. */
static void tell_trouble(void *user, const struct standing *standing)
{
    json_t *list = user;
    if (!standing_is_trouble(standing))
        return;
    char *words = standing_words(standing);
    json_array_append_new(list,
                          json_pack("{s:s, s:s}", "name", standing->feed->name, "trouble", words));
    free(words);
}

static void print_feeds(const json_t *feeds)
{
    size_t i;
    json_t *feed;
    json_array_foreach(feeds, i, feed)
    {
        printf("%-9s %s: ", "feed", json_string_value(json_object_get(feed, "name")));
        cli_print_text(json_string_value(json_object_get(feed, "trouble")));
    }
}

/* The ticker has no network, and knows nothing of feeds: the wires' book does. */
static void tell_feeds(struct cli *cli, json_t *reply)
{
    json_t *feeds = json_array();
    standing_each(cli->config, tell_trouble, feeds, &cli->diag);
    if (!cli->json)
        print_feeds(feeds);
    if (cli->config->feed_count > 0)
        json_object_set(reply, "feeds", feeds);
    json_decref(feeds);
}

static int run_status(struct cli *cli)
{
    json_t *reply;
    struct state state;
    if (!ask(cli, &(struct request){.kind = REQUEST_STATUS}, &reply, &state))
        return CLI_FAULT;
    if (!cli->json)
        print_status(&state);
    tell_feeds(cli, reply);
    return finish(cli, reply);
}

static int run_next(struct cli *cli)
{
    json_t *reply;
    const struct request request = {
        .kind = REQUEST_NEXT,
        .next.zone = cli->argument_count > 0 ? cli->arguments[0] : NULL,
    };
    if (!cli_ask(cli, &request, &reply))
        return CLI_FAULT;
    return finish(cli, reply);
}

/* on, off or nothing, which is a toggle; false with an error. */
static bool read_switch(struct cli *cli, enum request_switch *on)
{
    const char *what = cli->argument_count > 0 ? cli->arguments[0] : NULL;
    *on = !what                      ? REQUEST_TOGGLE
          : strcmp(what, "on") == 0  ? REQUEST_ON
          : strcmp(what, "off") == 0 ? REQUEST_OFF
                                     : REQUEST_TOGGLE;
    return !what || *on != REQUEST_TOGGLE ||
           diag_error(&cli->diag, "\"%s\": on or off is wanted; usage: motograph %s [on|off]", what,
                      cli->command->name);
}

static int run_pause(struct cli *cli)
{
    json_t *reply;
    struct state state;
    struct request request = {.kind = REQUEST_PAUSE};
    if (!read_switch(cli, &request.pause.on))
        return CLI_USAGE;
    if (!ask(cli, &request, &reply, &state))
        return CLI_FAULT;
    if (!cli->json)
        puts(state.dark     ? "paused and dark: motograph blank off lights it"
             : state.paused ? "paused; motograph pause off ends it"
                            : "running");
    return finish(cli, reply);
}

static int run_reload(struct cli *cli)
{
    json_t *reply;
    struct state state;
    if (cli->unconfigured) /* it says the same */
        diag_finish(&cli->diag);
    if (!ask(cli, &(struct request){.kind = REQUEST_RELOAD}, &reply, &state))
        return CLI_FAULT;
    if (!cli->json) {
        puts(state.configuration.waits
                 ? "the configuration is good; it is taken over when the item on air ends"
                 : "the configuration is good, and in force");
        if (state.configuration.restart)
            print_line("restart", state.configuration.restart);
    }
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

static void print_blank(const struct state *state)
{
    if (state->dark)
        print_line("dark", state->why_dark);
    else if (state->paused)
        print_line("paused", state->why_paused);
    else
        puts("lit");
}

static int run_blank(struct cli *cli)
{
    json_t *reply;
    struct state state;
    struct diag before = {0};
    struct request request = {.kind = REQUEST_BLANK};
    if (!read_switch(cli, &request.blank.on))
        return CLI_USAGE;
    diag_take(&before, &cli->diag);
    bool asked = ask(cli, &request, &reply, &state);
    if (asked) {
        diag_finish(&cli->diag);
        diag_take(&cli->diag, &before);
        if (!cli->json)
            print_blank(&state);
        return finish(cli, reply);
    }
    if (request.blank.on == REQUEST_OFF || cli->unconfigured) { /* other lines than the panel's */
        diag_finish(&before);
        return CLI_FAULT;
    }
    diag_finish(&cli->diag); /* that no ticker runs is no fault here */
    diag_take(&cli->diag, &before);
    return blank_alone(cli) ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_status = {
    .name = "status",
    .asks = true,
    .arguments = "",
    .help = "what a running ticker does",
    .run = run_status,
};

const struct cli_command cli_next = {
    .name = "next",
    .asks = true,
    .arguments = "[ZONE]",
    .help = "a running ticker goes on to the next snippet, in all zones or that one",
    .most = 1,
    .run = run_next,
};

const struct cli_command cli_pause = {
    .name = "pause",
    .asks = true,
    .arguments = "[on|off]",
    .help = "a running ticker stands still, or goes on",
    .most = 1,
    .run = run_pause,
};

const struct cli_command cli_blank = {
    .name = "blank",
    .asks = true,
    .arguments = "[on|off]",
    .help = "makes the panel dark, until blank off",
    .most = 1,
    .run = run_blank,
};

const struct cli_command cli_reload = {
    .name = "reload",
    .asks = true,
    .arguments = "",
    .help = "a running ticker reads its configuration again",
    .run = run_reload,
};
