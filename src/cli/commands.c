#include "cli/commands.h"

#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/local.h"
#include "base/log.h"
#include "base/memory.h"
#include "config/config.h"
#include "config/data.h"

#define ROW(command) &(command),
static const struct cli_command *const commands[] = {COMMANDS(ROW)};
#undef ROW

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

/* Long options get these numbers in getopt_long; above all letters. */
enum {
    OPTION_OWN = 256, /* + index in the command's table */
    OPTION_CONFIG = 512,
    OPTION_SET,
    OPTION_JSON,
    OPTION_UTC,
    OPTION_LOG,
    OPTION_HELP,
};

#define COMMON_OPTIONS 6

static void print_overview(FILE *stream)
{
    fputs("motograph " MOTOGRAPH_VERSION ": a news ticker for HUB75 LED panels\n\n"
          "usage: motograph COMMAND [options]\n\n",
          stream);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(stream, "  %-13s %s\n", commands[i]->name, commands[i]->help);
    fputs("\nWith every command: -c FILE names the configuration, --set KEY=VALUE overrides a\n"
          "key of it, --json prints JSON, --log debug tells what is decided, and why.\n"
          "`motograph COMMAND --help` tells more.\n",
          stream);
}

static void print_command(const struct cli_command *command, FILE *stream)
{
    fprintf(stream, "usage: motograph %s%s%s [options]\n%s\n\n", command->name,
            *command->arguments ? " " : "", command->arguments, command->help);
    for (const struct cli_option *option = command->options; option->name; option++) {
        char left[48];
        snprintf(left, sizeof left, "%s%c%s--%s %s", option->letter ? "-" : "",
                 option->letter ? option->letter : ' ', option->letter ? ", " : "   ", option->name,
                 option->value ? option->value : "");
        fprintf(stream, "  %-26s %s\n", left, option->help);
    }
    fputs("  -c, --config FILE          the configuration\n"
          "      --set KEY=VALUE        overrides a key of it\n"
          "      --json                 prints JSON\n"
          "      --utc                  tells times in UTC, not in local time\n"
          "      --log LEVEL            of log.level: error, warning, info or debug\n",
          stream);
}

static const struct cli_command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void add_long_option(struct option *option, const char *name, bool value, int number)
{
    *option = (struct option){name, value ? required_argument : no_argument, NULL, number};
}

static void make_getopt_tables(const struct cli_command *command, struct option *longs,
                               char *letters)
{
    size_t count = 0;
    size_t at = 0;
    letters[at++] = ':'; /* a missing value is told apart from an unknown option */
    letters[at++] = 'c';
    letters[at++] = ':';
    for (int i = 0; command->options[i].name; i++) {
        const struct cli_option *option = &command->options[i];
        add_long_option(&longs[count++], option->name, option->value, OPTION_OWN + i);
        if (!option->letter)
            continue;
        letters[at++] = option->letter;
        if (option->value)
            letters[at++] = ':';
    }
    letters[at] = '\0';
    add_long_option(&longs[count++], "config", true, OPTION_CONFIG);
    add_long_option(&longs[count++], "set", true, OPTION_SET);
    add_long_option(&longs[count++], "json", false, OPTION_JSON);
    add_long_option(&longs[count++], "utc", false, OPTION_UTC);
    add_long_option(&longs[count++], "log", true, OPTION_LOG);
    add_long_option(&longs[count++], "help", false, OPTION_HELP);
    longs[count] = (struct option){0};
}

/* What the command line says before the configuration is read. */
struct parsed {
    const char *config_path;
    const char *log_level;
    const char **sets;
    size_t set_count;
    bool help;
};

static int option_of_letter(const struct cli_command *command, int letter)
{
    for (int i = 0; command->options[i].name; i++)
        if (command->options[i].letter == letter)
            return OPTION_OWN + i;
    return letter == 'c' ? OPTION_CONFIG : letter;
}

static bool take_option(struct cli *cli, struct parsed *parsed, int number, char **argv)
{
    if (number < OPTION_OWN)
        number = option_of_letter(cli->command, number);
    if (number == OPTION_CONFIG && parsed->config_path)
        return diag_error(&cli->diag,
                          "motograph %s: -c is given twice: one configuration is wanted",
                          cli->command->name);
    if (number == OPTION_LOG && parsed->log_level)
        return diag_error(&cli->diag, "motograph %s: --log is given twice: once is wanted",
                          cli->command->name);
    if (number == OPTION_CONFIG)
        parsed->config_path = optarg;
    else if (number == OPTION_LOG)
        parsed->log_level = optarg;
    else if (number == OPTION_SET)
        parsed->sets[parsed->set_count++] = optarg;
    else if (number == OPTION_JSON)
        cli->json = true;
    else if (number == OPTION_UTC)
        cli->utc = true;
    else if (number == OPTION_HELP)
        parsed->help = true;
    else if (number == ':')
        return diag_error(&cli->diag, "motograph %s: %s wants a value", cli->command->name,
                          argv[optind - 1]);
    else if (number == '?')
        return diag_error(&cli->diag, "motograph %s: unknown option %s; see motograph %s --help",
                          cli->command->name, argv[optind - 1], cli->command->name);
    else if (cli->values[number - OPTION_OWN])
        return diag_error(&cli->diag, "motograph %s: --%s is given twice: once is wanted",
                          cli->command->name, cli->command->options[number - OPTION_OWN].name);
    else
        cli->values[number - OPTION_OWN] = optarg ? optarg : "";
    return true;
}

