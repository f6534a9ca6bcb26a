#include "display/sight.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
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

/* How wide a normal distribution is at its half height, in standard deviations:
 * 2 sqrt(2 ln 2). */
#define HALF_WIDTH_SIGMAS 2.3548200450309493
/* Further away there is no light. */
#define REACH_SIGMAS 3

/* One line of the picture, `count` px `step` bytes apart, of one channel. */
static void blur_line(uint8_t *at, int count, ptrdiff_t step, double sigma, double *light)
{
    int reach = (int)ceil(sigma * REACH_SIGMAS);
    for (int i = 0; i < count; i++)
        light[i] = lightness_to_linear(at[i * step]);
    for (int i = 0; i < count; i++) {
        double sum = 0;
        double weights = 0;
        for (int k = -reach; k <= reach; k++) {
            double weight = exp(-0.5 * k * k / (sigma * sigma));
            weights += weight;
            sum += i + k >= 0 && i + k < count ? weight * light[i + k] : 0;
        }
        at[i * step] = lightness_from_linear((uint16_t)lround(sum / weights));
    }
}

void sight_blur(struct frame *frame, double half_px)
{
    const double least_px = 0.5;
    const ptrdiff_t row = (ptrdiff_t)frame->width * 3;
    int longest = frame->width > frame->height ? frame->width : frame->height;
    if (half_px < least_px)
        return;
    double *light = memory_alloc((size_t)longest, sizeof *light);
    double sigma = half_px / HALF_WIDTH_SIGMAS;
    for (int y = 0; y < frame->height; y++)
        for (int channel = 0; channel < 3; channel++)
            blur_line(frame_pixel(frame, 0, y) + channel, frame->width, 3, sigma, light);
    for (int x = 0; x < frame->width; x++)
        for (int channel = 0; channel < 3; channel++)
            blur_line(frame_pixel(frame, x, 0) + channel, frame->height, row, sigma, light);
    free(light);
}
