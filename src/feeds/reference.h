/* Character references of HTML (HTML Standard, 13.2.5.72 and 13.5). */
#ifndef FEEDS_REFERENCE_H
#define FEEDS_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#define REFERENCE_SIZE 8 /* bytes that the longest expansion takes, with its NUL */

/* What the reference at text[0], an "&", stands for, into out (UTF-8, NUL-terminated); returns its
 * length in bytes, or 0 where it is none and the ampersand is a text's own. Names of old that need
 * no semicolon are taken without one; in an attribute not before a letter, a digit or "=". Numbers
 * of Windows' quotation marks (&#146;) are these; of no character U+FFFD. */
size_t reference_read(const char *text, size_t length, bool in_attribute, char out[REFERENCE_SIZE]);

/* The expansion of a name that ends before its semicolon; NULL where HTML knows none. Static. */
const char *reference_named(const char *name, size_t length);

#endif
