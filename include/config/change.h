/* A configuration that is read again while another one is in force: what differs, what of it can
 * be taken over while the ticker runs, and what needs a restart. */
#ifndef CONFIG_CHANGE_H
#define CONFIG_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

struct config;

/* Zero-initialised: nothing differs. */
struct configuration_change {
    size_t taken;  /* keys that differ and can be taken over; the zones are one */
    bool look;     /* letters, colours, motion or zones among them */
    char *restart; /* "panel.rows, store.path": keys that differ and need a restart; NULL: none */
};

/* What the fresh one would change. light: whether the output takes panel.brightness while it runs.
 * configuration_change_finish frees. */
void configuration_compare(const struct config *running, const struct config *fresh, bool light,
                           struct configuration_change *change);
void configuration_change_finish(struct configuration_change *change);

/* A file that the key names ("panel.board", "text.fonts", "zones") has other bytes: as if the key
 * differed. */
void configuration_touch(const char *key, bool light, struct configuration_change *change);

/* Takes over what differs and can be: those values change places, so that what the running one
 * had is the fresh one's, which the caller finishes. Texts of values that stay keep their place in
 * memory; with `look` the zones' texts are the fresh one's, and belong to the running one. */
void configuration_take(struct config *running, struct config *fresh, bool light, bool look);

#endif
