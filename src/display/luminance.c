#include "display/luminance.h"

/* In whole numbers: a microcontroller has no others that are quick. */
uint16_t luminance_of_value(uint8_t value)
{
    const uint64_t root_full = UINT64_C(255) * 116; /* L* 100 v / 255, and 116 of the cube root */
    const uint64_t kappa_full = UINT64_C(24389) * 255; /* kappa is 24389 / 27 */
    const uint64_t line_until = UINT64_C(8) * 255;
    uint64_t lightness = 100u * (uint64_t)value; /* of 255 */
    uint64_t full = root_full * root_full * root_full;
    uint64_t root = lightness + UINT64_C(16) * 255;
    uint64_t light = root * root * root;
    if (lightness <= line_until) {
        light = lightness * 27;
        full = kappa_full;
    }
    return (uint16_t)((light * LIGHTNESS_FULL + full / 2) / full);
}

uint16_t luminance_bits(uint8_t value, int bits)
{
    uint32_t full = (UINT32_C(1) << bits) - 1;
    return (uint16_t)((luminance_of_value(value) * full + LIGHTNESS_FULL / 2) / LIGHTNESS_FULL);
}
