/* The configuration: plain values, checked and complete; nobody but this stage knows libconfig.
 * Each group stands in a header of its own (config/GROUP_keys.h): a later stage includes those that
 * it reads, and this one only where it has the whole configuration in its hands.
 *
 * Keys are written `group.key` (`panel.rows`, `store.path`). One table a group
 * (config/schema.h) says for each key its type, default, range, unit and help;
 * parsing, `--set`, `check-config`, `--print-config` and the sample file come
 * from it.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/diag.h"
#include "config/colours_keys.h"
#include "config/control_keys.h"
#include "config/crawl_keys.h"
#include "config/feed_keys.h"
#include "config/hub75_keys.h"
#include "config/kiosk_keys.h"
#include "config/layout_keys.h"
#include "config/log_keys.h"
#include "config/mqtt_keys.h"
#include "config/news_keys.h"
#include "config/panel_keys.h"
#include "config/picture_keys.h"
#include "config/rota_keys.h"
#include "config/schedule_keys.h"
#include "config/snippet_keys.h"
#include "config/store_keys.h"
#include "config/text_keys.h"
#include "config/zone_keys.h"

struct configuration_places; /* where each key was set, for messages */

struct config {
    struct config_store store;
    struct config_news news;
    struct config_rota rota;
    struct config_schedule schedule;
    struct config_panel panel;
    struct config_text text;
    struct config_crawl crawl;
    struct config_layout layout;
    struct config_colours colours;
    struct config_snippet snippet;
    struct config_picture picture;
    struct config_hub75 hub75;
    struct config_control control;
    struct config_mqtt mqtt;
    struct config_kiosk kiosk;
    struct config_log log;
    struct config_zone zones[CONFIG_ZONES_MAX]; /* none: the news on the whole wall */
    size_t zone_count;
    struct config_feed *feeds; /* NULL: none */
    size_t feed_count;
    struct configuration_places *places;
};

/* Fills in the defaults (environment: XDG_DATA_HOME, XDG_RUNTIME_DIR, HOME for
 * the paths). configuration_finish frees. */
void configuration_init(struct config *config);

/* Frees what the configuration owns; a zeroed one is fine. */
void configuration_finish(struct config *config);

/* Reads a file over what is there. Files that it names (panel.board and text.fonts with a '/', a
 * zone's logo) are named from its folder on; those of configuration_set from the current one. Every
 * mistake of the file and of the files it includes lands in diag as `FILE:LINE: key: found,
 * allowed`, in one go. False when there was any error; then config holds defaults for what was bad.
 */
bool configuration_read(struct config *config, const char *path, struct diag *diag);

/* `KEY=VALUE` as of --set. A string value may come without quotation marks. */
bool configuration_set(struct config *config, const char *assignment, struct diag *diag);

/* The same by somebody else, whom messages name (`from`) where they have --set. */
bool configuration_assign(struct config *config, const char *assignment, const char *from,
                          struct diag *diag);

/* What no single key can tell: a scan rate the rows can't have, ... `places`
 * known from configuration_read are used for FILE:LINE. Call it after the last set. */
bool configuration_check(struct config *config, struct diag *diag);

/* Gives a place (FILE:LINE, or --set) to what later stages say of a key without one: each message
 * that begins with `group.key:`, or with `zones: zone N`. */
void configuration_place(const struct config *config, struct diag *diag);

/* The path that `motograph` reads without -c: the user's, /etc, or NULL when
 * neither is there. The caller frees. */
char *configuration_default_path(void);

/* The user's own one of these, be it there or not. The caller frees. */
char *configuration_own_path(void);

/* The whole configuration as a file that configuration_read takes; `sample` adds each
 * key's help, unit and range as comments. */
void configuration_print(const struct config *config, bool sample, FILE *stream);

#endif
