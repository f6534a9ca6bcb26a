/* Addresses of the web (RFC 3986). */
#ifndef FEEDS_ADDRESS_H
#define FEEDS_ADDRESS_H

/* An address without its blanks, absolute where base is an absolute one (5.2); NULL where nothing
 * is left of it. address and base may be NULL. The caller frees. */
char *address_absolute(const char *address, const char *base);

#endif
