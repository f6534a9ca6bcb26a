/* motograph-wires run: feeds are fetched, read and put before the ticker, until it is ended. */
#ifndef WIRES_RUN_H
#define WIRES_RUN_H

/* run [-c FILE] [--set KEY=VALUE]... [--log LEVEL] [--once]: the exit code; with --once each feed
 * is asked once, at once. */
int run_main(int argc, char **argv);

#endif
