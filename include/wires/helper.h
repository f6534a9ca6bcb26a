/* Where the second program is (wires/program.h). */
#ifndef WIRES_HELPER_H
#define WIRES_HELPER_H

#include "base/diag.h"

/* Its path: beside the program (a build folder), else libexec/motograph of the prefix whose bin has
 * the program. The caller frees. NULL with an error where it is in neither. */
char *helper_path(struct diag *diag);

#endif
