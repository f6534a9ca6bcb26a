/* The wire between the program and a microcontroller that drives the panel: the
 * same source is compiled into both.
 *
 * A frame is COBS-coded (Cheshire & Baker, "Consistent Overhead Byte Stuffing",
 * IEEE/ACM Transactions on Networking 7(2), 1999) and ends with a zero byte, so
 * that after a lost or extra byte the next zero is a fresh start. Decoded:
 *
 *   offset  bytes
 *   0       1     version, WIRE_VERSION
 *   1       1     type, enum wire_type
 *   2       2     sequence number
 *   4       n     body, 0 to WIRE_BODY_MAX
 *   4 + n   4     CRC-32 (ISO 3309, as of zlib) of all before it
 *
 * All numbers are little-endian. What does not match is dropped whole.
 *
 * From the program each message but WIRE_HELLO has the next sequence number; the
 * device takes only the one it expects and answers each with WIRE_ACK, which
 * tells the next number it expects and what became of the last one. So the
 * program may have as many messages under way as the device's window, and
 * sends again from the number that the device names.
 */
#ifndef RP2040_WIRE_H
#define RP2040_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/panel_ranges.h"

#define WIRE_VERSION 4
#define WIRE_HEADER_SIZE 4
#define WIRE_CRC_SIZE 4
#define WIRE_BODY_MAX 512
#define WIRE_FRAME_MAX (WIRE_HEADER_SIZE + WIRE_BODY_MAX + WIRE_CRC_SIZE)
/* COBS adds a byte for each 254 begun, and the end. */
#define WIRE_CODED_MAX (WIRE_FRAME_MAX + WIRE_FRAME_MAX / 254 + 2)

enum wire_type {
    /* From the program. */
    WIRE_HELLO = 1, /* u32 nonce: starts a session; sequence numbers from 0 */
    WIRE_CONFIG,    /* struct wire_config: the panel; the wall goes dark */
    WIRE_CLOCK,     /* i64 us: the program's clock minus the device's */
    WIRE_PING,      /* u64 token: asks for WIRE_PONG */
    WIRE_SCENE, /* u8 zones, 3 x u8 background, i64 held from (us): begins a scene, unseen yet */
    WIRE_ZONE,  /* struct wire_zone */
    WIRE_PAGES, /* u8 zone, then for each page: u16 the strip's row, u32 how long it stands (ms) */
    WIRE_COLUMNS, /* u8 scene (0 next, 1 shown), u8 zone, u32 first column, then the columns */
    WIRE_SHOW,    /* i64 us: the scene begun is shown from then on */
    WIRE_PIXELS,  /* u32 first place, then 6 bytes a place: a part of a plain frame */
    WIRE_FLIP,    /* shows the plain frame */
    WIRE_DARK,    /* dark until something is shown */
    WIRE_BOOT,    /* restarts as a boot drive */
    /* From the device. */
    WIRE_CAPS = 0x80, /* struct wire_caps: answers WIRE_HELLO */
    WIRE_ACK,         /* u16 expected, u8 enum wire_result, u8 window */
    WIRE_PONG,        /* u64 token, i64 us: the device's clock */
};

enum wire_result {
    WIRE_DONE,
    WIRE_UNEXPECTED, /* another sequence number: send again from `expected` */
    WIRE_BAD_BODY,   /* too short, too long, out of range: nothing was done */
    WIRE_TOO_LARGE,  /* the memory is not enough: nothing was done */
    WIRE_NOT_NOW,    /* no panel configured, no scene begun, the column has no room yet */
};

struct wire_caps {
    uint32_t nonce;
    uint32_t memory; /* bytes for pictures and strips together */
    uint32_t strips; /* bytes free for one scene's strips, 0 before WIRE_CONFIG */
    uint32_t clock_hz;
    uint16_t columns_max; /* of a chain, all of the places of a scan row */
    uint8_t planes_max;
    uint8_t zones_max;
    uint8_t pages_max; /* of a zone */
    uint8_t window;    /* messages */
    char name[48];     /* board and version */
};

struct wire_config {
    struct panel_wiring wiring; /* of each panel */
    uint8_t order, fold, serpentine, rotation, mirror;
    uint16_t chain;
    uint8_t planes;         /* bits a channel */
    uint8_t brightness;     /* percent */
    uint8_t pixel_cycles;   /* clock cycles of the processor for each pixel shifted */
    uint32_t blank_ns;      /* darkness before a row is lit */
    uint16_t dark_after_ms; /* without a message from the program */
    /* Of single panels, as of struct config_panel. */
    uint8_t orders[PANEL_CHAIN_MAX];
    struct config_place places[PANEL_CHAIN_MAX];
    uint8_t placed;
};

