/* Where the panels of a wall hang, for the pattern that numbers them (layout/pattern.h). */
#ifndef CLI_PATTERN_H
#define CLI_PATTERN_H

#include "config/panel_keys.h"
#include "layout/pattern.h"

/* Fills in all panels of a checked wall, from the connector on, chain after chain; returns how
 * many they are. */
int pattern_panels(const struct config_panel *wall, struct pattern_panel panels[CONFIG_PANELS_MAX]);

#endif
