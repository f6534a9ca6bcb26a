#include "listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"

#define BACKLOG 64

static void tell_url(int fd, const char *host, char url[LISTEN_URL_SIZE])
{
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    char port[NI_MAXSERV] = "";
    if (getsockname(fd, (struct sockaddr *)&bound, &size) == 0)
        getnameinfo((const struct sockaddr *)&bound, size, NULL, 0, port, sizeof port,
                    NI_NUMERICSERV);
    bool six = host && strchr(host, ':');
    snprintf(url, LISTEN_URL_SIZE, "http://%s%s%s:%s/", six ? "[" : "", host ? host : "127.0.0.1",
             six ? "]" : "", port);
}

/* -1 with errno. */
static int listen_at(const struct addrinfo *at)
{
    const int yes = 1;
    const int no = 0;
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (at->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

/* All addresses: of both kinds where this machine has both. */
static int listen_on(const char *host, const char *port, struct diag *diag, const char *address)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV,
                             .ai_family = host ? AF_UNSPEC : AF_INET6};
    struct addrinfo *found = NULL;
    int fd = -1;
    if (getaddrinfo(host, port, &hints, &found) == 0)
        fd = listen_at(found);
    if (fd < 0 && !host) {
        if (found)
            freeaddrinfo(found);
        found = NULL;
        hints.ai_family = AF_INET;
        if (getaddrinfo(host, port, &hints, &found) == 0)
            fd = listen_at(found);
    }
    if (!found)
        diag_error(diag,
                   "control.http: found \"%s\"; an address and a port are wanted, as "
                   "127.0.0.1:8080, [::1]:8080 or *:8080",
                   address);
    else if (fd < 0)
        diag_error(diag, "control.http: \"%s\" can't be listened on: %s", address, strerror(errno));
    if (found)
        freeaddrinfo(found);
    return fd;
}

int listen_open(const char *address, char url[LISTEN_URL_SIZE], struct diag *diag)
{
    const char *colon = strrchr(address, ':');
    char *host = memory_copy_bytes(address, colon ? (size_t)(colon - address) : 0);
    size_t length = strlen(host);
    bool six = length > 1 && host[0] == '[' && host[length - 1] == ']';
    if (six) {
        memmove(host, host + 1, length - 2);
        host[length - 2] = '\0';
    }
    bool all = strcmp(host, "*") == 0;
    int fd = listen_on(all ? NULL : host, colon ? colon + 1 : "", diag, address);
    if (fd >= 0)
        tell_url(fd, all ? NULL : host, url);
    free(host);
    return fd;
}
