#include "hub75/light.h"

#include <math.h>

#include "check.h"

static void values_follow_cie_lightness(void **state)
{
    (void)state;
    /* CIE 15:2004, 8.2.1.1: L* 50 is Y 18.418651851; 8 is 0.885645. */
    assert_int_equal(light_of_value(0), 0);
    assert_int_equal(light_of_value(255), LIGHT_FULL);
    for (int value = 0; value < 256; value++) {
        double lightness = 100.0 * value / 255;
        double y = lightness > 8 ? pow((lightness + 16) / 116, 3) : lightness / (24389.0 / 27);
        assert_true(fabs(light_of_value((uint8_t)value) - y * LIGHT_FULL) <= 0.52);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A picture's values stand for CIE 1976 lightness", values_follow_cie_lightness),
    };
    return cmocka_run_group_tests_name("hub75/light", tests, NULL, NULL);
}
