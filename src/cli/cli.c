#include "cli/cli.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "config/config.h"
#include "control/ask.h"
#include "store/backup.h"
#include "store/repair.h"

const char *cli_value(const struct cli *cli, const char *option)
{
    const struct cli_option *options = cli->command->options;
    for (int i = 0; options[i].name; i++)
        if (strcmp(options[i].name, option) == 0)
            return cli->values[i];
    return NULL;
}

/* Digits, with a minus or without, and nothing else. */
static bool read_whole(const char *text, long long *value)
{
    char *end;
    if (!isdigit((unsigned char)text[text[0] == '-']))
        return false;
    errno = 0;
    *value = strtoll(text, &end, 10);
    return !*end && !errno;
}

bool cli_number(struct cli *cli, const char *option, long long least, long long most,
                long long *number)
{
    const char *text = cli_value(cli, option);
    long long value = 0;
    if (!text)
        return true;
    if (!read_whole(text, &value) || value < least || value > most)
        return diag_error(&cli->diag, "--%s \"%s\": a whole number from %lld to %lld is wanted",
                          option, text, least, most);
    *number = value;
    return true;
}

bool cli_id(struct cli *cli, const char *text, int64_t *id)
{
    long long value = 0;
    if (!read_whole(text, &value) || value < 1)
        return diag_error(&cli->diag, "\"%s\": not an id; `motograph list` shows them", text);
    *id = value;
    return true;
}

bool cli_instant(struct cli *cli, const char *option, const char *allowed, int64_t *when_ms)
{
    const char *text = cli_value(cli, option);
    if (!text || clock_parse(text, when_ms))
        return true;
    const char *why = clock_why_not(text);
    return diag_error(&cli->diag, "--%s \"%s\": %s%s%s is wanted", option, text, why ? why : "",
                      why ? "; " : "", allowed);
}

bool cli_not_both(struct cli *cli, const char *option, const char *other)
{
    return !cli_value(cli, option) || !cli_value(cli, other) ||
           diag_error(&cli->diag, "--%s and --%s exclude each other: one of them is wanted", option,
                      other);
}

struct store *cli_open_store(struct cli *cli)
{
    return store_open(cli->config->store.path, &cli->diag);
}

struct store *cli_open_store_sound(const struct cli *cli, int64_t now_ms, struct diag *diag)
{
    char *backup = store_backup_path(cli->config->store.path, cli->config->store.backup);
    struct store *store = store_open_sound(cli->config->store.path, backup, now_ms, diag);
    free(backup);
    return store;
}

void cli_print_json(json_t *document)
{
    json_dumpf(document, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(document);
}

void cli_print_text(const char *text)
{
    struct diag defused = {0};
    diag_add(&defused, DIAG_NOTE, "%s", text);
    puts(defused.messages[0].text);
    diag_finish(&defused);
}

bool cli_ask(struct cli *cli, const struct request *request, json_t **reply)
{
    return ask_ticker(cli->config->control.socket, request, CLI_ASK_MS, reply, &cli->diag) ==
           ASK_DONE;
}
