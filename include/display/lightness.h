/* 8-bit picture values and linear light.
 *
 * A value v stands for the CIE 1976 lightness L* = 100 v / 255 (CIE 15:2004,
 * 8.2.1.1; the LED trade calls it CIE 1931). Values are even steps to the eye,
 * but mixing two of them must happen in linear light.
 */
#ifndef DISPLAY_LIGHTNESS_H
#define DISPLAY_LIGHTNESS_H

#include <stdint.h>

#include "display/luminance.h"

/* Value -> linear light, 0 to LIGHTNESS_FULL. */
uint16_t lightness_to_linear(uint8_t value);

/* The value whose linear light is nearest. */
uint8_t lightness_from_linear(uint16_t linear);

/* The value with parts / whole (0 to 1) of the light of another. */
uint8_t lightness_dim(uint8_t value, int parts, int whole);

#endif
