/* Where an LED of the wall is wired: the other way round than src/hub75/panel.c,
 * from the LED to its place in the registers, written from the panels' wiring.
 */
#ifndef SUPPORT_MODULE_H
#define SUPPORT_MODULE_H

#include "config/config.h"

struct module_place {
    int row, column, lane, half; /* column 0 is shifted first */
};

struct module_place module_place(const struct config_panel *config, int x, int y);

/* The geometries that tests go through; NULL ends the list. */
extern const struct config_panel module_geometries[];
extern const int module_geometry_count;

#endif