static bool check_argument_count(struct cli *cli)
{
    const struct cli_command *command = cli->command;
    if (cli->argument_count >= command->least &&
        (command->most < 0 || cli->argument_count <= command->most))
        return true;
    const char *space = *command->arguments ? " " : "";
    if (cli->argument_count < command->least)
        return diag_error(&cli->diag,
                          "motograph %s: %s is missing; usage: motograph %s %s [options]",
                          command->name, command->arguments, command->name, command->arguments);
    return diag_error(&cli->diag,
                      "motograph %s: \"%s\" is one word too many (a text with spaces stands in "
                      "quotation marks); usage: motograph %s%s%s [options]",
                      command->name, cli->arguments[command->most], command->name, space,
                      command->arguments);
}

static bool parse(struct cli *cli, struct parsed *parsed, int argc, char **argv)
{
    struct option longs[CLI_OPTIONS_MAX + COMMON_OPTIONS + 1];
    char letters[2 * CLI_OPTIONS_MAX + 4];
    make_getopt_tables(cli->command, longs, letters);
    optind = 1;
    opterr = 0;
    for (;;) {
        int number = getopt_long(argc, argv, letters, longs, NULL);
        if (number == -1)
            break;
        if (!take_option(cli, parsed, number, argv))
            return false;
    }
    cli->arguments = argv + optind;
    cli->argument_count = argc - optind;
    return parsed->help || check_argument_count(cli);
}

/* What --log tells comes after the other keys. */
static bool set_log_level(struct cli *cli, const char *level)
{
    static const enum log_level levels[] = {[CONFIG_LOG_ERROR] = LOG_LEVEL_ERROR,
                                            [CONFIG_LOG_WARNING] = LOG_LEVEL_WARNING,
                                            [CONFIG_LOG_INFO] = LOG_LEVEL_INFO,
                                            [CONFIG_LOG_DEBUG] = LOG_LEVEL_DEBUG};
    char *assignment = memory_format("log.level=%s", level ? level : "");
    bool good = !level || configuration_set(cli->config, assignment, &cli->diag);
    free(assignment);
    log_set_level(levels[cli->config->log.level]);
    return good;
}

static bool configure(struct cli *cli, const struct parsed *parsed)
{
    cli->config = memory_alloc(1, sizeof *cli->config);
    configuration_init(cli->config);
    char *found = parsed->config_path ? NULL : configuration_default_path();
    const char *path = parsed->config_path ? parsed->config_path : found;
    data_set_configuration(path);
    bool good = !path || configuration_read(cli->config, path, &cli->diag);
    for (size_t i = 0; i < parsed->set_count; i++)
        good &= configuration_set(cli->config, parsed->sets[i], &cli->diag);
    good &= set_log_level(cli, parsed->log_level);
    good = configuration_check(cli->config, &cli->diag) && good;
    if (good)
        local_zone_set(cli->config->schedule.time_zone);
    free(found);
    return good;
}

/* A full disk must not look like success. */
static int flush_output(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    fprintf(stderr, "standard output: %s\n", strerror(errno));
    return CLI_FAULT;
}

static int run_command(struct cli *cli, int argc, char **argv)
{
    struct parsed parsed = {.sets = calloc((size_t)argc, sizeof *parsed.sets)};
    int code = CLI_USAGE;
    if (parsed.sets && parse(cli, &parsed, argc, argv)) {
        code = CLI_DONE;
        if (parsed.help)
            print_command(cli->command, stdout);
        else if (configure(cli, &parsed))
            code = cli->command->run(cli);
        else
            code = CLI_FAULT;
        if (cli->config) {
            configuration_place(cli->config, &cli->diag);
            configuration_finish(cli->config);
        }
        free(cli->config);
    }
    free(parsed.sets);
    code = flush_output(code);
    diag_print(&cli->diag, stderr);
    diag_finish(&cli->diag);
    return code;
}

int commands_main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");
    if (argc < 2) {
        print_overview(stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
        strcmp(argv[1], "-h") == 0) {
        print_overview(stdout);
        return flush_output(CLI_DONE);
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("motograph " MOTOGRAPH_VERSION);
        return flush_output(CLI_DONE);
    }
    struct cli cli = {.command = find_command(argv[1])};
    if (!cli.command) {
        fprintf(stderr, "motograph: there is no command %s; see motograph help\n", argv[1]);
        return CLI_USAGE;
    }
    return run_command(&cli, argc - 1, argv + 1);
}
