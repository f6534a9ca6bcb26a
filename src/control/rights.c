#include "control/rights.h"

#include <pwd.h>
#include <stddef.h>
#include <unistd.h>

/* What the wires may ask: nothing that another one has put on air is theirs. */
static const enum request_kind of_wires[] = {REQUEST_STATUS, REQUEST_ITEM, REQUEST_WITHDRAW};

static bool find_user(const char *name, uid_t own, uid_t *found)
{
    const struct passwd *user = getpwnam(name);
    if (!user || user->pw_uid == own)
        return false;
    *found = user->pw_uid;
    return true;
}

struct rights rights_find(void)
{
    struct rights rights = {.own = geteuid()};
    rights.wires_known = find_user(RIGHTS_WIRES_USER, rights.own, &rights.wires);
    rights.serve_known = find_user(RIGHTS_SERVE_USER, rights.own, &rights.serve);
    return rights;
}

bool rights_may_name(const struct rights *rights, uid_t user, struct diag *diag)
{
    return user == rights->own || (rights->serve_known && user == rights->serve) ||
           diag_error(diag,
                      "\"editor\": only the user " RIGHTS_SERVE_USER " may say for whom it asks");
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
