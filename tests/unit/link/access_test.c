/* What check-config and `motograph link` refuse of mqtt.*. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "config/config.h"
#include "link/access.h"
#include "link/addresses.h"

/* --- addresses --- */

static void taken(const char *text, size_t count, const char *host, int port, bool tls)
{
    struct broker_addresses addresses;
    struct diag diag = {0};
    assert_true(broker_addresses_read(&addresses, text, &diag));
    assert_int_equal(addresses.count, count);
    assert_string_equal(addresses.items[count - 1].host, host);
    assert_int_equal(addresses.items[count - 1].port, port);
    assert_int_equal(addresses.items[count - 1].tls, tls);
    broker_addresses_finish(&addresses);
    diag_finish(&diag);
}

static void refused(const char *text, const char *why)
{
    struct broker_addresses addresses;
    struct diag diag = {0};
    assert_false(broker_addresses_read(&addresses, text, &diag));
    assert_int_equal(diag.count, 1);
    assert_int_equal(strncmp(diag.messages[0].text, "mqtt.broker: ", 13), 0);
    if (!strstr(diag.messages[0].text, why))
        fail_msg("\"%s\": %s", text, diag.messages[0].text);
    assert_null(strstr(diag.messages[0].text, "secret"));
    broker_addresses_finish(&addresses);
    diag_finish(&diag);
}

static void an_address_is_a_host_and_a_port(void **state)
{
    (void)state;
    taken("host", 1, "host", 1883, false);
    taken("mqtt://host", 1, "host", 1883, false);
    taken("mqtts://host", 1, "host", 8883, true);
    taken("mqtt://host:65535", 1, "host", 65535, false);
    taken("[::1]:1884", 1, "::1", 1884, false);
    taken("mqtts://[fe80::1]", 1, "fe80::1", 8883, true);
    taken("a:1; b:2 ;c:3;", 3, "c", 3, false);
}

