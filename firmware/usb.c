#include "usb.h"

#include <string.h>

#include "hardware/flash.h"
#include "hardware/sync.h"
#include "tusb.h"

#define VENDOR 0x2e8a  /* Raspberry Pi, which lets users of its chips have: */
#define PRODUCT 0x000a /* a serial port of a Pico's program */
#define POWER_MA 100
#define NOTIFY_SIZE 8
#define PACKET_SIZE 64

enum {
    INTERFACE_CONTROL,
    INTERFACE_DATA,
    INTERFACES,
};

enum {
    STRING_LANGUAGE,
    STRING_VENDOR,
    STRING_PRODUCT,
    STRING_SERIAL,
    STRINGS,
};

static char serial[2 * FLASH_UNIQUE_ID_SIZE_BYTES + 1] = "0";

static const tusb_desc_device_t device = {
    .bLength = sizeof device,
    .bDescriptorType = TUSB_DESC_DEVICE,
    .bcdUSB = 0x0200,
    .bDeviceClass = TUSB_CLASS_MISC,
    .bDeviceSubClass = MISC_SUBCLASS_COMMON,
    .bDeviceProtocol = MISC_PROTOCOL_IAD,
    .bMaxPacketSize0 = CFG_TUD_ENDPOINT0_SIZE,
    .idVendor = VENDOR,
    .idProduct = PRODUCT,
    .bcdDevice = 0x0100,
    .iManufacturer = STRING_VENDOR,
    .iProduct = STRING_PRODUCT,
    .iSerialNumber = STRING_SERIAL,
    .bNumConfigurations = 1,
};

static const uint8_t configuration[] = {
    TUD_CONFIG_DESCRIPTOR(1, INTERFACES, 0, TUD_CONFIG_DESC_LEN + TUD_CDC_DESC_LEN, 0, POWER_MA),
    TUD_CDC_DESCRIPTOR(INTERFACE_CONTROL, 0, 0x81, NOTIFY_SIZE, 0x02, 0x82, PACKET_SIZE),
};

const uint8_t *tud_descriptor_device_cb(void)
{
    return (const uint8_t *)&device;
}

const uint8_t *tud_descriptor_configuration_cb(uint8_t index)
{
    (void)index;
    return configuration;
}

const uint16_t *tud_descriptor_string_cb(uint8_t index, uint16_t language)
{
    static const char *const strings[STRINGS] = {[STRING_VENDOR] = "Motograph",
                                                 [STRING_PRODUCT] = "Motograph panel",
                                                 [STRING_SERIAL] = serial};
    static uint16_t out[32];
    const uint16_t english = 0x0409;
    (void)language;
    if (index >= STRINGS)
        return NULL;
    size_t length = 1;
    out[1] = english;
    if (index != STRING_LANGUAGE) {
        length = strlen(strings[index]);
        for (size_t i = 0; i < length; i++)
            out[1 + i] = (uint8_t)strings[index][i];
    }
    out[0] = (uint16_t)(TUSB_DESC_STRING << 8 | (2 * length + 2));
    return out;
}

/* The flash chip's number is read by functions of the boot ROM; where there is
 * no ROM (an emulator) the serial number is 0. */
static void read_serial(void)
{
    uintptr_t rom = 0x10;             /* "Mu": datasheet 2.8.3 */
    __asm__ volatile("" : "+r"(rom)); /* no object of C stands so low */
    const volatile uint8_t *magic = (const volatile uint8_t *)rom;
    if (magic[0] != 'M' || magic[1] != 'u')
        return;
    uint8_t id[FLASH_UNIQUE_ID_SIZE_BYTES];
    uint32_t interrupts = save_and_disable_interrupts();
    flash_get_unique_id(id);
    restore_interrupts(interrupts);
    for (size_t i = 0; i < sizeof id; i++) {
        serial[2 * i] = "0123456789ABCDEF"[id[i] >> 4];
        serial[2 * i + 1] = "0123456789ABCDEF"[id[i] & 15];
    }
}

void usb_init(void)
{
    read_serial();
    tusb_init();
}
