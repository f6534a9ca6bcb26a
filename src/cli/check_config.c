/* motograph check-config: what the configuration says, and whether it can be. */
#include <stdio.h>

#include "cli/cli.h"
#include "config/board.h"
#include "hub75/panel.h"
#include "hub75/plan.h"
#include "text/font.h"

static bool check_board(struct cli *cli)
{
    struct board board = {0};
    if (!board_read(&board, cli->config.panel.board, &cli->diag))
        return false;
    bool fits = cli->config.panel.parallel <= board.lanes;
    if (!fits)
        diag_error(&cli->diag, "panel.parallel: %d, but board %s has %d lane%s",
                   cli->config.panel.parallel, board.name, board.lanes,
                   board.lanes == 1 ? "" : "s");
    if (board.oe_pull == BOARD_PULL_DOWN)
        diag_add(&cli->diag, DIAG_NOTE,
                 "%s pulls the output enable down when nobody drives it: a pull-up resistor "
                 "(10 kOhm to 3.3 V) keeps the panel dark",
                 board.name);
    board_finish(&board);
    return fits;
}

static double worst_amperes(const struct cli *cli, const struct panel *panel)
{
    const struct lines_cost cost = {.call_ns = cli->config.hub75.call_ns,
                                    .line_ns = cli->config.hub75.line_ns};
    struct plan *plan = plan_create(panel, &cli->config.panel, cost);
    double amperes = plan_worst_amperes(plan);
    plan_destroy(plan);
    return amperes;
}

static bool check_panel(struct cli *cli)
{
    struct panel *panel = panel_create(&cli->config.panel, &cli->diag);
    if (!panel)
        return false;
    if (!cli->json) {
        printf("the wall is %d x %d px\n", panel_width_px(panel), panel_height_px(panel));
        printf("all of it white draws about %.1f A at 5 V\n", worst_amperes(cli, panel));
    }
    panel_destroy(panel);
    return true;
}

static bool check_fonts(struct cli *cli)
{
    struct fonts *fonts = fonts_open(&cli->config.text, &cli->diag);
    if (!fonts)
        return false;
    if (!cli->json)
        printf("a line of text is %d px high\n", fonts_line_height_px(fonts));
    fonts_close(fonts);
    return true;
}

static int run(struct cli *cli)
{
    if (cli_value(cli, "print-config") || cli_value(cli, "sample")) {
        configuration_print(&cli->config, cli_value(cli, "sample") != NULL, stdout);
        return CLI_DONE;
    }
    bool good = check_board(cli);
    good &= check_panel(cli);
    good &= check_fonts(cli);
    if (cli->json)
        cli_print_json(
            json_pack("{s:b, s:I}", "ok", good, "messages", (json_int_t)cli->diag.count));
    else if (good)
        puts("the configuration is good");
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_check_config = {
    .name = "check-config",
    .arguments = "",
    .help = "checks the configuration, all of it in one go",
    .options =
        {
            {"print-config", NULL, "prints the configuration in force", 0},
            {"sample", NULL, "prints it with every key explained", 0},
        },
    .run = run,
};
