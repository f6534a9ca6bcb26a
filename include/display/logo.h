/* A logo: a PNG file as a strip, each of its px enlarged to whole LEDs. */
#ifndef DISPLAY_LOGO_H
#define DISPLAY_LOGO_H

#include "base/diag.h"
#include "text/strip.h"

/* Any PNG that libpng reads, up to 1024 x 1024 px; transparent where it is so.
 * NULL with an error. The caller unrefs. */
struct strip *logo_read(const char *path, int scale, struct diag *diag);

#endif
