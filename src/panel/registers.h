/* The registers that set and clear a Raspberry Pi's GPIO lines, mapped into the program: a write of
 * one changes all lines of which it has the bit, at once, and no others. The devices that map them
 * belong to the group gpio on Raspberry Pi OS; nothing else of the machine is in them.
 *
 * BCM2835, BCM2836, BCM2837 and BCM2711 (/dev/gpiomem): "BCM2835 ARM Peripherals" (Broadcom), 6.1,
 * GPSET0 and GPCLR0. The Pi 5's RP1 (/dev/gpiomem0): "RP1 Peripherals" (Raspberry Pi Ltd), 2.4 for
 * the addresses that set and clear bits, 3 for the registered outputs of bank 0 (sys_rio0).
 */
#ifndef PANEL_REGISTERS_H
#define PANEL_REGISTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "config/board.h"

struct registers {
    volatile uint32_t *set;   /* a line is a bit, its offset's */
    volatile uint32_t *clear; /* the same */
    unsigned lines;           /* offsets below this are in them */
    void *memory;             /* what is mapped; NULL: nothing */
    size_t size;
};

/* Whether all lines of `used` are on one chip of this board, and it may be one that has such
 * registers. */
bool registers_suit(const struct board *board, uint64_t used);

/* Maps those of the chip with this label; `devices` is the folder where the devices are, /dev.
 * False with errors that say what to do, and nothing is mapped. */
bool registers_open(struct registers *registers, const char *devices, const char *label,
                    struct diag *diag);

/* A zeroed one is fine. */
void registers_close(struct registers *registers);

#endif
