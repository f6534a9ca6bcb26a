/* Words to the service manager, as sd_notify(3) describes them: a datagram a message, to the socket
 * that NOTIFY_SOCKET names.
 */
#ifndef KIOSK_NOTIFY_H
#define KIOSK_NOTIFY_H

#include <stdbool.h>

struct notify;

/* `address`: the absolute path of a socket, or `@NAME` of one in the abstract namespace (unix(7)).
 * NULL where it is NULL, empty or anything else: nobody is told then. */
struct notify *notify_open(const char *address);

/* NULL is fine. */
void notify_close(struct notify *notify);

/* `NAME=VALUE`, several parted by newlines. Never waits; what can't be sent is dropped (false). To
 * NULL it does nothing, and is false. */
bool notify_send(struct notify *notify, const char *message);

#endif
