/* The gpiod output on a fake of libgpiod 1. This file's lines_gpiod_open takes
 * the place of the library's, whichever version that was built for; the Makefile
 * lets <gpiod.h> mean tests/support/gpiod_v1. */
#include "../../../src/output/lines_gpiod_v1.c"
#include "gpiod_tests.h"
#include "gpiod_v1/fake.c.inc"

int main(void)
{
    return gpiod_tests_run("output/gpiod, libgpiod 1");
}
