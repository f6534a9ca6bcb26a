/* What every unit test includes: cmocka with its prerequisites, and tests named
 * by sentences. */
#ifndef SUPPORT_CHECK_H
#define SUPPORT_CHECK_H

/* cmocka.h wants these before it, in whatever order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A test that proves `sentence`: an entry for the array given to
 * cmocka_run_group_tests. */
#define TEST(sentence, function)                                                                   \
    {                                                                                              \
        sentence, function, NULL, NULL, NULL                                                       \
    }

#endif
