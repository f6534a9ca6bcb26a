/* conductor PRELOAD LINK -- EMULATOR... -- PROGRAM...: runs the emulator and the real
 * program in one virtual time, joined by a pseudo-terminal to which LINK leads; it is
 * another one after the device's restart. The program waits, and says until when; the
 * emulator runs until then, or until the device has said something.
 *
 * Exit code: that of the program, or 0 where the scenario killed it. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "vclock.h"

#define QUANTUM_NS 5000000.0 /* so that nothing happens too much late */

enum action {
    GO_ON,
    KILL,
    END,
    REPLUG,
};

struct conductor {
    int to_emulator, from_emulator;
    int tty;
    const char *link;
    uint64_t due, taken; /* bytes that the program has written, that have come */
    uint64_t handed;     /* bytes to the program */
    int program_clock;   /* -1: the program has gone */
    pid_t program, emulator;
    double now_ns; /* the emulator's */
};

static void fail(const char *what)
{
    perror(what);
    exit(4);
}

static void read_whole(int fd, void *bytes, size_t size)
{
    char *at = bytes;
    while (size > 0) {
        ssize_t count = read(fd, at, size);
        if (count <= 0)
            fail("the emulator has ended");
        at += count;
        size -= (size_t)count;
    }
}

static void write_whole(int fd, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t count = write(fd, at, size);
        if (count < 0 && errno != EAGAIN)
            fail("write");
        if (count > 0) {
            at += count;
            size -= (size_t)count;
        }
    }
}

static void start_emulator(struct conductor *conductor, char **arguments)
{
    int in[2], out[2];
    if (pipe(in) < 0 || pipe(out) < 0)
        fail("pipe");
    conductor->emulator = fork();
    if (conductor->emulator == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        for (int fd = 3; fd < 64; fd++)
            close(fd);
        execvp(arguments[0], arguments);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    conductor->to_emulator = in[1];
    conductor->from_emulator = out[0];
}

static void open_terminal(struct conductor *conductor)
{
    conductor->tty = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (conductor->tty < 0 || grantpt(conductor->tty) < 0 || unlockpt(conductor->tty) < 0)
        fail("pseudo-terminal");
    struct termios settings;
    tcgetattr(conductor->tty, &settings);
    cfmakeraw(&settings);
    tcsetattr(conductor->tty, TCSANOW, &settings);
    unlink(conductor->link);
    if (symlink(ptsname(conductor->tty), conductor->link) < 0)
        fail(conductor->link);
}

static void start_program(struct conductor *conductor, char **arguments, const char *preload)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
        fail("socketpair");
    fcntl(pair[0], F_SETFD, FD_CLOEXEC);
    conductor->program_clock = pair[0];
    conductor->program = fork();
    if (conductor->program == 0) {
        char number[16];
        snprintf(number, sizeof number, "%d", pair[1]);
        setenv("VCLOCK", number, 1);
        setenv("LD_PRELOAD", preload, 1);
        execv(arguments[0], arguments);
        _exit(127);
    }
    close(pair[1]);
}

/* What the program has written: all of it, or as much as there is room for. */
static size_t take_from_program(struct conductor *conductor, char *bytes, size_t size)
{
    size_t taken = 0;
    struct pollfd tty = {conductor->tty, POLLIN, 0};
    while (taken < size && conductor->taken < conductor->due && poll(&tty, 1, VCLOCK_LOST_MS) > 0 &&
           tty.revents & POLLIN) {
        ssize_t count = read(conductor->tty, bytes + taken, size - taken);
        if (count <= 0)
            break;
        taken += (size_t)count;
        conductor->taken += (size_t)count;
    }
    if (taken < size)
        conductor->taken = conductor->due;
    return taken;
}

static enum action run_emulator(struct conductor *conductor, double until_ns)
{
    static char bytes[1 << 16];
    uint32_t size = (uint32_t)take_from_program(conductor, bytes, sizeof bytes);
    double most_ns = conductor->now_ns + QUANTUM_NS;
    until_ns = until_ns < most_ns ? until_ns : most_ns;
    write_whole(conductor->to_emulator, &until_ns, sizeof until_ns);
    write_whole(conductor->to_emulator, &size, sizeof size);
    write_whole(conductor->to_emulator, bytes, size);
    uint8_t action;
    read_whole(conductor->from_emulator, &conductor->now_ns, sizeof conductor->now_ns);
    read_whole(conductor->from_emulator, &action, sizeof action);
    read_whole(conductor->from_emulator, &size, sizeof size);
    if (size > sizeof bytes)
        fail("the emulator says too much");
    read_whole(conductor->from_emulator, bytes, size);
    if (conductor->program_clock >= 0) {
        write_whole(conductor->tty, bytes, size);
        conductor->handed += size;
    }
    return (enum action)action;
}

static int wait_program(struct conductor *conductor)
{
    int status = 0;
    waitpid(conductor->program, &status, 0);
    close(conductor->program_clock);
    conductor->program_clock = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

/* Until the scenario's end, or the program's own; after its death the device goes on alone. */
static int conduct(struct conductor *conductor)
{
    for (;;) {
        struct vclock_question asked = {INT64_MAX, conductor->due};
        if (conductor->program_clock >= 0 &&
            read(conductor->program_clock, &asked, sizeof asked) != sizeof asked)
            return wait_program(conductor); /* ended by itself */
        conductor->due = asked.written;
        double until_ns =
            asked.until_ns == INT64_MAX ? 1e18 : (double)(asked.until_ns - VCLOCK_START_NS);
        enum action action = run_emulator(conductor, until_ns);
        if ((action == KILL || action == END) && conductor->program_clock >= 0) {
            kill(conductor->program, SIGKILL);
            wait_program(conductor);
        }
        if (action == END)
            return 0;
        if (action == REPLUG) {
            close(conductor->tty);
            open_terminal(conductor);
        }
        struct vclock_answer answer = {VCLOCK_START_NS + (int64_t)conductor->now_ns,
                                       conductor->handed};
        if (conductor->program_clock >= 0)
            write_whole(conductor->program_clock, &answer, sizeof answer);
    }
}

int main(int argc, char **argv)
{
    struct conductor conductor = {0};
    int second = 4;
    signal(SIGPIPE, SIG_IGN);
    while (second < argc && strcmp(argv[second], "--") != 0)
        second++;
    if (argc < 7 || strcmp(argv[3], "--") != 0 || second + 1 >= argc)
        return 2;
    argv[second] = NULL;
    start_emulator(&conductor, argv + 4);
    conductor.link = argv[2];
    open_terminal(&conductor);
    start_program(&conductor, argv + second + 1, argv[1]);
    int code = conduct(&conductor);
    close(conductor.to_emulator); /* the emulator ends */
    waitpid(conductor.emulator, NULL, 0);
    return code;
}
