/* Where an LED of the wall is wired: the other way round than src/hub75/panel.c,
 * from the LED to its place in the registers, written from the panels' wiring.
 */
#ifndef SUPPORT_MODULE_H
#define SUPPORT_MODULE_H

#include "config/config.h"
#include "test_module.h"

struct module_place {
    int row, column, lane, half; /* column 0 is shifted first */
};

struct module_place module_place(const struct config_panel *config, int x, int y);

/* The same on a wall of panels that a file describes. Row -1: no panel hangs there. */
struct module_place module_place_of(const struct config_panel *config,
                                    const struct test_module *module, int x, int y);

/* The panel that the keys model and driver name, by the files' text: writes, rows, wiring. Without
 * a model only the chip's settings, of a plain panel by the keys. */
bool module_named(const struct config_panel *config, struct test_module *module);

/* The geometries that tests go through; NULL ends the list. */
extern const struct config_panel module_geometries[];
extern const int module_geometry_count;

#endif
