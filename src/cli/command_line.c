#include "cli/command_line.h"

#include <assert.h>
#include <ctype.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "news/article.h"

/* Long options get these numbers in getopt_long; above all letters. */
enum {
    OPTION_ARGUMENT = 1, /* getopt's own, for what is no option */
    OPTION_OWN = 256,    /* + index in the command's table */
    OPTION_CONFIG = 512, /* + index in the common table */
    OPTION_SET,
    OPTION_JSON,
    OPTION_JSONL,
    OPTION_UTC,
    OPTION_LOG,
    OPTION_HELP,
};

/* In the order of the numbers. */
static const struct cli_option common[] = {
    {"config", "FILE", "the configuration", 'c'},
    {"set", "KEY=VALUE", "overrides a key of it", 0},
    {"json", NULL, "prints JSON", 0},
    {"jsonl", NULL, "prints JSON, an item a line", 0},
    {"utc", NULL, "tells times in UTC, not in local time", 0},
    {"log", "LEVEL", "of log.level: error, warning, info or debug", 0},
    {"help", NULL, "tells how the command is used", 0},
};

#define COMMON_OPTIONS (sizeof common / sizeof common[0])
static_assert(OPTION_CONFIG + COMMON_OPTIONS == OPTION_HELP + 1, "each option has its number");

static bool has_common(const struct cli_command *command, size_t index)
{
    return index + OPTION_CONFIG != OPTION_JSONL || command->lists;
}

void command_line_each_option(const struct cli_command *command,
                              void (*fn)(void *user, const struct cli_option *option), void *user)
{
    for (const struct cli_option *option = command->options; option->name; option++)
        fn(user, option);
    for (size_t i = 0; i < COMMON_OPTIONS; i++)
        if (has_common(command, i))
            fn(user, &common[i]);
}

static void add_long_option(struct option *option, const char *name, bool value, int number)
{
    *option = (struct option){name, value ? required_argument : no_argument, NULL, number};
}

/* '-': each argument in its place; ':': a missing value is told apart from an unknown option. */
static void make_letters(const struct cli_command *command, char *letters)
{
    static const char first[] = "-:c:";
    size_t at = sizeof first - 1;
    memcpy(letters, first, at);
    for (const struct cli_option *option = command->options; option->name; option++) {
        if (!option->letter)
            continue;
        letters[at++] = option->letter;
        if (option->value)
            letters[at++] = ':';
    }
    letters[at] = '\0';
}

static void make_longs(const struct cli_command *command, struct option *longs)
{
    size_t count = 0;
    for (int i = 0; command->options[i].name; i++)
        add_long_option(&longs[count++], command->options[i].name, command->options[i].value,
                        OPTION_OWN + i);
    for (size_t i = 0; i < COMMON_OPTIONS; i++)
        if (has_common(command, i))
            add_long_option(&longs[count++], common[i].name, common[i].value,
                            OPTION_CONFIG + (int)i);
    longs[count] = (struct option){0};
}

static int option_of_letter(const struct cli_command *command, int letter)
{
    for (int i = 0; command->options[i].name; i++)
        if (command->options[i].letter == letter)
            return OPTION_OWN + i;
    return letter == 'c' ? OPTION_CONFIG : letter;
}

/* Where a text is wanted next: no option begins so, or has spaces before its value. */
static bool is_text(const struct cli *cli, const char *argument)
{
    size_t dashes = strspn(argument, "-");
    const char *rest = argument + dashes;
    if (dashes == 0 || !*rest || cli->argument_count + 1 != cli->command->text_at)
        return false;
    return !isalpha((unsigned char)*rest) || dashes > 2 || rest[strcspn(rest, " =")] == ' ';
}

static bool tell_twice(struct cli *cli, const char *name)
{
    return diag_error(&cli->diag, "motograph %s: --%s is given twice: once is wanted",
                      cli->command->name, name);
}

/* The option that was meant, in words; the caller frees. */
static char *meant(const struct option *longs, const char *given)
{
    const char *names[CLI_OPTIONS_MAX + COMMON_OPTIONS];
    size_t count = 0;
    char *name = memory_copy_bytes(given, strcspn(given, "="));
    for (; longs[count].name; count++)
        names[count] = longs[count].name;
    const char *nearest = nearest_name(name, names, count);
    free(name);
    return nearest ? memory_format("; did you mean --%s?", nearest) : memory_copy_string("");
}

