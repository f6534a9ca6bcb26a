/* The socket that HTTP comes in on. */
#ifndef SERVE_LISTEN_H
#define SERVE_LISTEN_H

#include "base/diag.h"

#define LISTEN_URL_SIZE 80

/* Listens on "127.0.0.1:8080", "[::1]:8080" or "*:8080" (on all addresses); port 0: one that is
 * free. The socket, for the caller to close, and where a browser on this machine finds it; -1 with
 * an error. */
int listen_open(const char *address, char url[LISTEN_URL_SIZE], struct diag *diag);

#endif
