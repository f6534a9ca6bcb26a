#include "control/token.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/memops.h>
#include <nettle/sha2.h>

#include "base/buffer.h"
#include "base/memory.h"

#define FOLDER_MODE 0750
#define SERVICES_GROUP "motograph" /* config/motograph.sysusers */
#define HEX_SIZE ((size_t)2 * TOKEN_HASH_SIZE)
/* Of a line: the longest role and name, and the hash. */
#define FILE_MAX ((size_t)TOKEN_COUNT_MAX * 256)

static const char *const roles[TOKEN_ROLES] = {"", "viewer", "editor", "chief"};

const char *token_role_name(enum token_role role)
{
    assert(role < TOKEN_ROLES);
    return roles[role];
}

bool token_role_parse(const char *name, enum token_role *role)
{
    for (int i = TOKEN_VIEWER; i < TOKEN_ROLES; i++)
        if (strcmp(roles[i], name) == 0) {
            *role = (enum token_role)i;
            return true;
        }
    return false;
}

static void hash_of(const char *text, unsigned char hash[TOKEN_HASH_SIZE])
{
    struct sha256_ctx state;
    sha256_init(&state);
    sha256_update(&state, strlen(text), (const uint8_t *)text);
    sha256_digest(&state, TOKEN_HASH_SIZE, hash);
}

