#include "display/sight.h"

#include <assert.h>
#include <math.h>

#include "display/lightness.h"

/* Rows give red, green and blue of linear light. */
static const double matrices[SIGHTS][3][3] = {
    [SIGHT_NORMAL] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    [SIGHT_PROTAN] = {{0.152286, 1.052583, -0.204868},
                      {0.114503, 0.786281, 0.099216},
                      {-0.003882, -0.048116, 1.051998}},
    [SIGHT_DEUTAN] = {{0.367322, 0.860646, -0.227968},
                      {0.280085, 0.672501, 0.047413},
                      {-0.011820, 0.042940, 0.968881}},
    [SIGHT_TRITAN] = {{1.255528, -0.076749, -0.178779},
                      {-0.078411, 0.930809, 0.147602},
                      {0.004733, 0.691367, 0.303900}},
};

const char *sight_name(enum sight sight)
{
    static const char *const names[SIGHTS] = {"normal", "protan", "deutan", "tritan"};
    assert(sight < SIGHTS);
    return names[sight];
}

static uint8_t channel(const double row[3], const double light[3])
{
    double sum = row[0] * light[0] + row[1] * light[1] + row[2] * light[2];
    if (sum < 0)
        sum = 0;
    return lightness_from_linear((uint16_t)lround(fmin(sum, LIGHTNESS_FULL)));
}

struct config_colour sight_seen(enum sight sight, struct config_colour colour)
{
    assert(sight < SIGHTS);
    const double light[3] = {lightness_to_linear(colour.r), lightness_to_linear(colour.g),
                             lightness_to_linear(colour.b)};
    const double(*matrix)[3] = matrices[sight];
    return (struct config_colour){channel(matrix[0], light), channel(matrix[1], light),
                                  channel(matrix[2], light)};
}
