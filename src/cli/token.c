/* motograph token: who may ask over the network. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "config/config.h"
#include "control/token.h"

static const char *path_of(const struct cli *cli)
{
    return cli->config->control.tokens;
}

static bool add(struct cli *cli, struct token_list *tokens)
{
    enum token_role role;
    char text[TOKEN_TEXT_SIZE];
    const char *name = cli->arguments[1];
    if (cli->argument_count != 3)
        return diag_error(&cli->diag,
                          "a name and a role are wanted: motograph token add anna editor");
    if (!token_role_parse(cli->arguments[2], &role))
        return diag_error(&cli->diag,
                          "ROLE: found \"%.80s\"; viewer (reads), editor (writes and "
                          "approves) or chief (takes over and kills) is wanted",
                          cli->arguments[2]);
    if (!token_list_add(tokens, name, role, text, &cli->diag) ||
        !token_list_write(tokens, path_of(cli), &cli->diag))
        return false;
    if (cli->json)
        cli_print_json(json_pack("{s:s, s:s, s:s}", "name", name, "role", token_role_name(role),
                                 "token", text));
    else
        printf("%s\n", text);
    diag_add(&cli->diag, DIAG_NOTE, "this is shown once: only its hash is kept, in %s",
             path_of(cli));
    return true;
}

static bool list(struct cli *cli, const struct token_list *tokens)
{
    if (cli->argument_count != 1)
        return diag_error(&cli->diag, "list takes no name");
    cli_begin_items(cli);
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        const char *role = token_role_name(token->role);
        if (cli->json)
            cli_print_item(cli, json_pack("{s:s, s:s}", "name", token->name, "role", role));
        else
            printf("%-6s %s\n", role, token->name);
    }
    if (tokens->count == 0 && !cli->json)
        puts("nobody has one; motograph token add NAME ROLE makes one");
    return true;
}

static bool remove_one(struct cli *cli, struct token_list *tokens)
{
    if (cli->argument_count != 2)
        return diag_error(&cli->diag, "a name is wanted: motograph token remove anna");
    if (!token_list_remove(tokens, cli->arguments[1], &cli->diag) ||
        !token_list_write(tokens, path_of(cli), &cli->diag))
        return false;
    if (cli->json)
        cli_print_json(json_pack("{s:s}", "removed", cli->arguments[1]));
    else
        printf("%s's token opens nothing any more\n", cli->arguments[1]);
    return true;
}

/* A file with a bad line is not written anew: what stands there would be lost. */
static int run(struct cli *cli)
{
    struct token_list tokens = {0};
    const char *what = cli->arguments[0];
    bool listing = strcmp(what, "list") == 0;
    bool good = token_list_read(&tokens, path_of(cli), &cli->diag);
    if (listing)
        good = list(cli, &tokens) && good;
    else if (good && strcmp(what, "add") == 0)
        good = add(cli, &tokens);
    else if (good && strcmp(what, "remove") == 0)
        good = remove_one(cli, &tokens);
    else if (good)
        good = diag_error(&cli->diag,
                          "found \"%.80s\"; add NAME ROLE, list or remove NAME is wanted", what);
    token_list_finish(&tokens);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_token = {
    .name = "token",
    .arguments = "add NAME ROLE | list | remove NAME",
    .help = "who may ask over the network: viewer, editor or chief (control.tokens)",
    .least = 1,
    .most = 3,
    .lists = true,
    .run = run,
};
