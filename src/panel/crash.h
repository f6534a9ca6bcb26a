/* What a program that crashes still does for the panel: output off, by one call
 * of the kernel; the guard does the rest.
 */
#ifndef PANEL_CRASH_H
#define PANEL_CRASH_H

#include <stdbool.h>

#include "hub75/lines.h"

/* Handlers for the signals of a crash, and no core dumps unless asked for: while
 * one is written, or read by a program of kernel.core_pattern, the lines stay
 * held as they are. */
void crash_catch(bool core_dumps);

/* The lines that are lit, of lines_gpiod.h; NULL: none. */
void crash_watch(struct lines *lines);

#endif
