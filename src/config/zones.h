/* The list of zones: ( { shows = "headlines"; height = 16; }, ... ). */
#ifndef CONFIG_ZONES_H
#define CONFIG_ZONES_H

#include <libconfig.h>

#include "config/config.h"
#include "value.h"

/* Takes the list, which stands at `place`, in place of what was there. False with every mistake in
 * diag; then there are no zones. */
bool zones_take(struct config *config, const config_setting_t *list, struct value_place place,
                struct diag *diag);

/* Frees them; then there are none. */
void zones_finish(struct config *config);

/* Writes them as they stand in a file. */
void zones_print(const struct config *config, bool sample, FILE *stream);

#endif