static void print_hex(const unsigned char *bytes, size_t count, char *text)
{
    for (size_t i = 0; i < count; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
}

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* Whether a person can be called so. */
static bool check_name(const char *name, struct diag *diag)
{
    size_t length = strlen(name);
    return (length > 0 && length <= TOKEN_NAME_MAX && strchr(NAME_LETTERS, name[0]) &&
            strspn(name, NAME_LETTERS "._-") == length) ||
           diag_error(diag,
                      "NAME: found \"%.80s\"; a letter or a digit, then letters, digits, . _ and - "
                      "are wanted, %d in all at most",
                      name, TOKEN_NAME_MAX);
}

/* --- the file --- */

static bool parse_hash(const char *text, unsigned char hash[TOKEN_HASH_SIZE])
{
    if (strlen(text) != HEX_SIZE || strspn(text, "0123456789abcdef") != HEX_SIZE)
        return false;
    for (size_t i = 0; i < TOKEN_HASH_SIZE; i++)
        sscanf(text + 2 * i, "%2hhx", &hash[i]);
    return true;
}

static struct token *find_name(const struct token_list *tokens, const char *name)
{
    for (size_t i = 0; i < tokens->count; i++)
        if (strcmp(tokens->items[i].name, name) == 0)
            return &tokens->items[i];
    return NULL;
}

static void append(struct token_list *tokens, const struct token *token)
{
    tokens->items = memory_resize(tokens->items, tokens->count + 1, sizeof *tokens->items);
    tokens->items[tokens->count++] = *token;
}

/* What is wrong with a line; NULL: nothing is. */
static const char *take_line(struct token_list *tokens, char *line)
{
    struct token token = {0};
    struct diag ignored = {0};
    char *rest = line;
    const char *role = strsep(&rest, " ");
    const char *name = rest ? strsep(&rest, " ") : NULL;
    if (!name || !rest)
        return "three words are wanted, ROLE NAME SHA256";
    bool named = check_name(name, &ignored);
    diag_finish(&ignored);
    if (!token_role_parse(role, &token.role))
        return "the role is none of viewer, editor, chief";
    if (!named || find_name(tokens, name))
        return "the name is none, or stands there twice";
    if (!parse_hash(rest, token.hash))
        return "the hash is none of 64 digits from 0 to f";
    if (tokens->count == TOKEN_COUNT_MAX)
        return "there are too many, 1000 are allowed";
    snprintf(token.name, sizeof token.name, "%s", name);
    append(tokens, &token);
    return NULL;
}

static bool take_lines(struct token_list *tokens, char *text, const char *path, struct diag *diag)
{
    size_t before = diag->errors;
    char *line;
    for (int number = 1; (line = strsep(&text, "\n")); number++) {
        if (!*line || *line == '#')
            continue;
        const char *fault = take_line(tokens, line);
        if (fault)
            diag_add_at(diag, DIAG_ERROR, path, number,
                        "%s; the line counts for nobody (motograph token)", fault);
    }
    return diag->errors == before;
}

bool token_list_read(struct token_list *tokens, const char *path, struct diag *diag)
{
    struct buffer bytes = {0};
    *tokens = (struct token_list){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT ||
               diag_error(diag, "%s: can't be read: %s (control.tokens)", path, strerror(errno));
    int error = buffer_read_fd(&bytes, fd, FILE_MAX);
    close(fd);
    bool good = error == 0 || diag_error(diag, "%s: %s (control.tokens)", path, strerror(-error));
    if (good && bytes.length)
        good = strlen(bytes.data) == bytes.length
                   ? take_lines(tokens, bytes.data, path, diag)
                   : diag_error(diag, "%s: a byte 0 stands in it; this is no file of tokens", path);
    buffer_finish(&bytes);
    return good;
}

void token_list_finish(struct token_list *tokens)
{
    free(tokens->items);
    *tokens = (struct token_list){0};
}

static void print(const struct token_list *tokens, struct buffer *out)
{
    for (size_t i = 0; i < tokens->count; i++) {
        char hex[HEX_SIZE + 1];
        print_hex(tokens->items[i].hash, TOKEN_HASH_SIZE, hex);
        buffer_format(out, "%s %s %s\n", roles[tokens->items[i].role], tokens->items[i].name, hex);
    }
}

/* Who reads them is in the group of what stood there, else of its folder; where that is root's
 * alone, as below /etc, the services' group reads, if there is one: root has made it for them. */
static gid_t group_of(const char *path, const char *folder)
{
    struct stat there;
    bool known = (stat(path, &there) == 0 && there.st_gid) || stat(folder, &there) == 0;
    gid_t group = known ? there.st_gid : getegid();
    const struct group *services = group ? NULL : getgrnam(SERVICES_GROUP);
    return services ? services->gr_gid : group;
}

static bool write_all(int fd, const struct buffer *out, gid_t group)
{
    if (fchown(fd, (uid_t)-1, group) < 0 && errno != EPERM)
        return false; /* EPERM: the writer is not of it, and the file is its own alone */
    return fchmod(fd, TOKEN_MODE) == 0 &&
           (out->length == 0 || write(fd, out->data, out->length) == (ssize_t)out->length) &&
           fsync(fd) == 0;
}

/* Renamed over what was there, and the folder synced. */
static bool replace(const char *path, const char *folder, const struct buffer *out)
{
    char *beside = memory_format("%s.XXXXXX", path);
    int fd = mkostemp(beside, O_CLOEXEC);
    bool good = fd >= 0 && write_all(fd, out, group_of(path, folder)) && rename(beside, path) == 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    if (fd >= 0 && !good)
        unlink(beside);
    free(beside);
    int at = good ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (at >= 0) {
        fsync(at);
        close(at);
    }
    errno = error;
    return good;
}

bool token_list_write(const struct token_list *tokens, const char *path, struct diag *diag)
{
    struct buffer out = {0};
    char *copy = memory_copy_string(path);
    const char *folder = dirname(copy);
    print(tokens, &out);
    char *above = memory_copy_string(folder);
    mkdir(dirname(above), FOLDER_MODE); /* ~/.config, by the XDG base directory specification */
    free(above);
    mkdir(folder, FOLDER_MODE);
    bool good =
        replace(path, folder, &out) ||
        diag_error(diag, "%s: can't be written: %s (control.tokens)", path, strerror(errno));
    buffer_finish(&out);
    free(copy);
    return good;
}

/* --- tokens --- */

bool token_list_add(struct token_list *tokens, const char *name, enum token_role role,
                    char text[TOKEN_TEXT_SIZE], struct diag *diag)
{
    struct token token = {.role = role};
    unsigned char bits[TOKEN_BITS / 8];
    assert(role > TOKEN_NOBODY && role < TOKEN_ROLES);
    if (!check_name(name, diag))
        return false;
    if (find_name(tokens, name))
        return diag_error(
            diag, "%s has a token already: motograph token remove %s, or another name", name, name);
    if (tokens->count == TOKEN_COUNT_MAX)
        return diag_error(diag, "there are %d tokens, no more are allowed", TOKEN_COUNT_MAX);
    if (getrandom(bits, sizeof bits, 0) != (ssize_t)sizeof bits)
        return diag_error(diag, "the system gives no random bits: %s", strerror(errno));
    print_hex(bits, sizeof bits, text);
    snprintf(token.name, sizeof token.name, "%s", name);
    hash_of(text, token.hash);
    append(tokens, &token);
    return true;
}

bool token_list_remove(struct token_list *tokens, const char *name, struct diag *diag)
{
    struct token *found = find_name(tokens, name);
    struct buffer names = {0};
    if (found) {
        *found = tokens->items[--tokens->count];
        return true;
    }
    for (size_t i = 0; i < tokens->count; i++)
        buffer_format(&names, "%s%s", i ? ", " : "", tokens->items[i].name);
    diag_error(diag, "no token is %.80s's; there are: %s", name,
               names.length ? names.data : "none");
    buffer_finish(&names);
    return false;
}

const struct token *token_list_find(const struct token_list *tokens, const char *text)
{
    unsigned char hash[TOKEN_HASH_SIZE];
    const struct token *found = NULL;
    hash_of(text, hash);
    for (size_t i = 0; i < tokens->count; i++)
        if (memeql_sec(tokens->items[i].hash, hash, TOKEN_HASH_SIZE))
            found = &tokens->items[i];
    return found;
}
