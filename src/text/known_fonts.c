#include "known_fonts.h"

#include <stddef.h>

static FcConfig *known;

FcConfig *known_fonts(void)
{
    if (known && !FcConfigUptoDate(known))
        known_fonts_forget();
    if (!known)
        known = FcInitLoadConfigAndFonts();
    return known;
}

void known_fonts_forget(void)
{
    if (known)
        FcConfigDestroy(known);
    known = NULL;
}
