/* What is known of feeds from one run to the next, in a database of its own: when each was asked,
 * what it said, and which items it has brought. The ticker's store knows nothing of it, and this
 * program can't write there.
 */
#ifndef WIRES_BOOK_H
#define WIRES_BOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "wires/desk.h"

struct book;

enum book_state {
    BOOK_LIVE,      /* the ticker has it */
    BOOK_WITHDRAWN, /* taken back for good: a tombstone, which holds against other feeds */
    BOOK_DUPLICATE, /* another feed has the story */
    BOOK_ENDED,     /* made room for newer ones, or was replaced */
    BOOK_AWAY,      /* withheld or gone: a tombstone until its own feed brings it again */
    BOOK_OFF,       /* must not air as it is now, or is over: it may come again */
    BOOK_STATES,
};

/* An item; all texts are owned by it where book_find gave it. */
struct book_item {
    char *feed, *key;
    char *link, *title; /* what stories are compared by; NULL: none */
    int64_t hash;       /* of all that was told of it */
    enum book_state state;
    int64_t level; /* of its take-over; 0: none */
    int64_t first_ms, published_ms;
};

/* What is told of a feed besides its state on the desk. */
struct book_feed {
    int64_t items;     /* in the last document */
    int64_t newest_ms; /* of it; 0: not known */
    int64_t live;      /* of it on air or waiting for it */
    int64_t waiting;   /* for its share */
    char *format;      /* "RSS 2.0"; NULL: never read */
    char *note;        /* warnings of the last document; NULL: none */
};

/* By what an item is looked for. */
enum book_by {
    BOOK_BY_KEY,
    BOOK_BY_LINK,
    BOOK_BY_TITLE,
};

/* Opens or makes it; `reading`: never makes one, and nothing is written. NULL with an error. */
struct book *book_open(const char *path, bool reading, struct diag *diag);
void book_close(struct book *book); /* NULL is fine */

/* Fills in what outlives the process; what was never asked stays as it is. The caller frees with
 * book_feed_finish. False with an error. */
bool book_load(struct book *book, struct desk_feed *feed, struct book_feed *told,
               struct diag *diag);

/* Writes it: one row. */
bool book_save(struct book *book, const struct desk_feed *feed, const struct book_feed *told,
               struct diag *diag);

/* Frees its texts. */
void book_feed_finish(struct book_feed *told);

/* What can't be read looks like what is not there: whoever decides by what is not there asks
 * afterwards whether all that was looked for since book_begin_reading could be read. NULL: it
 * could; else why not, until it begins anew. */
void book_begin_reading(struct book *book);
const char *book_unread(const struct book *book);

/* The youngest item of a feed by a text; feed NULL: of any but `other_than`, live or withdrawn.
 * True where there is one, which book_item_finish frees. */
bool book_find(struct book *book, enum book_by by, const char *feed, const char *other_than,
               const char *text, struct book_item *item);

/* Frees its texts. */
void book_item_finish(struct book_item *item);

/* Writes an item, in place of the one of its feed and key; false with an error. */
bool book_put(struct book *book, const struct book_item *item, struct diag *diag);

/* Calls fn for each item of a feed in that state, the youngest first; it may write. */
void book_each(struct book *book, const char *feed, enum book_state state,
               void (*fn)(void *user, const struct book_item *item), void *user);

/* How many items of a feed came since then, how many of them took the wall over, and how many are
 * in a state. */
int64_t book_since(struct book *book, const char *feed, int64_t since_ms);
int64_t book_take_overs(struct book *book, const char *feed, int64_t since_ms);
int64_t book_count(struct book *book, const char *feed, enum book_state state);

/* Which file the store was to which all that is live was told, for the caller to free; NULL: that
 * is not known. */
char *book_told_to(struct book *book);

/* The store is that file now: what is live counts as told no more, and no feed's document as read.
 * False with an error, and nothing is changed. */
bool book_tell_anew(struct book *book, const char *file, struct diag *diag);

/* Forgets what came before that. */
void book_forget(struct book *book, int64_t before_ms);

#endif
