/* motograph add TEXT: one line, or one quotation, into the store. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "cli/outlook.h"
#include "cli/terms.h"
#include "cli/typed_text.h"
#include "config/config.h"
#include "intake/import.h"

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
        (quote && !cli_check_unmarked(cli, text)))
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

/* A row with the words of a new one. */
struct twin {
    const struct snippet *snippet;
    int64_t id; /* 0: there is none */
    enum store_state state;
};

/* The same words as a take-over, or as a part of a quotation, are something else; what is over may
 * come again. */
static bool find_twin(void *user, const struct store_row *row)
{
    struct twin *twin = user;
    const struct snippet *old = &row->snippet;
    int64_t now_ms = twin->snippet->created_ms;
    bool over = old->expires_ms && old->expires_ms <= now_ms;
    if (row->state == STORE_EXPIRED || row->state == STORE_CORRECTED || row->fault || old->page ||
        old->breaking || (over && row->state != STORE_KILLED) ||
        strcmp(old->text, twin->snippet->text) != 0)
        return true;
    twin->id = old->id;
    twin->state = row->state;
    return twin->state == STORE_KILLED; /* one that may air goes before */
}

struct renewal {
    struct cli *cli;
    const struct snippet *snippet; /* as it would have been */
};

/* What was told now holds for the row that there is; it ends no earlier than a new one would. */
static bool renew(void *user, struct snippet *old, struct diag *diag)
{
    struct renewal *renewal = user;
    const struct snippet *snippet = renewal->snippet;
    (void)diag;
    if (old->expires_ms && (!snippet->expires_ms || snippet->expires_ms > old->expires_ms))
        old->expires_ms = snippet->expires_ms;
    return cli_terms(renewal->cli, old);
}

static bool take_twin(struct cli *cli, struct store *store, struct snippet *snippet,
                      const struct twin *twin)
{
    long long id = (long long)twin->id;
    if (twin->state == STORE_KILLED)
        return diag_error(
            &cli->diag,
            "these words are snippet %lld, which was killed, and stays off; motograph "
            "approve %lld lets it air",
            id, id);
    struct renewal renewal = {cli, snippet};
    if (!store_edit(store, twin->id, renew, &renewal, &cli->diag))
        return false;
    diag_add(
        &cli->diag, DIAG_NOTE,
        "these words are there already, as snippet %lld%s: it is on these terms now, and there "
        "is no second one",
        id, twin->state == STORE_HELD ? ", which is held" : "");
    snippet->id = twin->id;
    return true;
}

static bool store_snippet(struct cli *cli, struct snippet *snippet)
{
    struct twin twin = {.snippet = snippet};
    struct store *store = cli_open_store(cli);
    bool good =
        store && store_each(store, find_twin, &twin, &cli->diag) &&
        (twin.id ? take_twin(cli, store, snippet, &twin) : store_add(store, snippet, &cli->diag));
    cli_close_edited(cli, store);
    return good;
}

/* What was stored, and what becomes of it. */
static void tell(struct cli *cli, const struct snippet *snippet)
{
    struct outlook outlook;
    bool known = outlook_of(cli, snippet->id, &outlook);
    if (cli->json) {
        json_t *document =
            json_pack("{s:I, s:s}", "id", (json_int_t)snippet->id, "text", snippet->text);
        json_object_update_new(document, outlook_to_json(&outlook, snippet));
        cli_print_json(document);
    } else {
        printf("%lld: ", (long long)snippet->id);
        cli_print_text(snippet->text);
        if (known)
            outlook_tell(cli, &outlook, snippet);
    }
    outlook_finish(&outlook);
}

static int run(struct cli *cli)
{
    struct snippets list = {0};
    struct snippet *snippet = snippets_add(&list);
    bool good =
        make_snippet(cli, snippet) && cli_pass_gate(cli, snippet) && store_snippet(cli, snippet);
    if (good)
        tell(cli, snippet);
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
