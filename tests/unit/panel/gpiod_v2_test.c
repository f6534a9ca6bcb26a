/* The gpiod output on a fake of libgpiod 2. This file's lines_gpiod_prepare takes
 * the place of the library's, whichever version that was built for; the Makefile
 * lets <gpiod.h> mean tests/support/gpiod_v2. */
#include "fake_chip.h"

#define GPIOD_DEVICES fake_devices
#define GPIOD_IOCTL fake_ioctl
#define GPIOD_CLOSE fake_close
#include "../../../src/panel/kernel_lines.c"
#include "../../../src/panel/lines_gpiod_v2.c"

#include "check.h"
#include "gpiod_tests.h"
#include "gpiod_v2/fake.c.inc"

int main(void)
{
    return gpiod_tests_run("panel/gpiod, libgpiod 2", NULL, 0);
}
