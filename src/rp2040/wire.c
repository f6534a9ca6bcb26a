#include "rp2040/wire.h"

#include <assert.h>
#include <string.h>

#define COBS_LONGEST 0xff /* a block of 254 bytes that no zero follows */

uint64_t wire_take(struct wire_cursor *cursor, size_t bytes)
{
    if (cursor->bad || (size_t)(cursor->end - cursor->at) < bytes) {
        cursor->bad = true;
        return 0;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value |= (uint64_t)*cursor->at++ << (8 * i);
    return value;
}

void wire_put(struct wire_cursor *cursor, size_t bytes, uint64_t value)
{
    if (cursor->bad || (size_t)(cursor->end - cursor->at) < bytes) {
        cursor->bad = true;
        return;
    }
    for (size_t i = 0; i < bytes; i++)
        *cursor->at++ = (uint8_t)(value >> (8 * i));
}

/* --- one list of fields for both directions --- */

static void field(struct wire_cursor *cursor, bool put, void *value, size_t bytes)
{
    if (put) {
        uint64_t number = 0;
        memcpy(&number, value, bytes); /* both ends are little-endian */
        wire_put(cursor, bytes, number);
    } else {
        uint64_t number = wire_take(cursor, bytes);
        memcpy(value, &number, bytes);
    }
}

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the wire is little-endian");

#define FIELD(member) field(cursor, put, &(member), sizeof(member))

static void caps_fields(struct wire_cursor *cursor, bool put, struct wire_caps *caps)
{
    FIELD(caps->nonce);
    FIELD(caps->memory);
    FIELD(caps->strips);
    FIELD(caps->clock_hz);
    FIELD(caps->columns_max);
    FIELD(caps->planes_max);
    FIELD(caps->zones_max);
    FIELD(caps->pages_max);
    FIELD(caps->window);
    for (size_t i = 0; i < sizeof caps->name; i++)
        FIELD(caps->name[i]);
}

static int runs_of(const struct panel_wiring *wiring)
{
    int runs = 0;
    for (int i = 0; i < wiring->sweeps && i < WIRING_SWEEPS_MAX; i++)
        runs += wiring->sweep[i].runs;
    return runs;
}

static bool counts_fit(const struct panel_wiring *wiring)
{
    return wiring->halves <= WIRING_HALVES_MAX && wiring->scan <= WIRING_SCAN_MAX &&
           wiring->sweeps <= WIRING_SWEEPS_MAX && wiring->writes <= WIRING_WRITES_MAX;
}

/* The base rows, unless they are the usual ones. */
static void base_fields(struct wire_cursor *cursor, bool put, struct panel_wiring *wiring)
{
    struct panel_wiring usual = *wiring;
    wiring_set_bases(&usual);
    uint8_t own = put && memcmp(usual.base, wiring->base, sizeof usual.base) != 0;
    FIELD(own);
    if (!own)
        memcpy(wiring->base, usual.base, sizeof usual.base);
    for (int half = 0; own && half < wiring->halves; half++)
        for (int row = 0; row < wiring->scan; row++)
            FIELD(wiring->base[half][row]);
}

/* Sweeps, their runs, and writes: as many as there are. */
static void list_fields(struct wire_cursor *cursor, bool put, struct panel_wiring *wiring)
{
    for (int i = 0; i < wiring->sweeps; i++) {
        FIELD(wiring->sweep[i].width);
        FIELD(wiring->sweep[i].runs);
        FIELD(wiring->sweep[i].backward);
    }
    int runs = runs_of(wiring);
    cursor->bad |= runs > WIRING_RUNS_MAX;
    for (int i = 0; i < runs && !cursor->bad; i++) {
        FIELD(wiring->run[i].dy);
        FIELD(wiring->run[i].from);
        FIELD(wiring->run[i].to);
    }
    for (int i = 0; i < wiring->writes; i++) {
        FIELD(wiring->write[i].bits);
        FIELD(wiring->write[i].latched);
    }
}

/* What is not there takes no bytes: a long message is lost sooner on a bad wire. */
static void wiring_fields(struct wire_cursor *cursor, bool put, struct panel_wiring *wiring)
{
    if (!put)
        memset(wiring, 0, sizeof *wiring);
    FIELD(wiring->columns);
    FIELD(wiring->rows);
    FIELD(wiring->scan);
    FIELD(wiring->halves);
    FIELD(wiring->sweeps);
    FIELD(wiring->writes);
    FIELD(wiring->select);
    FIELD(wiring->inverse);
    FIELD(wiring->falling);
    FIELD(wiring->latch_clocks);
    if (counts_fit(wiring)) {
        base_fields(cursor, put, wiring);
        list_fields(cursor, put, wiring);
    } else {
        cursor->bad |= !put; /* what is put so is refused by whom it is told */
    }
}

/* The orders up to the last panel that has one of its own. */
static void order_fields(struct wire_cursor *cursor, bool put, uint8_t orders[PANEL_CHAIN_MAX])
{
    uint8_t count = PANEL_CHAIN_MAX;
    while (put && count > 0 && orders[count - 1] == 0)
        count--;
    FIELD(count);
    cursor->bad |= count > PANEL_CHAIN_MAX;
    if (!put)
        memset(orders, 0, PANEL_CHAIN_MAX);
    for (int i = 0; i < count && !cursor->bad; i++)
        FIELD(orders[i]);
}

static void config_fields(struct wire_cursor *cursor, bool put, struct wire_config *config)
{
    wiring_fields(cursor, put, &config->wiring);
    FIELD(config->order);
    FIELD(config->fold);
    FIELD(config->serpentine);
    FIELD(config->rotation);
    FIELD(config->mirror);
    FIELD(config->chain);
    FIELD(config->planes);
    FIELD(config->brightness);
    FIELD(config->pixel_cycles);
    FIELD(config->blank_ns);
    FIELD(config->dark_after_ms);
    order_fields(cursor, put, config->orders);
}

static void zone_fields(struct wire_cursor *cursor, bool put, struct wire_zone *zone)
{
    FIELD(zone->index);
    FIELD(zone->motion);
    FIELD(zone->transition);
    FIELD(zone->right_to_left);
    FIELD(zone->x);
    FIELD(zone->y);
    FIELD(zone->width);
    FIELD(zone->height);
    FIELD(zone->strip_y);
    FIELD(zone->strip_height);
    FIELD(zone->strip_width);
    FIELD(zone->room);
    FIELD(zone->first_column);
    FIELD(zone->start_px);
    FIELD(zone->speed_mpx_s);
    FIELD(zone->transition_ms);
    FIELD(zone->start_us);
    for (int i = 0; i < WIRE_COLOURS; i++)
        for (int channel = 0; channel < 3; channel++)
            FIELD(zone->colours[i][channel]);
}

void wire_put_caps(struct wire_cursor *cursor, const struct wire_caps *caps)
{
    struct wire_caps copy = *caps;
    caps_fields(cursor, true, &copy);
}

void wire_take_caps(struct wire_cursor *cursor, struct wire_caps *caps)
{
    caps_fields(cursor, false, caps);
    caps->name[sizeof caps->name - 1] = '\0';
}

void wire_put_config(struct wire_cursor *cursor, const struct wire_config *config)
{
    struct wire_config copy = *config;
    config_fields(cursor, true, &copy);
}

void wire_take_config(struct wire_cursor *cursor, struct wire_config *config)
{
    config_fields(cursor, false, config);
}

void wire_put_zone(struct wire_cursor *cursor, const struct wire_zone *zone)
{
    struct wire_zone copy = *zone;
    zone_fields(cursor, true, &copy);
}

void wire_take_zone(struct wire_cursor *cursor, struct wire_zone *zone)
{
    zone_fields(cursor, false, zone);
}

/* Four bits at a time: a table of 64 bytes is enough for a microcontroller. */
static uint32_t crc_of(const uint8_t *bytes, size_t size)
{
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

static size_t code(const uint8_t *bytes, size_t size, uint8_t *out)
{
    uint8_t *start = out;
    uint8_t *length = out++;
    *length = 1;
    for (size_t i = 0; i < size; i++) {
        if (*length == COBS_LONGEST) {
            length = out++;
            *length = 1;
        }
        if (bytes[i]) {
            *out++ = bytes[i];
            (*length)++;
        } else {
            length = out++;
            *length = 1;
        }
    }
    *out++ = 0;
    return (size_t)(out - start);
}

size_t wire_encode(enum wire_type type, uint16_t sequence, const uint8_t *body, size_t size,
                   uint8_t *out)
{
    uint8_t frame[WIRE_FRAME_MAX];
    struct wire_cursor cursor = {frame, frame + sizeof frame, false};
    assert(size <= WIRE_BODY_MAX);
    wire_put(&cursor, 1, WIRE_VERSION);
    wire_put(&cursor, 1, type);
    wire_put(&cursor, 2, sequence);
    if (size > 0)
        memcpy(cursor.at, body, size);
    cursor.at += size;
    wire_put(&cursor, WIRE_CRC_SIZE, crc_of(frame, WIRE_HEADER_SIZE + size));
    return code(frame, (size_t)(cursor.at - frame), out);
}

static void store(struct wire_reader *reader, uint8_t byte)
{
    if (reader->size < sizeof reader->frame)
        reader->frame[reader->size++] = byte;
    else
        reader->lost = true;
}

/* A frame has ended: whether it is whole and right. */
static bool check(struct wire_reader *reader, struct wire_message *message)
{
    size_t size = reader->size;
    if (reader->lost || reader->run > 0 || size < WIRE_HEADER_SIZE + WIRE_CRC_SIZE)
        return false;
    size_t end = size - WIRE_CRC_SIZE;
    struct wire_cursor crc = {reader->frame + end, reader->frame + size, false};
    if (wire_take(&crc, WIRE_CRC_SIZE) != crc_of(reader->frame, end))
        return false;
    struct wire_cursor cursor = {reader->frame, reader->frame + end, false};
    uint8_t version = (uint8_t)wire_take(&cursor, 1);
    if (version != WIRE_VERSION) {
        reader->other_version = version;
        return false;
    }
    message->type = (enum wire_type)wire_take(&cursor, 1);
    message->sequence = (uint16_t)wire_take(&cursor, 2);
    message->body = cursor;
    return true;
}

static bool end_frame(struct wire_reader *reader, struct wire_message *message)
{
    bool good = check(reader, message);
    if (!good && reader->begun)
        reader->dropped++;
    reader->size = 0;
    reader->run = 0;
    reader->zero = reader->lost = reader->begun = false;
    return good;
}

bool wire_read(struct wire_reader *reader, uint8_t byte, struct wire_message *message)
{
    if (byte == 0)
        return end_frame(reader, message);
    reader->begun = true;
    if (reader->run > 0) {
        reader->run--;
        store(reader, byte);
        return false;
    }
    if (reader->zero)
        store(reader, 0);
    reader->run = (uint8_t)(byte - 1);
    reader->zero = byte != COBS_LONGEST;
    return false;
}

bool wire_is_instant(int64_t us)
{
    return us >= -WIRE_INSTANT_MAX_US && us <= WIRE_INSTANT_MAX_US;
}

bool wire_zone_is_backward(const struct wire_zone *zone)
{
    return zone->motion == WIRE_CRAWL && zone->speed_mpx_s < 0;
}

uint32_t wire_zone_gone(const struct wire_zone *zone, int32_t left_px)
{
    int64_t left = left_px;
    int64_t gone = wire_zone_is_backward(zone) ? left + zone->strip_width - zone->width : -left;
    if (gone <= 0)
        return 0;
    return gone > zone->strip_width ? zone->strip_width : (uint32_t)gone;
}
