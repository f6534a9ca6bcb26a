/* motograph check-config: what the configuration says, and whether it can be. */
#include <stdio.h>

#include "base/clock.h"
#include "base/local.h"
#include "cli/columns.h"
#include "cli/commands.h"
#include "cli/show_check.h"
#include "config/config.h"
#include "control/control.h"
#include "display/legibility.h"
#include "hub75/panel.h"
#include "layout/zones.h"
#include "link/access.h"
#include "plan/plan.h"
#include "text/font.h"

/* Where calls cost nothing there is the most light. */
static double worst_amperes(const struct cli *cli, const struct panel *panel)
{
    const struct lines_cost cost = {.call_ns = 1};
    struct plan *plan = plan_create(panel, &cli->config->panel, cost);
    double amperes = plan_worst_amperes(plan);
    plan_destroy(plan);
    return amperes;
}

/* False, and nothing in the report, where there is no such wall. */
static bool check_panel(struct cli *cli, json_t *report)
{
    struct panel *panel = cli_panel(cli->config, &cli->diag);
    if (!panel)
        return false;
    double amperes = worst_amperes(cli, panel);
    if (!cli->json) {
        printf("the wall is %d x %d px\n", panel_width_px(panel), panel_height_px(panel));
        printf("all of it white draws about %.1f A at 5 V\n", amperes);
    }
    json_object_update_new(report, json_pack("{s:i, s:i, s:f}", "width_px", panel_width_px(panel),
                                             "height_px", panel_height_px(panel), "worst_amperes",
                                             amperes));
    panel_destroy(panel);
    return true;
}

/* Whether the wall as it comes has one, whose rows could be the letters'. */
static bool has_label(const struct config *config)
{
    return config->zone_count == 0 && config->layout.label != CONFIG_LABEL_OFF &&
           config->text.size_px == 0;
}

static void check_height(struct cli *cli, const char *rule, double wanted_mm, double cap_mm)
{
    if (cap_mm < wanted_mm)
        diag_warning(
            &cli->diag,
            "capitals are %.0f mm high, and %s asks for %.0f mm at panel.viewing_m %g (for "
            "a sign 1.0 to 1.8 m above the floor)%s",
            cap_mm, rule, wanted_mm, cli->config->panel.viewing_m,
            has_label(cli->config) ? "; layout.label = \"off\" gives the letters its rows" : "");
}

/* Against what is asked of signs for people who see badly. */
static void check_legibility(struct cli *cli, const struct fonts *fonts)
{
    const struct config_panel *panel = &cli->config->panel;
    double cap_mm = fonts_cap_height_px(fonts) * panel->pitch_mm;
    if (panel->pitch_mm <= 0)
        return;
    if (!cli->json)
        printf("capitals are %d px high, %.0f mm\n", fonts_cap_height_px(fonts), cap_mm);
    if (panel->viewing_m <= 0)
        return;
    check_height(cli, "ADA 2010, 703.5.5,", legibility_ada_mm(panel->viewing_m), cap_mm);
    check_height(cli, "California's 11B-703.8.4 for signs of low resolution",
                 legibility_california_mm(panel->viewing_m), cap_mm);
}

/* What pages can't show crawls in the same programme. */
static void check_pages(struct cli *cli, const struct layout_zones *zones)
{
    for (size_t i = 0; i < layout_zones_count(zones); i++) {
        int letters = layout_zones_page_letters(zones, i);
        const char *name = layout_zones_name(zones, i);
        const char *where = name ? name : "the wall";
        if (letters > 0)
            diag_add(&cli->diag, DIAG_NOTE,
                     "%s shows pages: what has a word of more than about %d letters crawls there",
                     where, letters);
        else if (letters == 0)
            diag_warning(&cli->diag,
                         "%s is too low for a page of such letters: all that it shows crawls "
                         "(layout.mode, text.size_px)",
                         where);
    }
}

