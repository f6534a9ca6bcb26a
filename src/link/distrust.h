/* Why a broker's certificate is not believed, in words. */
#ifndef LINK_DISTRUST_H
#define LINK_DISTRUST_H

/* `ssl` is the library's connection (SSL *, NULL is fine), `told` what it says of its failure.
 * Literals, for people. */
const char *distrust_words(void *ssl, const char *told);

#endif
