/* motograph add TEXT: one line, or one quotation, into the store. */
#include <stdio.h>
#include <string.h>

#include "app/import.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/terms.h"

/* The text must be clean before it is stored: an editor's slip is told at once. */
bool cli_check_text(struct cli *cli, const char *what, const char *text)
{
    size_t length = strlen(text);
    size_t broken = utf8_validate(text, length);
    if (broken < length)
        return diag_error(&cli->diag, "%s: not UTF-8 at byte %zu", what, broken);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return diag_error(&cli->diag, "%s: a control character at byte %zu", what, i);
    if (length == 0 || strspn(text, " ") == length)
        return diag_error(&cli->diag, "%s: empty", what);
    size_t characters = utf8_count(text, length);
    if (characters > (size_t)cli->config.snippet.max_chars)
        return diag_error(&cli->diag, "%s: %zu characters; snippet.max_chars allows %d", what,
                          characters, cli->config.snippet.max_chars);
    return true;
}

/* How long it airs where nobody has said; a house line stays until it is taken out. */
static void set_usual_expiry(struct cli *cli, struct snippet *snippet)
{
    const char *category = cli_value(cli, "category");
    double hours = cli->config.snippet.expire_hours;
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
        (speaker && !cli_check_text(cli, "--speaker", speaker)))
        return false;
    snippet->kind = quote ? SNIPPET_QUOTE : SNIPPET_LINE;
    if (quote)
        snippet_compose_quote(snippet, text, speaker, NULL, NULL);
    else
        snippet->text = memory_copy_string(text);
    snippet->origin = memory_copy_string("editor");
    struct clock clock;
    clock_init_real(&clock);
    snippet->created_ms = clock_wall_ms(&clock);
    if (!cli_terms(cli, snippet))
        return false;
    set_usual_expiry(cli, snippet);
    return true;
}

bool cli_pass_gate(struct cli *cli, struct snippet *snippet)
{
    struct fonts *fonts = fonts_open(&cli->config.text, &cli->diag);
    if (!fonts)
        return false;
    import_gate(fonts, snippet, &cli->diag);
    fonts_close(fonts);
    if (!snippet->hold)
        return true;
    return diag_error(&cli->diag, "TEXT: %s", snippet->hold);
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
    .options =
        {
            {"quote", NULL, "TEXT is what --speaker said, without marks", 'q'},
            {"speaker", "NAME", "who said it", 's'},
            CLI_TERMS,
        },
    .run = run,
};
