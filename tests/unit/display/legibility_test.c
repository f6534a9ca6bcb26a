#include "display/legibility.h"

#include <math.h>

#include "check.h"

static void the_tables_rows_are_met(void **state)
{
    (void)state;
    assert_int_equal(lround(legibility_ada_mm(1.0)), 16);
    assert_int_equal(lround(legibility_ada_mm(1.8288)), 16);            /* 6 ft */
    assert_int_equal(lround(legibility_ada_mm(1.8288 + 3.048)), 48);    /* 10 ft more: 1 7/8 in */
    assert_int_equal(lround(legibility_california_mm(3.0)), 51);        /* 2 in */
    assert_int_equal(lround(legibility_california_mm(2 * 3.048)), 102); /* 20 ft: 4 in */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Heights of capitals are those of the two tables", the_tables_rows_are_met),
    };
    return cmocka_run_group_tests_name("display/legibility", tests, NULL, NULL);
}
