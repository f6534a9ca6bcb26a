/* Who may ask what. The socket is for the editors of the group motograph; a program that reads
 * strangers' documents is in that group, too, as a user of its own, and may ask for little. The
 * kernel says who asks (SO_PEERCRED, unix(7)); one table says what that user may.
 */
#ifndef CONTROL_RIGHTS_H
#define CONTROL_RIGHTS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/diag.h"
#include "control/request.h"

/* The user whom the service of `motograph wires` runs as. */
#define RIGHTS_WIRES_USER "motograph-wires"
/* And of `motograph serve`, which says for whom it asks. */
#define RIGHTS_SERVE_USER "motograph-serve"
/* And of `motograph link`, which says whose key it was. */
#define RIGHTS_LINK_USER "motograph-link"

/* The users of the table, by number: asked for once, since that may read files. */
struct rights {
    uid_t own; /* that this runs as */
    uid_t wires, serve, link;
    /* there is such a user, and it is not the own one */
    bool wires_known, serve_known, link_known;
};

/* Looks the users up. */
struct rights rights_find(void);

/* Whether that user may ask for it; false with an error. */
bool rights_check(const struct rights *rights, uid_t user, enum request_kind kind,
                  struct diag *diag);

/* Whether that user may say for whom it asks (request.editor): the log has it then. Only serve,
 * which has asked for a token, link, and the ticker's own user may; false with an error. */
bool rights_may_name(const struct rights *rights, uid_t user, struct diag *diag);

#endif
