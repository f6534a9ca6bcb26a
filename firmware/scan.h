/* The panel's connector, scanned by PIO and DMA alone: two state machines (data
 * and clock; address, latch and output enable), each fed by a DMA channel that a
 * second one starts anew for each pass, from a pointer. No interrupt refreshes
 * anything, and the processor is not needed for a picture that stands.
 *
 * Frames change between passes only. Pins: firmware/pins.h.
 */
#ifndef FIRMWARE_SCAN_H
#define FIRMWARE_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "device_wall.h"

/* Output enable dark: the first thing the program does. */
void scan_hold_dark(void);

/* Once: claims nothing that a watchdog's restart would have left. */
void scan_init(void);

/* Initialises the panel's chips and its rows, and shows wall->frames[frame], again and again. */
void scan_start(const struct device_wall *wall, uint32_t clock_hz, int frame);

/* Deeply dark: no output, zeros in every register, address 0. */
void scan_stop(const struct device_wall *wall);

/* Every three minutes tells the panel again what it forgets when its own supply comes and goes:
 * dark for some 2 ms, if there is anything. Call it often. */
void scan_again(const struct device_wall *wall, uint32_t now_us);

/* Since scan_start, until scan_stop. */
bool scan_is_running(void);

/* The next pass shows wall->frames[frame]. */
void scan_flip(const struct device_wall *wall, int frame);

/* No pass shows another frame than the one flipped to. */
bool scan_is_settled(void);

/* Passes begin since the last call; true while nothing is scanned. */
bool scan_is_alive(uint32_t now_us);

#endif
