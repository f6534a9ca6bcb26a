/* Panels as data: one file a panel (libconfig), NAME.panel in a folder `boards/panels` of the data
 * (config/data.h). What stands in it: boards/panels/README.md. Chips: config/chip_file.h.
 */
#ifndef CONFIG_PANEL_FILE_H
#define CONFIG_PANEL_FILE_H

#include <stdbool.h>

#include "base/diag.h"
#include "config/alias.h"
#include "config/data.h"
#include "config/panel_wiring.h"

struct config_panel;

struct panel_file {
    char *file, *name;
    char *title, *source;
    char *tested;  /* "emulated" or "no" */
    char *picture; /* in words: how its LEDs light up as they are clocked */
    char *chip;    /* name of a chip's file; NULL: the file says what its chips want */
    struct aliases aliases;
    int order;                  /* enum config_order */
    int blank_ns;               /* darkness that its rows need */
    struct panel_wiring wiring; /* whole; its chips' writes as well */
};

/* Reads a panel by its name or one of its aliases, or a file when the name has a '/'. False with
 * errors FILE:LINE, what was found, what is allowed; then there is nothing to finish. */
bool panel_file_read(struct panel_file *panel, const char *name, struct diag *diag);

/* Frees what panel_file_read gave; a zeroed one is fine. */
void panel_file_finish(struct panel_file *panel);

/* Calls fn for each panel there is, as data_each does. */
bool panel_file_each(void (*fn)(void *user, const struct data_file *file), void *user,
                     struct diag *diag);

/* "binary", "line", ...: as a file names a row selection; static. */
const char *panel_select_name(enum wiring_select select);

#endif
