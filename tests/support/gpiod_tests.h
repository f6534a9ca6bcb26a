/* The tests of the gpiod output, run for both versions of libgpiod. */
#ifndef SUPPORT_GPIOD_TESTS_H
#define SUPPORT_GPIOD_TESTS_H

int gpiod_tests_run(const char *name);

#endif
