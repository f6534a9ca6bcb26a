#include "who.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/base64.h"
#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"

#define LOOK_NS (CLOCK_NS_PER_S / 4)

void who_init(struct who *who, const char *path)
{
    *who = (struct who){.path = path, .looked_ns = -LOOK_NS};
}

void who_finish(struct who *who)
{
    token_list_finish(&who->tokens);
}

static bool has_changed(struct who *who)
{
    struct stat file = {0};
    if (stat(who->path, &file) < 0)
        file = (struct stat){0};
    int64_t changed_ns =
        (int64_t)file.st_ctim.tv_sec * CLOCK_NS_PER_S + (int64_t)file.st_ctim.tv_nsec;
    bool same = who->read && file.st_size == who->size && changed_ns == who->changed_ns &&
                (int64_t)file.st_ino == who->inode;
    who->size = file.st_size;
    who->changed_ns = changed_ns;
    who->inode = (int64_t)file.st_ino;
    return !same;
}

bool who_look(struct who *who, int64_t now_ns)
{
    struct diag diag = {0};
    if (now_ns - who->looked_ns < LOOK_NS)
        return false;
    who->looked_ns = now_ns;
    if (!has_changed(who))
        return false;
    who->read = true;
    token_list_finish(&who->tokens);
    token_list_read(&who->tokens, who->path, &diag);
    log_diag(&diag);
    diag_finish(&diag);
    return true;
}

void who_look_again(struct who *who)
{
    who->looked_ns = -LOOK_NS;
}

static char *password_of(const char *encoded)
{
    struct buffer decoded = {0};
    char *password = NULL;
    if (base64_take(&decoded, encoded, strlen(encoded)) && decoded.length) {
        const char *colon = strchr(decoded.data, ':');
        password = memory_copy_string(colon ? colon + 1 : NULL);
    }
    buffer_finish(&decoded);
    return password;
}

/* A member of `Cookie` (RFC 6265, 4.2.1). */
static char *cookie_of(const char *cookies, const char *name)
{
    size_t length = strlen(name);
    while (cookies && *cookies) {
        cookies += strspn(cookies, "; ");
        size_t end = strcspn(cookies, ";");
        if (end > length && strncmp(cookies, name, length) == 0 && cookies[length] == '=')
            return memory_copy_bytes(cookies + length + 1, end - length - 1);
        cookies += end;
    }
    return NULL;
}

char *who_token(const char *authorization, const char *cookie, bool basic, bool *by_cookie)
{
    static const char bearer[] = "Bearer ";
    static const char password[] = "Basic ";
    *by_cookie = false;
    if (authorization && strncasecmp(authorization, bearer, strlen(bearer)) == 0)
        return memory_copy_string(authorization + strlen(bearer));
    if (authorization && basic && strncasecmp(authorization, password, strlen(password)) == 0)
        return password_of(authorization + strlen(password));
    char *token = authorization ? NULL : cookie_of(cookie, WHO_COOKIE);
    *by_cookie = token != NULL;
    return token;
}

static struct who_count *find(struct who_count counts[WHO_ADDRESSES], const char *whose)
{
    struct who_count *oldest = counts;
    for (size_t i = 0; i < WHO_ADDRESSES; i++) {
        if (strcmp(counts[i].whose, whose) == 0)
            return &counts[i];
        if (counts[i].since_ns < oldest->since_ns)
            oldest = &counts[i];
    }
    *oldest = (struct who_count){0};
    snprintf(oldest->whose, sizeof oldest->whose, "%s", whose);
    return oldest;
}

bool who_count(struct who_count counts[WHO_ADDRESSES], const char *whose, unsigned most,
               int64_t now_ns)
{
    struct who_count *count = find(counts, whose);
    if (count->count == 0 || now_ns - count->since_ns >= WHO_MINUTE_NS) {
        count->since_ns = now_ns;
        count->count = 0;
    }
    return count->count++ < most;
}

bool who_may_try(const struct who_count counts[WHO_ADDRESSES], const char *whose, unsigned most,
                 int64_t now_ns)
{
    for (size_t i = 0; i < WHO_ADDRESSES; i++)
        if (strcmp(counts[i].whose, whose) == 0)
            return counts[i].count < most || now_ns - counts[i].since_ns >= WHO_MINUTE_NS;
    return true;
}
