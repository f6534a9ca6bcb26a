/* motograph edit ID [TEXT]: other words, or other terms, for a snippet. */
#include <stdlib.h>

#include "base/memory.h"
#include "cli/changed.h"
#include "cli/commands.h"
#include "cli/terms.h"
#include "cli/typed_text.h"
#include "config/config.h"
#include "intake/import.h"

struct edit {
    struct cli *cli;
    struct fonts *fonts;
    const char *text; /* NULL: it stays */
};

/* The new words go through the glyph gate, as those of an import did. */
static bool change_text(const struct edit *edit, struct snippet *snippet, struct diag *diag)
{
    struct snippet next = {.text = memory_copy_string(edit->text)};
    import_gate(edit->fonts, &next, diag);
    bool good = !next.hold || diag_error(diag, "TEXT: %s", next.hold);
    if (good) {
        free(snippet->text);
        free(snippet->replaced);
        snippet->text = next.text;
        snippet->replaced = next.replaced;
        snippet->speaker_span = (struct snippet_span){0};
        next.text = next.replaced = NULL;
    }
    snippet_finish(&next);
    return good;
}

static bool change(void *user, struct snippet *snippet, struct diag *diag)
{
    const struct edit *edit = user;
    return (!edit->text || change_text(edit, snippet, diag)) && cli_terms(edit->cli, snippet);
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
    store_close(store);
    return good;
}

static int run_edit(struct cli *cli)
{
    int64_t id = 0;
    struct edit edit = {.cli = cli, .text = cli->arguments[1]};
    bool good = cli_id(cli, cli->arguments[0], &id) &&
                (!edit.text || cli_check_text(cli, "TEXT", edit.text)) &&
                (edit.text || cli_terms_given(cli) ||
                 diag_error(&cli->diag, "nothing to change: a TEXT or an option is wanted")) &&
                (!edit.text || (edit.fonts = fonts_open(&cli->config->text, &cli->diag))) &&
                edit_it(&edit, id);
    fonts_close(edit.fonts);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_edit = {
    .name = "edit",
    .arguments = "ID [TEXT]",
    .help = "gives a snippet another text, or other terms",
    .least = 1,
    .most = 2,
    .text_at = 2,
    .options = {CLI_TERMS},
    .run = run_edit,
};
