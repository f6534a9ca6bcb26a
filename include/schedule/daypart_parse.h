/* Dayparts as people write them (schedule/daypart.h). */
#ifndef SCHEDULE_DAYPART_PARSE_H
#define SCHEDULE_DAYPART_PARSE_H

#include <stdbool.h>

#include "base/diag.h"
#include "schedule/daypart.h"

/* Reads `[NAME:] [DATES] [DAYS] FROM-TO [dark | brightness N]`. False with an error that shows it
 * and says what is allowed; *daypart is unchanged then. */
bool daypart_parse(const char *text, struct daypart *daypart, struct diag *diag);

#endif
