#include "plan/colour.h"

#include <math.h>

#include "check.h"
#include "hub75/light.h"

/* Pairs published with the formula's usual test data (Sharma, Wu, Dalal 2005). */
static const struct {
    struct colour_lab x, y;
    double de;
} pairs[] = {
    {{50.0000, 2.6772, -79.7751}, {50.0000, 0.0000, -82.7485}, 2.0425},
    {{50.0000, -1.3802, -84.2814}, {50.0000, 0.0000, -82.7485}, 1.0000},
    {{50.0000, 2.4900, -0.0010}, {50.0000, -2.4900, 0.0011}, 7.2195},
    {{50.0000, 2.5000, 0.0000}, {73.0000, 25.0000, -18.0000}, 27.1492},
    {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
    {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
};

static void de2000_gives_the_published_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(fabs(colour_de2000(pairs[i].x, pairs[i].y) - pairs[i].de) < 0.0001);
        assert_true(fabs(colour_de2000(pairs[i].y, pairs[i].x) - pairs[i].de) < 0.0001);
    }
}

static struct colour_lab lab_of(uint8_t r, uint8_t g, uint8_t b)
{
    const uint16_t light[3] = {light_of_value(r), light_of_value(g), light_of_value(b)};
    return colour_to_lab(light);
}

static void amber_is_not_red(void **state)
{
    (void)state;
    assert_true(colour_name_differs(lab_of(255, 160, 32), lab_of(255, 0, 0)));
    assert_true(colour_name_differs(lab_of(255, 160, 32), lab_of(255, 255, 0)));
    assert_true(colour_name_differs(lab_of(255, 160, 32), lab_of(255, 255, 255)));
    assert_false(colour_name_differs(lab_of(255, 160, 32), lab_of(255, 160, 0)));
    assert_false(colour_name_differs(lab_of(255, 255, 255), lab_of(180, 180, 180)));
}

static void white_is_white(void **state)
{
    (void)state;
    struct colour_lab white = lab_of(255, 255, 255);
    assert_true(fabs(white.l - 100) < 0.01 && fabs(white.a) < 0.05 && fabs(white.b) < 0.05);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("DE2000 gives the published values", de2000_gives_the_published_values),
        TEST("Amber is neither red nor yellow, and stays amber without its blue", amber_is_not_red),
        TEST("Full light of all channels is white", white_is_white),
    };
    return cmocka_run_group_tests_name("hub75/colour", tests, NULL, NULL);
}
