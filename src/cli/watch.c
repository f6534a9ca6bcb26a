/* motograph watch: what changes on a running ticker, a line of JSON each. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "cli/commands.h"
#include "config/config.h"
#include "control/ask.h"

#define READ_SIZE 65536
#define DURATION_MAX_S 31536000 /* a year */

/* In ms, for poll(2); -1: for ever. */
static int left_ms(const struct clock *clock, int64_t end_ns)
{
    if (end_ns == INT64_MAX)
        return -1;
    int64_t left = (end_ns - clock_monotonic_ns(clock)) / CLOCK_NS_PER_MS;
    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

/* 0 at the end of the time; less when the ticker has hung up. */
static ssize_t hear(int fd, const struct clock *clock, int64_t end_ns, char bytes[READ_SIZE])
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    int waited;
    do
        waited = poll(&ready, 1, left_ms(clock, end_ns));
    while (waited < 0 && errno == EINTR);
    if (waited == 0)
        return 0;
    ssize_t got = recv(fd, bytes, READ_SIZE, 0);
    return got > 0 ? got : -1;
}

/* As they come: who reads them is another program, which knows lines. */
static bool pass_on(struct cli *cli, int fd, const struct buffer *first, long long seconds)
{
    char bytes[READ_SIZE];
    struct clock clock;
    clock_init_real(&clock);
    int64_t end_ns = seconds ? clock_monotonic_ns(&clock) + seconds * CLOCK_NS_PER_S : INT64_MAX;
    if (first->length)
        fwrite(first->data, 1, first->length, stdout);
    ssize_t got = 1;
    while (fflush(stdout) == 0 && (got = hear(fd, &clock, end_ns, bytes)) > 0)
        fwrite(bytes, 1, (size_t)got, stdout);
    return got >= 0 || diag_error(&cli->diag, "the ticker has ended, or has dropped who watches");
}

static int run_watch(struct cli *cli)
{
    long long seconds = 0;
    struct buffer first = {0};
    if (!cli_number(cli, "duration", 1, DURATION_MAX_S, &seconds))
        return CLI_FAULT;
    int fd = ask_watch(cli->config->control.socket, CLI_ASK_MS, &first, &cli->diag);
    bool good = fd >= 0 && pass_on(cli, fd, &first, seconds);
    if (fd >= 0)
        close(fd);
    buffer_finish(&first);
    return good ? CLI_DONE : CLI_FAULT;
}

const struct cli_command cli_watch = {
    .name = "watch",
    .asks = true,
    .arguments = "",
    .help = "what changes on a running ticker, as lines of JSON",
    .options = {{"duration", "S", "ends after so many seconds", 'd'}},
    .run = run_watch,
};
