/* What fontconfig knows to be installed: one list for all chains of fonts, since it takes half a
 * megabyte and a fiftieth of a second to read. */
#ifndef TEXT_KNOWN_FONTS_H
#define TEXT_KNOWN_FONTS_H

#include <fontconfig/fontconfig.h>

/* As things stand now: read anew where something was installed meanwhile. NULL where fontconfig
 * can't read its configuration. Valid until the next call, or until it is forgotten; what was found
 * in it stays. For one thread. */
FcConfig *known_fonts(void);

/* Gives its memory back. */
void known_fonts_forget(void);

#endif
