#include "query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/asked_time.h"
#include "base/clock.h"
#include "serve/reply.h"

#define DIGITS_MOST 18 /* of what fits into 63 bits, whatever the digits */

static bool refuse(struct route_reply *reply, const char *name, const char *text,
                   const char *allowed)
{
    reply_refuse(reply, STATUS_FIELD, "field", "The query is not as it may be.", name, text,
                 allowed);
    return false;
}

bool query_number(const struct asked *asked, const char *name, int64_t least, int64_t most,
                  int64_t *number, struct route_reply *reply)
{
    char allowed[64];
    const char *text = asked->query(asked->user, name);
    size_t length = text ? strlen(text) : 0;
    if (!text)
        return true;
    bool plain = length > 0 && length <= DIGITS_MOST && strspn(text, "0123456789") == length;
    int64_t value = plain ? strtoll(text, NULL, 10) : -1;
    snprintf(allowed, sizeof allowed, "a whole number from %lld to %lld", (long long)least,
             (long long)most);
    if (value < least || value > most)
        return refuse(reply, name, text, allowed);
    *number = value;
    return true;
}

bool query_time(const struct route_world *world, const struct asked *asked, const char *name,
                int64_t *when_ns, struct route_reply *reply)
{
    const char *text = asked->query(asked->user, name);
    struct diag diag = {0};
    int64_t when_ms = 0;
    if (!text)
        return true;
    bool good = asked_time_parse(text, world->now_ms, ASKED_TIME_PAST, &when_ms, &diag);
    if (good && (!asked_time_is_exact(text) || !clock_parse_ns(text, when_ns))) /* it is finer */
        *when_ns = when_ms * CLOCK_NS_PER_MS;
    if (!good)
        refuse(reply, name, text, diag.count ? diag.messages[0].text : "a time that is past");
    diag_finish(&diag);
    return good;
}
