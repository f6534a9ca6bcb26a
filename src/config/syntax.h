/* A configuration's text, and what is said where it is none: most often somebody has written it
 * as another program's. */
#ifndef CONFIG_SYNTAX_H
#define CONFIG_SYNTAX_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/diag.h"

/* Reads the file, without the byte order mark that some editors put before it. False with an error
 * where it can't be read, is too large, or is not text in UTF-8. */
bool syntax_read(const char *path, struct buffer *text, struct diag *diag);

/* Tells a syntax error that libconfig found in the text in that line, with its own words where
 * nothing better is known: curly quotation marks, INI, YAML, JSON, keys with a dot, words without
 * quotation marks. The line that it stands in; 0 where all of the file is another program's. */
int syntax_tell(const char *path, const char *text, int line, const char *error, struct diag *diag);

/* The same of an included file, which is read again. */
void syntax_tell_file(const char *path, int line, const char *error, struct diag *diag);

#endif
