/* gpiomem.so: a /dev/gpiomem for the emulated Raspberry Pi, whose kernel, Debian's own, has no
 * driver for it (Raspberry Pi OS has). Preloaded into the program, it opens /dev/mem in its place,
 * and maps the GPIO block (BCM2837: 0x3f200000) where the device would begin with it.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define GPIO_BLOCK 0x3f200000

static int device = -1;

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    int mode = va_arg(rest, int);
    va_end(rest);
    int is_device = strcmp(path, "/dev/gpiomem") == 0;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, is_device ? "/dev/mem" : path, flags, mode);
    if (is_device)
        device = fd;
    return fd;
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset)
{
    if (fd >= 0 && fd == device) {
        offset += GPIO_BLOCK;
        device = -1; /* the number may be another file's next time */
    }
    return (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset);
}
