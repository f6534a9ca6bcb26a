/* What a document means for the wall: which of its items are new, corrected, taken back, and which
 * never air. Pure but for the book; whoever calls it puts it before the ticker.
 */
#ifndef WIRES_EDITOR_H
#define WIRES_EDITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "feeds/item.h"
#include "news/wire_item.h"
#include "wires/book.h"

struct config_feed;

/* A feed in its turn. */
struct editor {
    struct book *book;
    const struct config_feed *feed;
    int64_t now_ms;
    size_t max_chars;           /* of a title, snippet.max_chars */
    double latitude, longitude; /* of the wall; both 0: not known */
    int64_t items_before;       /* in the document before this one; 0: none was read */
    bool partial;               /* the document is never all that the feed has: a folder's file */
    /* The ticker is asked; false where it could not be, and the rest waits. */
    bool (*send)(void *user, const struct wire_item *item);
    /* Off the wall: taken back, or only over, which leaves the story to other feeds. */
    bool (*take_off)(void *user, const char *feed, const char *key, bool over);
    void *user;
};

/* What came of it. */
struct editor_result {
    int64_t sent, withdrawn, waiting, skipped;
    bool known;    /* an item of it was known before */
    bool complete; /* nothing waits, and the ticker has all of it */
};

/* Takes a document that was read, whole or not. */
struct editor_result editor_take(const struct editor *editor, const struct feed *feed);

#endif
