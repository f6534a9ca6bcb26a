/* Lines as wide as the terminal: what is wider goes on in the next one. */
#ifndef CLI_COLUMNS_H
#define CLI_COLUMNS_H

#include <stdbool.h>
#include <stdio.h>

/* Of what is read on any terminal, as a command's help. */
#define COLUMNS_USUAL 80

/* How many columns the lines of a stream have: those of COLUMNS (POSIX.1-2017, 8.3) or of the
 * terminal that it is; 0: it is none, and a line is as long as its words. */
int columns_of(FILE *stream);

/* Prints text, control characters in it replaced, and a line end. The cursor stands in column
 * `at`, from 0; where the words reach `width` (0: never) they go on in a new line, behind `indent`
 * spaces; so do they behind a line end. */
void columns_print(FILE *stream, const char *text, int at, int indent, int width);

/* From now on what is printed on standard output is folded so, if it goes to a terminal. */
void columns_begin(void);

/* From now on it is printed as it is; false where what was printed before could not be written. */
bool columns_end(void);

#endif
