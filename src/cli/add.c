/* motograph add TEXT: one line, or one quotation, into the store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/commands.h"
#include "cli/outlook.h"
#include "cli/terms.h"
#include "cli/typed_text.h"
#include "config/config.h"
#include "intake/import.h"
#include "news/entity.h"

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

static bool compose(struct cli *cli, const char *text, const char *speaker, struct snippet *snippet)
{
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
    return cli_check_length(cli, "TEXT with its speaker", snippet->text);
}

static bool make_snippet(struct cli *cli, const char *text, struct snippet *snippet)
{
    const char *typed = cli_value(cli, "speaker");
    char *words = entity_resolve(text), *speaker = typed ? entity_resolve(typed) : NULL;
    bool good = compose(cli, words, speaker, snippet);
    free(words);
    free(speaker);
    if (!good)
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

/* What one call of the command adds to, opened when the first words are good. */
struct adding {
    struct cli *cli;
    struct fonts *fonts;
    struct store *store;
};

static bool pass_gate(struct adding *adding, struct snippet *snippet)
{
    struct cli *cli = adding->cli;
    if (!adding->fonts)
        adding->fonts = fonts_open(&cli->config->text, &cli->diag);
    return adding->fonts && cli_pass_fonts(cli, adding->fonts, snippet);
}

static bool store_snippet(struct adding *adding, struct snippet *snippet)
{
    struct diag *diag = &adding->cli->diag;
    struct twin twin = {.snippet = snippet};
    if (!adding->store)
        adding->store = cli_open_store(adding->cli);
    if (!adding->store || !store_each(adding->store, find_twin, &twin, diag))
        return false;
    return twin.id ? take_twin(adding->cli, adding->store, snippet, &twin)
                   : store_add(adding->store, snippet, diag);
}

/* What was stored, and of a line alone what becomes of it: that is looked for a day ahead. */
static void tell(struct cli *cli, const struct snippet *snippet)
{
    struct outlook outlook = {0};
    json_t *document =
        json_pack("{s:I, s:s}", "id", (json_int_t)snippet->id, "text", snippet->text);
    bool known = !cli->text_from_input && outlook_of(cli, snippet->id, &outlook);
    if (cli->json && cli->text_from_input) {
        cli_print_item(cli, document);
        return;
    }
    if (cli->json) {
        json_object_update_new(document, outlook_to_json(&outlook, snippet));
        cli_print_json(document);
    } else {
        json_decref(document);
        printf("%lld: ", (long long)snippet->id);
        cli_print_text(snippet->text);
        if (known)
            outlook_tell(cli, &outlook, snippet);
    }
    outlook_finish(&outlook);
}

static bool add(struct adding *adding, const char *text)
{
    struct snippets list = {0};
    struct snippet *snippet = snippets_add(&list);
    bool good = make_snippet(adding->cli, text, snippet) && pass_gate(adding, snippet) &&
                store_snippet(adding, snippet);
    if (good)
        tell(adding->cli, snippet);
    snippets_finish(&list);
    return good;
}

/* What is said of it gets its place. */
static bool add_line(struct adding *adding, const char *text, int line)
{
    struct diag *diag = &adding->cli->diag;
    struct diag before = {0};
    diag_take(&before, diag);
    bool good = add(adding, text);
    for (size_t i = 0; i < diag->count; i++)
        diag_add_at(&before, diag->messages[i].level, "-", line, "%s", diag->messages[i].text);
    diag_finish(diag);
    diag_take(diag, &before);
    return good;
}

/* A line each; one that is refused does not keep the others. */
static bool add_lines(struct adding *adding, const char *text)
{
    bool good = true;
    size_t count = 0;
    cli_begin_items(adding->cli);
    for (int line = 1; *text; line++) {
        size_t length = strcspn(text, "\r\n");
        char *copy = memory_copy_bytes(text, length);
        if (copy[strspn(copy, " \t")]) {
            good &= add_line(adding, copy, line);
            count++;
        }
        free(copy);
        text += length;
        text += text[0] == '\r' && text[1] == '\n';
        text += *text != '\0';
    }
    return good && (count || diag_error(&adding->cli->diag, "-: no line stands on standard input"));
}

static int run(struct cli *cli)
{
    const char *text = cli->arguments[0];
    struct adding adding = {.cli = cli};
    bool good = cli->text_from_input ? add_lines(&adding, text) : add(&adding, text);
    good = cli_close_edited(cli, adding.store) && good;
    fonts_close(adding.fonts);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_add = {
    .name = "add",
    .arguments = "TEXT",
    .help = "puts a line, or a quotation, into the store; - reads a line each",
    .least = 1,
    .most = 1,
    .text_at = 1,
    .lists = true,
    .options =
        {
            {"quote", NULL, "TEXT is what --speaker said, without marks", 'q'},
            {"speaker", "NAME", "who said it", 's'},
            CLI_TERMS,
        },
    .run = run,
};
