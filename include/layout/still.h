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

#endif
