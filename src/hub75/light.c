#include "hub75/light.h"

#include "display/luminance.h"

uint16_t light_of_value(uint8_t value)
{
    return luminance_bits(value, LIGHT_BITS);
}
