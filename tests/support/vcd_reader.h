/* Feeds a Value Change Dump of the connector's lines into a test panel. */
#ifndef SUPPORT_VCD_READER_H
#define SUPPORT_VCD_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "test_panel.h"

/* Line changes less than call_ns apart from the first one of a call belong to
 * it. visit, which may be NULL, is called before each call with its time; false
 * ends the reading. False when the file is no such trace. */
bool vcd_read(const char *path, int64_t call_ns, struct test_panel *panel,
              bool (*visit)(void *user, int64_t t_ns), void *user);

#endif
