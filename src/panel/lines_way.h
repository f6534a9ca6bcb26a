/* Who sets the connector's lines. libgpiod finds, names and holds them in any case. */
#ifndef PANEL_LINES_WAY_H
#define PANEL_LINES_WAY_H

enum lines_way {
    LINES_BY_LIBRARY,   /* libgpiod: with 1.6 by handles, of which all lines are written */
    LINES_BY_REQUESTS,  /* the kernel, by one request for each chip (kernel_lines.h) */
    LINES_BY_REGISTERS, /* the program, in the chip's own registers (lines_mapped.h) */
};

/* "the library", "the kernel's requests", "registers": constants. */
const char *lines_way_name(enum lines_way way);

#endif
