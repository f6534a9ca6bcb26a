#include "cli/command.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/mapped.h"
#include "base/memory.h"
#include "cli/columns.h"
#include "cli/command_line.h"
#include "cli/configure.h"
#include "cli/help.h"
#include "config/config.h"
#include "config/data.h"

/* Of the second line of a message on a terminal. */
#define MESSAGE_INDENT 4

/* A running ticker can be asked though the file is bad by now. */
static void warn_only(struct diag *diag)
{
    struct diag warnings = {0};
    for (size_t i = 0; i < diag->count; i++)
        diag_warning(&warnings, "%s", diag->messages[i].text);
    diag_finish(diag);
    *diag = warnings;
}

static bool configure(struct cli *cli)
{
    cli->config = memory_alloc(1, sizeof *cli->config);
    data_set_configuration(cli->source.path);
    bool good = cli_configure(&cli->source, cli->config, &cli->diag);
    if (good)
        cli_configure_over(&cli->source, cli->config, &cli->wrong_over);
    if (good)
        cli_use_configuration(cli->config);
    cli->unconfigured = !good;
    if (!good && cli->command->asks)
        warn_only(&cli->diag);
    return good || cli->command->asks || cli->command->judges;
}

/* A full disk must not look like success. */
static int flush_output(int code)
{
    if (columns_end() && fflush(stdout) == 0 && !ferror(stdout))
        return code;
    fprintf(stderr, "standard output: %s\n", strerror(errno));
    return CLI_FAULT;
}

/* A line each, folded on a terminal. */
static void print_for_people(const struct diag *diag)
{
    static const char *const prefixes[] = {"note: ", "warning: ", ""};
    int width = columns_of(stderr);
    if (!width)
        diag_print(diag, stderr);
    for (size_t i = 0; width && i < diag->count; i++) {
        int at = fprintf(stderr, "%s", prefixes[diag->messages[i].level]);
        columns_print(stderr, diag->messages[i].text, at, MESSAGE_INDENT, width);
    }
}

/* One document. */
static void print_as_json(const struct diag *diag)
{
    static const char *const levels[] = {"note", "warning", "error"};
    json_t *messages = json_array();
    for (size_t i = 0; i < diag->count; i++) {
        json_t *text = json_string(diag->messages[i].text); /* NULL: no UTF-8 */
        json_array_append_new(messages,
                              json_pack("{s:s, s:o}", "level", levels[diag->messages[i].level],
                                        "text", text ? text : json_null()));
    }
    json_t *document = json_pack("{s:o}", "messages", messages);
    json_dumpf(document, stderr, JSON_COMPACT);
    fputc('\n', stderr);
    json_decref(document);
}

static int run_configured(struct cli *cli, const struct command_line *line)
{
    int code = CLI_FAULT;
    char *found = line->config_path ? NULL : configuration_default_path();
    cli->source = (struct cli_source){line->config_path ? line->config_path : found, NULL,
                                      line->sets, line->set_count, line->log_level};
    if (configure(cli)) {
        if (!cli->json)
            columns_begin();
        code = cli->command->run(cli);
        if (cli->items && cli->json)
            cli_end_items(cli, NULL);
    }
    configuration_place(cli->config, &cli->diag);
    configuration_finish(cli->config);
    free((char *)cli->source.over);
    free(cli->wrong_over);
    free(cli->config);
    free(found);
    return code;
}

/* Also where the command line breaks off before it. */
static bool asks_for_json(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--json") == 0 || strcmp(argv[i], "--jsonl") == 0)
            return true;
    return false;
}

static int run_command(struct cli *cli, int argc, char **argv)
{
    struct command_line line = {0};
    int code = CLI_USAGE;
    if (!command_line_parse(&line, cli, argc, argv)) {
        cli->json = cli->json || asks_for_json(argc, argv);
    } else if (line.help) {
        help_command(cli->command, stdout);
        code = CLI_DONE;
    } else {
        code = cli->command->bare ? cli->command->run(cli) : run_configured(cli, &line);
    }
    command_line_finish(&line);
    return code;
}

int command_main(const struct cli_command *const *commands, int argc, char **argv)
{
    struct cli cli = {.commands = commands, .line = argv};
    int code = CLI_USAGE;
    setlocale(LC_CTYPE, "");
    mapped_give_up(CLI_FAULT);
    json_set_alloc_funcs(memory_bytes, free); /* a member that is missing would be taken for none */
    if (argc < 2) {
        help_overview(commands, stderr);
        return CLI_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    else if (strcmp(name, "--version") == 0)
        name = "version";
    cli.command = help_find(commands, name, &cli.diag);
    if (cli.command)
        code = run_command(&cli, argc - 1, argv + 1);
    else
        cli.json = asks_for_json(argc, argv);
    code = flush_output(code);
    if (cli.json && cli.diag.count)
        print_as_json(&cli.diag); /* on standard error: it is no part of what was asked for */
    else
        print_for_people(&cli.diag);
    diag_finish(&cli.diag);
    return code;
}
