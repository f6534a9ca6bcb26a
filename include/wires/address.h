/* Which addresses of the network are public: a public one must never lead into a house's own
 * network, be it by a redirect or by a name that has become another address.
 *
 * Sources: the IANA registries of special-purpose addresses (RFC 6890 and what it refers to), for
 * 100.64.0.0/10 RFC 6598, for addresses of IPv4 within IPv6 RFC 4291, 6052 and 3056.
 */
#ifndef WIRES_ADDRESS_H
#define WIRES_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

enum address_kind {
    ADDRESS_PUBLIC,
    ADDRESS_PRIVATE, /* of this machine or its networks, or of none */
    ADDRESS_NAME,    /* no address: a name, or of another family */
};

/* Of a socket's address, as connect(2) has it. Anything but IPv4 and IPv6 is private. */
enum address_kind address_of_socket(const struct sockaddr *address);

/* Of a host as it stands in a URL, with or without the brackets and the zone of IPv6. */
enum address_kind address_of_host(const char *host);

#endif
