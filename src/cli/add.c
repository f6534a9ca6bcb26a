/* motograph add TEXT: one line, or one quotation, into the store. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "cli/terms.h"
#include "cli/typed_text.h"
#include "config/config.h"
#include "intake/import.h"

static bool begins_with_any(const char *text, size_t length, const char *const *marks)
{
    for (; *marks; marks++)
        if (length >= strlen(*marks) && memcmp(text, *marks, strlen(*marks)) == 0)
            return true;
    return false;
}

/* Marks of its own at both ends would air twice. */
static bool check_unmarked(struct cli *cli, const char *text)
{
    static const char *const opening[] = {"\"", "“", "„", "«", "»", NULL};
    static const char *const closing[] = {"\"", "”", "“", "»", "«", NULL};
    size_t length = strlen(text);
    bool ends = false;
    for (size_t i = 1; i <= 3 && i < length; i++)
        ends |= begins_with_any(text + length - i, i, closing);
    return !ends || !begins_with_any(text, length, opening) ||
           diag_error(&cli->diag, "TEXT: it has quotation marks; --quote sets them: give the words "
                                  "without");
}

/* How long it airs where nobody has said; a house line stays until it is taken out. */
static void set_usual_expiry(struct cli *cli, struct snippet *snippet)
{
    const char *category = cli_value(cli, "category");
    double hours = cli->config->snippet.expire_hours;
    if (cli_value(cli, "expires") || hours <= 0 || (category && strcmp(category, "house") == 0))
        return;
    int64_t first_ms =
        snippet->not_before_ms > snippet->created_ms ? snippet->not_before_ms : snippet->created_ms;
    snippet->expires_ms = first_ms + (int64_t)(hours * 3600e3);
}

static bool make_snippet(struct cli *cli, struct snippet *snippet)
{
    const char *text = cli->arguments[0];
    const char *speaker = cli_value(cli, "speaker");
    bool quote = cli_value(cli, "quote") != NULL;
    if (quote != (speaker != NULL))
        return diag_error(&cli->diag, "--quote and --speaker NAME go together");
    if (!cli_check_text(cli, "TEXT", text) ||
        (speaker && !cli_check_name(cli, "--speaker", speaker)) ||
        (quote && !check_unmarked(cli, text)))
        return false;
    snippet->kind = quote ? SNIPPET_QUOTE : SNIPPET_LINE;
    if (quote)
        snippet_compose_quote(snippet, text, speaker, NULL, NULL);
    else
        snippet->text = memory_copy_string(text);
    if (!cli_check_length(cli, "TEXT with its speaker", snippet->text))
        return false;
    snippet->origin = memory_copy_string("editor");
    struct clock clock;
    clock_init_real(&clock);
    snippet->created_ms = clock_wall_ms(&clock);
    if (!cli_terms(cli, snippet))
        return false;
    set_usual_expiry(cli, snippet);
    return true;
}

static bool store_snippet(struct cli *cli, struct snippet *snippet)
{
    struct store *store = cli_open_store(cli);
    bool good = store && store_add(store, snippet, &cli->diag);
    store_close(store);
    return good;
}

static int run(struct cli *cli)
{
    struct snippets list = {0};
    struct snippet *snippet = snippets_add(&list);
    bool good =
        make_snippet(cli, snippet) && cli_pass_gate(cli, snippet) && store_snippet(cli, snippet);
    if (good && cli->json)
        cli_print_json(
            json_pack("{s:I, s:s}", "id", (json_int_t)snippet->id, "text", snippet->text));
    else if (good) {
        printf("%lld: ", (long long)snippet->id);
        cli_print_text(snippet->text);
    }
    snippets_finish(&list);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_add = {
    .name = "add",
    .arguments = "TEXT",
    .help = "puts a line, or a quotation, into the store",
    .least = 1,
    .most = 1,
    .text_at = 1,
    .options =
        {
            {"quote", NULL, "TEXT is what --speaker said, without marks", 'q'},
            {"speaker", "NAME", "who said it", 's'},
            CLI_TERMS,
        },
    .run = run,
};
