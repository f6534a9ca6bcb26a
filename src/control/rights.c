#include "control/rights.h"

#include <pwd.h>
#include <stddef.h>
#include <unistd.h>

/* What the wires may ask: nothing that another one has put on air is theirs. */
static const enum request_kind of_wires[] = {REQUEST_STATUS, REQUEST_ITEM, REQUEST_WITHDRAW};

/* What topics may: no article is read, nor the file of the configuration. */
static const enum request_kind of_link[] = {
    REQUEST_STATUS, REQUEST_WATCH,      REQUEST_NEXT,     REQUEST_PAUSE, REQUEST_BLANK,
    REQUEST_KILL,   REQUEST_PUT,        REQUEST_BREAKING, REQUEST_CLEAR, REQUEST_APPROVE,
    REQUEST_REMOVE, REQUEST_BRIGHTNESS, REQUEST_SETTINGS};

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
    rights.link_known = find_user(RIGHTS_LINK_USER, rights.own, &rights.link);
    return rights;
}

bool rights_may_name(const struct rights *rights, uid_t user, struct diag *diag)
{
    return user == rights->own || (rights->serve_known && user == rights->serve) ||
           (rights->link_known && user == rights->link) ||
           diag_error(diag, "\"editor\": only the users " RIGHTS_SERVE_USER " and " RIGHTS_LINK_USER
                            " may say for whom they ask");
}

static bool is_among(const enum request_kind *kinds, size_t count, enum request_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (kinds[i] == kind)
            return true;
    return false;
}

#define IS_AMONG(kinds, kind) is_among(kinds, sizeof(kinds) / sizeof *(kinds), kind)

bool rights_check(const struct rights *rights, uid_t user, enum request_kind kind,
                  struct diag *diag)
{
    bool wires = rights->wires_known && user == rights->wires;
    bool link = rights->link_known && user == rights->link;
    if ((!wires && !link) || (wires && IS_AMONG(of_wires, kind)) ||
        (link && IS_AMONG(of_link, kind)))
        return true;
    return diag_error(diag, "%s: the user %s may not ask for it; an editor may", request_name(kind),
                      wires ? RIGHTS_WIRES_USER : RIGHTS_LINK_USER);
}
