#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "kiosk/patience.h"

#define EVERY_NS (20 * CLOCK_NS_PER_MS)

static bool hears(int fd, int flags)
{
    char heard[256] = "";
    return recv(fd, heard, sizeof heard - 1, flags) > 0 &&
           strstr(heard, "EXTEND_TIMEOUT_USEC=200000");
}

static void asks_while_it_works(void **state)
{
    (void)state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char *name = memory_format("@motograph-patience-%d", (int)getpid());
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    memcpy(address.sun_path, name, strlen(name));
    address.sun_path[0] = '\0';
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
    assert_int_equal(bind(fd, (struct sockaddr *)&address, size), 0);
    struct notify *notify = notify_open(name);
    struct patience *patience = patience_begin(notify, EVERY_NS);
    assert_true(hears(fd, 0)); /* at once */
    for (int again = 0; again < 2;)
        again += hears(fd, MSG_DONTWAIT); /* which is work */
    patience_end(patience);
    while (hears(fd, MSG_DONTWAIT))
        ;
    assert_false(hears(fd, MSG_DONTWAIT));
    notify_close(notify);
    free(name);
    close(fd);
}

static void asks_nobody(void **state)
{
    (void)state;
    assert_null(patience_begin(NULL, EVERY_NS));
    patience_end(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"A start that takes long asks for time again and again while it works",
         asks_while_it_works, NULL, NULL, NULL},
        {"Where nobody waits nobody is asked", asks_nobody, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("kiosk/patience", tests, NULL, NULL);
}
