/* Where the panels of a wall hang, for the pattern that numbers them (layout/pattern.h). */
#ifndef CLI_PATTERN_H
#define CLI_PATTERN_H

#include "config/config.h"
#include "layout/pattern.h"

/* Fills in all panels of a checked wall, from the connector on, chain after chain; returns how
 * many they are. */
int pattern_panels(const struct config_panel *wall, struct pattern_panel panels[CONFIG_PANELS_MAX]);

/* Letters that fit the lowest panel of a checked wall. NULL with an error; the caller closes. */
struct fonts *pattern_fonts(const struct config *config, struct diag *diag);

#endif
