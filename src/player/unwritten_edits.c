#include "player/unwritten_edits.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum kind {
    UNWRITTEN_KILL,
    UNWRITTEN_CLEAR,
    UNWRITTEN_BREAKING,
};

struct unwritten_edit {
    enum kind kind;
    int64_t id;             /* killed, or of the take-over */
    struct snippet snippet; /* the take-over */
};

static struct unwritten_edit *add_edit(struct unwritten *unwritten, enum kind kind, int64_t id)
{
    unwritten->edits =
        memory_resize(unwritten->edits, unwritten->count + 1, sizeof *unwritten->edits);
    struct unwritten_edit *edit = &unwritten->edits[unwritten->count++];
    *edit = (struct unwritten_edit){.kind = kind, .id = id};
    return edit;
}

/* A take-over that is over before it was in the store leaves no trace there. */
static size_t drop_breaking(struct unwritten *unwritten, int64_t id)
{
    size_t kept = 0;
    size_t before = unwritten->count;
    for (size_t i = 0; i < unwritten->count; i++) {
        struct unwritten_edit *edit = &unwritten->edits[i];
        if (edit->kind == UNWRITTEN_BREAKING && (id == 0 || edit->id == id))
            snippet_finish(&edit->snippet);
        else
            unwritten->edits[kept++] = *edit;
    }
    unwritten->count = kept;
    return before - kept;
}

void unwritten_kill(struct unwritten *unwritten, int64_t id)
{
    assert(id != 0);
    if (id < 0)
        drop_breaking(unwritten, id);
    else
        add_edit(unwritten, UNWRITTEN_KILL, id);
}

size_t unwritten_clear(struct unwritten *unwritten)
{
    size_t dropped = drop_breaking(unwritten, 0);
    add_edit(unwritten, UNWRITTEN_CLEAR, 0);
    return dropped;
}

int64_t unwritten_breaking(struct unwritten *unwritten, const struct snippet *snippet)
{
    assert(snippet->breaking > 0 && unwritten->last_id <= 0);
    struct unwritten_edit *edit = add_edit(unwritten, UNWRITTEN_BREAKING, --unwritten->last_id);
    edit->snippet = snippet_copy(snippet);
    edit->snippet.id = edit->id;
    return edit->id;
}

static bool is_ended(const struct unwritten *unwritten, const struct snippet *snippet)
{
    for (size_t i = 0; i < unwritten->count; i++) {
        const struct unwritten_edit *edit = &unwritten->edits[i];
        if ((edit->kind == UNWRITTEN_KILL && edit->id == snippet->id) ||
            (edit->kind == UNWRITTEN_CLEAR && snippet->breaking > 0))
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

void unwritten_apply(const struct unwritten *unwritten, struct store_row **rows, size_t *count)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        struct store_row *row = &(*rows)[i];
        if (row->snippet.id < 0 || is_ended(unwritten, &row->snippet))
            store_row_finish(row);
        else
            (*rows)[kept++] = *row;
    }
    *count = kept;
    /* The newest has the least id. */
    for (size_t i = 0; i < unwritten->count; i++)
        if (unwritten->edits[i].kind == UNWRITTEN_BREAKING)
            put_in_front(&unwritten->edits[i].snippet, rows, count);
}

/* *id: of the take-over, in the store; *ended counts the take-overs that a clear ends there. */
static bool write_edit(const struct unwritten_edit *edit, struct store *store, int64_t *id,
                       size_t *ended, struct diag *diag)
{
    if (edit->kind == UNWRITTEN_CLEAR) {
        size_t count = 0;
        bool good = store_clear_breaking(store, &count, diag);
        *ended += count;
        return good;
    }
    if (edit->kind == UNWRITTEN_BREAKING) {
        struct snippet copy = edit->snippet; /* its strings stay the edit's */
        bool good = store_add(store, &copy, diag);
        *id = copy.id;
        return good;
    }
    struct diag ignored = {0};
    /* That it is not there any more is no reason to try again for ever, where the store is sound:
     * in a damaged one rows can look as if they had never been. */
    if (!store_set_state(store, edit->id, STORE_KILLED, &ignored) &&
        (store_refused(store) || !store_read_through(store, INT64_MAX, &ignored))) {
        diag_take(diag, &ignored);
        return false;
    }
    diag_finish(&ignored);
    return true;
}

bool unwritten_write(struct unwritten *unwritten, struct store *store,
                     void (*moved)(void *user, int64_t from, int64_t to), void *user,
                     struct diag *diag)
{
    if (unwritten->count == 0)
        return true;
    int64_t *ids = memory_alloc(unwritten->count, sizeof *ids);
    bool good = store_batch_begin(store, diag);
    bool begun = good;
    size_t ended = 0;
    for (size_t i = 0; good && i < unwritten->count; i++)
        good = write_edit(&unwritten->edits[i], store, &ids[i], &ended, diag);
    if (begun && good)
        good = store_batch_end(store, diag);
    else if (begun)
        store_batch_drop(store);
    for (size_t i = 0; good && i < unwritten->count; i++)
        if (unwritten->edits[i].kind == UNWRITTEN_BREAKING)
            moved(user, unwritten->edits[i].id, ids[i]);
    free(ids);
    if (good) {
        unwritten->ended += ended;
        unwritten_finish(unwritten);
    }
    return good;
}

void unwritten_finish(struct unwritten *unwritten)
{
    struct unwritten empty = {.last_id = unwritten->last_id, /* none is given twice */
                              .ended = unwritten->ended};
    for (size_t i = 0; i < unwritten->count; i++)
        snippet_finish(&unwritten->edits[i].snippet);
    free(unwritten->edits);
    *unwritten = empty;
}
