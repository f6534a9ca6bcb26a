#include "cli/changed.h"

#include <stdio.h>

#include "control/snippet_json.h"

void cli_tell_row(struct cli *cli, const struct store_row *row, const char *what)
{
    if (cli->json) {
        if (cli->command->lists)
            cli_print_item(cli, store_row_to_json(row));
        else
            cli_print_json(store_row_to_json(row));
        return;
    }
    printf("%lld %s: ", (long long)row->snippet.id, what);
    cli_print_text(cli_words(cli, &row->snippet));
}

void cli_tell_changed(struct cli *cli, struct store *store, int64_t id, const char *what)
{
    struct store_row row;
    struct diag ignored = {0}; /* what was done is done */
    if (store_get(store, id, &row, &ignored)) {
        cli_tell_row(cli, &row, what);
        store_row_finish(&row);
    }
    diag_finish(&ignored);
}
