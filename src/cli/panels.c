/* motograph panels [NAME] [--chips]: the panels and the chips that there are as data. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "config/chip_file.h"
#include "config/panel_file.h"

static const char *whose(const char *file)
{
    return data_is_shipped(file) ? "shipped" : "own";
}

static json_t *names_to_json(const struct aliases *aliases)
{
    json_t *list = json_array();
    for (size_t i = 0; i < aliases->count; i++)
        json_array_append_new(list, json_string(aliases->names[i]));
    return list;
}

static json_t *panel_to_json(const struct panel_file *panel)
{
    const struct panel_wiring *wiring = &panel->wiring;
    return json_pack("{s:s, s:s, s:o, s:i, s:i, s:i, s:i, s:s, s:s, s:s?, s:s, s:s, s:s, s:s}",
                     "name", panel->name, "title", panel->title, "aliases",
                     names_to_json(&panel->aliases), "columns", wiring->columns, "rows",
                     wiring->rows, "scan", wiring->scan, "halves", wiring->halves, "select",
                     panel_select_name((enum wiring_select)wiring->select), "picture",
                     panel->picture, "chip", panel->chip, "source", panel->source, "tested",
                     panel->tested, "whose", whose(panel->file), "file", panel->file);
}

static json_t *chip_to_json(const struct chip_file *chip)
{
    return json_pack("{s:s, s:s, s:o, s:s?, s:s, s:s, s:s, s:s}", "name", chip->name, "title",
                     chip->title, "aliases", names_to_json(&chip->aliases), "refused",
                     chip->refused, "source", chip->source, "tested", chip->tested, "whose",
                     whose(chip->file), "file", chip->file);
}

static void print_names(const struct aliases *aliases)
{
    char *names = aliases_text(aliases);
    if (*names)
        printf("  also called: %s\n", names);
    free(names);
}

static void print_panel(const struct panel_file *panel)
{
    const struct panel_wiring *wiring = &panel->wiring;
    printf("%s: %s\n", panel->name, panel->title);
    print_names(&panel->aliases);
    printf("  %d x %d, scan 1:%d, %d places a row, rows chosen: %s, chip: %s\n", wiring->columns,
           wiring->rows, wiring->scan, wiring_registers(wiring),
           panel_select_name((enum wiring_select)wiring->select),
           panel->chip ? panel->chip : "plain");
    printf("  %s\n  tested: %s\n  source: %s\n  file (%s): %s\n", panel->picture, panel->tested,
           panel->source, whose(panel->file), panel->file);
}

static void print_chip(const struct chip_file *chip)
{
    printf("%s: %s\n", chip->name, chip->title);
    print_names(&chip->aliases);
    if (chip->refused)
        printf("  can't be driven: %s\n", chip->refused);
    for (int i = 0; i < chip->wiring.writes; i++)
        printf("  register by %d clocks under the latch: 0x%04x\n", chip->wiring.write[i].latched,
               chip->wiring.write[i].bits);
    printf("  tested: %s\n  source: %s\n  file (%s): %s\n", chip->tested, chip->source,
           whose(chip->file), chip->file);
}

static void show_json(struct cli *cli, json_t *json)
{
    if (cli->items)
        cli_print_item(cli, json);
    else
        cli_print_json(json);
}

static void show_panel(struct cli *cli, const char *name)
{
    struct panel_file panel;
    if (!panel_file_read(&panel, name, &cli->diag))
        return;
    if (cli->json)
        show_json(cli, panel_to_json(&panel));
    else if (cli->argument_count > 0)
        print_panel(&panel);
    else
        printf("%-26s %3d x %-2d 1:%-2d %s\n", panel.name, panel.wiring.columns, panel.wiring.rows,
               panel.wiring.scan, panel.title);
    panel_file_finish(&panel);
}

static void show_chip(struct cli *cli, const char *name)
{
    struct chip_file chip;
    if (!chip_file_read(&chip, name, &cli->diag))
        return;
    if (cli->json)
        show_json(cli, chip_to_json(&chip));
    else if (cli->argument_count > 0)
        print_chip(&chip);
    else
        printf("%-14s %s%s\n", chip.name, chip.title, chip.refused ? " (can't be driven)" : "");
    chip_file_finish(&chip);
}

static void show_each_panel(void *user, const struct data_file *file)
{
    show_panel(user, file->name);
}

static void show_each_chip(void *user, const struct data_file *file)
{
    show_chip(user, file->name);
}

static int run(struct cli *cli)
{
    bool chips = cli_value(cli, "chips") != NULL;
    if (cli->argument_count > 0) {
        (chips ? show_chip : show_panel)(cli, cli->arguments[0]);
    } else {
        cli_begin_items(cli);
        if (chips)
            chip_file_each(show_each_chip, cli, &cli->diag);
        else
            panel_file_each(show_each_panel, cli, &cli->diag);
    }
    return cli->diag.errors ? CLI_FAULT : CLI_DONE;
}

const struct cli_command cli_panels = {
    .name = "panels",
    .arguments = "[NAME]",
    .help = "the panels there are as data, or one's wiring; their chips",
    .most = 1,
    .lists = true,
    .options = {{"chips", NULL, "the chips instead", 0}},
    .run = run,
};
