/* motograph complete WORD...: what may stand in place of the last word, for a shell. Each is a
 * line: the word, a tabulator, what it is. A line ":files" says that a file's name may stand there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/cli.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/outputs.h"
#include "config/board.h"
#include "config/config.h"
#include "config/panel_file.h"
#include "config/schema.h"

/* Of a text in the list; what a person tells snippets apart by. */
#define GLIMPSE_BYTES 60

struct completion {
    struct cli *cli;
    const char *begun; /* the last word, "" where nothing of it is there */
    const struct cli_command *command;
    const struct cli_option *option; /* whose value it is; NULL: none's */
};

static void offer(const struct completion *completion, const char *word, const char *meaning)
{
    if (strncmp(word, completion->begun, strlen(completion->begun)) != 0 || strchr(word, '\n'))
        return;
    printf("%s\t", word);
    for (const char *at = meaning; *at && at < meaning + GLIMPSE_BYTES; at++)
        putchar((unsigned char)*at < ' ' ? ' ' : *at);
    putchar('\n');
}

static void offer_commands(const struct completion *completion)
{
    for (size_t i = 0; completion->cli->commands[i]; i++)
        offer(completion, completion->cli->commands[i]->name, completion->cli->commands[i]->help);
}

static void offer_option(void *user, const struct cli_option *option)
{
    char *word = memory_format("--%s", option->name);
    offer(user, word, option->help);
    free(word);
}

static void offer_file(void *user, const struct data_file *file)
{
    offer(user, file->name, "");
}

static void offer_boards(const struct completion *completion)
{
    board_each(offer_file, (void *)completion, &completion->cli->diag);
}

static void offer_panels(const struct completion *completion)
{
    panel_file_each(offer_file, (void *)completion, &completion->cli->diag);
}

/* Only of a store that is there: asking what may be typed begins none. */
static void offer_rows(const struct completion *completion,
                       bool (*fn)(void *user, const struct store_row *row))
{
    const char *path = completion->cli->config->store.path;
    struct diag diag = {0};
    struct store *store = store_is_absent(path) ? NULL : store_open_there(path, &diag);
    if (store)
        store_each(store, fn, (void *)completion, &diag);
    store_close(store);
    diag_finish(&diag);
}

static bool offer_id(void *user, const struct store_row *row)
{
    const struct completion *completion = user;
    char *id = memory_format("%lld", (long long)row->snippet.id);
    offer(completion, id, cli_words(completion->cli, &row->snippet));
    free(id);
    return true;
}

static void offer_ids(const struct completion *completion)
{
    offer_rows(completion, offer_id);
}

static bool offer_category(void *user, const struct store_row *row)
{
    if (row->snippet.category)
        offer(user, row->snippet.category, "");
    return true;
}

static void offer_categories(const struct completion *completion)
{
    offer(completion, "news", "");
    offer_rows(completion, offer_category);
}

static void offer_states(const struct completion *completion)
{
    for (int state = 0; state < STORE_STATES; state++)
        offer(completion, store_state_name((enum store_state)state), "");
}

static void offer_zones(const struct completion *completion)
{
    const struct config *config = completion->cli->config;
    for (size_t i = 0; i < config->zone_count; i++)
        offer(completion, config->zones[i].name, "");
}

static void offer_feeds(const struct completion *completion)
{
    const struct config *config = completion->cli->config;
    for (size_t i = 0; i < config->feed_count; i++)
        offer(completion, config->feeds[i].name, "");
}

static void offer_levels(const struct completion *completion)
{
    for (size_t g = 0; g < schema_group_count; g++)
        for (size_t k = 0; k < schema_groups[g].count; k++)
            if (strcmp(schema_groups[g].name, "log") == 0)
                for (const char *const *name = schema_groups[g].keys[k].allowed; *name; name++)
                    offer(completion, *name, "");
}

static void offer_choices(const struct completion *completion, const char *group,
                          const struct schema_key *key)
{
    char *word = memory_format("%s.%s=", group, key->name);
    size_t length = strlen(word);
    if (strncmp(completion->begun, word, length) != 0)
        offer(completion, word, key->help);
    for (size_t i = 0; key->type == SCHEMA_CHOICE && key->allowed[i]; i++) {
        char *value = memory_format("%s%s", word, key->allowed[i]);
        if (strlen(completion->begun) >= length)
            offer(completion, value, "");
        free(value);
    }
    free(word);
}

