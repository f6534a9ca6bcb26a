/* Linear light: what an LED shall give for a picture's value.
 *
 * From the frame's 8-bit lightness (CIE 1976 L*, CIE 15:2004, 8.2.1.1; see
 * display/lightness.h) to 11 bits, 0 to LIGHT_FULL, rounded.
 */
#ifndef HUB75_LIGHT_H
#define HUB75_LIGHT_H

#include <stdint.h>

#define LIGHT_BITS 11
#define LIGHT_FULL ((1 << LIGHT_BITS) - 1)
#define LIGHT_CHANNELS 6 /* of a lane: R1 G1 B1 R2 G2 B2 */

/* The 11-bit light of a picture's value: 0 to LIGHT_FULL, rising. */
uint16_t light_of_value(uint8_t value);

#endif
