#include "sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/sanitized.h"

/* Whose numbers __NR_* are, as the kernel tells them (seccomp_data.arch). */
#if defined(__x86_64__) && !defined(__ILP32__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#elif defined(__arm__)
#define OUR_ARCH AUDIT_ARCH_ARM
#elif defined(__i386__)
#define OUR_ARCH AUDIT_ARCH_I386
#elif defined(__riscv) && __riscv_xlen == 64
#define OUR_ARCH AUDIT_ARCH_RISCV64
#endif

/* Both limits of what, which has a type of its own in each C library. */
#define LIMIT(what, most) setrlimit(what, &(const struct rlimit){most, most})

/* Where it was lower before (EPERM) it stays so. */
static void require(int result)
{
    if (result < 0 && errno != EPERM)
        abort();
}

static void set_limits(void)
{
#ifndef SANITIZED
    require(LIMIT(RLIMIT_DATA, SANDBOX_MEMORY));
#endif
    require(LIMIT(RLIMIT_CPU, SANDBOX_CPU_S));
    require(LIMIT(RLIMIT_FSIZE, 0));
    require(LIMIT(RLIMIT_CORE, 0));
    require(LIMIT(RLIMIT_NPROC, 0));
    require(LIMIT(RLIMIT_NOFILE, 0));
}

#if defined(OUR_ARCH) && !defined(SANITIZED)

#define ALLOW(call)                                                                                \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
/* A library that looks for a file of its own goes on without it. */
#define REFUSE(call)                                                                               \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1),                                             \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES)

static bool filter_calls(void)
{
    static struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        ALLOW(__NR_read),
        ALLOW(__NR_write),
        ALLOW(__NR_brk),
#ifdef __NR_mmap2
        ALLOW(__NR_mmap2),
#else
        ALLOW(__NR_mmap),
#endif
        ALLOW(__NR_munmap),
        ALLOW(__NR_mremap),
        ALLOW(__NR_madvise),
        ALLOW(__NR_mprotect),
        ALLOW(__NR_exit_group),
        ALLOW(__NR_rt_sigreturn),
        ALLOW(__NR_futex),
        ALLOW(__NR_clock_gettime),
        ALLOW(__NR_getrandom),
        /* By these a table of JSON is seeded where there is no file to do it by. */
        ALLOW(__NR_getpid),
#ifdef __NR_gettimeofday
        ALLOW(__NR_gettimeofday),
#endif
        REFUSE(__NR_openat),
#ifdef __NR_open
        REFUSE(__NR_open),
#endif
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    const struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
#else
static bool filter_calls(void)
{
    return false;
}
#endif

bool sandbox_enter(void)
{
    set_limits();
    return filter_calls();
}
