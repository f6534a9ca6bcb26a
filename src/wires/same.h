/* By what stories are told apart: an address without what counts visitors, a title without what is
 * only its dress. */
#ifndef WIRES_SAME_H
#define WIRES_SAME_H

/* An address without scheme, "www.", the parameters that count visitors, fragment and last slash;
 * NULL of NULL. The caller frees. */
char *same_link(const char *link);

/* A title's letters and digits in small ones, with a blank between words; NULL where it has none.
 * The caller frees. */
char *same_title(const char *title);

#endif