static void what_is_no_address_is_refused(void **state)
{
    (void)state;
    static const char *const none[] = {
        "http://x",        "mqtt://",    "mqtt://:1883", "host:",      "host:0",      "host:65536",
        "host:4294968179", "host:+1883", "host:1883x",   "mqtt://a/b", "mqtt://a:1/", "[::1",
        "[]:1883",         "[::1]x",     "a?b",          "a#b",        "wss://x:443",
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        refused(none[i], "mqtt://HOST:PORT or mqtts://HOST:PORT is wanted");
    refused("", "an address is wanted");
    refused(" ; ;", "an address is wanted");
    refused("a;b;c;d;e;f;g;h;i", "more than 8 addresses");
    refused("mqtt://a; mqtts://b", "one of them for all");
}

static void a_password_in_an_address_is_not_repeated(void **state)
{
    (void)state;
    refused("mqtt://anna:secret@host", "mqtt.password_file");
}

/* --- the whole --- */

static void checks(const char *const *sets, bool good, const char *told)
{
    struct config config;
    struct diag diag = {0};
    bool found = !told;
    configuration_init(&config);
    for (; *sets; sets++)
        assert_true(configuration_set(&config, *sets, &diag));
    assert_int_equal(access_check(&config, &diag), good);
    for (size_t i = 0; i < diag.count; i++) {
        found |= told && strncmp(diag.messages[i].text, told, strlen(told)) == 0;
        assert_int_equal(strncmp(diag.messages[i].text, "mqtt.", 5), 0);
    }
    if (!found)
        fail_msg("\"%s\" was not told, but \"%s\"", told, diag.count ? diag.messages[0].text : "");
    diag_finish(&diag);
    configuration_finish(&config);
}

#define CHECKS(good, told, ...) checks((const char *const[]){__VA_ARGS__, NULL}, good, told)
#define AT "mqtt.broker=127.0.0.1", "mqtt.name=hall", "mqtt.state=/tmp/link.json"

static void what_link_takes_is_good(void **state)
{
    (void)state;
    CHECKS(true, NULL, "mqtt.broker=");
    CHECKS(true, NULL, AT);
    CHECKS(true, NULL, AT, "mqtt.prefix=a/b", "mqtt.groups=north; lobby", "mqtt.discovery=");
    CHECKS(true, NULL, AT, "mqtt.user=anna");
}

static void what_link_refuses_is_bad(void **state)
{
    (void)state;
    CHECKS(false, "mqtt.name: found \"a/b\"", AT, "mqtt.name=a/b");
    CHECKS(false, "mqtt.name: found \"a+\"", AT, "mqtt.name=a+");
    CHECKS(false, "mqtt.name: found \"#\"", AT, "mqtt.name=#");
    CHECKS(false, "mqtt.name: found \"all\"", AT, "mqtt.name=all");
    CHECKS(false, "mqtt.prefix: found \"a/#\"", AT, "mqtt.prefix=a/#");
    CHECKS(false, "mqtt.prefix: found \"a//b\"", AT, "mqtt.prefix=a//b");
    CHECKS(false, "mqtt.prefix: found \"\"", AT, "mqtt.prefix=");
    CHECKS(false, "mqtt.groups: found \"the lobby\"", AT, "mqtt.groups=north; the lobby");
    CHECKS(false, "mqtt.discovery: found \"home assistant/\"", AT,
           "mqtt.discovery=home assistant/");
    CHECKS(false, "mqtt.keys: found \"desk 0123\"", AT, "mqtt.keys=desk 0123");
    CHECKS(false, "mqtt.keys: found two keys named desk", AT,
           "mqtt.keys=desk 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef; desk "
           "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    CHECKS(false, "mqtt.password_file: /nowhere/password: No such file", AT, "mqtt.user=anna",
           "mqtt.password_file=/nowhere/password");
    CHECKS(false, "mqtt.ca_file: /nowhere/ca.pem: No such file", AT, "mqtt.broker=mqtts://x",
           "mqtt.ca_file=/nowhere/ca.pem");
    CHECKS(false, "mqtt.ca_file: /dev/null: there is no certificate in it", AT,
           "mqtt.broker=mqtts://x", "mqtt.ca_file=/dev/null");
    CHECKS(false, "mqtt.state: /nowhere/deep/down/link.json", AT,
           "mqtt.state=/nowhere/deep/down/link.json");
    CHECKS(false, "mqtt.state: /tmp: it is no file", AT, "mqtt.state=/tmp");
}

/* Also where nothing connects yet: who writes it down is told at once. */
static void keys_are_looked_at_without_a_broker(void **state)
{
    (void)state;
    CHECKS(false, "mqtt.keys: ", "mqtt.keys=desk");
    CHECKS(false, "mqtt.name: found \"a b\"", "mqtt.name=a b");
}

static void keys_that_contradict_each_other_are_bad(void **state)
{
    (void)state;
    CHECKS(false, "mqtt.ca_file: found /etc/x.pem, but mqtt.broker without mqtts://", AT,
           "mqtt.ca_file=/etc/x.pem");
    CHECKS(false, "mqtt.password_file: found /etc/x, but no mqtt.user", AT,
           "mqtt.password_file=/etc/x");
    CHECKS(true, "mqtt.keys: Home Assistant can't sign", AT,
           "mqtt.keys=desk 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("An address is a host and a port, of a cluster several",
             an_address_is_a_host_and_a_port),
        TEST("What is no address is refused", what_is_no_address_is_refused),
        TEST("A password in an address is refused, and not repeated",
             a_password_in_an_address_is_not_repeated),
        TEST("What link takes is good", what_link_takes_is_good),
        TEST("What link refuses check-config refuses", what_link_refuses_is_bad),
        TEST("Names and keys are looked at without a broker, too",
             keys_are_looked_at_without_a_broker),
        TEST("Keys that contradict each other are refused",
             keys_that_contradict_each_other_are_bad),
    };
    return cmocka_run_group_tests_name("link/access", tests, NULL, NULL);
}
