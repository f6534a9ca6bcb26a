/* What a configuration's panel.model, driver, select and the keys of its size come to. */
#ifndef CONFIG_PANEL_MODEL_H
#define CONFIG_PANEL_MODEL_H

#include <stdbool.h>

#include "base/diag.h"
#include "config/panel_keys.h"

/* Which keys a person has set: they come before the model's file, or contradict it. */
struct panel_asked {
    bool rows, columns, scan, multiplex, order, blank_ns;
};

/* Fills in panel->wiring, and of a model rows, columns, scan, order and blank_ns. False with
 * errors that begin with the key: a model or chip that there is not, a chip that can't be driven, a
 * key that says something else than the model. Without a model the keys must come to a wiring
 * (panel_wire_by_keys). */
bool panel_model_apply(struct config_panel *panel, struct panel_asked asked, struct diag *diag);

#endif
