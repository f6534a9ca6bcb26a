/* USB: a serial port (CDC-ACM, USB CDC 1.2 and PSTN 1.2) with the board's own
 * serial number. */
#ifndef FIRMWARE_USB_H
#define FIRMWARE_USB_H

/* Once, before the first tud_task(): reads the serial number and starts USB. */
void usb_init(void);

#endif
