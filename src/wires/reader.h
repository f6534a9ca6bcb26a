/* motograph-wires read: a document becomes a feed, in a process that can do nothing else. */
#ifndef WIRES_READER_H
#define WIRES_READER_H

/* read NAME TYPE BASE LANGUAGE ("" where one is not known): the document on standard input, frames
 * (wires/frames.h) on standard output. Returns the exit code: 0 where frames were written. */
int reader_main(int argc, char **argv);

#endif
