/* The list of panels: ( { order = "RBG"; }, ... ): what is different about single panels of the
 * wall, from the connector on, chain after chain. */
#ifndef CONFIG_PANEL_LIST_H
#define CONFIG_PANEL_LIST_H

#include <libconfig.h>
#include <stdbool.h>
#include <stdio.h>

#include "config/panel_keys.h"
#include "value.h"

/* Takes the list, which stands at `place`, in place of what was there. False with every mistake in
 * diag; then no panel is different. */
bool panel_list_take(struct config_panel *panel, const config_setting_t *list,
                     struct value_place place, struct diag *diag);

/* Whether another panel hangs or lights otherwise. */
bool panel_list_differs(const struct config_panel *one, const struct config_panel *other);

/* False with an error where more panels are listed than the wall has, or they can't hang so. */
bool panel_list_check(const struct config_panel *panel, struct diag *diag);

/* Writes it as it stands in a file; nothing where no panel is different and no sample is asked. */
void panel_list_print(const struct config_panel *panel, bool sample, FILE *stream);

#endif
