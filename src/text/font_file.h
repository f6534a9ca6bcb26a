/* The file of a font that is asked for by name. */
#ifndef TEXT_FONT_FILE_H
#define TEXT_FONT_FILE_H

#include "font_chain.h"

/* A path as it stands, one of our own fonts by its bare name (FONTS_OWN_FAMILY: the size that
 * suits the chain best), else what fontconfig knows under that family, with the face's index in
 * the file (else 0). The caller frees. NULL with an error that says how to get it (the Debian
 * package where known). */
char *font_file_find(const struct fonts *fonts, const char *name, int *index, struct diag *diag);

#endif
