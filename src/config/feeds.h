/* The list of feeds: ( { url = "https://news.example/rss"; name = "Example"; }, ... ). */
#ifndef CONFIG_FEEDS_H
#define CONFIG_FEEDS_H

#include <libconfig.h>

#include "config/config.h"
#include "value.h"

/* Takes the list, which stands at `place`, in place of what was there. False with every mistake in
 * diag; then there are no feeds. */
bool feeds_take(struct config *config, const config_setting_t *list, struct value_place place,
                struct diag *diag);

/* What no single key can tell: a feed has a name that no other has, and either a url or a folder.
 * False with an error for each that is not so. */
bool feeds_check(const struct config *config, const char *file, struct diag *diag);

/* Frees them; then there are none. */
void feeds_finish(struct config *config);

/* Writes them as they stand in a file. */
void feeds_print(const struct config *config, bool sample, FILE *stream);

#endif
