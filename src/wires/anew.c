#include "anew.h"

#include "config/feed_keys.h"

#define HOUR_MS INT64_C(3600000)

struct off {
    const struct editor *editor;
    bool over, silent;
};

/* What came in longer ago than items of its feed may live is over in any store. */
static void take_off(void *user, const struct book_item *item)
{
    struct off *off = user;
    const struct editor *editor = off->editor;
    int64_t most_ms = (int64_t)(editor->feed->max_age_hours * (double)HOUR_MS);
    if (off->silent || (most_ms > 0 && item->first_ms < editor->now_ms - most_ms))
        return;
    off->silent = !editor->take_off(editor->user, item->feed, item->key, off->over);
}

bool anew_take_off(const struct editor *editor)
{
    static const enum book_state states[] = {BOOK_WITHDRAWN, BOOK_AWAY, BOOK_OFF, BOOK_ENDED};
    struct off off = {.editor = editor};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        /* Of what is only over now the story is left to other feeds, as it was. */
        off.over = states[i] == BOOK_ENDED || states[i] == BOOK_OFF;
        book_each(editor->book, editor->feed->name, states[i], take_off, &off);
    }
    return !off.silent;
}
