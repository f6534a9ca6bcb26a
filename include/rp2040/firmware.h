/* The firmware of a device that drives the panel (output/wire.h): who is there,
 * and how another version gets onto it.
 */
#ifndef RP2040_FIRMWARE_H
#define RP2040_FIRMWARE_H

#include <stdbool.h>

#include "base/diag.h"
#include "rp2040/wire.h"

/* Asks the device at a serial port, with a number, or (arg NULL) the only one, what
 * it is; with `boot` it then restarts as a boot drive. Takes up to two seconds.
 * False with an error: nobody there, no permission, not our firmware, another
 * version of the wire. */
bool firmware_ask(const char *arg, bool boot, struct wire_caps *caps, struct diag *diag);

/* Where a boot drive is mounted, by its INFO_UF2.TXT. The caller frees; NULL with
 * an error where there is none, or more than one. */
char *firmware_find_drive(struct diag *diag);

/* Writes a UF2 file (github.com/microsoft/uf2) to a mounted boot drive, having checked
 * that all of it is there and that it is for that chip. False with an error. */
bool firmware_write(const char *uf2, const char *drive, struct diag *diag);

#endif
