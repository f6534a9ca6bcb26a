#include "serve/host.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define HOST_MAX 256 /* a name has 253 bytes at most, RFC 1035, 2.3.4 */

/* The name in front of the port. False where it is neither. */
static bool take_name(const char *field, char name[HOST_MAX])
{
    bool bracket = *field == '[';
    size_t length = bracket ? strcspn(field, "]") + 1 : strcspn(field, ":");
    if (length == 0 || length >= HOST_MAX || strlen(field) < length)
        return false;
    const char *port = field + length;
    size_t digits = *port == ':' ? strspn(port + 1, "0123456789") : 0;
    if (*port && (digits == 0 || port[1 + digits]))
        return false;
    memcpy(name, field, length);
    name[length] = '\0';
    return true;
}

static bool is_address(const char *name)
{
    unsigned char address[sizeof(struct in6_addr)];
    char inner[HOST_MAX];
    size_t length = strlen(name);
    if (*name != '[')
        return inet_pton(AF_INET, name, address) == 1;
    memcpy(inner, name + 1, length - 2);
    inner[length - 2] = '\0';
    return inet_pton(AF_INET6, inner, address) == 1;
}

static bool is_same(const char *name, const char *other, size_t length)
{
    return length > 0 && strlen(name) == length && strncasecmp(name, other, length) == 0;
}

static bool is_machine(const char *name, const char *machine)
{
    size_t length = strcspn(machine, ".");
    return is_same(name, machine, strlen(machine)) || is_same(name, machine, length) ||
           (length > 0 && strncasecmp(name, machine, length) == 0 &&
            strcasecmp(name + length, ".local") == 0);
}

bool host_is_listed(const char *name, const char *names)
{
    while (*names) {
        names += strspn(names, "; \t");
        size_t length = strcspn(names, "; \t");
        if (is_same(name, names, length))
            return true;
        names += length;
    }
    return false;
}

bool host_is_ours(const char *field, const char *machine, const char *names)
{
    char name[HOST_MAX];
    if (!field || !take_name(field, name))
        return false;
    return is_address(name) || strcasecmp(name, "localhost") == 0 || is_machine(name, machine) ||
           host_is_listed(name, names);
}
