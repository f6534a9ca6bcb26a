/* motograph link: this wall at a broker of messages (MQTT). A process of its own that watches the
 * ticker by its socket, and asks it there for what topics say; whatever becomes of it, or of the
 * broker, the ticker goes on.
 */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include <stdbool.h>

#include "base/diag.h"

struct config;

/* Until SIGTERM or SIGINT. False with an error. */
bool link_run(const struct config *config, struct diag *diag);

#endif
