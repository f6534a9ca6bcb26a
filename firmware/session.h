/* The device's end of the wire: takes bytes, keeps the order, answers. */
#ifndef FIRMWARE_SESSION_H
#define FIRMWARE_SESSION_H

#include "device_wall.h"
#include "rp2040/wire.h"

#define SESSION_WINDOW 8

struct session {
    struct wire_reader reader;
    struct device_wall *wall;
    uint32_t clock_hz;
    bool open;         /* since WIRE_HELLO */
    uint16_t expected; /* the next sequence number */
    int64_t heard_us;  /* when the last whole message came (device clock) */
    bool configured;   /* the panel changed: the scan must start anew */
    bool boot;         /* WIRE_BOOT came */
    uint8_t reply[WIRE_CODED_MAX];
    size_t reply_size; /* to be sent; 0: nothing */
};

/* Closed until a hello comes. The wall outlives the session. */
void session_init(struct session *session, struct device_wall *wall, uint32_t clock_hz);

/* Takes a byte that came at device_us. When reply_size is not 0 afterwards the
 * caller sends the reply and sets it to 0 before the next byte. */
void session_byte(struct session *session, uint8_t byte, int64_t device_us);

/* Whether the program has been silent for longer than it agreed to. */
bool session_is_silent(const struct session *session, int64_t device_us);

#endif
