#include "link/access.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "config/config.h"
#include "link/addresses.h"
#include "memo.h"
#include "wires/secret.h"

#define MACHINE_SIZE 256
#define CERTIFICATES_MOST ((size_t)16 << 20)      /* all that a system trusts are 200 kB */
#define CERTIFICATE "-----BEGIN CERTIFICATE-----" /* RFC 7468, 5.1 */

/* --- how it is reached --- */

static bool refuse_ca(const char *path, const char *found, struct diag *diag)
{
    return diag_error(diag,
                      "mqtt.ca_file: %s: %s; a file of certificates is wanted (PEM, with \"%s\"), "
                      "that of who signed the broker's",
                      path, found, CERTIFICATE);
}

static bool check_ca(const struct config_mqtt *mqtt, bool tls, struct diag *diag)
{
    struct buffer bytes = {0};
    if (!*mqtt->ca_file)
        return true;
    if (!tls)
        return diag_error(diag,
                          "mqtt.ca_file: found %s, but mqtt.broker without mqtts://, so nothing "
                          "would be encrypted and nobody vouched for; mqtts://HOST is wanted, or "
                          "no mqtt.ca_file",
                          mqtt->ca_file);
    int fd = open(mqtt->ca_file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    int error = fd < 0 ? -errno : buffer_read_fd(&bytes, fd, CERTIFICATES_MOST);
    if (fd >= 0)
        close(fd);
    bool good = error == 0 && bytes.data && strstr(bytes.data, CERTIFICATE);
    if (!good)
        refuse_ca(mqtt->ca_file, error < 0 ? strerror(-error) : "there is no certificate in it",
                  diag);
    buffer_finish(&bytes);
    return good;
}

/* MQTT 3.1.1, 3.1.2.9: without a user there is no password. */
static bool check_user(const struct config_mqtt *mqtt, struct diag *diag)
{
    return *mqtt->user || !*mqtt->password_file ||
           diag_error(diag,
                      "mqtt.password_file: found %s, but no mqtt.user, whose password it would be; "
                      "both are wanted, or neither",
                      mqtt->password_file);
}

bool access_read(const struct config *config, char **password, struct diag *diag)
{
    const struct config_mqtt *mqtt = &config->mqtt;
    const struct secret_file file = {"mqtt.password_file", mqtt->password_file, "the password"};
    struct broker_addresses addresses;
    *password = NULL;
    bool good = broker_addresses_read(&addresses, mqtt->broker, diag);
    if (good)
        good = check_ca(mqtt, addresses.items[0].tls, diag);
    good &= check_user(mqtt, diag);
    if (*mqtt->password_file)
        good &= secret_read(&file, password, diag);
    broker_addresses_finish(&addresses);
    return good;
}

/* --- who it is --- */

static bool check_discovery(const char *discovery, struct diag *diag)
{
    return !*discovery || topic_is_prefix(discovery) ||
           diag_error(diag,
                      "mqtt.discovery: found \"%.80s\"; " TOPIC_PREFIX_WANTED
                      ", or nothing: Home Assistant is not told then",
                      discovery, TOPIC_PREFIX_MAX);
}

bool access_identity(const struct config *config, struct topic_names *names,
                     struct signed_keys *keys, struct diag *diag)
{
    const struct config_mqtt *mqtt = &config->mqtt;
    char machine[MACHINE_SIZE] = "";
    gethostname(machine, sizeof machine - 1);
    bool good = topic_names_read(names, mqtt->prefix, mqtt->name, machine, mqtt->groups, diag);
    good &= check_discovery(mqtt->discovery, diag);
    return signed_keys_read(keys, mqtt->keys, diag) && good;
}

/* --- all of it --- */

static void warn(const struct config_mqtt *mqtt, bool tls, struct diag *diag)
{
    if (*mqtt->password_file && !tls)
        diag_warning(diag, "mqtt.broker: without mqtts:// the password goes over the network as it "
                           "is, for everybody there to read");
    if (*mqtt->keys && *mqtt->discovery)
        diag_add(diag, DIAG_NOTE,
                 "mqtt.keys: Home Assistant can't sign, so what its entities say is refused; what "
                 "they show is right");
}

/* Where nothing connects, only what was written down is looked at. */
static bool check_unconnected(const struct config_mqtt *mqtt, struct diag *diag)
{
    struct topic_names names;
    struct signed_keys keys;
    bool good = topic_names_read(&names, mqtt->prefix, mqtt->name, "nobody", mqtt->groups, diag);
    good &= check_discovery(mqtt->discovery, diag);
    good &= signed_keys_read(&keys, mqtt->keys, diag);
    return good;
}

bool access_check(const struct config *config, struct diag *diag)
{
    const struct config_mqtt *mqtt = &config->mqtt;
    struct topic_names names;
    struct signed_keys keys;
    struct broker_addresses addresses = {0};
    struct diag told = {0};
    char *password = NULL;
    if (!*mqtt->broker)
        return check_unconnected(mqtt, diag);
    bool good = access_read(config, &password, diag);
    good &= access_identity(config, &names, &keys, diag);
    good &= memo_check(config, diag);
    if (good && broker_addresses_read(&addresses, mqtt->broker, &told))
        warn(mqtt, addresses.items[0].tls, diag);
    broker_addresses_finish(&addresses);
    diag_finish(&told);
    free(password);
    return good;
}
