#include "cli/command_line.h"

#include <string.h>

#include "check.h"

#define WORDS_MAX 8

/* A command with a text, a switch, and an option with a value. */
static const struct cli_command command = {
    .name = "say",
    .arguments = "ID [TEXT]",
    .least = 1,
    .most = 2,
    .text_at = 2,
    .options = {{"loud", NULL, "", 'l'}, {"to", "NAME", "", 't'}},
};

struct row {
    const char *words[WORDS_MAX];     /* behind the command's name */
    const char *arguments[WORDS_MAX]; /* what is left of them */
    const char *to;                   /* the option's value */
    bool loud;
    const char *error; /* part of it; NULL: taken */
};

static const struct row rows[] = {
    {{"1"}, {"1"}, NULL, false, NULL},
    {{"1", "a text"}, {"1", "a text"}, NULL, false, NULL},
    {{"--loud", "1", "--to", "Bo", "a text"}, {"1", "a text"}, "Bo", true, NULL},
    {{"1", "a text", "-l", "--to=Bo"}, {"1", "a text"}, "Bo", true, NULL},
    {{"1", "-t", "Bo"}, {"1"}, "Bo", false, NULL},
    /* what can be no option is a text, where one is wanted next */
    {{"1", "-5 degrees"}, {"1", "-5 degrees"}, NULL, false, NULL},
    {{"1", "-l", "- and yet"}, {"1", "- and yet"}, NULL, true, NULL},
    {{"1", "-cold and wet"}, {"1", "-cold and wet"}, NULL, false, NULL},
    {{"1", "---"}, {"1"}, NULL, false, "unknown option"},
    {{"-5 degrees"}, {NULL}, NULL, false, "unknown option"},
    /* behind -- nothing is one */
    {{"1", "--", "--loud"}, {"1", "--loud"}, NULL, false, NULL},
    {{"--", "-l"}, {"-l"}, NULL, false, NULL},
    {{NULL}, {NULL}, NULL, false, "ID [TEXT] is missing"},
    {{"1", "two", "three"}, {NULL}, NULL, false, "\"three\" is one word too many"},
    {{"1", "--loud", "-l"}, {NULL}, NULL, false, "--loud is given twice"},
    {{"1", "--to"}, {NULL}, NULL, false, "--to wants a value"},
    {{"1", "--lod"}, {NULL}, NULL, false, "did you mean --loud?"},
    {{"1", "-x"}, {NULL}, NULL, false, "unknown option -x"},
    {{"1", "-c", "a.cfg", "--config", "b.cfg"}, {NULL}, NULL, false, "-c is given twice"},
};

static void check_taken(const struct row *row, const struct cli *cli)
{
    int count = 0;
    for (; row->arguments[count]; count++)
        if (count >= cli->argument_count ||
            strcmp(cli->arguments[count], row->arguments[count]) != 0)
            fail_msg("%s: argument %d is not %s", row->words[0], count, row->arguments[count]);
    assert_int_equal(cli->argument_count, count);
    assert_true((cli->values[0] != NULL) == row->loud);
    assert_true((cli->values[1] != NULL) == (row->to != NULL));
    if (row->to)
        assert_string_equal(cli->values[1], row->to);
}

static void check_row(const struct row *row)
{
    struct cli cli = {.command = &command};
    struct command_line line = {0};
    char *argv[WORDS_MAX + 2] = {(char *)command.name};
    int argc = 1;
    for (; row->words[argc - 1]; argc++)
        argv[argc] = (char *)row->words[argc - 1];
    bool good = command_line_parse(&line, &cli, argc, argv);
    if (good != (row->error == NULL))
        fail_msg("%s: %s", row->words[0], good ? "taken" : cli.diag.messages[0].text);
    if (good)
        check_taken(row, &cli);
    else if (!strstr(cli.diag.messages[0].text, row->error))
        fail_msg("%s: %s", row->words[0], cli.diag.messages[0].text);
    command_line_finish(&line);
    diag_finish(&cli.diag);
}

static void a_line_is_read_by_the_commands_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
}

static void common_options_are_taken_anywhere(void **state)
{
    (void)state;
    struct cli cli = {.command = &command};
    struct command_line line = {0};
    char *argv[] = {"say",   "--set",       "panel.rows=16", "1",     "--json", "-c",
                    "a.cfg", "--set=a.b=1", "--utc",         "--log", "debug",  NULL};
    assert_true(command_line_parse(&line, &cli, 11, argv));
    assert_true(cli.json && cli.utc && !cli.jsonl && !line.help);
    assert_string_equal(line.config_path, "a.cfg");
    assert_string_equal(line.log_level, "debug");
    assert_int_equal(line.set_count, 2);
    assert_string_equal(line.sets[0], "panel.rows=16");
    assert_string_equal(line.sets[1], "a.b=1");
    command_line_finish(&line);
    diag_finish(&cli.diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A line is read by the command's table, and a wrong one is told",
             a_line_is_read_by_the_commands_table),
        TEST("Options that every command has are taken anywhere",
             common_options_are_taken_anywhere),
    };
    return cmocka_run_group_tests_name("cli/command_line", tests, NULL, NULL);
}
