/* The connector's lines: GPIO numbers, those of the Interstate 75; a bare Pico is
 * wired the same (see README.md). */
#ifndef FIRMWARE_PINS_H
#define FIRMWARE_PINS_H

enum {
    PIN_R1,
    PIN_G1,
    PIN_B1,
    PIN_R2,
    PIN_G2,
    PIN_B2,
    PIN_A,
    PIN_B,
    PIN_C,
    PIN_D,
    PIN_E,
    PIN_CLK,
    PIN_LAT,
    PIN_OE,
    PINS_USED,
};

#endif
