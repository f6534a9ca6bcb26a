/* The wire's frames, and the firmware's end of it: what it takes, refuses, and
 * that what it refuses changes nothing. */
#include "rp2040/wire.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "check.h"
#include "config/panel_ranges.h"
#include "memory_map.h"
#include "session.h"

#define OLDER_VERSION 3
#define MEMORY (96 * 1024)
#define CLOCK_HZ 125000000
#define ZONE_HEIGHT 8

struct end {
    uint8_t *memory;
    struct device_wall wall;
    struct session session;
    int flips;
    uint16_t sequence;
    struct wire_reader reader; /* of the replies */
};

static void flip(void *user, int frame)
{
    struct end *end = user;
    (void)frame;
    end->flips++;
}

static bool settled(void *user)
{
    (void)user;
    return true;
}

/* Gives bytes to the device; the last reply, type 0 where there is none. */
static struct wire_message give(struct end *end, const uint8_t *bytes, size_t size)
{
    struct wire_message reply = {0};
    for (size_t i = 0; i < size; i++) {
        session_byte(&end->session, bytes[i], 1000);
        for (size_t at = 0; at < end->session.reply_size; at++)
            (void)wire_read(&end->reader, end->session.reply[at], &reply);
        end->session.reply_size = 0;
    }
    return reply;
}

/* Sends a message in order; WIRE_ACK's result, or -1 where it was none. */
static int tell(struct end *end, enum wire_type type, const uint8_t *body, size_t size)
{
    uint8_t coded[WIRE_CODED_MAX];
    size_t length = wire_encode(type, end->sequence++, body, size, coded);
    struct wire_message reply = give(end, coded, length);
    if (reply.type != WIRE_ACK)
        return -1;
    assert_int_equal(wire_take(&reply.body, 2), end->sequence);
    return (int)wire_take(&reply.body, 1);
}

/* Filled in by wire_good: 64x32. */
static struct wire_config good = {
    .fold = 1,
    .chain = 1,
    .planes = 10,
    .brightness = 100,
    .pixel_cycles = 6,
    .dark_after_ms = 2000,
};

static struct panel_wiring usual_wiring(int rows, int columns)
{
    struct config_panel panel = {.rows = rows, .columns = columns};
    assert_true(panel_wire_by_keys(&panel));
    return panel.wiring;
}

static int wire_good(void **state)
{
    (void)state;
    good.wiring = usual_wiring(32, 64);
    return 0;
}

static int tell_config(struct end *end, const struct wire_config *config)
{
    uint8_t body[WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put_config(&cursor, config);
    return tell(end, WIRE_CONFIG, body, (size_t)(cursor.at - body));
}

static int tell_scene(struct end *end, int zones, int64_t held_us)
{
    uint8_t body[16];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, 1, (uint64_t)zones);
    wire_put(&cursor, 3, 0);
    wire_put(&cursor, 8, (uint64_t)held_us);
    return tell(end, WIRE_SCENE, body, (size_t)(cursor.at - body));
}

static struct wire_zone a_zone(void)
{
    struct wire_zone zone = {.motion = WIRE_CRAWL,
                             .width = 64,
                             .height = ZONE_HEIGHT,
                             .strip_height = ZONE_HEIGHT,
                             .strip_width = 200,
                             .room = 200,
                             .start_px = 64,
                             .speed_mpx_s = 60000};
    for (int i = 0; i < WIRE_COLOURS; i++)
        zone.colours[i][i % 3] = (uint8_t)(i * 17);
    return zone;
}

static int tell_zone(struct end *end, const struct wire_zone *zone)
{
    uint8_t body[WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put_zone(&cursor, zone);
    return tell(end, WIRE_ZONE, body, (size_t)(cursor.at - body));
}

static int tell_columns(struct end *end, bool shown, int zone, uint32_t first, size_t bytes)
{
    uint8_t body[WIRE_BODY_MAX];
    for (size_t i = 0; i < sizeof body; i++)
        body[i] = (uint8_t)(i * 7);
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, 1, shown);
    wire_put(&cursor, 1, (uint64_t)zone);
    wire_put(&cursor, 4, first);
    return tell(end, WIRE_COLUMNS, body, 6 + bytes);
}

static int tell_show(struct end *end, int64_t at_us)
{
    uint8_t body[8];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, 8, (uint64_t)at_us);
    return tell(end, WIRE_SHOW, body, sizeof body);
}

