/* The column drivers of panels as data: one file a chip (libconfig), NAME.chip in a folder
 * `boards/chips` of the data (config/data.h): what they want to hear before they light, and how
 * they take data. The same settings may stand in a panel's file.
 */
#ifndef CONFIG_CHIP_FILE_H
#define CONFIG_CHIP_FILE_H

#include <stdbool.h>

#include "base/diag.h"
#include "config/alias.h"
#include "config/data.h"
#include "config/panel_wiring.h"

struct config_setting_t; /* libconfig's */

struct chip_file {
    char *file, *name;
    char *title, *source;
    char *tested;  /* "emulated" or "no" */
    char *refused; /* why it can't be driven by this program, and what would; NULL: it can */
    struct aliases aliases;
    struct panel_wiring wiring; /* its writes, latch_clocks and falling; else empty */
};

/* Reads a chip as panel_file_read does a panel. One that is refused is read all the same. */
bool chip_file_read(struct chip_file *chip, const char *name, struct diag *diag);

/* Frees what chip_file_read gave; a zeroed one is fine. */
void chip_file_finish(struct chip_file *chip);

/* Calls fn for each chip there is, as data_each does. */
bool chip_file_each(void (*fn)(void *user, const struct data_file *file), void *user,
                    struct diag *diag);

/* Takes `writes`, `latch_clocks` and `clock` of a group into the wiring; what is not there is as of
 * a plain shift register. False with an error of the file `path`. */
bool chip_take(struct panel_wiring *wiring, const struct config_setting_t *group, const char *path,
               struct diag *diag);

/* The wiring's chips are these from now on. */
void chip_put(struct panel_wiring *wiring, const struct panel_wiring *chip);

#endif
