#include "cli/manual.h"

#include <ctype.h>
#include <string.h>

#include "cli/command_line.h"
#include "cli/roff.h"
#include "config/describe.h"
#include "config/schema.h"

#define PROGRAM "motograph"
#define PAGE_SIZE 64
#define FIRST_PAGE PROGRAM ".1"
#define SETTINGS_PAGE PROGRAM ".cfg.5"

static void begin(FILE *stream, const char *title, const char *section, const char *meaning)
{
    fputs(".Dd " MOTOGRAPH_DATE "\n.Dt ", stream);
    for (const char *at = title; *at; at++)
        fputc(toupper((unsigned char)*at), stream);
    fprintf(stream, " %s\n.Os\n.Sh NAME\n.Nm %s\n", section, title);
    roff_macro(stream, "Nd", meaning);
}

/* -o, --output NAME[:ARG] */
static void put_option(void *user, const struct cli_option *option)
{
    FILE *stream = user;
    const char letter[] = {option->letter, '\0'};
    char name[PAGE_SIZE];
    snprintf(name, sizeof name, "-%s", option->name);
    fputs(".It", stream);
    if (option->letter)
        fprintf(stream, " Fl %s ,", letter);
    fprintf(stream, " Fl %s", name);
    if (option->value)
        fprintf(stream, " Ar %s", option->value);
    fputc('\n', stream);
    roff_text(stream, option->help);
}

static void put_options(const struct cli_command *command, FILE *stream)
{
    fputs(".Bl -tag -width Ds\n", stream);
    command_line_each_option(command, put_option, stream);
    fputs(".El\n", stream);
}

static void put_exit_status(FILE *stream)
{
    roff_macro(stream, "Sh", "EXIT STATUS");
    fputs("0: done.\n"
          "1: the input or the state is at fault; what is wrong stands on standard error.\n"
          "2: the command line is.\n",
          stream);
}

static void put_command_name(char out[PAGE_SIZE], const struct cli_command *command)
{
    snprintf(out, PAGE_SIZE, PROGRAM "-%s", command->name);
}

static void put_references(FILE *stream, const char *first)
{
    roff_macro(stream, "Sh", "SEE ALSO");
    fprintf(stream, ".Xr %s 1 ,\n.Xr motograph.cfg 5\n", first);
}

static void print_command(const struct cli_command *command, FILE *stream)
{
    char name[PAGE_SIZE];
    put_command_name(name, command);
    begin(stream, name, "1", command->help);
    roff_macro(stream, "Sh", "SYNOPSIS");
    roff_macro(stream, "Nm", PROGRAM);
    roff_macro(stream, "Cm", command->name);
    if (*command->arguments)
        roff_macro(stream, "Ar", command->arguments);
    fputs(".Op Ar options\n", stream);
    roff_macro(stream, "Sh", "DESCRIPTION");
    fputs("The options are as follows.\n", stream);
    put_options(command, stream);
    put_exit_status(stream);
    put_references(stream, PROGRAM);
}

static void put_row(const struct cli_command *command, FILE *stream)
{
    char name[PAGE_SIZE];
    put_command_name(name, command);
    roff_macro(stream, "It", name);
    roff_text(stream, command->help);
}

static void print_overview(const struct cli_command *const *commands, FILE *stream)
{
    begin(stream, PROGRAM, "1", "a news ticker for HUB75 LED panels");
    roff_macro(stream, "Sh", "SYNOPSIS");
    roff_macro(stream, "Nm", PROGRAM);
    fputs(".Ar command\n.Op Ar options\n", stream);
    roff_macro(stream, "Sh", "DESCRIPTION");
    roff_text(stream, "Shows headlines and quotations from a local store on panels of LEDs. Each "
                      "command has a page of its own. A text or file named - is read from "
                      "standard input.");
    fputs(".Bl -tag -width Ds\n", stream);
    for (size_t i = 0; commands[i]; i++)
        put_row(commands[i], stream);
    fputs(".El\n", stream);
    put_exit_status(stream);
    put_references(stream, PROGRAM "-help");
}

static void put_key(const struct schema_key *key, FILE *stream)
{
    char allowed[256];
    describe_allowed(key, allowed, sizeof allowed);
    fprintf(stream, ".It Va %s\n", key->name);
    roff_text(stream, key->help);
    fputs(".br\n", stream);
    fputs("Allowed:\n", stream);
    roff_text(stream, allowed);
    fputs(".br\n", stream);
    fputs("If not said:\n", stream);
    roff_text(stream, *key->fallback ? key->fallback : "\"\"");
}

static void put_group(const struct schema_group *group, FILE *stream)
{
    roff_macro(stream, "Ss", group->name);
    roff_text(stream, group->help);
    fputs(".Bl -tag -width Ds\n", stream);
    for (size_t i = 0; i < group->count; i++)
        put_key(&group->keys[i], stream);
    fputs(".El\n", stream);
}

static void print_settings(FILE *stream)
{
    begin(stream, PROGRAM ".cfg", "5", "the configuration of motograph");
    roff_macro(stream, "Sh", "DESCRIPTION");
    roff_text(stream,
              "Groups of settings in the syntax of libconfig. What is left out has the value told "
              "here. The file is the one that -c names, else motograph/motograph.cfg in the user's "
              "configuration folder, else /etc/motograph/motograph.cfg.");
    fputs(".Bd -literal -offset indent\n"
          "panel = { columns = 64; rows = 32; chain = 2; };\n"
          ".Ed\n",
          stream);
    for (size_t i = 0; i < schema_group_count; i++)
        put_group(&schema_groups[i], stream);
    put_group(&schema_zone, stream);
    put_group(&schema_feed, stream);
    roff_macro(stream, "Sh", "SEE ALSO");
    fputs(".Xr motograph 1 ,\n.Xr motograph-check-config 1\n", stream);
}

static bool is_page_of(const struct cli_command *command, const char *page)
{
    char name[PAGE_SIZE];
    put_command_name(name, command);
    size_t length = strlen(name);
    return strncmp(page, name, length) == 0 && strcmp(page + length, ".1") == 0;
}

bool manual_print(const struct cli_command *const *commands, const char *page, FILE *stream)
{
    if (strcmp(page, FIRST_PAGE) == 0)
        return print_overview(commands, stream), true;
    if (strcmp(page, SETTINGS_PAGE) == 0)
        return print_settings(stream), true;
    for (size_t i = 0; commands[i]; i++)
        if (is_page_of(commands[i], page))
            return print_command(commands[i], stream), true;
    return false;
}

void manual_list(const struct cli_command *const *commands, FILE *stream)
{
    fputs(FIRST_PAGE "\n" SETTINGS_PAGE "\n", stream);
    for (size_t i = 0; commands[i]; i++)
        fprintf(stream, PROGRAM "-%s.1\n", commands[i]->name);
}
