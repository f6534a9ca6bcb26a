/* The passes of a microcontroller: brightness, proportions, length. */
#include "hub75/pass.h"

#include "check.h"

#define MHZ 1000000u

static const struct pass walls[] = {
    {125 * MHZ, 16, 64, 10, 6, 0, 100, 0, 0},    {125 * MHZ, 32, 64, 10, 6, 0, 100, 0, 0},
    {125 * MHZ, 32, 128, 10, 6, 0, 100, 0, 0},   {125 * MHZ, 32, 256, 8, 6, 0, 100, 0, 0},
    {125 * MHZ, 8, 128, 10, 8, 1000, 100, 0, 0}, {125 * MHZ, 32, 128, 10, 6, 0, 100, 3, 68},
};

#define WALLS (sizeof walls / sizeof *walls)

static uint64_t light_of(const struct pass *pass, const struct pass_light *light, int row,
                         int plane)
{
    uint64_t cycles = 0;
    for (int turn = 0; turn < pass_turns(pass); turn++)
        cycles += pass_lit_cycles(pass, light, row, plane, turn);
    return cycles;
}

/* All levels are sums of planes: it is enough that each is twice the one before. */
static void the_planes_keep_their_proportions(void **state)
{
    (void)state;
    for (size_t i = 0; i < WALLS; i++)
        for (int percent = 1; percent <= 100; percent++) {
            struct pass pass = walls[i];
            pass.brightness = percent;
            struct pass_light light = pass_light(&pass);
            uint64_t step = light_of(&pass, &light, 0, 0);
            assert_true(step > 0);
            for (int row = 0; row < pass.scan_rows; row++)
                for (int plane = 0; plane < pass.planes; plane++)
                    assert_int_equal(light_of(&pass, &light, row, plane), step << plane);
        }
}

static void the_light_is_what_brightness_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < WALLS; i++)
        for (int percent = 1; percent <= 100; percent++) {
            struct pass pass = walls[i];
            struct pass_light full = pass_light(&pass);
            pass.brightness = percent;
            struct pass_light light = pass_light(&pass);
            double share = (double)light_of(&pass, &light, 3, 0) / pass_turns(&pass) / full.unit;
            double step = 1.0 / (PASS_TURNS * full.unit);
            double off = share - percent / 100.0;
            assert_true(off <= step / 2 + 1e-9 || light.step == 1);
            assert_true(off >= -step / 2 - 1e-9);
            assert_int_equal(light.cycles, full.cycles);
        }
}

/* A slot ends when it has been dark and lit, and the next plane is shifted. */
static uint64_t pass_cycles(const struct pass *pass, const struct pass_light *light, int turn)
{
    int columns = pass->columns - pass->under_latch;
    uint64_t shift = (uint64_t)(columns * pass->pixel_cycles) + PASS_SHIFT_EXTRA;
    uint64_t latched = (uint64_t)(pass->under_latch * pass->pixel_cycles) + PASS_UNDER_LATCH_EXTRA;
    uint64_t cycles = 0;
    for (int row = 0; row < pass->scan_rows; row++)
        for (int plane = 0; plane < pass->planes; plane++) {
            uint64_t lit = pass_lit_cycles(pass, light, row, plane, turn) + PASS_DARK_CYCLES;
            lit += light->dark + (pass->steps ? PASS_STEPS_EXTRA : 0);
            lit += plane == 0 ? (uint64_t)(pass->steps * PASS_STEP_CYCLES) : 0;
            cycles += (lit > shift ? lit : shift) + (pass->under_latch ? latched : 0);
        }
    return cycles;
}

static void a_pass_lasts_as_long_at_any_brightness(void **state)
{
    (void)state;
    for (size_t i = 0; i < WALLS; i++)
        for (int percent = 1; percent <= 100; percent++) {
            struct pass pass = walls[i];
            pass.brightness = percent;
            struct pass_light light = pass_light(&pass);
            for (int turn = 0; turn < pass_turns(&pass); turn++) {
                uint64_t cycles = pass_cycles(&pass, &light, turn);
                assert_in_range(cycles * 1000, light.cycles * UINT64_C(995),
                                light.cycles * UINT64_C(1005));
            }
        }
}

/* A pulse shorter than 40 ns is the only one of its plane: drivers might not see it. */
static void pulses_are_as_long_as_drivers_need(void **state)
{
    (void)state;
    for (size_t i = 0; i < WALLS; i++)
        for (int percent = 1; percent < 100; percent++) {
            struct pass pass = walls[i];
            pass.brightness = percent;
            struct pass_light light = pass_light(&pass);
            for (int plane = 0; plane < pass.planes; plane++)
                for (int turn = 0; turn < PASS_TURNS; turn++) {
                    uint32_t lit = pass_lit_cycles(&pass, &light, 5, plane, turn);
                    assert_true(lit == 0 || lit >= 40 * 125 / 1000 || lit == light.step << plane);
                }
        }
}

/* Neighbouring rows are lit in different passes: a dim picture does not blink as one. */
static void rows_take_turns(void **state)
{
    (void)state;
    struct pass pass = walls[1];
    pass.brightness = 2;
    struct pass_light light = pass_light(&pass);
    for (int turn = 0; turn < PASS_TURNS; turn++) {
        int lit = 0;
        for (int row = 0; row < pass.scan_rows; row++)
            lit += pass_lit_cycles(&pass, &light, row, 0, turn) > 0;
        assert_int_equal(lit, pass.scan_rows / PASS_TURNS);
    }
}

/* All that a pass is made of is as long as a shift, or a share of the pass: not of the last two
 * walls, which are dark for other reasons too. */
static void a_quicker_clock_gains_what_its_pixels_gain(void **state)
{
    (void)state;
    for (size_t i = 0; i + 2 < WALLS; i++) {
        struct pass pass = walls[i];
        struct pass_light light = pass_light(&pass);
        uint32_t lit_ppm = pass_lit_ppm(&pass, &light);
        double usual_hz = (double)pass.clock_hz / light.cycles;
        pass.clock_hz = 200 * MHZ;
        pass.pixel_cycles = 8;
        light = pass_light_at(&pass, lit_ppm);
        assert_true(pass_lit_ppm(&pass, &light) >= lit_ppm);
        double gain = (double)pass.clock_hz / light.cycles / usual_hz;
        assert_true(gain > 1.18 && gain < 1.22);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Each plane is lit twice as long as the one before, at every brightness",
             the_planes_keep_their_proportions),
        TEST("The light is what brightness says", the_light_is_what_brightness_says),
        TEST("A pass lasts as long at any brightness", a_pass_lasts_as_long_at_any_brightness),
        TEST("Pulses are as long as drivers need", pulses_are_as_long_as_drivers_need),
        TEST("Rows take turns with rare pulses", rows_take_turns),
        TEST("At 200 MHz and the same share a pass gains what its pixels gain",
             a_quicker_clock_gains_what_its_pixels_gain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
