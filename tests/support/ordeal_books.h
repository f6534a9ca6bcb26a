/* What the programs beside the ticker keep, in the ordeal (ordeal.h): the book of `motograph wires`
 * on its feeds, and the ledger into which `motograph link` collects the rows of many logs.
 */
#ifndef SUPPORT_ORDEAL_BOOKS_H
#define SUPPORT_ORDEAL_BOOKS_H

#include <stdbool.h>

#include "ordeal.h"

/* Takes rows into the ledger `path`, and prints each that is on the disk. An exit code. */
int ordeal_take_rows(const char *path);

/* Whether the rows that were there before, and those that were acknowledged, are there, each whole
 * and in its chain. */
bool ordeal_has_rows(const char *path, const struct ordeal_run *run);

/* Looks each story of a feed up in the book `path`, prints those that would air, and writes them
 * and how the feed stands; prints what is written. The first was withdrawn the first time. */
int ordeal_read_feed(const char *path);

/* Whether the story that was withdrawn did not air again, and what was acknowledged is there. */
bool ordeal_has_stories(const char *path, const struct ordeal_run *run);

#endif