static bool tell_unknown(struct cli *cli, const struct option *longs, const char *given)
{
    char letter[] = {'-', (char)optopt, '\0'};
    bool is_long = strncmp(given, "--", 2) == 0;
    bool is_letter = !is_long && optopt > 0 && optopt < OPTION_OWN;
    char *nearest = is_long ? meant(longs, given + 2) : memory_copy_string("");
    diag_error(&cli->diag, "motograph %s: unknown option %s%s (motograph help %s)",
               cli->command->name, is_letter ? letter : given, nearest, cli->command->name);
    free(nearest);
    return false;
}

/* One of those that every command has. */
static bool take_common(struct command_line *line, struct cli *cli, int number)
{
    if (number == OPTION_CONFIG && line->config_path)
        return diag_error(&cli->diag,
                          "motograph %s: -c is given twice: one configuration is wanted",
                          cli->command->name);
    if (number == OPTION_LOG && line->log_level)
        return tell_twice(cli, "log");
    if (number == OPTION_CONFIG)
        line->config_path = optarg;
    else if (number == OPTION_LOG)
        line->log_level = optarg;
    else if (number == OPTION_SET)
        line->sets[line->set_count++] = optarg;
    else if (number == OPTION_HELP)
        line->help = true;
    cli->json |= number == OPTION_JSON || number == OPTION_JSONL;
    cli->utc |= number == OPTION_UTC;
    cli->jsonl |= number == OPTION_JSONL;
    return true;
}

static bool take_own(struct cli *cli, int index)
{
    assert(index >= 0 && index < CLI_OPTIONS_MAX);
    if (cli->values[index])
        return tell_twice(cli, cli->command->options[index].name);
    cli->values[index] = optarg ? optarg : "";
    return true;
}

static bool take(struct command_line *line, struct cli *cli, const struct option *longs, int number,
                 const char *given)
{
    if (number == OPTION_ARGUMENT) {
        cli->arguments[cli->argument_count++] = optarg;
        return true;
    }
    if (number == ':')
        return diag_error(&cli->diag, "motograph %s: %s wants a value", cli->command->name, given);
    if (number == '?')
        return tell_unknown(cli, longs, given);
    if (number < OPTION_OWN)
        number = option_of_letter(cli->command, number);
    if (number >= OPTION_CONFIG)
        return take_common(line, cli, number);
    return take_own(cli, number - OPTION_OWN);
}

static bool take_all(struct command_line *line, struct cli *cli, int argc, char **argv)
{
    struct option longs[CLI_OPTIONS_MAX + COMMON_OPTIONS + 1];
    char letters[2 * CLI_OPTIONS_MAX + 8];
    make_longs(cli->command, longs);
    make_letters(cli->command, letters);
    opterr = 0;
    optind = 0; /* getopt begins anew, whatever a line before has left in it */
    getopt_long(1, argv, letters, longs, NULL);
    optind = 1;
    while (optind < argc) {
        char *given = argv[optind];
        if (is_text(cli, given)) {
            cli->arguments[cli->argument_count++] = given;
            optind++;
            continue;
        }
        int number = getopt_long(argc, argv, letters, longs, NULL);
        if (number == -1)
            break;
        if (!take(line, cli, longs, number, given))
            return false;
    }
    while (optind < argc)
        cli->arguments[cli->argument_count++] = argv[optind++];
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

/* The line end is the pipe's, not the text's. */
static bool read_text(struct command_line *line, struct cli *cli)
{
    int at = cli->command->text_at - 1;
    struct buffer bytes = {0};
    if (at < 0 || at >= cli->argument_count || strcmp(cli->arguments[at], "-") != 0)
        return true;
    if (!article_bytes("-", &bytes, &cli->diag))
        return false;
    size_t length = bytes.length;
    while (length > 0 && (bytes.data[length - 1] == '\n' || bytes.data[length - 1] == '\r'))
        length--;
    bool good = length == 0 || !memchr(bytes.data, '\0', length) ||
                diag_error(&cli->diag, "-: what stands on standard input is no text");
    line->text = memory_copy_bytes(length ? bytes.data : "", length);
    cli->arguments[at] = line->text;
    cli->text_from_input = true;
    buffer_finish(&bytes);
    return good;
}

bool command_line_parse(struct command_line *line, struct cli *cli, int argc, char **argv)
{
    line->sets = memory_alloc((size_t)argc, sizeof *line->sets);
    line->arguments = memory_alloc((size_t)argc + 1, sizeof *line->arguments);
    cli->arguments = line->arguments;
    return take_all(line, cli, argc, argv) &&
           (line->help || (check_argument_count(cli) && read_text(line, cli)));
}

void command_line_finish(struct command_line *line)
{
    free(line->sets);
    free(line->arguments);
    free(line->text);
    *line = (struct command_line){0};
}
