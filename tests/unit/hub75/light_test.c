#include "hub75/light.h"

#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "hub75/planes.h"
#include "module.h"

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

static void planes_are_the_bits_of_the_light(void **state)
{
    (void)state;
    for (int g = 0; g < module_geometry_count; g++) {
        struct diag diag = {0};
        struct panel *panel = panel_create(&module_geometries[g], &diag);
        struct frame frame;
        frame_init(&frame, panel->width_px, panel->height_px);
        srand((unsigned)g);
        for (int i = 0; i < frame.width * frame.height * 3; i++)
            frame.rgb[i] = (uint8_t)rand();
        struct light light;
        light_init(&light, panel);
        light_from_frame(&light, panel, &frame);
        struct planes planes;
        planes_init(&planes, panel);
        planes_from_frame(&planes, &frame);
        for (int row = 0; row < panel->scan_rows; row++)
            for (int i = 0; i < panel->columns * panel->lanes; i++)
                for (int channel = 0; channel < LIGHT_CHANNELS; channel++) {
                    int value = 0;
                    for (int plane = 0; plane < LIGHT_BITS; plane++)
                        value |= (planes_pattern(&planes, plane, row)[i] >> channel & 1) << plane;
                    assert_int_equal(
                        value, light_at(&light, row, i / panel->lanes, i % panel->lanes)[channel]);
                }
        planes_finish(&planes);
        light_finish(&light);
        frame_finish(&frame);
        panel_destroy(panel);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A picture's values stand for CIE 1976 lightness", values_follow_cie_lightness),
        TEST("The eleven planes are the bits of each LED's light",
             planes_are_the_bits_of_the_light),
    };
    return cmocka_run_group_tests_name("hub75/light", tests, NULL, NULL);
}
