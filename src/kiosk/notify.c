#include "kiosk/notify.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/memory.h"

struct notify {
    int fd;
    struct sockaddr_un address;
    socklen_t length;
};

/* An abstract name has no NUL at its end: its length says where it ends. */
static bool set_address(struct notify *notify, const char *address)
{
    size_t length = strlen(address);
    bool abstract = address[0] == '@';
    if ((address[0] != '/' && !abstract) || length < 2 || length >= sizeof notify->address.sun_path)
        return false;
    notify->address.sun_family = AF_UNIX;
    memcpy(notify->address.sun_path, address, length);
    if (abstract)
        notify->address.sun_path[0] = '\0';
    notify->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + !abstract);
    return true;
}

struct notify *notify_open(const char *address)
{
    if (!address)
        return NULL;
    struct notify *notify = memory_alloc(1, sizeof *notify);
    notify->fd = set_address(notify, address)
                     ? socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)
                     : -1;
    if (notify->fd >= 0)
        return notify;
    free(notify);
    return NULL;
}

void notify_close(struct notify *notify)
{
    if (!notify)
        return;
    close(notify->fd);
    free(notify);
}

bool notify_send(struct notify *notify, const char *message)
{
    size_t length = strlen(message);
    return notify &&
           sendto(notify->fd, message, length, MSG_NOSIGNAL,
                  (const struct sockaddr *)&notify->address, notify->length) == (ssize_t)length;
}
