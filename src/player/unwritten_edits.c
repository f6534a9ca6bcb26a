#include "player/unwritten_edits.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum kind {
    PENDING_KILL,
    PENDING_CLEAR,
    PENDING_BREAKING,
};

struct pending_edit {
    enum kind kind;
    int64_t id;             /* killed, or of the take-over */
    struct snippet snippet; /* the take-over */
};

static struct pending_edit *add_edit(struct pending *pending, enum kind kind, int64_t id)
{
    pending->edits = memory_resize(pending->edits, pending->count + 1, sizeof *pending->edits);
    struct pending_edit *edit = &pending->edits[pending->count++];
    *edit = (struct pending_edit){.kind = kind, .id = id};
    return edit;
}

/* A take-over that is over before it was in the store leaves no trace there. */
static void drop_breaking(struct pending *pending, int64_t id)
{
    size_t kept = 0;
    for (size_t i = 0; i < pending->count; i++) {
        struct pending_edit *edit = &pending->edits[i];
        if (edit->kind == PENDING_BREAKING && (id == 0 || edit->id == id))
            snippet_finish(&edit->snippet);
        else
            pending->edits[kept++] = *edit;
    }
    pending->count = kept;
}

void pending_kill(struct pending *pending, int64_t id)
{
    if (id < 0)
        drop_breaking(pending, id);
    else
        add_edit(pending, PENDING_KILL, id);
}

void pending_clear(struct pending *pending)
{
    drop_breaking(pending, 0);
    add_edit(pending, PENDING_CLEAR, 0);
}

int64_t pending_breaking(struct pending *pending, const struct snippet *snippet)
{
    struct pending_edit *edit = add_edit(pending, PENDING_BREAKING, --pending->last_id);
    edit->snippet = snippet_copy(snippet);
    edit->snippet.id = edit->id;
    return edit->id;
}

static bool is_ended(const struct pending *pending, const struct snippet *snippet)
{
    for (size_t i = 0; i < pending->count; i++) {
        const struct pending_edit *edit = &pending->edits[i];
        if ((edit->kind == PENDING_KILL && edit->id == snippet->id) ||
            (edit->kind == PENDING_CLEAR && snippet->breaking > 0))
            return true;
    }
    return false;
}

static void put_in_front(const struct snippet *snippet, struct store_row **rows, size_t *count)
{
    *rows = memory_resize(*rows, *count + 1, sizeof **rows);
    memmove(*rows + 1, *rows, *count * sizeof **rows);
    (*rows)[0] = (struct store_row){.snippet = snippet_copy(snippet), .state = STORE_LIVE};
    (*rows)[0].snippet.id = snippet->id;
    ++*count;
}

void pending_apply(const struct pending *pending, struct store_row **rows, size_t *count)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        struct store_row *row = &(*rows)[i];
        if (row->snippet.id < 0 || is_ended(pending, &row->snippet))
            store_row_finish(row);
        else
            (*rows)[kept++] = *row;
    }
    *count = kept;
    /* The newest has the least id. */
    for (size_t i = 0; i < pending->count; i++)
        if (pending->edits[i].kind == PENDING_BREAKING)
            put_in_front(&pending->edits[i].snippet, rows, count);
}

/* *id: of the take-over, in the store. */
static bool write_edit(const struct pending_edit *edit, struct store *store, int64_t *id,
                       struct diag *diag)
{
    size_t ended;
    if (edit->kind == PENDING_CLEAR)
        return store_clear_breaking(store, &ended, diag);
    if (edit->kind == PENDING_BREAKING) {
        struct snippet copy = edit->snippet; /* its strings stay the edit's */
        bool good = store_add(store, &copy, diag);
        *id = copy.id;
        return good;
    }
    struct diag ignored = {0};
    /* That it is not there any more is no reason to try again for ever. */
    if (!store_set_state(store, edit->id, STORE_KILLED, &ignored) && store_refused(store)) {
        diag_take(diag, &ignored);
        return false;
    }
    diag_finish(&ignored);
    return true;
}

bool pending_write(struct pending *pending, struct store *store,
                   void (*moved)(void *user, int64_t from, int64_t to), void *user,
                   struct diag *diag)
{
    if (pending->count == 0)
        return true;
    int64_t *ids = memory_alloc(pending->count, sizeof *ids);
    bool good = store_batch_begin(store, diag);
    bool begun = good;
    for (size_t i = 0; good && i < pending->count; i++)
        good = write_edit(&pending->edits[i], store, &ids[i], diag);
    if (begun && good)
        good = store_batch_end(store, diag);
    else if (begun)
        store_batch_drop(store);
    for (size_t i = 0; good && i < pending->count; i++)
        if (pending->edits[i].kind == PENDING_BREAKING)
            moved(user, pending->edits[i].id, ids[i]);
    free(ids);
    if (good)
        pending_finish(pending);
    return good;
}

void pending_finish(struct pending *pending)
{
    int64_t last_id = pending->last_id; /* none is given twice */
    for (size_t i = 0; i < pending->count; i++)
        snippet_finish(&pending->edits[i].snippet);
    free(pending->edits);
    *pending = (struct pending){.last_id = last_id};
}
