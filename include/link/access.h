/* What of the configuration (mqtt.*) says how a broker is reached and as who this wall is there:
 * read and checked by the same code for who connects and for `motograph check-config`. Opens no
 * connection.
 */
#ifndef LINK_ACCESS_H
#define LINK_ACCESS_H

#include <stdbool.h>

#include "base/diag.h"
#include "link/signed_keys.h"
#include "link/topic.h"

struct config;

/* Address, user, password and certificates, each alone and beside each other. *password: the first
 * line of mqtt.password_file, for the caller to free; NULL where none is configured. False with an
 * error for each mistake. */
bool access_read(const struct config *config, char **password, struct diag *diag);

/* As who this wall is meant, and whose signed content it takes. False with an error for each
 * mistake. */
bool access_identity(const struct config *config, struct topic_names *names,
                     struct signed_keys *keys, struct diag *diag);

/* All that `motograph link` would refuse at its start, of what is configured; and warnings of what
 * it would take and nobody can mean. False with an error for each mistake. */
bool access_check(const struct config *config, struct diag *diag);

#endif
