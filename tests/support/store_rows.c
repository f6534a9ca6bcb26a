#include "store_rows.h"

#include <stdlib.h>

#include "base/memory.h"

void store_rows_free(struct store_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        store_row_finish(&rows[i]);
    free(rows);
}

static bool change_text(void *user, struct snippet *snippet, struct diag *diag)
{
    (void)diag;
    free(snippet->text);
    snippet->text = memory_copy_string(user);
    free(snippet->replaced);
    snippet->replaced = NULL;
    snippet->speaker_span = (struct snippet_span){0};
    snippet->corrected = true;
    return true;
}

bool store_set_text(struct store *store, int64_t id, const char *text, struct diag *diag)
{
    char *copy = memory_copy_string(text);
    bool good = store_edit(store, id, change_text, copy, diag);
    free(copy);
    return good;
}
