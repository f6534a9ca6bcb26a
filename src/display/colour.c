#include "display/colour.h"

#include <assert.h>

#include "display/lightness.h"

uint8_t colour_blend(uint8_t over, uint8_t under, unsigned coverage)
{
    assert(coverage <= UINT8_MAX);
    unsigned light =
        lightness_to_linear(over) * coverage + lightness_to_linear(under) * (UINT8_MAX - coverage);
    return lightness_from_linear((uint16_t)(light / UINT8_MAX));
}

struct config_colour colour_mix(struct config_colour over, struct config_colour under,
                                uint8_t coverage)
{
    if (coverage == UINT8_MAX)
        return over;
    return (struct config_colour){colour_blend(over.r, under.r, coverage),
                                  colour_blend(over.g, under.g, coverage),
                                  colour_blend(over.b, under.b, coverage)};
}

struct config_colour colour_dim(struct config_colour colour, int percent)
{
    return (struct config_colour){lightness_dim(colour.r, percent, 100),
                                  lightness_dim(colour.g, percent, 100),
                                  lightness_dim(colour.b, percent, 100)};
}
