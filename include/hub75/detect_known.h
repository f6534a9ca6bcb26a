/* The panels and chips that detect (hub75/detect.h) can find: those of the data's files. */
#ifndef HUB75_DETECT_KNOWN_H
#define HUB75_DETECT_KNOWN_H

#include <stdbool.h>

#include "base/diag.h"
#include "hub75/detect.h"

/* Reads all panels there are, and the chips that can be driven: the plain one first, and of those
 * whose start differs in bits only, which nobody can see, the first by name. False with errors
 * where some file is wrong; the caller finishes either way. */
bool detect_known_load(struct detect_known *known, struct diag *diag);

/* Frees what was loaded; a zeroed one is fine. */
void detect_known_finish(struct detect_known *known);

#endif
