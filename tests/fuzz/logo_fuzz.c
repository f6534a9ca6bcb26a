/* Any bytes as a logo (PNG): it is refused with a reason, or a strip of a size that a wall can
 * have. Where their number is even, the sum of each chunk is made right: else hardly anything gets
 * past it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <zlib.h>

#include "base/diag.h"
#include "base/memory.h"
#include "display/logo.h"
#include "text/strip.h"

#include "fuzz.h"

/* PNG (ISO/IEC 15948, 5): a signature, then chunks of a length, a name, bytes and a sum. */
#define SIGNATURE 8
#define BEFORE 8 /* length and name */
#define SUM 4

static size_t number_at(const uint8_t *at)
{
    return (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
}

static void make_sums_right(uint8_t *png, size_t size)
{
    for (size_t at = SIGNATURE; size >= BEFORE + SUM && at <= size - BEFORE - SUM;) {
        size_t length = number_at(png + at);
        if (length > size - at - BEFORE - SUM)
            return;
        uLong sum = crc32(0, png + at + 4, (uInt)length + 4); /* of name and bytes */
        at += BEFORE + length;
        for (int i = 0; i < SUM; i++)
            png[at++] = (uint8_t)(sum >> (24 - 8 * i));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct diag diag = {0};
    int fd = memfd_create("logo", MFD_CLOEXEC);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    char *png = memory_copy_bytes((const char *)data, size);
    if (size % 2 == 0)
        make_sums_right((uint8_t *)png, size);
    require(write(fd, png, size) == (ssize_t)size);
    struct strip *strip = logo_read(path, 1, &diag);
    require(strip ? strip->width > 0 && strip->height > 0 : diag.errors > 0);
    strip_unref(strip);
    diag_finish(&diag);
    close(fd);
    free(png);
    return 0;
}
