/* hostfile: files between the emulated Raspberry Pi and the machine it runs on.
 *
 *   hostfile put NAME <in      writes NAME in QEMU's working folder
 *   hostfile get NAME >out     reads it
 *   hostfile exit CODE         ends QEMU with that code
 *
 * By AArch64 semihosting from user space ("Semihosting for AArch32 and AArch64",
 * Arm): far faster than the emulated serial port. QEMU's option
 * `-semihosting-config userspace=on` allows it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { /* operation numbers and modes of that document */
    SYS_OPEN = 0x01,
    SYS_CLOSE = 0x02,
    SYS_WRITE = 0x05,
    SYS_READ = 0x06,
    SYS_EXIT = 0x18,
    MODE_READ_BINARY = 1,
    MODE_WRITE_BINARY = 5,
    APPLICATION_EXIT = 0x20026,
};

/* Static and written to once: the emulator reads guest memory, whose pages must be there. */
static char piece[1 << 18];
static char name[256];

static long semihosting(long operation, const uint64_t *block)
{
    register long x0 __asm__("x0") = operation;
    register const uint64_t *x1 __asm__("x1") = block;
    __asm__ volatile("hlt #0xf000" : "+r"(x0) : "r"(x1) : "memory");
    return x0;
}

static int put(uint64_t handle)
{
    for (;;) {
        ssize_t got = read(STDIN_FILENO, piece, sizeof piece);
        if (got <= 0)
            return got < 0;
        uint64_t block[3] = {handle, (uintptr_t)piece, (uint64_t)got};
        if (semihosting(SYS_WRITE, block) != 0)
            return 1;
    }
}

static int get(uint64_t handle)
{
    for (;;) {
        uint64_t block[3] = {handle, (uintptr_t)piece, sizeof piece};
        long left = semihosting(SYS_READ, block);
        size_t got = sizeof piece - (size_t)left;
        if (got == 0)
            return 0;
        if (write(STDOUT_FILENO, piece, got) != (ssize_t)got)
            return 1;
    }
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    if (strcmp(argv[1], "exit") == 0) {
        uint64_t block[2] = {APPLICATION_EXIT, (uint64_t)atoi(argv[2])};
        semihosting(SYS_EXIT, block);
        return 1;
    }
    int writing = strcmp(argv[1], "put") == 0;
    memset(piece, 1, sizeof piece);
    strncpy(name, argv[2], sizeof name - 1);
    uint64_t block[3] = {(uintptr_t)name, writing ? MODE_WRITE_BINARY : MODE_READ_BINARY,
                         strlen(name)};
    long handle = semihosting(SYS_OPEN, block);
    if (handle < 0)
        return 1;
    int code = writing ? put((uint64_t)handle) : get((uint64_t)handle);
    uint64_t closing[1] = {(uint64_t)handle};
    semihosting(SYS_CLOSE, closing);
    return code;
}
