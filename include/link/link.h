/* motograph link: this wall at a broker of messages (MQTT). A process of its own that watches the
 * ticker by its socket, and asks it there for what topics say; whatever becomes of it, or of the
 * broker, the ticker goes on.
 */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include <stdbool.h>

#include "base/diag.h"

struct config;

/* Reads the configuration again into an uninitialised one, which is to be finished in any case;
 * false with an error for each mistake. */
typedef bool link_read_again(void *user, struct config *fresh, struct diag *diag);

/* Until SIGTERM or SIGINT. At SIGHUP mqtt.keys are read again, over the same connection and beside
 * the same numbers; where anything of the configuration is wrong, they stay as they were. False
 * with an error. */
bool link_run(const struct config *config, link_read_again *again, void *user, struct diag *diag);

#endif
