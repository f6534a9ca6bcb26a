/* motograph sign: content that walls with mqtt.keys take. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "cli/link_commands.h"
#include "link/signed.h"
#include "wires/secret.h"

#define DIGITS_SIZE (2 * SIGNED_KEY_SIZE + 1)
#define TOPIC_MOST 200

/* "NAME HEX" */
static bool write_key(const char *path, const struct signed_key *key, struct diag *diag)
{
    char digits[DIGITS_SIZE];
    signed_print(key->bytes, SIGNED_KEY_SIZE, digits);
    char *line = memory_format("%s %s\n", key->name, digits);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool good = fd >= 0 && write(fd, line, strlen(line)) == (ssize_t)strlen(line) && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    free(line);
    return good || diag_error(diag, "%s: %s%s (--key)", path, strerror(error),
                              error == EEXIST ? "; a new key needs a file of its own" : "");
}

static bool make_key(struct cli *cli, const char *path, const char *name)
{
    struct signed_key key = {0};
    uint8_t public_key[SIGNED_KEY_SIZE];
    char digits[DIGITS_SIZE];
    struct signed_keys ignored;
    if (getrandom(key.bytes, sizeof key.bytes, 0) != sizeof key.bytes)
        return diag_error(&cli->diag, "the kernel gives no random bytes: %s", strerror(errno));
    snprintf(key.name, sizeof key.name, "%s", name);
    signed_public(&key, public_key);
    signed_print(public_key, sizeof public_key, digits);
    char *line = memory_format("%s %s", name, digits);
    bool good = signed_keys_read(&ignored, line, &cli->diag) && write_key(path, &key, &cli->diag);
    if (good && cli->json)
        cli_print_json(json_pack("{s:s, s:s}", "name", name, "public", digits));
    else if (good)
        puts(line);
    free(line);
    return good;
}

static bool read_key(const char *path, struct signed_key *key, struct diag *diag)
{
    const struct secret_file file = {"--key", path, "what `motograph sign --new NAME` puts there"};
    char *line = NULL;
    *key = (struct signed_key){0};
    if (!secret_read(&file, &line, diag))
        return false;
    size_t name = strcspn(line, " ");
    bool good = name > 0 && name <= SIGNED_NAME_MAX && line[name] == ' ' &&
                signed_parse(line + name + 1, key->bytes, SIGNED_KEY_SIZE);
    if (good)
        memcpy(key->name, line, name);
    free(line);
    return good || diag_error(diag,
                              "%s: a file of mode 0600 that `motograph sign --new NAME --key FILE` "
                              "has made is wanted (--key)",
                              path);
}

/* JSON as it is, words as a text; NULL takes away. */
static json_t *content_of(const char *text)
{
    if (!text)
        return json_null();
    json_t *json = *text == '{' ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
    return json ? json : json_string(text);
}

static bool sign(struct cli *cli, const char *path)
{
    struct clock clock;
    struct signed_key key;
    int64_t until_ms = 0;
    clock_init_real(&clock);
    long long number = clock_wall_ms(&clock);
    const char *topic = cli->arguments[0];
    if (!cli_value(cli, "until"))
        return diag_error(&cli->diag, "--until WHEN is wanted: what is signed must end");
    if (strlen(topic) > TOPIC_MOST || !strchr(topic, '/') || topic[0] == '/')
        return diag_error(&cli->diag,
                          "TOPIC: found \"%.80s\"; one without its prefix, as all/items/news, is "
                          "wanted",
                          topic);
    if (cli_when(cli, "until", ASKED_TIME_END, &until_ms) && until_ms <= clock_wall_ms(&clock))
        return diag_error(&cli->diag, "--until: that is past; a time to come is wanted");
    if (until_ms == 0 || !cli_number(cli, "number", 1, INT64_MAX, &number) ||
        !read_key(path, &key, &cli->diag))
        return false;
    json_t *content = content_of(cli->argument_count > 1 ? cli->arguments[1] : NULL);
    char *document = content ? signed_make(&key, topic, number, until_ms, content) : NULL;
    if (document)
        puts(document);
    else
        diag_error(&cli->diag, "CONTENT: it is no UTF-8");
    free(document);
    json_decref(content);
    return document != NULL;
}

static bool do_it(struct cli *cli, const char *path)
{
    const char *name = cli_value(cli, "new");
    if (name && cli->argument_count > 0)
        return diag_error(&cli->diag, "--new makes a key, and signs nothing");
    if (name)
        return make_key(cli, path, name);
    return cli->argument_count > 0 ? sign(cli, path)
                                   : diag_error(&cli->diag, "a topic is wanted, as all/items/news, "
                                                            "or --new NAME");
}

static int run(struct cli *cli)
{
    const char *path = cli_value(cli, "key");
    if (path)
        return do_it(cli, path) ? CLI_DONE : CLI_FAULT;
    diag_error(&cli->diag, "--key FILE is wanted: the secret key's");
    return CLI_FAULT;
}

const struct cli_command link_sign = {SIGN_COMMAND, .run = run};
