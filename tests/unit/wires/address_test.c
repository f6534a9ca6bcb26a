#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "check.h"
#include "wires/address.h"

struct host {
    const char *text;
    enum address_kind kind;
};

static const struct host hosts[] = {
    {"93.184.216.34", ADDRESS_PUBLIC},
    {"127.0.0.1", ADDRESS_PRIVATE},
    {"127.255.255.254", ADDRESS_PRIVATE},
    {"0.0.0.0", ADDRESS_PRIVATE},
    {"10.0.0.1", ADDRESS_PRIVATE},
    {"9.255.255.255", ADDRESS_PUBLIC},
    {"11.0.0.0", ADDRESS_PUBLIC},
    {"172.15.255.255", ADDRESS_PUBLIC},
    {"172.16.0.1", ADDRESS_PRIVATE},
    {"172.31.255.255", ADDRESS_PRIVATE},
    {"172.32.0.0", ADDRESS_PUBLIC},
    {"192.168.1.1", ADDRESS_PRIVATE},
    {"192.169.0.0", ADDRESS_PUBLIC},
    {"169.254.169.254", ADDRESS_PRIVATE},
    {"100.64.0.1", ADDRESS_PRIVATE},
    {"100.127.255.255", ADDRESS_PRIVATE},
    {"100.128.0.0", ADDRESS_PUBLIC},
    {"224.0.0.1", ADDRESS_PRIVATE},
    {"255.255.255.255", ADDRESS_PRIVATE},
    {"198.18.0.1", ADDRESS_PRIVATE},
    {"198.20.0.0", ADDRESS_PUBLIC},
    {"[::1]", ADDRESS_PRIVATE},
    {"::", ADDRESS_PRIVATE},
    {"[::ffff:10.0.0.1]", ADDRESS_PRIVATE},
    {"::ffff:a00:1", ADDRESS_PRIVATE},
    {"::ffff:93.184.216.34", ADDRESS_PUBLIC},
    {"::10.0.0.1", ADDRESS_PRIVATE},
    {"fd00::1", ADDRESS_PRIVATE},
    {"fc00::1", ADDRESS_PRIVATE},
    {"[fe80::1%25eth0]", ADDRESS_PRIVATE},
    {"fe80::1%eth0", ADDRESS_PRIVATE},
    {"ff02::1", ADDRESS_PRIVATE},
    {"2606:4700::1111", ADDRESS_PUBLIC},
    {"64:ff9b::a00:1", ADDRESS_PRIVATE},
    {"64:ff9b::5db8:d822", ADDRESS_PUBLIC},
    {"2002:a00:1::", ADDRESS_PRIVATE},
    {"2001:db8::1", ADDRESS_PRIVATE},
    {"2001::1", ADDRESS_PRIVATE},
    {"news.example", ADDRESS_NAME},
    {"localhost", ADDRESS_NAME},
    {"", ADDRESS_NAME},
};

static void each_is_public_private_or_a_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        if (address_of_host(hosts[i].text) != hosts[i].kind)
            fail_msg("%s", hosts[i].text);
}

static void a_socket_s_address_is_judged_as_its_text_is(void **state)
{
    (void)state;
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    struct sockaddr local = {.sa_family = AF_UNIX};
    inet_pton(AF_INET, "93.184.216.34", &v4.sin_addr);
    assert_int_equal(address_of_socket((const void *)&v4), ADDRESS_PUBLIC);
    inet_pton(AF_INET6, "::ffff:127.0.0.1", &v6.sin6_addr);
    assert_int_equal(address_of_socket((const void *)&v6), ADDRESS_PRIVATE);
    assert_int_equal(address_of_socket(&local), ADDRESS_PRIVATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("An address is public, private or a name", each_is_public_private_or_a_name),
        TEST("A socket's address is judged as its text is",
             a_socket_s_address_is_judged_as_its_text_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
