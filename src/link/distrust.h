/* Why a broker's certificate is not believed, in words. */
#ifndef LINK_DISTRUST_H
#define LINK_DISTRUST_H

#include <stdbool.h>

/* `ssl` is the library's connection (SSL *, NULL is fine), `told` what it says of its failure.
 * Literals, for people. */
const char *distrust_words(void *ssl, const char *told);

/* What is said of bytes that are none of TLS. */
extern const char *const distrust_no_tls;

/* Whether both ends have agreed on TLS; false of NULL. */
bool distrust_is_agreed(void *ssl);

#endif
