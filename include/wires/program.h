/* The second program, motograph-wires: all that has to do with the network. The ticker's program
 * holds none of it, and starts this one (cli/companion.h).
 *
 *   motograph-wires run [OPTIONS]        fetches what is configured, until it is ended
 *   motograph-wires get [OPTIONS] URL    fetches once, for `motograph feed URL`
 *   motograph-wires read ...             reads one document, shut in; the first starts it
 */
#ifndef WIRES_PROGRAM_H
#define WIRES_PROGRAM_H

/* All of it; returns the exit code, 0 where what was asked was done. */
int program_main(int argc, char **argv);

#endif
