/* Where a broker is: mqtt.broker, of a cluster several with semicolons between. Pure. */
#ifndef LINK_ADDRESSES_H
#define LINK_ADDRESSES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

#define BROKER_ADDRESSES_MOST 8

struct broker_address {
    char *host; /* a name or a number, without brackets */
    int port;
    bool tls;
};

struct broker_addresses {
    struct broker_address items[BROKER_ADDRESSES_MOST]; /* all of them with TLS, or none */
    size_t count;                                       /* at least one */
};

/* "mqtt://host:1883; mqtts://[::1]", or without a scheme. False with an error where it makes no
 * sense; the caller finishes it in any case. */
bool broker_addresses_read(struct broker_addresses *addresses, const char *text, struct diag *diag);

/* Frees what it owns and zeroes it. */
void broker_addresses_finish(struct broker_addresses *addresses);

#endif
