/* Any bytes as a logo (PNG): it is refused with a reason, or a strip of a size that a wall can
 * have. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/diag.h"
#include "display/logo.h"
#include "text/strip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct diag diag = {0};
    int fd = memfd_create("logo", MFD_CLOEXEC);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    require(write(fd, data, size) == (ssize_t)size);
    struct strip *strip = logo_read(path, 1, &diag);
    require(strip ? strip->width > 0 && strip->height > 0 : diag.errors > 0);
    strip_unref(strip);
    diag_finish(&diag);
    close(fd);
    return 0;
}
