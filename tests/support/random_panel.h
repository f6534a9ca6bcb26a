/* Panels that nobody builds, by the words of boards/panels/README.md: any order of registers, rows,
 * colours, any start sequence.
 */
#ifndef SUPPORT_RANDOM_PANEL_H
#define SUPPORT_RANDOM_PANEL_H

#include <stdio.h>

/* Writes the text of a panel file that is good; the same one for the same seed. */
void random_panel_write(FILE *file, unsigned seed);

#endif
