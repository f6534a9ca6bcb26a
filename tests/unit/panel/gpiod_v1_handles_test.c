/* The gpiod output on a fake of libgpiod 1 and of a kernel that takes no requests of its own
 * (before Linux 5.10): the library's handles hold the lines. As gpiod_v1_test.c in all else. */
#include "fake_chip.h"

#define GPIOD_DEVICES fake_devices
#define GPIOD_IOCTL fake_ioctl
#define GPIOD_CLOSE fake_close
#include "../../../src/panel/kernel_lines.c"
#include "../../../src/panel/lines_gpiod_v1.c"
#include "check.h"
#include "gpiod_tests.h"
#include "gpiod_v1/fake.c.inc"

int main(void)
{
    fake_world.old_kernel = true;
    return gpiod_tests_run("panel/gpiod, libgpiod 1 and its handles", NULL, 0);
}
