#include "anew.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "config/feed_keys.h"

#define HOUR_MS INT64_C(3600000)

/* A number of an inode is given again; with the time of its birth it is that file's alone. */
char *anew_file(const char *path)
{
    struct statx status;
    if (statx(AT_FDCWD, path, 0, STATX_INO | STATX_BTIME, &status) != 0)
        return NULL;
    bool born = (status.stx_mask & STATX_BTIME) != 0;
    return memory_format("%llu %lld.%09u", (unsigned long long)status.stx_ino,
                         born ? (long long)status.stx_btime.tv_sec : 0,
                         born ? status.stx_btime.tv_nsec : 0);
}

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