static struct wire_message hello(struct end *end, uint32_t nonce)
{
    uint8_t body[4], coded[WIRE_CODED_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    wire_put(&cursor, 4, nonce);
    end->sequence = 0;
    return give(end, coded, wire_encode(WIRE_HELLO, 0, body, sizeof body, coded));
}

static void open_end(struct end *end)
{
    memset(end, 0, sizeof *end);
    end->memory = malloc(MEMORY);
    memset(end->memory, 0xa5, MEMORY);
    device_wall_init(&end->wall, end->memory, MEMORY, (struct scan_control){flip, settled, end});
    session_init(&end->session, &end->wall, CLOCK_HZ);
    assert_int_equal(hello(end, 7).type, WIRE_CAPS);
}

/* With a scene on the glass. */
static void open_shown(struct end *end)
{
    open_end(end);
    struct wire_zone zone = a_zone();
    assert_int_equal(tell_config(end, &good), WIRE_DONE);
    assert_int_equal(tell_scene(end, 1, INT64_MAX), WIRE_DONE);
    assert_int_equal(tell_zone(end, &zone), WIRE_DONE);
    assert_int_equal(tell_columns(end, false, 0, 0, 100 * ZONE_HEIGHT / 2), WIRE_DONE);
    assert_int_equal(tell_show(end, 0), WIRE_DONE);
    for (int step = 0; step < 2; step++) /* made; made again, in time, and shown */
        device_wall_step(&end->wall, 1000);
    assert_int_equal(end->flips, 1);
}

static void close_end(struct end *end)
{
    free(end->memory);
}

static uint32_t crc_of(const uint8_t *bytes, size_t size)
{
    return (uint32_t)crc32(0, bytes, (uInt)size);
}

/* All that the device knows of pictures, in one number. */
static uint32_t digest(const struct end *end)
{
    return crc_of((const uint8_t *)&end->wall, sizeof end->wall) ^ crc_of(end->memory, MEMORY) * 3;
}

static void frames_come_out_as_they_went_in(void **state)
{
    (void)state;
    uint8_t body[WIRE_BODY_MAX], coded[WIRE_CODED_MAX];
    for (size_t size = 0; size <= WIRE_BODY_MAX; size++) {
        for (size_t i = 0; i < size; i++)
            body[i] = (uint8_t)(size % 3 == 0 ? 0 : i % (size % 7 + 1) + size % 2);
        size_t length = wire_encode(WIRE_PIXELS, (uint16_t)size, body, size, coded);
        assert_true(length <= WIRE_CODED_MAX);
        assert_null(memchr(coded, 0, length - 1));
        struct wire_reader reader = {0};
        struct wire_message message = {0};
        for (size_t i = 0; i < length; i++)
            assert_int_equal(wire_read(&reader, coded[i], &message), i + 1 == length);
        assert_int_equal(message.type, WIRE_PIXELS);
        assert_int_equal(message.sequence, size);
        assert_int_equal(message.body.end - message.body.at, size);
        assert_memory_equal(message.body.at, body, size);
    }
}

/* As zlib's crc32() has it; a frame without a zero stands in its code as it is, behind a length. */
static void the_check_is_the_known_one(void **state)
{
    (void)state;
    uint8_t coded[WIRE_CODED_MAX];
    size_t length = wire_encode(WIRE_SCENE, 0x0101, (const uint8_t *)"123456789", 9, coded);
    assert_int_equal(length, 1 + WIRE_HEADER_SIZE + 9 + WIRE_CRC_SIZE + 1);
    assert_int_equal(coded[0], length - 1);
    struct wire_cursor crc = {coded + 1 + WIRE_HEADER_SIZE + 9, coded + length - 1, false};
    assert_int_equal(wire_take(&crc, WIRE_CRC_SIZE), crc_of(coded + 1, WIRE_HEADER_SIZE + 9));
}

static void no_flipped_bit_passes(void **state)
{
    (void)state;
    uint8_t body[40] = {1, 2, 3, 0, 0, 255}, coded[WIRE_CODED_MAX];
    size_t length = wire_encode(WIRE_SCENE, 9, body, sizeof body, coded);
    for (size_t bit = 0; bit < length * 8; bit++) {
        struct wire_reader reader = {0};
        struct wire_message message = {0};
        coded[bit / 8] = (uint8_t)(coded[bit / 8] ^ 1 << bit % 8);
        for (size_t i = 0; i < length; i++)
            assert_false(wire_read(&reader, coded[i], &message));
        coded[bit / 8] = (uint8_t)(coded[bit / 8] ^ 1 << bit % 8);
        (void)wire_read(&reader, 0, &message);
        for (size_t i = 0; i < length; i++) /* the next one is whole again */
            assert_int_equal(wire_read(&reader, coded[i], &message), i + 1 == length);
    }
}

static void a_frame_lost_or_longer_costs_only_itself(void **state)
{
    (void)state;
    uint8_t body[300], coded[WIRE_CODED_MAX];
    memset(body, 0x55, sizeof body);
    size_t length = wire_encode(WIRE_SCENE, 1, body, sizeof body, coded);
    for (size_t at = 0; at < length; at++)
        for (int extra = 0; extra < 2; extra++) {
            struct wire_reader reader = {0};
            struct wire_message message = {0};
            bool any = false;
            for (size_t i = 0; i < length; i++) {
                if (i == at && extra)
                    any |= wire_read(&reader, 0x77, &message);
                if (i != at || extra)
                    any |= wire_read(&reader, coded[i], &message);
            }
            assert_false(any);
            (void)wire_read(&reader, 0, &message);
            for (size_t i = 0; i < length; i++)
                assert_int_equal(wire_read(&reader, coded[i], &message), i + 1 == length);
        }
}

static void a_frame_without_end_is_bounded(void **state)
{
    (void)state;
    struct wire_reader reader = {0};
    struct wire_message message = {0};
    for (int i = 0; i < 100000; i++)
        assert_false(wire_read(&reader, (uint8_t)(1 + i % 255), &message));
    assert_true(reader.size <= WIRE_FRAME_MAX);
    assert_false(wire_read(&reader, 0, &message));
    assert_int_equal(reader.dropped, 1);
}

static void another_version_is_noticed(void **state)
{
    (void)state;
    struct wire_reader reader = {0};
    struct wire_message message = {0};
    /* Of an older image, a hello, its check; the blocks between the zeros, coded by hand. */
    uint8_t plain[8] = {OLDER_VERSION, WIRE_HELLO, 1, 1};
    struct wire_cursor crc = {plain + 4, plain + 8, false};
    wire_put(&crc, 4, crc_of(plain, 4));
    uint8_t coded[10] = {9};
    memcpy(coded + 1, plain, 8);
    assert_null(memchr(plain, 0, 8));
    for (size_t i = 0; i < sizeof coded; i++)
        assert_false(wire_read(&reader, coded[i], &message));
    assert_int_equal(reader.other_version, OLDER_VERSION);
}

/* Every byte of what has a form of its own, filled with numbers that tell fields apart. */
static uint32_t crc_of_forms(void)
{
    uint8_t body[3 * WIRE_BODY_MAX];
    struct wire_cursor cursor = {body, body + sizeof body, false};
    struct wire_config config = good;
    struct wire_zone zone = {.index = 1,
                             .motion = WIRE_CRAWL,
                             .x = 2,
                             .y = 3,
                             .width = 4,
                             .height = 5,
                             .strip_y = 6,
                             .strip_height = 7,
                             .strip_width = 8,
                             .room = 9,
                             .first_column = 10,
                             .start_px = 11,
                             .speed_mpx_s = 12,
                             .transition_ms = 13,
                             .start_us = 14,
                             .colours = {{15, 16, 17}}};
    struct wire_caps caps = {.nonce = 1,
                             .memory = 2,
                             .strips = 3,
                             .clock_hz = 4,
                             .columns_max = 5,
                             .planes_max = 6,
                             .zones_max = 7,
                             .pages_max = 8,
                             .window = 9};
    config.chain = 2;
    config.placed = 1;
    config.orders[1] = 2;
    config.places[1] = (struct config_place){.x = 3, .y = 4, .turned = 1, .mirrored = true};
    wire_put_config(&cursor, &config);
    wire_put_zone(&cursor, &zone);
    wire_put_caps(&cursor, &caps);
    assert_false(cursor.bad);
    return crc_of(body, (size_t)(cursor.at - body));
}

/* An image and a program of one version must understand each other. */
static void a_changed_form_is_another_version(void **state)
{
    (void)state;
    assert_int_equal(WIRE_VERSION, 4);
    assert_int_equal(crc_of_forms(), 0xb57e4b9c); /* where this changes, WIRE_VERSION must */
}

static void capabilities_are_told(void **state)
{
    (void)state;
    struct end end;
    struct wire_caps caps;
    open_end(&end);
    struct wire_message reply = hello(&end, 0xdeadbeef);
    wire_take_caps(&reply.body, &caps);
    assert_false(reply.body.bad);
    assert_int_equal(caps.nonce, 0xdeadbeef);
    assert_int_equal(caps.memory, MEMORY);
    assert_int_equal(caps.strips, 0);
    assert_int_equal(caps.columns_max, DEVICE_COLUMNS_MAX);
    assert_string_equal(caps.name, "test");
    assert_int_equal(tell_config(&end, &good), WIRE_DONE);
    reply = hello(&end, 1);
    wire_take_caps(&reply.body, &caps);
    assert_true(caps.strips > 10000 && caps.strips < MEMORY / 2);
    close_end(&end);
}

static void nothing_is_taken_before_hello_or_out_of_order(void **state)
{
    (void)state;
    struct end end;
    uint8_t coded[WIRE_CODED_MAX];
    open_shown(&end);
    uint32_t before = digest(&end);
    struct wire_message reply =
        give(&end, coded, wire_encode(WIRE_DARK, (uint16_t)(end.sequence + 1), NULL, 0, coded));
    assert_int_equal(reply.type, WIRE_ACK);
    assert_int_equal(wire_take(&reply.body, 2), end.sequence);
    assert_int_equal(wire_take(&reply.body, 1), WIRE_UNEXPECTED);
    reply = give(&end, coded, wire_encode(WIRE_DARK, (uint16_t)(end.sequence - 1), NULL, 0, coded));
    assert_int_equal(reply.type, WIRE_ACK); /* twice: answered, not done again */
    assert_int_equal(digest(&end), before);
    session_init(&end.session, &end.wall, CLOCK_HZ);
    assert_int_equal(give(&end, coded, wire_encode(WIRE_DARK, 0, NULL, 0, coded)).type, 0);
    assert_int_equal(digest(&end), before);
    close_end(&end);
}

static void bad_panels_are_refused(void **state)
{
    (void)state;
    struct end end;
    open_shown(&end);
    struct wire_config bad[22];
    size_t count = sizeof bad / sizeof *bad;
    for (size_t i = 0; i < count; i++)
        bad[i] = good;
    bad[0].wiring.rows = 48, bad[1].wiring.scan = 0, bad[2].wiring.select = WIRING_SELECTS;
    bad[3].order = 6, bad[4].wiring.latch_clocks = 17, bad[5].fold = 0, bad[6].serpentine = 2;
    bad[7].rotation = 4, bad[8].wiring.columns = 7, bad[16].mirror = 3,
    bad[17].wiring.run[0].to = 62;
    bad[18].wiring.base[1][3] = 2, bad[19].wiring.inverse = 2, bad[20].wiring.sweeps = 9;
    bad[9].chain = 0, bad[10].planes = 11, bad[11].brightness = 0, bad[12].pixel_cycles = 3;
    bad[13].blank_ns = 1000000, bad[14].dark_after_ms = 0, bad[15].chain = 5;
    bad[21].orders[0] = 1 + CONFIG_ORDERS;
    uint32_t before = digest(&end);
    for (size_t i = 0; i < count; i++) {
        int result = tell_config(&end, &bad[i]);
        assert_int_equal(result, i == 15 ? WIRE_TOO_LARGE : WIRE_BAD_BODY);
        assert_int_equal(digest(&end), before);
    }
    close_end(&end);
}

/* Each body that is too short or too long by a byte, or says what can't be. */
static void bad_bodies_change_nothing(void **state)
{
    (void)state;
    static const size_t sizes[] = {
        [WIRE_CLOCK] = 8, [WIRE_SCENE] = 12,  [WIRE_SHOW] = 8, [WIRE_FLIP] = 0,
        [WIRE_DARK] = 0,  [WIRE_PIXELS] = 10, [WIRE_PAGES] = 7};
    struct end end;
    uint8_t body[WIRE_BODY_MAX] = {0};
    open_shown(&end);
    assert_int_equal(tell_scene(&end, 1, INT64_MAX), WIRE_DONE);
    struct wire_zone zone = a_zone();
    assert_int_equal(tell_zone(&end, &zone), WIRE_DONE);
    uint32_t before = digest(&end);
    for (int type = WIRE_CLOCK; type <= WIRE_DARK; type++) {
        if (type == WIRE_PING || type == WIRE_ZONE || type == WIRE_COLUMNS)
            continue;
        assert_int_equal(tell(&end, (enum wire_type)type, body, sizes[type] + 1), WIRE_BAD_BODY);
        if (sizes[type] > 0)
            assert_int_equal(tell(&end, (enum wire_type)type, body, sizes[type] - 1),
                             WIRE_BAD_BODY);
        assert_int_equal(digest(&end), before);
    }
    memset(body, 0x7f, sizeof body); /* instants beyond all clocks, places beyond the panel */
    assert_int_equal(tell(&end, WIRE_CLOCK, body, 8), WIRE_BAD_BODY);
    assert_int_equal(tell(&end, WIRE_SHOW, body, 8), WIRE_BAD_BODY);
    assert_int_equal(tell(&end, WIRE_PIXELS, body, 10), WIRE_BAD_BODY);
    assert_int_equal(tell(&end, WIRE_SCENE, body, 12), WIRE_BAD_BODY);
    assert_int_equal(digest(&end), before);
    close_end(&end);
}

static void zones_and_columns_keep_to_their_memory(void **state)
{
    (void)state;
    struct end end;
    open_shown(&end);
    assert_int_equal(tell_scene(&end, DEVICE_ZONES_MAX + 1, 0), WIRE_TOO_LARGE);
    assert_int_equal(tell_scene(&end, 2, INT64_MAX), WIRE_DONE);
    uint32_t before = digest(&end);
    struct wire_zone bad[8];
    for (int i = 0; i < 8; i++)
        bad[i] = a_zone();
    bad[0].x = 1, bad[1].height = 33, bad[2].strip_width = 65536, bad[3].room = 0;
    bad[4].first_column = 201, bad[5].motion = 3, bad[6].index = 1;
    bad[7].strip_height = 1000, bad[7].room = 60000;
    for (int i = 0; i < 8; i++) {
        assert_int_not_equal(tell_zone(&end, &bad[i]), WIRE_DONE);
        assert_int_equal(digest(&end), before);
    }
    struct wire_zone zone = a_zone();
    zone.room = 100;
    assert_int_equal(tell_zone(&end, &zone), WIRE_DONE);
    before = digest(&end);
    assert_int_equal(tell_columns(&end, false, 0, 1, 4), WIRE_BAD_BODY);        /* a gap */
    assert_int_equal(tell_columns(&end, false, 1, 0, 4), WIRE_BAD_BODY);        /* no such zone */
    assert_int_equal(tell_columns(&end, false, 0, 0, 5), WIRE_BAD_BODY);        /* half a column */
    assert_int_equal(tell_columns(&end, false, 0, 0, 404), WIRE_NOT_NOW);       /* no room */
    assert_int_equal(tell_columns(&end, true, 0, 100, 400 + 4), WIRE_BAD_BODY); /* too many */
    assert_int_equal(tell_show(&end, 0), WIRE_NOT_NOW); /* a zone is missing */
    assert_int_equal(digest(&end), before);
    close_end(&end);
}

static void the_shown_frame_is_never_drawn_into(void **state)
{
    (void)state;
    struct end end;
    open_shown(&end);
    uint8_t body[WIRE_BODY_MAX];
    uint32_t places = (uint32_t)(end.wall.scan_rows * end.wall.columns);
    uint32_t shown = crc_of(end.wall.frames[end.wall.front], end.wall.frame_size);
    for (int64_t device_us = 1000; device_us < 1000000; device_us += 500) {
        int front = end.wall.front;
        int flips = end.flips;
        shown = crc_of(end.wall.frames[front], end.wall.frame_size);
        device_wall_step(&end.wall, device_us);
        if (end.flips == flips)
            assert_int_equal(crc_of(end.wall.frames[front], end.wall.frame_size), shown);
    }
    assert_true(end.flips > 50);
    shown = crc_of(end.wall.frames[end.wall.front], end.wall.frame_size);
    int flips = end.flips;
    memset(body, 0xff, sizeof body);
    for (uint32_t place = 0; place < places; place += 64) {
        struct wire_cursor cursor = {body, body + sizeof body, false};
        wire_put(&cursor, 4, place);
        assert_int_equal(tell(&end, WIRE_PIXELS, body, 4 + 64 * 6), WIRE_DONE);
        assert_int_equal(crc_of(end.wall.frames[end.wall.front], end.wall.frame_size), shown);
        if (place == 0)
            assert_int_equal(tell(&end, WIRE_FLIP, NULL, 0), WIRE_NOT_NOW); /* torn */
    }
    assert_int_equal(tell(&end, WIRE_FLIP, NULL, 0), WIRE_DONE);
    assert_int_equal(end.flips, flips + 1);
    close_end(&end);
}

/* Each picture takes longer to make than its step lasts, and is still of now when it is seen. */
static void a_slow_processor_shows_what_is_due(void **state)
{
    (void)state;
    const int64_t slow_us = 21000;
    struct end end;
    open_shown(&end);
    for (int64_t device_us = 1000 + slow_us; device_us < 1500000;) {
        int flips = end.flips;
        bool composed = end.wall.composed;
        device_wall_step(&end.wall, device_us);
        if (end.flips > flips)
            assert_in_range(device_us - end.wall.glass_us, 0, slow_us / 10);
        device_us += end.wall.composed && !composed ? slow_us : slow_us / 10;
    }
    assert_true(end.flips > 40);
    close_end(&end);
}

static void silence_is_noticed(void **state)
{
    (void)state;
    struct end end;
    open_shown(&end);
    assert_false(session_is_silent(&end.session, 2000900));
    assert_true(session_is_silent(&end.session, 2001100));
    close_end(&end);
}

static uint32_t refresh_hz(int rows, int columns, int planes, double *lit)
{
    static uint8_t memory[256 * 1024];
    struct device_wall wall;
    struct wire_config config = good;
    config.wiring = usual_wiring(rows, 64);
    config.chain = (uint16_t)(columns / 64);
    config.planes = (uint8_t)planes;
    device_wall_init(&wall, memory, sizeof memory, (struct scan_control){0});
    assert_int_equal(memory_map_configure(&wall, &config), WIRE_DONE);
    struct pass pass = device_wall_pass(&wall, CLOCK_HZ);
    struct pass_light light = pass_light(&pass);
    *lit = pass_lit_ppm(&pass, &light) / 1e6;
    return CLOCK_HZ / light.cycles;
}

/* Computed here; measured at the pins by tests/firmware. */
static void the_unit_of_light_fits_the_width(void **state)
{
    (void)state;
    static const struct {
        int rows, columns, planes;
        uint32_t least_hz;
        double least_lit;
    } walls[] = {
        {32, 64, 10, 900, 0.70},
        {64, 64, 10, 470, 0.70},
        {64, 128, 10, 380, 0.50},
        {64, 256, 8, 250, 0.50},
    };
    for (size_t i = 0; i < sizeof walls / sizeof *walls; i++) {
        double lit;
        uint32_t hz = refresh_hz(walls[i].rows, walls[i].columns, walls[i].planes, &lit);
        assert_true(hz >= walls[i].least_hz);
        assert_true(lit >= walls[i].least_lit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("Frames of every length come out as they went in", frames_come_out_as_they_went_in),
        TEST("The check is CRC-32", the_check_is_the_known_one),
        TEST("No frame with a flipped bit passes, and the next one does", no_flipped_bit_passes),
        TEST("A byte lost or too many costs one frame", a_frame_lost_or_longer_costs_only_itself),
        TEST("A frame that never ends takes no memory", a_frame_without_end_is_bounded),
        TEST("Another version of the wire is noticed", another_version_is_noticed),
        TEST("What a message looks like changes with the version only",
             a_changed_form_is_another_version),
        TEST("The device tells what it can", capabilities_are_told),
        TEST("Nothing is taken before the greeting, out of order, or twice",
             nothing_is_taken_before_hello_or_out_of_order),
        TEST("Panels that can't be are refused", bad_panels_are_refused),
        TEST("Bad bodies change nothing", bad_bodies_change_nothing),
        TEST("Zones and columns keep to their memory", zones_and_columns_keep_to_their_memory),
        TEST("The frame on the glass is never drawn into", the_shown_frame_is_never_drawn_into),
        TEST("A slow processor shows what is due when it is seen",
             a_slow_processor_shows_what_is_due),
        TEST("A silent program is noticed", silence_is_noticed),
        TEST("The unit of light fits the wall's width", the_unit_of_light_fits_the_width),
    };
    return cmocka_run_group_tests_name("wire", tests, wire_good, NULL);
}
