/* Text as manual pages have it: the macros of mdoc(7). */
#ifndef CLI_ROFF_H
#define CLI_ROFF_H

#include <stdio.h>

/* A line that calls a macro: ".Sh NAME". The argument is one there, whatever stands in it. */
void roff_macro(FILE *stream, const char *macro, const char *argument);

/* Text, UTF-8, as lines of the page: each sentence begins one, none is longer than 80 bytes
 * where a space lets it break, and no sign of it is taken for a command. Where a line ends in the
 * text, one ends on the page. */
void roff_text(FILE *stream, const char *text);

#endif
