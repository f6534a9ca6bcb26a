#include "wires/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct block {
    uint32_t network;
    int bits;
};

/* Not "globally reachable" in the IANA registry of IPv4, and multicast. */
static const struct block private_v4[] = {
    {0x00000000, 8},  /* this network */
    {0x0a000000, 8},  /* private use */
    {0x64400000, 10}, /* a provider's own */
    {0x7f000000, 8},  /* loopback */
    {0xa9fe0000, 16}, /* link-local: a cloud's metadata, too */
    {0xac100000, 12}, /* private use */
    {0xc0000000, 24}, /* protocol assignments */
    {0xc0000200, 24}, /* documentation */
    {0xc0586300, 24}, /* relays to IPv6, given up */
    {0xc0a80000, 16}, /* private use */
    {0xc6120000, 15}, /* benchmarks */
    {0xc6336400, 24}, /* documentation */
    {0xcb007100, 24}, /* documentation */
    {0xe0000000, 3},  /* multicast, reserved, broadcast */
};

static enum address_kind kind_v4(uint32_t address)
{
    for (size_t i = 0; i < sizeof private_v4 / sizeof *private_v4; i++)
        if ((address >> (32 - private_v4[i].bits)) ==
            private_v4[i].network >> (32 - private_v4[i].bits))
            return ADDRESS_PRIVATE;
    return ADDRESS_PUBLIC;
}

static uint32_t number_at(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Global unicast is 2000::/3 (RFC 4291, 2.4); of it what carries an address of IPv4 is judged by
 * that one. */
static enum address_kind kind_v6(const uint8_t *bytes)
{
    static const uint8_t nat64[12] = {0x00, 0x64, 0xff, 0x9b}; /* 64:ff9b::/96 */
    if (memcmp(bytes, nat64, sizeof nat64) == 0)
        return kind_v4(number_at(bytes + 12));
    if (bytes[0] == 0x20 && bytes[1] == 0x02) /* 6to4 */
        return kind_v4(number_at(bytes + 2));
    bool unicast = (bytes[0] & 0xe0) == 0x20;
    bool teredo_or_other = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 0x02; /* 2001::/23 */
    bool documentation =
        number_at(bytes) == 0x20010db8 || (bytes[0] == 0x3f && bytes[1] == 0xff && bytes[2] < 0x10);
    return unicast && !teredo_or_other && !documentation ? ADDRESS_PUBLIC : ADDRESS_PRIVATE;
}

/* ::ffff:0:0/96, an address of IPv4 in the other's clothes, is judged as what it is. */
static enum address_kind kind_mapped(const uint8_t *bytes)
{
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    return memcmp(bytes, mapped, sizeof mapped) == 0 ? kind_v4(number_at(bytes + 12))
                                                     : kind_v6(bytes);
}

enum address_kind address_of_socket(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)address;
        return kind_v4(ntohl(in->sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6)
        return ADDRESS_PRIVATE;
    const struct sockaddr_in6 *in = (const void *)address;
    return kind_mapped(in->sin6_addr.s6_addr);
}

enum address_kind address_of_host(const char *host)
{
    char bare[INET6_ADDRSTRLEN];
    struct in_addr v4;
    struct in6_addr v6;
    if (inet_pton(AF_INET, host, &v4) == 1)
        return kind_v4(ntohl(v4.s_addr));
    host += *host == '[';
    size_t length = strcspn(host, "]%");
    if (length >= sizeof bare)
        return ADDRESS_NAME;
    memcpy(bare, host, length);
    bare[length] = '\0';
    return inet_pton(AF_INET6, bare, &v6) == 1 ? kind_mapped(v6.s6_addr) : ADDRESS_NAME;
}
