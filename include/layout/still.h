/* A scene that is made without the store: a text for `render`. */
#ifndef LAYOUT_STILL_H
#define LAYOUT_STILL_H

#include "base/diag.h"
#include "display/scene.h"
#include "text/font.h"

struct config;
struct config_panel;

/* A text as the panel would show it: centred where it fits, else as one long
 * strip of the wall's height. NULL with an error. The caller unrefs. */
struct scene *still_text(const struct config *config, struct fonts *fonts, const char *text,
                         int wall_width, int wall_height, struct diag *diag);

/* A text for people who stand before the wall while it starts, from now_ns on: centred where it
 * fits, else it crawls through once, for *pass_ns (0: it stands). NULL with an error. The caller
 * unrefs. */
struct scene *still_notice(const struct config *config, struct fonts *fonts, const char *text,
                           int wall_width, int wall_height, int64_t now_ns, int64_t *pass_ns,
                           struct diag *diag);

#endif
