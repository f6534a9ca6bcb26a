/* motograph boards [NAME]: pin maps. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "config/board.h"

static const char *whose(const struct board *board)
{
    return data_is_shipped(board->file) ? "shipped" : "own";
}

static bool is_wired(const struct board_pin *pin)
{
    return pin->chip >= 0;
}

static void print_pin(const struct board *board, int line)
{
    const struct board_pin *pin = &board->pins[line];
    if (!is_wired(pin))
        return;
    printf("  %-5s ", board_line_name((enum board_line)line));
    if (pin->name)
        printf("line \"%s\"", pin->name);
    else
        printf("line %d", pin->offset);
    printf(" of %s\n", board->chips[pin->chip]);
}

static json_t *board_to_json(const struct board *board)
{
    json_t *pins = json_object();
    for (int line = 0; line < BOARD_LINES; line++) {
        const struct board_pin *pin = &board->pins[line];
        if (!is_wired(pin))
            continue;
        json_t *where = json_pack("{s:s}", "chip", board->chips[pin->chip]);
        if (pin->name)
            json_object_set_new(where, "name", json_string(pin->name));
        else
            json_object_set_new(where, "offset", json_integer(pin->offset));
        json_object_set_new(pins, board_line_name((enum board_line)line), where);
    }
    json_t *names = json_array();
    for (size_t i = 0; i < board->aliases.count; i++)
        json_array_append_new(names, json_string(board->aliases.names[i]));
    return json_pack("{s:s, s:s, s:o, s:i, s:s, s:s, s:s, s:s, s:o}", "name", board->name, "title",
                     board->title, "aliases", names, "lanes", board->lanes, "source", board->source,
                     "tested", board->tested, "whose", whose(board), "file", board->file, "lines",
                     pins);
}

static void print_names(const struct board *board, const char *before)
{
    char *names = aliases_text(&board->aliases);
    if (*names)
        printf("%salso called: %s\n", before, names);
    free(names);
}

static void print_board(const struct board *board)
{
    printf("%s: %s\n  lanes %d, tested: %s\n  source: %s\n  file (%s): %s\n", board->name,
           board->title, board->lanes, board->tested, board->source, whose(board), board->file);
    print_names(board, "  ");
    for (int line = 0; line < BOARD_LINES; line++)
        print_pin(board, line);
    if (board->note)
        printf("  %s\n", board->note);
}

static void show_board(struct cli *cli, const char *name)
{
    struct board board = {0};
    if (!board_read(&board, name, &cli->diag))
        return;
    if (cli->json && cli->items)
        cli_print_item(cli, board_to_json(&board));
    else if (cli->json)
        cli_print_json(board_to_json(&board));
    else if (cli->argument_count > 0)
        print_board(&board);
    else {
        printf("%-18s %d lane%s  %-8s %s\n", board.name, board.lanes, board.lanes == 1 ? " " : "s",
               whose(&board), board.title);
        print_names(&board, "                   ");
    }
    board_finish(&board);
}

static void show_each(void *user, const struct data_file *file)
{
    show_board(user, file->name);
}

static int run(struct cli *cli)
{
    if (cli->argument_count > 0) {
        show_board(cli, cli->arguments[0]);
    } else {
        cli_begin_items(cli);
        board_each(show_each, cli, &cli->diag);
    }
    return cli->diag.errors ? CLI_FAULT : CLI_DONE;
}

const struct cli_command cli_boards = {
    .name = "boards",
    .arguments = "[NAME]",
    .help = "the boards there are, or one's pin map",
    .most = 1,
    .lists = true,
    .run = run,
};
