/* The tests of the gpiod output, run for both versions of libgpiod. */
#ifndef SUPPORT_GPIOD_TESTS_H
#define SUPPORT_GPIOD_TESTS_H

#include "check.h"

/* With the version's own, at most GPIOD_OWN_TESTS; NULL: none. */
int gpiod_tests_run(const char *name, const struct CMUnitTest *own, size_t count);

#define GPIOD_OWN_TESTS 4

#endif
