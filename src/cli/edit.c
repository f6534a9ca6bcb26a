/* motograph edit ID [TEXT]: other words, or other terms, for a snippet. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/changed.h"
#include "cli/commands.h"
#include "cli/terms.h"
#include "cli/typed_text.h"
#include "config/config.h"
#include "intake/import.h"
#include "news/entity.h"

struct edit {
    struct cli *cli;
    struct fonts *fonts; /* NULL: the words stay */
    const char *text;    /* NULL: it stays */
    const char *speaker; /* NULL: stays */
    bool quote;          /* text is what the speaker said */
};

/* The marks of a text that is a quotation and who said it, nothing else: those that stand around
 * the words. False where more stands there. The caller frees both. */
static bool find_marks(const struct snippet *snippet, char **open, char **close)
{
    const char *text = snippet->text;
    const char *words = snippet->quote ? strstr(text, snippet->quote) : NULL;
    if (!words || words == text || strcspn(text, " ") < (size_t)(words - text))
        return false;
    const char *behind = words + strlen(snippet->quote);
    const char *dash = strstr(behind, " - ");
    size_t mark = dash ? (size_t)(dash - behind) : strlen(behind);
    if (mark == 0 || strcspn(behind, " ") < mark ||
        (dash && (!snippet->speaker || strcmp(dash + strlen(" - "), snippet->speaker) != 0)))
        return false;
    *open = memory_copy_bytes(text, (size_t)(words - text));
    *close = memory_copy_bytes(behind, mark);
    return true;
}

/* The same words of another speaker. */
static bool compose_speaker(const struct edit *edit, const struct snippet *snippet,
                            struct snippet *next, struct diag *diag)
{
    char *open = NULL;
    char *close = NULL;
    if (!find_marks(snippet, &open, &close))
        return diag_error(diag,
                          "--speaker: snippet %lld is not a quotation and its speaker alone: give "
                          "its words, too (motograph edit %lld TEXT --quote --speaker NAME)",
                          (long long)snippet->id, (long long)snippet->id);
    snippet_compose_quote(next, snippet->quote, edit->speaker, open, close);
    free(open);
    free(close);
    return true;
}

static bool compose(const struct edit *edit, const struct snippet *snippet, struct snippet *next,
                    struct diag *diag)
{
    const char *speaker = edit->speaker ? edit->speaker : snippet->speaker;
    *next = (struct snippet){.kind = edit->quote || edit->speaker ? SNIPPET_QUOTE : snippet->kind};
    if (!edit->text)
        return compose_speaker(edit, snippet, next, diag);
    if (!edit->quote) {
        next->text = memory_copy_string(edit->text);
        next->quote = snippet->quote ? memory_copy_string(snippet->quote) : NULL;
        next->speaker = snippet->speaker ? memory_copy_string(snippet->speaker) : NULL;
        return true;
    }
    if (!speaker)
        return diag_error(diag, "--quote: who said it? --speaker NAME is wanted, too");
    snippet_compose_quote(next, edit->text, speaker, NULL, NULL);
    return true;
}

/* The new words go through the glyph gate, as those of an import did. */
static bool change_words(const struct edit *edit, struct snippet *snippet, struct diag *diag)
{
    struct snippet next;
    bool good = compose(edit, snippet, &next, diag) &&
                cli_check_length(edit->cli, "TEXT with its speaker", next.text);
    if (good) {
        import_gate(edit->cli->config, edit->fonts, &next, diag);
        good = !next.hold || diag_error(diag, "TEXT: %s", next.hold);
    }
    if (good) {
        snippet->corrected |= strcmp(snippet->text, next.text) != 0;
        snippet_take_words(snippet, &next);
    }
    snippet_finish(&next);
    return good;
}

static bool change(void *user, struct snippet *snippet, struct diag *diag)
{
    const struct edit *edit = user;
    return (!edit->fonts || change_words(edit, snippet, diag)) && cli_terms(edit->cli, snippet);
}

/* What was withdrawn has a successor, or is over; what waits can be made ready. */
static bool check_state(struct cli *cli, const struct store_row *row)
{
    long long id = (long long)row->snippet.id;
    if (row->state == STORE_CORRECTED || row->state == STORE_EXPIRED)
        return diag_error(&cli->diag, "snippet %lld is %s and never airs again: %s", id,
                          store_state_name(row->state),
                          row->state == STORE_EXPIRED ? "add it anew"
                                                      : "edit what the correction of its article "
                                                        "brought (motograph list)");
    if (row->state == STORE_KILLED || row->state == STORE_HELD)
        diag_add(&cli->diag, DIAG_NOTE, "snippet %lld is %s; motograph approve %lld lets it air",
                 id, store_state_name(row->state), id);
    return true;
}

static bool edit_it(struct edit *edit, int64_t id)
{
    struct store_row row;
    struct diag *diag = &edit->cli->diag;
    struct store *store = cli_open_store(edit->cli);
    bool found = store && store_get(store, id, &row, diag);
    bool good = found && check_state(edit->cli, &row) && store_edit(store, id, change, edit, diag);
    if (good)
        cli_tell_changed(edit->cli, store, id, "edited");
    if (found)
        store_row_finish(&row);
    return cli_close_edited(edit->cli, store) && good;
}

/* What the options and the text are to each other. */
static bool check_words(struct cli *cli, const struct edit *edit)
{
    if (edit->quote && !edit->text)
        return diag_error(&cli->diag,
                          "--quote: the words are wanted: motograph edit ID TEXT --quote");
    if (edit->text && edit->speaker && !edit->quote)
        return diag_error(&cli->diag,
                          "TEXT and --speaker: --quote says that TEXT is what NAME said");
    return (!edit->text || cli_check_text(cli, "TEXT", edit->text)) &&
           (!edit->quote || cli_check_unmarked(cli, edit->text)) &&
           (!edit->speaker || cli_check_name(cli, "--speaker", edit->speaker)) &&
           (edit->text || edit->speaker || cli_terms_given(cli) ||
            diag_error(&cli->diag, "nothing to change: a TEXT or an option is wanted"));
}

static int run_edit(struct cli *cli)
{
    int64_t id = 0;
    const char *typed = cli_value(cli, "speaker");
    char *text = cli->arguments[1] ? entity_resolve(cli->arguments[1]) : NULL;
    char *speaker = typed ? entity_resolve(typed) : NULL;
    struct edit edit = {
        .cli = cli, .text = text, .speaker = speaker, .quote = cli_value(cli, "quote") != NULL};
    bool words = edit.text || edit.speaker;
    bool good = cli_id(cli, cli->arguments[0], &id) && check_words(cli, &edit) &&
                (!words || (edit.fonts = fonts_open(&cli->config->text, &cli->diag))) &&
                edit_it(&edit, id);
    fonts_close(edit.fonts);
    free(text);
    free(speaker);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_edit = {
    .name = "edit",
    .arguments = "ID [TEXT]",
    .help = "gives a snippet another text, another speaker, or other terms",
    .least = 1,
    .most = 2,
    .text_at = 2,
    .options =
        {
            {"quote", NULL, "TEXT is what the speaker said, without marks", 'q'},
            {"speaker", "NAME", "who said it", 's'},
            CLI_TERMS,
        },
    .run = run_edit,
};