/* No instant is further from 0 than this, either way (142 years): sums can't overflow. */
#define WIRE_INSTANT_MAX_US (INT64_C(1) << 52)

/* Whether it is none further away. */
bool wire_is_instant(int64_t us);

enum wire_motion {
    WIRE_STILL,
    WIRE_CRAWL,
    WIRE_PAGED, /* display/scene.h: MOTION_PAGES; all of the strip is told */
    WIRE_MOTIONS,
};

#define WIRE_COLOURS 16 /* of a zone; entry 0 is its background */

struct wire_zone {
    uint8_t index;         /* zones come in order; later ones over earlier ones */
    uint8_t motion;        /* enum wire_motion */
    uint8_t transition;    /* enum motion_transition */
    uint8_t right_to_left; /* the text's direction: a wipe's */
    uint16_t x, y, width, height;
    int16_t strip_y;
    uint16_t strip_height;
    /* 0: only background. Of a strip that crawls to the right columns are numbered from its right
     * end, so that those needed first come first. */
    uint32_t strip_width;
    uint16_t room;         /* columns kept at a time */
    uint32_t first_column; /* the first that is told */
    int32_t start_px, speed_mpx_s;
    uint32_t transition_ms;
    int64_t start_us; /* of the program's clock */
    uint8_t colours[WIRE_COLOURS][3];
};

/* Whether the zone's strip crawls to the right: its columns are numbered from its right end. */
bool wire_zone_is_backward(const struct wire_zone *zone);

/* How many of its columns, as they are numbered, have left the zone for good when the strip's
 * left edge stands at left_px (relative to the zone); 0 to strip_width. Of a zone that crawls. */
uint32_t wire_zone_gone(const struct wire_zone *zone, int32_t left_px);

/* Bytes of a strip's column: two pixels a byte, the upper one in the low half. */
#define WIRE_COLUMN_SIZE(height) (((size_t)(height) + 1) / 2)

/* A place in a body; `bad` once it would have left it. Reads give 0 then. */
struct wire_cursor {
    uint8_t *at, *end;
    bool bad;
};

/* Reads a number of 1 to 8 bytes, little-endian, without a sign, and goes on behind it. */
uint64_t wire_take(struct wire_cursor *cursor, size_t bytes);

/* Writes the lowest bytes of a number. */
void wire_put(struct wire_cursor *cursor, size_t bytes, uint64_t value);

/* Writes the body of WIRE_CAPS: its numbers in the struct's order. */
void wire_put_caps(struct wire_cursor *cursor, const struct wire_caps *caps);

/* Reads what wire_put_caps writes; its numbers are not checked, its name ends with a zero. */
void wire_take_caps(struct wire_cursor *cursor, struct wire_caps *caps);

/* The same of WIRE_CONFIG. */
void wire_put_config(struct wire_cursor *cursor, const struct wire_config *config);

/* Reads what wire_put_config writes; nothing is checked. */
void wire_take_config(struct wire_cursor *cursor, struct wire_config *config);

/* And of WIRE_ZONE. */
void wire_put_zone(struct wire_cursor *cursor, const struct wire_zone *zone);

/* Reads what wire_put_zone writes; nothing is checked. */
void wire_take_zone(struct wire_cursor *cursor, struct wire_zone *zone);

/* Codes a message of at most WIRE_BODY_MAX bytes (assert) into out, which has
 * room for WIRE_CODED_MAX. Returns the size. */
size_t wire_encode(enum wire_type type, uint16_t sequence, const uint8_t *body, size_t size,
                   uint8_t *out);

/* What comes in, byte by byte. Zero it to begin with. */
struct wire_reader {
    uint8_t frame[WIRE_FRAME_MAX];
    size_t size;           /* decoded so far */
    uint8_t run;           /* bytes left of the COBS block */
    bool zero;             /* a zero belongs before the next block */
    bool lost;             /* this frame is broken; the next zero ends it */
    bool begun;            /* since the last zero */
    uint32_t dropped;      /* frames */
    uint8_t other_version; /* of the last whole frame of another version; 0: none */
};

struct wire_message {
    enum wire_type type;
    uint16_t sequence;
    struct wire_cursor body; /* in the reader's memory, until the next wire_read */
};

/* Takes one byte; true when it completed a message. */
bool wire_read(struct wire_reader *reader, uint8_t byte, struct wire_message *message);

#endif
