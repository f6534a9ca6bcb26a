#include "base/mapped.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static atomic_uint losses;
static struct sigaction before;
static uintptr_t page_bytes;

/* Only calls of the kernel. MAP_FIXED puts the new page where the lost one was, for each thread. */
static void on_bus(int number, siginfo_t *info, void *context)
{
    (void)context;
    char *page = (char *)info->si_addr - ((uintptr_t)info->si_addr & (page_bytes - 1));
    if (info->si_code == BUS_ADRERR && page &&
        mmap(page, page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
             0) != MAP_FAILED) {
        atomic_fetch_add(&losses, 1);
        return;
    }
    sigaction(SIGBUS, &before, NULL);
    raise(number);
}

void mapped_survive(void)
{
    struct sigaction action = {.sa_sigaction = on_bus, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    struct sigaction now;
    page_bytes = (uintptr_t)sysconf(_SC_PAGESIZE);
    if (sigaction(SIGBUS, NULL, &now) == 0 &&
        !((now.sa_flags & SA_SIGINFO) && now.sa_sigaction == on_bus) &&
        sigaction(SIGBUS, &action, &before) != 0)
        return;
}

static int code_of_loss;

/* Only calls of the kernel. */
static void on_loss(int number, siginfo_t *info, void *context)
{
    static const char words[] =
        "error: a file was truncated while it was read (the index of the store?): what was asked "
        "for may not be done; try again\n";
    (void)context;
    if (info->si_code == BUS_ADRERR) {
        ssize_t ignored = write(STDERR_FILENO, words, sizeof words - 1);
        (void)ignored;
        _exit(code_of_loss);
    }
    signal(number, SIG_DFL);
    raise(number);
}

void mapped_give_up(int code)
{
    struct sigaction action = {.sa_sigaction = on_loss, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    code_of_loss = code;
    sigaction(SIGBUS, &action, NULL);
}

unsigned mapped_losses(void)
{
    return atomic_load(&losses);
}
