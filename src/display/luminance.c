#include "display/luminance.h"

uint16_t luminance_of_value(uint8_t value)
{
    const double kappa = 24389.0 / 27.0;
    double lightness = 100.0 * value / 255.0;
    double root = (lightness + 16.0) / 116.0;
    double light = lightness > 8.0 ? root * root * root : lightness / kappa;
    return (uint16_t)(light * LIGHTNESS_FULL + 0.5);
}

uint16_t luminance_bits(uint8_t value, int bits)
{
    uint32_t full = (UINT32_C(1) << bits) - 1;
    return (uint16_t)((luminance_of_value(value) * full + LIGHTNESS_FULL / 2) / LIGHTNESS_FULL);
}
