#include "control/rights.h"

#include <pwd.h>
#include <stddef.h>
#include <unistd.h>

/* What the wires may ask: nothing that another one has put on air is theirs. */
static const enum request_kind of_wires[] = {REQUEST_STATUS, REQUEST_ITEM, REQUEST_WITHDRAW};

struct rights rights_find(void)
{
    const struct passwd *user = getpwnam(RIGHTS_WIRES_USER);
    if (!user || user->pw_uid == geteuid())
        return (struct rights){0};
    return (struct rights){.wires = user->pw_uid, .wires_known = true};
}

bool rights_check(const struct rights *rights, uid_t user, enum request_kind kind,
                  struct diag *diag)
{
    if (!rights->wires_known || user != rights->wires)
        return true;
    for (size_t i = 0; i < sizeof of_wires / sizeof *of_wires; i++)
        if (of_wires[i] == kind)
            return true;
    return diag_error(diag, "%s: the user " RIGHTS_WIRES_USER " may not ask for it; an editor may",
                      request_name(kind));
}
