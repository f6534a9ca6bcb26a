#include "crash.h"

#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>

#include "lines_gpiod.h"

#ifdef NDEBUG
#error "assertions stay in every build: a failed one says where it is, and leaves the panel dark"
#endif

/* With a limit of one byte the kernel starts no program of core_pattern either;
 * with 0 it does (fs/coredump.c, do_coredump). A file of one byte is none. */
#define NO_CORE 1

/* For the handlers, which can be told nothing. */
static struct lines *volatile watched;

static const int crash_signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};

static void on_crash(int signal)
{
    if (watched)
        lines_gpiod_crash(watched);
    raise(signal); /* SA_RESETHAND: the default action now */
}

void crash_catch(bool core_dumps)
{
    const struct rlimit none = {NO_CORE, NO_CORE};
    /* A stack that ran over can't carry the handler. */
    static char stack[16384];
    const stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
    const struct sigaction action = {.sa_handler = on_crash,
                                     .sa_flags = (int)SA_RESETHAND | SA_NODEFER | SA_ONSTACK};
    if (!core_dumps)
        setrlimit(RLIMIT_CORE, &none);
    sigaltstack(&own, NULL);
    for (size_t i = 0; i < sizeof crash_signals / sizeof *crash_signals; i++)
        sigaction(crash_signals[i], &action, NULL);
}

void crash_watch(struct lines *lines)
{
    watched = lines;
}
