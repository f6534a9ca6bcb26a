#include "link/addresses.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define PORT_PLAIN 1883 /* as IANA has them */
#define PORT_TLS 8883
#define PORT_MOST 65535

/* A colon and digits, or nothing at all; 0: neither. */
static int port_of(const char *behind, bool tls)
{
    size_t digits = *behind == ':' ? strspn(behind + 1, "0123456789") : 0;
    if (!*behind)
        return tls ? PORT_TLS : PORT_PLAIN;
    if (digits == 0 || behind[1 + digits])
        return 0;
    long port = strtol(behind + 1, NULL, 10);
    return port <= PORT_MOST ? (int)port : 0;
}

/* What stands behind the host, which begins at *rest; NULL: there is none. */
static const char *find_host(const char **rest, size_t *length)
{
    if (**rest != '[') {
        *length = strcspn(*rest, ":");
        return *length > 0 && !memchr(*rest, '/', *length) ? *rest + *length : NULL;
    }
    *length = strcspn(++*rest, "]");
    return *length > 0 && (*rest)[*length] == ']' ? *rest + *length + 1 : NULL;
}

/* What is found may hold a password. */
static bool refuse_user(struct diag *diag)
{
    return diag_error(diag,
                      "mqtt.broker: found an @ in it, so a user or a password; "
                      "mqtt://HOST:PORT is wanted, and they are keys of their own: mqtt.user, "
                      "mqtt.password_file");
}

static bool read_address(const char *text, struct broker_address *address, struct diag *diag)
{
    const char *scheme = strstr(text, "://");
    const char *rest = scheme ? scheme + 3 : text;
    size_t length = 0;
    bool plain = !scheme || strncmp(text, "mqtt://", 7) == 0;
    if (strchr(text, '@'))
        return refuse_user(diag);
    address->tls = !plain && strncmp(text, "mqtts://", 8) == 0;
    const char *behind = find_host(&rest, &length);
    address->port = behind ? port_of(behind, address->tls) : 0;
    bool good = (plain || address->tls) && address->port > 0 && !strpbrk(text, " ?#");
    address->host = good ? memory_copy_bytes(rest, length) : NULL;
    return good || diag_error(diag,
                              "mqtt.broker: found \"%.80s\"; mqtt://HOST:PORT or mqtts://HOST:PORT "
                              "is wanted (user and password are keys of their own), of a cluster "
                              "several with semicolons between",
                              text);
}

static bool add_address(struct broker_addresses *addresses, const char *text, size_t length,
                        struct diag *diag)
{
    if (length == 0)
        return true;
    if (addresses->count == BROKER_ADDRESSES_MOST)
        return diag_error(diag,
                          "mqtt.broker: found more than %d addresses; so many at most are "
                          "tried",
                          BROKER_ADDRESSES_MOST);
    char *one = memory_copy_bytes(text, length);
    bool good = read_address(one, &addresses->items[addresses->count], diag);
    addresses->count += good;
    free(one);
    return good;
}

bool broker_addresses_read(struct broker_addresses *addresses, const char *text, struct diag *diag)
{
    const char *at = text;
    bool good = true;
    *addresses = (struct broker_addresses){0};
    while (good && *at) {
        at += strspn(at, " ;");
        size_t length = strcspn(at, " ;");
        good = add_address(addresses, at, length, diag);
        at += length;
    }
    if (good && addresses->count == 0)
        good = diag_error(diag,
                          "mqtt.broker: found \"%.80s\", so there is nobody to talk to; an "
                          "address is wanted, as mqtt.broker = \"mqtt://127.0.0.1:1883\"",
                          text);
    for (size_t i = 1; good && i < addresses->count; i++)
        if (addresses->items[i].tls != addresses->items[0].tls)
            good = diag_error(diag, "mqtt.broker: found mqtt:// beside mqtts://; one of them for "
                                    "all is wanted");
    return good;
}

void broker_addresses_finish(struct broker_addresses *addresses)
{
    for (size_t i = 0; i < addresses->count; i++)
        free(addresses->items[i].host);
    *addresses = (struct broker_addresses){0};
}
