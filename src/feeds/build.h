/* What the readers of all formats make a feed of. */
#ifndef FEEDS_BUILD_H
#define FEEDS_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/memory.h"
#include "feeds/item.h"
#include "feeds/read.h"

/* What a reader is given: the decoded text, and where it puts what it reads. */
struct source {
    const char *text; /* valid UTF-8, NUL-terminated */
    size_t length;
    const char *bytes; /* as they came */
    size_t size;
    const struct feed_hints *hints; /* name is never NULL */
    struct feed *feed;
    struct diag *diag;
    bool full; /* it has more items than are read, which was said */
};

/* How a text is written. */
enum writing {
    WRITING_PLAIN, /* as it is */
    WRITING_HTML,
    WRITING_TITLE, /* of RSS, whose titles may be either: see title.h */
};

/* A new item of the feed, zeroed; NULL where it has as many as count: one warning says so. */
struct feed_item *build_item(struct source *source, int line);

/* Drops the last item again. */
void build_drop(struct source *source);

/* A text in one line: white space collapsed, control characters gone. NULL where nothing is left or
 * it is longer than FEED_TEXT_MAX (a warning then). The caller frees. What is no whole text (it
 * ends inside of a tag) sets `hold` where it is not NULL. */
char *build_line(struct source *source, const char *text, size_t length, enum writing writing,
                 char **hold);

/* The same in paragraphs. */
char *build_body(struct source *source, const char *text, size_t length, enum writing writing);

/* Puts `value` (which it takes) into *place, freeing what was there; a NULL leaves it. */
void build_set(char **place, char *value);

/* The same where nothing is in its place yet; else `value` is freed. */
void build_default(char **place, char *value);

/* Adds an id that the item takes the place of. */
void build_replaces(struct feed_item *item, const char *id);

/* Reads an instant, where nothing is in its place yet and the text tells one. */
void build_instant(struct source *source, int64_t *place, const char *text, int line);

/* Why the item would not air (taken: the item's), where it does not say so already. */
void build_held(struct feed_item *item, char *why);

/* The same as printf(3) would print it. */
#define build_hold(item, ...) build_held((item), memory_format(__VA_ARGS__))

#endif
