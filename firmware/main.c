/* The firmware: bytes from USB become pictures on the panel. One core, one loop;
 * the watchdog restarts it when it does not come round. */
#include "hardware/clocks.h"
#include "hardware/watchdog.h"
#include "messages.h"
#include "pico/bootrom.h"
#include "pico/runtime_init.h"
#include "pico/time.h"
#include "scan.h"
#include "session.h"
#include "tusb.h"
#include "usb.h"

#define WATCHDOG_MS 100

/* What the chip has besides: 24 KB of stack, tables and USB. */
#if PICO_RP2350
#define MEMORY (440 * 1024)
#else
#define MEMORY (222 * 1024)
#endif

static uint64_t __uninitialized_ram(memory)[MEMORY / 8]; /* not cleared: that would take long */
static struct device_wall wall;
static struct session session;
static uint32_t clock_hz;

static void show(void *user, int frame)
{
    (void)user;
    if (scan_is_running())
        scan_flip(&wall, frame);
    else
        scan_start(&wall, clock_hz, frame);
}

static bool is_settled(void *user)
{
    (void)user;
    return scan_is_settled();
}

/* A reply that the host does not fetch holds up the messages behind it. */
static bool send_reply(void)
{
    if (session.reply_size == 0)
        return true;
    if (!tud_mounted()) {
        session.reply_size = 0;
        return true;
    }
    if (tud_cdc_write_available() < session.reply_size)
        return false;
    tud_cdc_write(session.reply, session.reply_size);
    tud_cdc_write_flush();
    session.reply_size = 0;
    return true;
}

/* One packet: then the picture's turn again. What can't be taken yet stays. */
static struct {
    uint8_t bytes[64];
    uint32_t at, size;
} packet;

static void read_bytes(int64_t now_us)
{
    if (packet.at == packet.size) {
        packet.at = 0;
        packet.size = tud_cdc_read(packet.bytes, sizeof packet.bytes);
    }
    while (packet.at < packet.size && send_reply() && scan_is_settled()) {
        session_byte(&session, packet.bytes[packet.at++], now_us);
        if (session.configured) {
            scan_stop(&wall);
            session.configured = false;
        }
    }
    send_reply();
}

static void look_after_light(int64_t now_us)
{
    if (session.open && session_is_silent(&session, now_us)) {
        struct wire_cursor nothing = {0};
        messages_take(&wall, WIRE_DARK, &nothing);
        session.open = false; /* the program must begin anew, and tell everything again */
    }
    if (wall.dark && scan_is_running())
        scan_stop(&wall);
    scan_again(&wall, (uint32_t)now_us);
}

void tud_umount_cb(void)
{
    session.open = false;
    session.reply_size = 0;
    packet.at = packet.size = 0;
}

/* Before memory, clocks and USB are made ready: until then OE floats. The order is
 * that of the SDK: after 00100, which takes the pins out of their reset. */
PICO_RUNTIME_INIT_FUNC_RUNTIME(scan_hold_dark, "00102");

int main(void)
{
    scan_hold_dark();
    scan_init();
    device_wall_init(&wall, (uint8_t *)memory, sizeof memory,
                     (struct scan_control){.flip = show, .settled = is_settled});
    scan_stop(&wall);
    clock_hz = clock_get_hz(clk_sys);
    session_init(&session, &wall, clock_hz);
    usb_init();
    watchdog_enable(WATCHDOG_MS, true);
    for (;;) {
        tud_task();
        int64_t now_us = (int64_t)time_us_64();
        read_bytes(now_us);
        device_wall_step(&wall, now_us);
        look_after_light(now_us);
        if (session.boot && send_reply())
            reset_usb_boot(0, 0);
        if (scan_is_alive((uint32_t)now_us))
            watchdog_update();
    }
}
