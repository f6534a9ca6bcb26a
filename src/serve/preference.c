#include "serve/preference.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SPACE " \t"

/* A member of the field: its name, and how much it is wanted. */
struct member {
    const char *name;
    size_t length;
    double weight;
};

/* Takes the next one; false: that was all. */
static bool next(const char **field, struct member *member)
{
    const char *at = *field ? *field + strspn(*field, "," SPACE) : "";
    if (!*at)
        return false;
    *member = (struct member){at, strcspn(at, ",;" SPACE), 1};
    at += member->length;
    const char *end = at + strcspn(at, ",");
    for (at += strspn(at, SPACE); *at == ';'; at += strcspn(at, ",;")) {
        at += 1 + strspn(at + 1, SPACE);
        if (strncasecmp(at, "q=", 2) == 0)
            member->weight = strtod(at + 2, NULL);
    }
    *field = end;
    return true;
}

static bool is_named(const struct member *member, const char *name)
{
    return strlen(name) == member->length && strncasecmp(member->name, name, member->length) == 0;
}

/* A language by its range (RFC 4647, 3.3.1, the other way round: de-AT has de's page). */
static bool means(const struct member *member, const char *name)
{
    size_t length = strlen(name);
    return is_named(member, name) || (member->length > length && member->name[length] == '-' &&
                                      strncasecmp(member->name, name, length) == 0);
}

bool preference_takes(const char *field, const char *name)
{
    struct member member;
    double any = 0;
    while (next(&field, &member)) {
        if (is_named(&member, name))
            return member.weight > 0;
        if (is_named(&member, "*"))
            any = member.weight;
    }
    return any > 0;
}

size_t preference_choose(const char *field, const char *const *names, size_t count)
{
    struct member member;
    double most = 0;
    size_t chosen = 0;
    while (next(&field, &member)) {
        for (size_t i = 0; i < count; i++) {
            if (!means(&member, names[i]) || member.weight <= most)
                continue;
            most = member.weight;
            chosen = i;
        }
    }
    return chosen;
}