static void offer_keys(const struct completion *completion)
{
    for (size_t g = 0; g < schema_group_count; g++)
        for (size_t k = 0; k < schema_groups[g].count; k++)
            offer_choices(completion, schema_groups[g].name, &schema_groups[g].keys[k]);
}

/* "vcd:FILE": as far as it is said what stands there. */
static void offer_output(const struct completion *completion, const char *spec, const char *help)
{
    size_t length = strcspn(spec, ":[");
    char *word = memory_copy_bytes(spec, length + (spec[length] == ':'));
    offer(completion, word, help);
    free(word);
}

#define OFFER_OUTPUT(spec, open, takes, trait, help) offer_output(completion, spec, help);
static void offer_outputs(const struct completion *completion)
{
    OUTPUTS(OFFER_OUTPUT)
}
#undef OFFER_OUTPUT

static void offer_files(const struct completion *completion)
{
    (void)completion;
    puts(":files");
}

/* What a table's own words don't tell: by the name of a command, or of an option of any. */
static const struct {
    const char *command, *option; /* one of them is NULL */
    void (*offer)(const struct completion *completion);
} offers[] = {
    {"boards", NULL, offer_boards},
    {"panels", NULL, offer_panels},
    {"help", NULL, offer_commands},
    {"show", NULL, offer_ids},
    {"edit", NULL, offer_ids},
    {"remove", NULL, offer_ids},
    {"kill", NULL, offer_ids},
    {"approve", NULL, offer_ids},
    {"next", NULL, offer_zones},
    {"feeds", NULL, offer_feeds},
    {NULL, "category", offer_categories},
    {NULL, "state", offer_states},
    {NULL, "log", offer_levels},
    {NULL, "set", offer_keys},
    {NULL, "output", offer_outputs},
};

/* The words of "on|off" and "[refresh [NAME] | import FILE.opml]"; a file where one is named. */
static void offer_words_of(const struct completion *completion, const char *arguments)
{
    static const char between[] = "[]| ";
    bool files = strstr(arguments, "FILE") || strstr(arguments, "DIR");
    char *words = memory_copy_string(arguments);
    char *rest = NULL;
    for (char *word = strtok_r(words, between, &rest); word; word = strtok_r(NULL, between, &rest))
        if (strspn(word, "abcdefghijklmnopqrstuvwxyz-") == strlen(word))
            offer(completion, word, "");
    free(words);
    if (files)
        offer_files(completion);
}

static void offer_values(const struct completion *completion)
{
    const struct cli_option *option = completion->option;
    for (size_t i = 0; i < sizeof offers / sizeof offers[0]; i++)
        if (option ? offers[i].option && strcmp(offers[i].option, option->name) == 0
                   : offers[i].command && strcmp(offers[i].command, completion->command->name) == 0)
            offers[i].offer(completion);
    offer_words_of(completion, option ? option->value : completion->command->arguments);
}

struct search {
    const char *word;
    const struct cli_option *found;
};

static void find_option(void *user, const struct cli_option *option)
{
    struct search *search = user;
    const char *word = search->word;
    bool is_long = strncmp(word, "--", 2) == 0 && strcmp(word + 2, option->name) == 0;
    bool is_short = option->letter && word[0] == '-' && word[1] == option->letter && !word[2];
    if (option->value && (is_long || is_short))
        search->found = option;
}

static const struct cli_command *command_of(const struct cli *cli, const char *name)
{
    for (size_t i = 0; cli->commands[i]; i++)
        if (strcmp(cli->commands[i]->name, name) == 0)
            return cli->commands[i];
    return NULL;
}

static int run(struct cli *cli)
{
    int last = cli->argument_count - 1;
    struct completion completion = {.cli = cli, .begun = cli->arguments[last]};
    if (last == 0) {
        offer_commands(&completion);
        return CLI_DONE;
    }
    completion.command = command_of(cli, cli->arguments[0]);
    if (!completion.command)
        return CLI_DONE;
    struct search search = {.word = cli->arguments[last - 1]};
    command_line_each_option(completion.command, find_option, &search);
    completion.option = search.found;
    if (!completion.option && *completion.begun == '-')
        command_line_each_option(completion.command, offer_option, &completion);
    else
        offer_values(&completion);
    return CLI_DONE;
}

const struct cli_command cli_complete = {
    .name = "complete",
    .arguments = "-- WORD...",
    .help = "what may stand for the last word of a command line, for a shell",
    .least = 1,
    .most = -1,
    .judges = true,
    .run = run,
};
