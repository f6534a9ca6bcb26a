/* motograph-wires get: one document of the network, for who reads a pipe. */
#ifndef WIRES_GET_H
#define WIRES_GET_H

/* get [--etag E] [--modified M] [--ca FILE] [--proxy URL] [--user U:P] URL: prints lines "NAME
 * VALUE" (status, type, url, moved, etag, modified, retry, age), an empty line and the document; a
 * fault on standard error. Returns the exit code: 0 for a 200 or a 304. */
int get_main(int argc, char **argv);

#endif
