/* Where the book of the feeds lies (wires/book.h). */
#ifndef WIRES_BOOK_PATH_H
#define WIRES_BOOK_PATH_H

struct config;

/* store.feeds, else feeds.db beside the store; the caller frees. */
char *book_path(const struct config *config);

#endif
