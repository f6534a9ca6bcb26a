/* Folders whose files are news: each is read when it is whole. The kernel says so (inotify(7):
 * closed after writing, moved in); what is there at the beginning counts when nothing has written
 * to it for a moment, and where the kernel tells nothing, as of a network's folder, when it looks
 * the same twice. Names that begin with a dot or end in .part or .tmp are others' work in progress.
 */
#ifndef WIRES_FOLDER_H
#define WIRES_FOLDER_H

#include <stdbool.h>

#include "base/loop.h"
#include "child.h"
#include "config/config.h"
#include "feeds/item.h"
#include "wires/editor.h"

struct folders;

/* A file that was read; its items have ids. */
typedef struct editor_result (*folder_fn)(void *user, const struct config_feed *feed,
                                          struct feed *document);

/* Looks at the folders of the feeds that have one, all of which outlive it; done is called whenever
 * nothing is left to read. */
struct folders *folders_create(struct loop *loop, const struct config *config,
                               struct children *children, folder_fn fn, void (*done)(void *user),
                               void *user);

/* What is being read is forgotten: end the children first. NULL is fine. */
void folders_destroy(struct folders *folders);

/* Whether all that was there has been read. */
bool folders_are_done(const struct folders *folders);

#endif
