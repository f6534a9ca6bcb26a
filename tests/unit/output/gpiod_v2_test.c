/* The gpiod output on a fake of libgpiod 2. This file's lines_gpiod_open takes
 * the place of the library's, whichever version that was built for; the Makefile
 * lets <gpiod.h> mean tests/support/gpiod_v2. */
static char fake_devices[] = "/tmp/motograph-dev-XXXXXX";

#define GPIOD_DEVICES fake_devices
#include "../../../src/output/lines_gpiod_v2.c"

#include <stdio.h>
#include <unistd.h>

#include "gpiod_tests.h"
#include "gpiod_v2/fake.c.inc"

/* Files in place of /dev/gpiochip0 and its neighbour. */
static void touch(int chip, bool there)
{
    char path[64];
    snprintf(path, sizeof path, "%s/gpiochip%d", fake_devices, chip);
    FILE *file = there ? fopen(path, "w") : NULL;
    if (file)
        fclose(file);
    else
        unlink(path);
}

int main(void)
{
    if (!mkdtemp(fake_devices))
        return 1;
    for (int chip = 0; chip < FAKE_CHIPS; chip++)
        touch(chip, true);
    int failed = gpiod_tests_run("output/gpiod, libgpiod 2");
    for (int chip = 0; chip < FAKE_CHIPS; chip++)
        touch(chip, false);
    rmdir(fake_devices);
    return failed;
}