/* Of the first zone that shows news: a wall with a label has smaller ones. */
static void check_letters(struct cli *cli, struct fonts *general)
{
    struct diag told = {0}; /* what is wrong was said */
    struct panel *panel = panel_create(&cli->config->panel, &told);
    struct layout_zones *zones =
        panel ? layout_zones_create(cli->config, general, panel_width_px(panel),
                                    panel_height_px(panel), &told)
              : NULL;
    const struct fonts *fonts = zones ? layout_zones_fonts(zones, 0) : general;
    if (!cli->json)
        printf("a line of text is %d px high\n", fonts_line_height_px(fonts));
    check_legibility(cli, fonts);
    if (zones)
        check_pages(cli, zones);
    layout_zones_destroy(zones);
    panel_destroy(panel);
    diag_finish(&told);
}

static bool check_fonts(struct cli *cli)
{
    struct fonts *fonts = fonts_open(&cli->config->text, &cli->diag);
    if (!fonts)
        return false;
    check_letters(cli, fonts);
    bool good = cli_check_zones(cli->config, fonts, &cli->diag);
    fonts_close(fonts);
    return good;
}

/* Sound, and which zone's they are. */
static bool check_times(struct cli *cli, json_t *report)
{
    char zone[LOCAL_ZONE_SIZE];
    struct clock clock;
    clock_init_real(&clock);
    if (!cli_check_times(cli))
        return false;
    local_zone_text(clock_wall_ms(&clock), zone);
    if (!cli->json)
        printf("local time is %s\n", zone);
    json_object_set_new(report, "time_zone", json_string(zone));
    return true;
}

static json_t *messages_of(const struct diag *diag)
{
    static const char *const levels[] = {
        [DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};
    json_t *messages = json_array();
    for (size_t i = 0; i < diag->count; i++)
        json_array_append_new(messages,
                              json_pack("{s:s, s:s}", "level", levels[diag->messages[i].level],
                                        "text", diag->messages[i].text));
    return messages;
}

/* What of it is open to the network is said in words. */
static void tell_open(struct cli *cli)
{
    const struct config_control *control = &cli->config->control;
    if (*control->http && control->reading == CONFIG_READING_OPEN)
        diag_add(&cli->diag, DIAG_NOTE,
                 "control.reading: whoever reaches %s sees the wall and what it showed, without a "
                 "token",
                 control->http);
    if (*control->http && *control->dialects && *control->dialect_from)
        diag_warning(&cli->diag,
                     "control.dialect_from: without a token %s may write lines, dim and darken the "
                     "wall (%s)",
                     control->dialect_from, control->dialects);
}

static int run(struct cli *cli)
{
    bool good = !cli->unconfigured;
    if (good && (cli_value(cli, "print-config") || cli_value(cli, "sample"))) {
        columns_end(); /* for a file, even where a person reads along */
        configuration_print(cli->config, cli_value(cli, "sample") != NULL, stdout);
        return CLI_DONE;
    }
    json_t *report = json_object();
    good &= cli_check_board(cli->config, &cli->diag);
    good &= check_panel(cli, report);
    good &= check_fonts(cli);
    good &= check_times(cli, report);
    good &= cli_check_keys(cli->config, &cli->diag);
    good &= control_check_path(cli->config->control.socket, &cli->diag);
    good &= access_check(cli->config, &cli->diag);
    tell_open(cli);
    configuration_place(cli->config, &cli->diag);
    json_object_update_new(
        report, json_pack("{s:b, s:o}", "ok", good, "messages", messages_of(&cli->diag)));
    if (cli->json)
        cli_print_json(report);
    else
        json_decref(report);
    if (good && !cli->json)
        puts("the configuration is good");
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_check_config = {
    .name = "check-config",
    .arguments = "",
    .help = "checks the configuration, all of it in one go",
    .judges = true,
    .options =
        {
            {"print-config", NULL, "prints the configuration in force", 0},
            {"sample", NULL, "prints it with every key explained", 0},
        },
    .run = run,
};
