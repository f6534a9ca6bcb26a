/* FreeType's library, for the fonts of one configuration. Where it gets no memory for what every
 * font needs the program gives up, as it does itself (base/memory.h): FreeType 2.12 dies within
 * FT_New_Face then. What is greater is what a damaged font asks for, and an error of that font.
 */
#ifndef TEXT_FREETYPE_H
#define TEXT_FREETYPE_H

#include <ft2build.h>
#include FT_FREETYPE_H

/* NULL where it can't be started. */
FT_Library freetype_begin(void);

/* Its faces end, too. NULL is fine. */
void freetype_end(FT_Library library);

#endif
