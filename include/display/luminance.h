/* The curve between picture values and light, without tables: for those who make
 * their own, on the host and in the firmware. */
#ifndef DISPLAY_LUMINANCE_H
#define DISPLAY_LUMINANCE_H

#include <stdint.h>

#define LIGHTNESS_FULL 65535 /* the linear light of value 255 */

/* Value -> linear light, 0 to LIGHTNESS_FULL: Y of L* = 100 value / 255 (CIE
 * 15:2004, the inverse of 8.2.1.1), rounded. */
uint16_t luminance_of_value(uint8_t value);

/* The same in `bits` bits, 1 to 16: 0 to 2^bits - 1, rounded. */
uint16_t luminance_bits(uint8_t value, int bits);

#endif
