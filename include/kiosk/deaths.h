/* What was on air when the program died by itself: a snippet whose airing ended it twice within a
 * boot is held, so that it does not end it for ever.
 *
 * A file beside the control socket, which a boot empties, tells each airing as it begins; a signal
 * of a crash marks it; a stop takes the airing away. A loss of power and SIGKILL leave no mark;
 * a loop that stood still is ended by a signal that does (panel/guard.h).
 */
#ifndef KIOSK_DEATHS_H
#define KIOSK_DEATHS_H

#include <stdint.h>

#include "store/store.h"

struct deaths;

/* Reads what the last program left at `path`, says so on the log, holds what has to be, and watches
 * from now on (the signals of a crash, the handlers of before go on behind it). NULL where there
 * can be no such file. One a process. */
struct deaths *deaths_watch(const char *path, struct store *store);

/* An airing begins; 0: nothing airs. NULL is fine. */
void deaths_on_air(struct deaths *deaths, int64_t snippet);

/* The program ends as it should. NULL is fine. */
void deaths_end(struct deaths *deaths);

#endif
